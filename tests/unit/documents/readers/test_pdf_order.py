from desktop_llm.documents.readers.pdf_order import in_reading_order, regions
from desktop_llm.documents.readers.pdf_page import PdfLine
from tests.fakes.pdf_lines import line, row


def column(name: str, left: float, top: float = 700, n: int = 8) -> list[PdfLine]:
    return [line(f"{name} column, line number {index}", left, top - 12 * index) for index in range(n)]


def names(lines: list[PdfLine]) -> str:
    return "".join(each.text[0] for each in lines)


def test_what_is_stored_in_order_stays_as_it_is() -> None:
    lines = [line("A title", baseline=740), *column("Left", 72), *column("Right", 320)]
    assert in_reading_order(lines) == lines


def test_lines_stored_across_columns_are_read_by_column() -> None:
    pairs = [pair for pairs in zip(column("Left", 72), column("Right", 320), strict=True) for pair in pairs]
    shuffled = [pairs[index * 7 % 16] for index in range(16)]
    assert names(in_reading_order(shuffled)) == "L" * 8 + "R" * 8


def test_a_title_over_both_columns_divides_them() -> None:
    wide = line("Title over both of the columns of the page, which is wide", baseline=600)
    above = [*column("Left", 72, 700, 6), *column("Right", 320, 700, 6)]
    below = [*column("left", 72, 580, 6), *column("right", 320, 580, 6)]
    lines = [*above, wide, *below]
    shuffled = [lines[index * 7 % 25] for index in range(25)]
    assert names(in_reading_order(shuffled)) == "L" * 6 + "R" * 6 + "T" + "l" * 6 + "r" * 6


def test_a_table_is_not_taken_for_columns() -> None:
    rows = [row([(72, "Rent"), (300, "900")], 700 - 12 * index) for index in range(10)]
    assert in_reading_order(rows) == rows


def test_an_empty_page_has_no_order() -> None:
    assert in_reading_order([]) == []


def test_a_region_ends_where_the_next_column_begins() -> None:
    lines = [*column("Left", 72), *column("Right", 320)]
    assert [len(region) for region in regions(lines)] == [8, 8]
