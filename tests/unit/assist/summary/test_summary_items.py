from desktop_llm.assist.checks.fact_checks import FactChecker
from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.source_finder import SourceFinder
from desktop_llm.assist.checks.sourced_text import CheckKind
from desktop_llm.assist.summary.summary_items import ItemMaker
from desktop_llm.assist.summary.summary_result import ItemKind, SummaryItem
from desktop_llm.assist.summary.summary_sections import Section
from desktop_llm.assist.summary.summary_text import Draft
from tests.fakes.written_documents import written_document

LEASE = written_document("The lease with Anna Meyer ends on 30 June 2027.", "The rent is 1,250 euros a month.")
SECTION = Section(index=0, document_index=0, block_ids=("b1", "b2"), heading_path=(), text=LEASE.text, n_tokens=20)
SHELF = PassageShelf((LEASE,))
FINDER = SourceFinder((LEASE,), (SECTION,), SHELF)
MAKER = ItemMaker(FINDER, FactChecker((LEASE,)), SHELF)


def item(text: str, kind: ItemKind = ItemKind.POINT) -> SummaryItem:
    return MAKER.item(Draft(text, kind, 3), (0,), "en")


def test_an_item_has_its_sources() -> None:
    made = item("The rent is 1,250 euros.")
    assert [source.block_id for source in made.sources] == ["b2"]
    assert (made.line, made.checks) == (3, ())


def test_what_no_passage_says_has_no_source() -> None:
    made = item("Penguins prefer swimming across cold water.")
    assert made.sources == ()
    assert [check.kind for check in made.checks] == [CheckKind.NO_SUPPORT]


def test_a_question_is_not_checked() -> None:
    assert item("Who is Karl Huber?", ItemKind.QUESTION).checks == ()


def test_a_translation_keeps_sources_and_doubts_and_is_checked_for_numbers() -> None:
    original = item("The rent for Karl Huber is 1,250 euros a month.")
    translated = MAKER.translated(original, "Die Miete beträgt 1.260 Euro.", (0,))
    assert translated.text == "Die Miete beträgt 1.260 Euro."
    assert translated.sources == original.sources
    assert [(check.kind, check.text) for check in translated.checks] == [
        (CheckKind.NUMBER_NOT_IN_SOURCE, "1.260"),
        (CheckKind.NAME_NOT_IN_SOURCE, "Karl Huber"),
    ]


def test_an_extract_is_its_own_source() -> None:
    (passage,) = SHELF.of_block(0, "b2")
    made = MAKER.extract(passage, 1)
    assert made.is_extract
    assert made.text == made.sources[0].quote


def test_a_sentence_in_another_language_is_checked_for_numbers_only() -> None:
    made = MAKER.item_in_other_words(Draft("Karl Huber zahlt 1.260 Euro Miete.", ItemKind.SENTENCE, 0), (0,))
    assert [(check.kind, check.text) for check in made.checks] == [(CheckKind.NUMBER_NOT_IN_SOURCE, "1.260")]
