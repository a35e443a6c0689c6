from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.checks.passages import PassageRanking, PassageShelf
from desktop_llm.documents.document import Block, BlockKind, Document
from tests.fakes.written_documents import written_document

MILL = written_document(
    "# The mill",
    "The mill was built in 1912. It burnt down in 1931 and was built again.",
    "In 2019 the town sold it to a company from Lyon for 4.2 million euros. Two members voted against it.",
    "The river froze twice.",
)


def shelf_and_ranking(document: Document = MILL) -> tuple[PassageShelf, PassageRanking]:
    shelf = PassageShelf((document,))
    return shelf, PassageRanking(shelf.of_blocks(0, [block.id for block in document.blocks]))


def test_passages_are_sentences_with_their_places() -> None:
    shelf, _ = shelf_and_ranking()
    passages = shelf.of_block(0, "b2")
    assert [passage.text for passage in passages] == [
        "The mill was built in 1912.",
        "It burnt down in 1931 and was built again.",
    ]
    source = shelf.source(passages[1])
    assert (source.document, source.block_id) == ("report.md", "b2")
    assert MILL.blocks[1].text[source.start : source.end] == source.quote


def test_rows_of_a_table_are_passages() -> None:
    block = Block(id="b1", kind=BlockKind.TABLE, text="Year | Tons\n 1912 | 120\n1913 | 130")
    shelf, _ = shelf_and_ranking(Document(name="a", path="a", sha256="", media_type="", blocks=(block,)))
    assert [passage.text for passage in shelf.of_block(0, "b1")] == ["Year | Tons", "1912 | 120", "1913 | 130"]


def test_the_passage_that_says_it_comes_first() -> None:
    _, ranking = shelf_and_ranking()
    support = ranking.support("A company from Lyon bought the mill in 2019 for 4.2 million euros.")
    assert support.passages[0].text.startswith("In 2019 the town sold it")
    assert support.share > 0.7


def test_what_two_sentences_say_together_has_both() -> None:
    _, ranking = shelf_and_ranking()
    support = ranking.support("The mill burnt down in 1931, and the river froze twice.")
    assert {passage.block.id for passage in support.passages} == {"b2", "b4"}


def test_what_nobody_said_has_little_support() -> None:
    _, ranking = shelf_and_ranking()
    assert ranking.support("Penguins prefer swimming across antarctic waters.").share < 0.3
    assert ranking.support("").passages == ()


def test_nothing_supports_anything_in_an_empty_pool() -> None:
    assert PassageRanking([]).support("The mill was sold.").passages == ()


@given(st.text(alphabet="ab .!\n", max_size=3000))
def test_quotes_stand_literally_in_their_block_and_are_short(text: str) -> None:
    document = Document(
        name="a", path="a", sha256="", media_type="", blocks=(Block(id="b1", kind=BlockKind.PARAGRAPH, text=text),)
    )
    for passage in PassageShelf((document,)).of_block(0, "b1"):
        assert 0 < passage.end - passage.start <= 600
        assert text[passage.start : passage.end] == passage.text
