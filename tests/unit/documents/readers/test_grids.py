from desktop_llm.documents.document import Block, DocumentWarning, Place, WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.grids import MOST_SHOWN_ROWS, Cells, add_grid, column_letters, has_head


def added(rows: list[Cells]) -> tuple[list[Block], tuple[DocumentWarning, ...]]:
    blocks: list[Block] = []
    builder = DocumentBuilder(blocks.extend, ReadLimits())
    add_grid(rows, lambda n_rows, n_columns: Place(label=f"{n_rows}x{n_columns}"), builder)
    builder.flush()
    return blocks, builder.warnings


def test_few_rows_are_shown() -> None:
    (block,), warnings = added([["Item", "Price"], ["Rent", "900"]])
    assert block.rows == (("Item", "Price"), ("Rent", "900"))
    assert block.place.label == "2x2"
    assert warnings == ()
    assert added([]) == ([], ())


def test_many_rows_are_described_from_all_of_them() -> None:
    rows = [["Item", "Price"], *([f"Thing {n}", str(n)] for n in range(1, 1001))]
    blocks, warnings = added(rows)
    texts = [block.text for block in blocks]
    assert texts[:3] == [
        "A table of 1000 rows and 2 columns. What each column holds:",
        "Item: 1000 entries, 1000 different",
        "Price: 1000 numbers from 1 to 1000, sum 500500, mean 500.5",
    ]
    assert blocks[-1].rows[:2] == (("Item", "Price"), ("Thing 1", "1"))
    assert warnings == (DocumentWarning(kind=WarningKind.TABLE_DESCRIBED, facts={"label": "1001x2", "n_rows": 1000}),)


def test_as_many_rows_as_are_shown_are_shown() -> None:
    blocks, warnings = added([["a", "b"]] * MOST_SHOWN_ROWS)
    assert sum(len(block.rows) for block in blocks) == MOST_SHOWN_ROWS
    assert warnings == ()


def test_long_rows_are_described_sooner_and_columns_without_names_have_letters() -> None:
    blocks, _ = added([["1", "long " * 1000]] * 40)
    assert blocks[1].text == "Column A: 40 numbers from 1 to 1, sum 40, mean 1"


def test_a_head_holds_words() -> None:
    assert has_head([["Item", "Price"]])
    assert not has_head([["Rent", "900"]])
    assert not has_head([["2024-01-01", "x"]])
    assert not has_head([["", "", "x"]])


def test_columns_are_named_as_in_spreadsheets() -> None:
    assert [column_letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
