from desktop_llm.documents.readers.pdf_page import PdfLine
from desktop_llm.documents.readers.pdf_tables import table_at
from tests.fakes.pdf_lines import line, row


def table(*rows: list[tuple[float, str]]) -> list[PdfLine]:
    return [row(cells, 700 - 12 * index) for index, cells in enumerate(rows)]


def test_a_cell_over_two_lines_is_one_cell() -> None:
    lines = table([(72, "Item"), (300, "Note")], [(72, "Rent"), (300, "for the")], [(72, "Heat"), (300, "x")])
    lines.insert(2, row([(300, "whole flat")], 682))
    found = table_at(lines, 0)
    assert found is not None
    assert found.rows == [["Item", "Note"], ["Rent", "for the whole flat"], ["Heat", "x"]]
    assert found.n_lines == 4


def test_an_empty_cell_stays_empty() -> None:
    head = [(72, "Item"), (200, "May"), (300, "June")]
    found = table_at(table(head, [(72, "Rent"), (300, "900")], [(72, "Heat"), (200, "80"), (300, "81")]), 0)
    assert found is not None
    assert found.rows[1] == ["Rent", "", "900"]


def test_what_follows_a_table_is_no_row_of_it() -> None:
    lines = table(*([(72, "Rent"), (300, "900")],) * 3)
    lines.append(line("Text below the table that goes over all of its columns and on", baseline=640))
    found = table_at(lines, 0)
    assert found is not None
    assert found.n_lines == 3


def test_bullets_prose_and_two_lines_make_no_table() -> None:
    assert table_at(table(*([(72, "•"), (90, "an item of a list")],) * 4), 0) is None
    assert table_at(table(*([(72, "1."), (100, "an item of a list")],) * 4), 0) is None
    assert table_at(table(*([(72, "word " * 20), (600, "word " * 20)],) * 4), 0) is None
    assert table_at(table(*([(72, "Rent"), (300, "900")],) * 2), 0) is None
    assert table_at([line("plain")], 0) is None
