import msgspec
import pytest
from msgspec.structs import replace

from desktop_llm.assist.checks.sourced_text import Check, CheckKind, Source
from desktop_llm.assist.summary.summary_result import (
    STOPPED,
    Coverage,
    ItemKind,
    Summary,
    SummaryItem,
    SummaryPart,
    SummaryProgressed,
    SummaryStage,
    UnreadPart,
)
from desktop_llm.cli.summary_text import SummaryPrinter, closing_lines, json_summary, progress_text
from desktop_llm.documents.document import Place, UnreadReason


def source(page: int, document_index: int = 0) -> Source:
    return Source(
        document="ab"[document_index] + ".pdf",
        document_index=document_index,
        place=Place(page=page),
        block_id=f"b{page}",
        start=0,
        end=9,
        quote="It burnt.",
    )


def item(
    text: str,
    kind: ItemKind = ItemKind.POINT,
    line: int = 0,
    *,
    level: int = 0,
    sources: tuple[Source, ...] = (),
    checks: tuple[Check, ...] = (),
) -> SummaryItem:
    return SummaryItem(text=text, kind=kind, line=line, level=level, sources=sources, checks=checks)


def printed(*items: SummaryItem) -> str:
    printer = SummaryPrinter(has_several_parts=False)
    return "".join(printer.text(0, "a.pdf", each) for each in items)


def test_points_are_a_list() -> None:
    items = (item("One."), item("More.", ItemKind.SENTENCE), item("Two.", line=1))
    assert printed(*items) == "- One. More.\n- Two."


def test_paragraphs_stand_apart_and_headings_above_them() -> None:
    items = (
        item("Costs", ItemKind.HEADING, 0, level=1),
        item("They rose.", ItemKind.SENTENCE, 1),
        item("By far.", ItemKind.SENTENCE, 1),
        item("Nobody knows why.", ItemKind.SENTENCE, 2),
    )
    assert printed(*items) == "# Costs\n\nThey rose. By far.\n\nNobody knows why."


def test_an_answer_stands_below_its_question() -> None:
    items = (
        item("What burnt?", ItemKind.QUESTION, 0),
        item("The mill.", ItemKind.SENTENCE, 1),
        item("When?", ItemKind.QUESTION, 2),
        item("In 1931.", ItemKind.SENTENCE, 3),
    )
    assert printed(*items) == "What burnt?\nThe mill.\n\nWhen?\nIn 1931."


def test_sources_and_doubts_stand_behind_a_sentence() -> None:
    checks = (Check(kind=CheckKind.NUMBER_NOT_IN_SOURCE, text="1932"),)
    assert printed(item("It burnt in 1932.", sources=(source(3), source(3), source(4)), checks=checks)) == (
        "- It burnt in 1932. [page 3; page 4; not in the document: 1932]"
    )


def test_a_source_without_a_page_is_named_by_the_words_with_which_it_begins() -> None:
    quote = "The mill was built by Anna Meyer in 1912 and burnt down in 1931, which nobody expected."
    nowhere = replace(source(0), quote=quote)
    assert printed(item("It burnt.", sources=(nowhere,))) == (
        "- It burnt. [“The mill was built by Anna Meyer in 1912 and…”]"
    )
    assert printed(replace(item(quote, sources=(nowhere,)), is_extract=True)) == f"- {quote}"


def test_sources_of_all_together_name_their_document() -> None:
    printer = SummaryPrinter(has_several_parts=True)
    printer.text(0, "a.pdf", item("It burnt.", sources=(source(3),)))
    assert printer.text(1, "", item("It burnt.", sources=(source(3),))).endswith("- It burnt. [a.pdf, page 3]")


def test_sources_of_several_documents_name_them() -> None:
    assert (
        printed(item("Both burnt.", sources=(source(3), source(4, 1))))
        == "- Both burnt. [a.pdf, page 3; b.pdf, page 4]"
    )


def test_parts_are_named_where_there_are_several() -> None:
    printer = SummaryPrinter(has_several_parts=True)
    text = "".join(printer.text(index, name, item("One.")) for index, name in enumerate(["a.pdf", "b.pdf", ""]))
    assert text == "a.pdf:\n\n- One.\n\nb.pdf:\n\n- One.\n\nAll together:\n\n- One."


def test_a_line_that_was_ended_between_two_parts_is_not_ended_twice() -> None:
    printer = SummaryPrinter(has_several_parts=True)
    assert printer.end_line() == ""
    text = printer.text(0, "a.pdf", item("One."))
    assert printer.is_within_line
    text += printer.end_line() + printer.end_line()
    assert not printer.is_within_line
    text += printer.text(1, "b.pdf", item("Two.")) + printer.end_line()
    assert text == "a.pdf:\n\n- One.\n\nb.pdf:\n\n- Two.\n"


@pytest.mark.parametrize("kind", CheckKind)
def test_every_check_has_words(kind: CheckKind) -> None:
    assert "[" in printed(item("It burnt.", checks=(Check(kind=kind, text="1932"),)))


@pytest.mark.parametrize("stage", SummaryStage)
def test_progress_says_how_far_and_how_long(stage: SummaryStage) -> None:
    progress = SummaryProgressed(job_id="a", stage=stage, done=3, total=12, left_s=70.4)
    assert progress_text(progress).endswith(" 3 of 12, 1 min 10 s left")


UNREAD = (
    UnreadPart(document="a.pdf", place=Place(page=3), reason=UnreadReason.NO_TEXT),
    UnreadPart(document="a.pdf", place=Place(page=9), reason=STOPPED),
    UnreadPart(document="a.pdf", place=Place(page=9), reason=STOPPED),  # told once
)
SUMMARY = Summary(
    parts=(SummaryPart(document="a.pdf", items=(item("It burnt.", sources=(source(3),)),)),),
    coverage=Coverage(n_blocks=4, n_read_blocks=3, unread=UNREAD),
    n_chunks=5,
    n_extracted_sections=2,
)


def test_what_is_missing_is_said_at_the_end() -> None:
    assert list(closing_lines(SUMMARY)) == [
        "a.pdf: Not read: page 3: it is a picture; with the program tesseract installed, it would be read.",
        "a.pdf: Not read: page 9: it was stopped before.",
        "75% of the text was read.",
        "The model wrote nothing usable about 2 of 5 sections; sentences of the document stand in.",
    ]


def test_nothing_is_said_where_nothing_is_missing() -> None:
    assert list(closing_lines(Summary(parts=(), coverage=Coverage(n_blocks=1, n_read_blocks=1), n_chunks=1))) == []


def test_json_has_the_promised_shape() -> None:
    result = msgspec.json.decode(msgspec.json.encode(json_summary(SUMMARY)))
    assert result["summary"][0]["text"] == "It burnt."
    assert result["summary"][0]["checks"] == []
    (found,) = result["summary"][0]["sources"]
    assert found == {"document": "a.pdf", "page": 3, "place": "page 3", "block": "b3", "quote": "It burnt."}
    assert result["coverage"]["share"] == 0.75
    assert result["coverage"]["unread"][1] == {"document": "a.pdf", "place": "page 9", "reason": "stopped"}
    assert result["chunks"] == 5
    assert "total_s" in result["timings"]
