from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.documents.chunks import Chunk, chunk_document
from desktop_llm.documents.document import Block, Document
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.reader_messages import ReadLimits


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


class Draft:
    """A document in the making."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self.builder = DocumentBuilder(self._blocks.extend, ReadLimits())

    def document(self, language: str = "en") -> Document:
        self.builder.flush()
        return Document(
            name="a", path="/a", sha256="", media_type="text/plain", language=language, blocks=tuple(self._blocks)
        )


def words(n: int) -> str:
    return "word " * (n - 1) + "end."


def ids(chunks: Sequence[Chunk]) -> list[tuple[str, ...]]:
    return [chunk.block_ids for chunk in chunks]


def test_a_document_that_fits_is_one_chunk() -> None:
    draft = Draft()
    draft.builder.add_heading("Lease", 1)
    draft.builder.add_paragraph("It ends in May.")
    (chunk,) = chunk_document(draft.document(), count_words, 100)
    assert chunk.text == "Lease\n\nIt ends in May."
    assert chunk.block_ids == ("b1", "b2")
    assert chunk.n_tokens == 5
    assert chunk.heading_path == ()


def test_a_chunk_ends_before_a_heading_rather_than_where_it_is_full() -> None:
    draft = Draft()
    for _ in range(3):
        draft.builder.add_heading("Chapter", 2)
        draft.builder.add_paragraph(words(30))
        draft.builder.add_paragraph(words(30))
    assert ids(chunk_document(draft.document(), count_words, 100)) == [
        ("b1", "b2", "b3"),
        ("b4", "b5", "b6"),
        ("b7", "b8", "b9"),
    ]


def test_a_heading_is_never_the_last_of_a_chunk() -> None:
    draft = Draft()
    draft.builder.add_paragraph(words(10))
    draft.builder.add_heading("Chapter", 1)
    draft.builder.add_heading("Section", 2)
    draft.builder.add_paragraph(words(95))
    assert ids(chunk_document(draft.document(), count_words, 100)) == [("b1",), ("b2", "b3"), ("b4",)]
    assert ids(chunk_document(draft.document(), count_words, 110)) == [("b1",), ("b2", "b3", "b4")]


def test_a_chunk_knows_the_headings_above_it() -> None:
    draft = Draft()
    draft.builder.add_heading("Lease", 1)
    draft.builder.add_heading("Costs", 2)
    draft.builder.add_paragraph(words(60))
    draft.builder.add_paragraph(words(60))
    chunks = chunk_document(draft.document(), count_words, 70)
    assert [chunk.heading_path for chunk in chunks] == [(), ("Lease", "Costs")]


def test_a_block_that_is_too_large_is_divided_between_sentences() -> None:
    draft = Draft()
    sentence = "This sentence has seven words in it."
    draft.builder.add_paragraph(" ".join([sentence] * 20))
    chunks = chunk_document(draft.document(), count_words, 30)
    assert len(chunks) > 1
    assert {chunk.block_ids for chunk in chunks} == {("b1",)}
    assert all(chunk.text.endswith("in it.") and chunk.text.startswith("This") for chunk in chunks)
    assert sum(chunk.n_cut_sentences for chunk in chunks) == 0
    assert " ".join(chunk.text for chunk in chunks) == " ".join([sentence] * 20)


def test_a_table_is_divided_between_rows() -> None:
    draft = Draft()
    draft.builder.add_table([["item", "price"], *([f"thing{n}", f"{n}"] for n in range(40))])
    chunks = chunk_document(draft.document(), count_words, 30)
    lines = [line for chunk in chunks for line in chunk.text.splitlines()]
    assert len(chunks) > 1
    assert lines == ["item | price", *(f"thing{n} | {n}" for n in range(40))]


def test_a_sentence_that_is_too_long_is_cut_between_words_and_that_is_said() -> None:
    draft = Draft()
    draft.builder.add_paragraph(words(100))
    chunks = chunk_document(draft.document(), count_words, 30)
    assert all(chunk.n_tokens <= 30 for chunk in chunks)
    assert sum(chunk.n_cut_sentences for chunk in chunks) == len(chunks)
    assert " ".join(chunk.text for chunk in chunks) == words(100)


def test_a_line_without_spaces_is_cut_somewhere() -> None:
    draft = Draft()
    draft.builder.add_paragraph("字" * 95)
    chunks = chunk_document(draft.document("zh"), count_characters, 30)
    assert "".join(chunk.text for chunk in chunks) == "字" * 95
    assert all(chunk.n_tokens <= 30 for chunk in chunks)


def test_labels_are_counted_and_stand_before_each_part() -> None:
    draft = Draft()
    draft.builder.add_paragraph(" ".join(["One two three four five."] * 8))
    chunks = chunk_document(draft.document(), count_words, 20, lambda block_id, text: f"[{block_id}] {text}")
    assert len(chunks) > 1
    assert all(chunk.text.startswith("[b1] One") for chunk in chunks)
    assert all(chunk.n_tokens <= 20 for chunk in chunks)


def test_an_empty_document_has_no_chunks() -> None:
    assert chunk_document(Draft().document(), count_words, 100) == ()


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 60)), min_size=1, max_size=20), st.integers(15, 80))
def test_every_word_is_in_a_chunk_and_no_chunk_is_too_large(parts: list[tuple[bool, int]], max_tokens: int) -> None:
    draft = Draft()
    for number, (is_heading, n_words) in enumerate(parts):
        text = " ".join(f"w{number}x{word}." for word in range(n_words))
        if is_heading:
            draft.builder.add_heading(text[:40], 1)
        else:
            draft.builder.add_paragraph(text)
    document = draft.document()
    chunks = chunk_document(document, count_words, max_tokens)
    assert " ".join(chunk.text for chunk in chunks).split() == document.text.split()
    assert all(chunk.n_tokens <= max_tokens for chunk in chunks)
