from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.telling_sentences import telling_sentences
from desktop_llm.documents.document import Document
from tests.fakes.written_documents import written_document

MINUTES = written_document(
    "# Minutes",
    "The council discussed the sale of the old mill to a company from Lyon.",
    "The sale of the mill brings the town 4.2 million euros, said the treasurer.",
    "The weather on this evening in the month of November was rather mild.",
    "Thanks.",
    "The roof of the school needs new tiles before the coming winter.",
)


def chosen(document: Document, n_wanted: int, focus: str = "") -> list[str]:
    shelf = PassageShelf((document,))
    passages = shelf.of_blocks(0, [block.id for block in document.blocks])
    return [passage.text for passage in telling_sentences(passages, n_wanted, focus)]


def test_sentences_about_what_most_of_the_text_is_about_come_first() -> None:
    assert "mill" in chosen(MINUTES, 1)[0]


def test_headings_and_shreds_are_never_chosen() -> None:
    texts = chosen(MINUTES, 10)
    assert "Minutes" not in texts
    assert "Thanks." not in texts
    assert len(texts) == 4


def test_what_was_chosen_already_counts_less() -> None:
    twice = written_document(
        *(block.text for block in MINUTES.blocks[1:3]), MINUTES.blocks[1].text, MINUTES.blocks[5].text
    )
    assert len(set(chosen(twice, 3))) == 3


def test_a_focus_comes_before_everything() -> None:
    assert "roof" in chosen(MINUTES, 1, "What about the roof of the school?")[0]


def test_nothing_is_chosen_of_nothing() -> None:
    assert chosen(written_document(), 3) == []
