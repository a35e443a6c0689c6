import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.documents.document import BLOCK_SEPARATOR, Block, BlockKind, Place, UnreadReason
from desktop_llm.documents.document_builder import (
    MAX_BLOCK_CHARACTERS,
    DocumentBuilder,
    clean_prose,
    clean_text,
    divided,
)
from desktop_llm.documents.reader_messages import ReadLimits


@pytest.fixture
def blocks() -> list[Block]:
    return []


@pytest.fixture
def builder(blocks: list[Block]) -> DocumentBuilder:
    return DocumentBuilder(blocks.extend, ReadLimits())


@given(st.lists(st.tuples(st.sampled_from(["paragraph", "heading", "code"]), st.text(max_size=60)), max_size=12))
def test_each_block_stands_in_the_text_where_it_says(parts: list[tuple[str, str]]) -> None:
    blocks: list[Block] = []
    builder = DocumentBuilder(blocks.extend, ReadLimits())
    for kind, text in parts:
        match kind:
            case "heading":
                builder.add_heading(text, 2)
            case "code":
                builder.add_code(text)
            case _:
                builder.add_paragraph(text)
    builder.flush()
    whole = BLOCK_SEPARATOR.join(block.text for block in blocks)
    assert [whole[block.start : block.start + len(block.text)] for block in blocks] == [block.text for block in blocks]
    assert [block.id for block in blocks] == [f"b{number}" for number in range(1, len(blocks) + 1)]
    assert all(block.text.strip() for block in blocks)


def test_headings_stand_above_what_follows_until_one_as_high_comes(
    builder: DocumentBuilder, blocks: list[Block]
) -> None:
    builder.add_heading("Lease", 1)
    builder.add_heading("Costs", 2)
    builder.add_paragraph("a")
    builder.add_heading("Term", 2)
    builder.add_paragraph("b")
    builder.add_heading("Annex", 1)
    builder.add_paragraph("c")
    builder.flush()
    paths = {block.text: block.heading_path for block in blocks}
    assert paths["Lease"] == ()
    assert paths["Costs"] == ("Lease",)
    assert paths["a"] == ("Lease", "Costs")
    assert paths["b"] == ("Lease", "Term")
    assert paths["c"] == ("Annex",)


def test_a_heading_as_long_as_a_page_is_a_paragraph(builder: DocumentBuilder, blocks: list[Block]) -> None:
    builder.add_heading("word " * 200, 1)
    builder.add_paragraph("after")
    builder.flush()
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert blocks[1].heading_path == ()


def test_text_is_made_harmless_and_comparable() -> None:
    assert clean_text("a\x00\x1b[31mb\u200bc\ufeff") == "a[31mbc"
    assert clean_text("half \ud800 a pair") == "half  a pair"
    assert clean_text("cafe\u0301") == "caf\u00e9"
    assert clean_text("one\r\ntwo\rthree\u2028four") == "one\ntwo\nthree\nfour"
    assert clean_prose("  a \t b\u00a0c \n  d ") == "a b c\nd"


def test_an_endless_paragraph_is_divided_at_the_ends_of_sentences(
    builder: DocumentBuilder, blocks: list[Block]
) -> None:
    sentence = "This sentence is one of very many. "
    builder.add_paragraph(sentence * 3000)
    builder.flush()
    assert len(blocks) > 1
    assert all(len(block.text) <= MAX_BLOCK_CHARACTERS for block in blocks)
    assert all(block.text.endswith("many.") and block.text.startswith("This") for block in blocks)
    assert " ".join(block.text for block in blocks) == (sentence * 3000).strip()


@given(st.text(alphabet="ab \n.", min_size=1, max_size=50).map(lambda text: text * 700))
def test_dividing_loses_nothing_but_spaces(text: str) -> None:
    parts = divided(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= MAX_BLOCK_CHARACTERS for part in parts)


def test_a_table_keeps_its_cells_and_loses_empty_rows_and_columns(
    builder: DocumentBuilder, blocks: list[Block]
) -> None:
    builder.add_table([["Item", "", "Price"], ["", "", ""], ["Rent\nwarm", "", "900"], ["Heat"]], Place(page=2))
    builder.flush()
    (table,) = blocks
    assert table.rows == (("Item", "Price"), ("Rent warm", "900"), ("Heat", ""))
    assert table.text == "Item | Price\nRent warm | 900\nHeat | "
    assert table.place.page == 2


def test_a_long_table_is_divided_between_rows_and_each_part_has_the_head(
    builder: DocumentBuilder, blocks: list[Block]
) -> None:
    rows = [["Item", "Price"], *([f"Item number {number}", f"{number}.00"] for number in range(2000))]
    builder.add_table(rows)
    builder.flush()
    assert len(blocks) > 1
    assert all(block.rows[0] == ("Item", "Price") for block in blocks)
    assert [list(row) for block in blocks for row in block.rows[1:]] == rows[1:]


def test_a_table_that_is_none_is_a_list_or_a_paragraph(builder: DocumentBuilder, blocks: list[Block]) -> None:
    builder.add_table([["a"], ["b"]])
    builder.add_table([["x", "y"]])
    builder.add_table([["", ""]])
    builder.flush()
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.LIST_ITEM, "a"),
        (BlockKind.LIST_ITEM, "b"),
        (BlockKind.PARAGRAPH, "x | y"),
    ]


def test_what_is_beyond_the_limit_is_counted_and_named() -> None:
    blocks: list[Block] = []
    builder = DocumentBuilder(blocks.extend, ReadLimits(n_characters=100))
    for number in range(10):
        builder.add_paragraph("x" * 40, Place(label=f"line {number}"))
    builder.flush()
    assert len(blocks) == 3
    (rest,) = builder.unread
    assert (rest.place.label, rest.reason, rest.n_characters_estimate) == ("line 3", UnreadReason.TOO_LARGE, 280)
    assert builder.is_full
