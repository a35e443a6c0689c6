"""Places in tables that Word files do not show; the others are in test_rich_docx.py and test_rich_odt.py."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from desktop_llm.documents.rich_text import Paragraph, TableCell
from tests.fakes.rich_files import changed, edited, new, paragraphs, with_new
from tests.fakes.written_archive import part_of, write_docx, write_odt

_MAIN = {write_docx: "word/document.xml", write_odt: "content.xml"}


def table(*rows: str) -> str:
    cells = ("".join(f"<w:tc><w:p><w:r><w:t>{letter}</w:t></w:r></w:p></w:tc>" for letter in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def grid(path: Path) -> list[tuple[int, int, int, str]]:
    cells = ((each.cell, each.text) for each in paragraphs(path))
    return [(cell.table, cell.row, cell.column, text) for cell, text in cells if cell is not None]


def moved(paragraph: Paragraph, row: int, column: int) -> Paragraph:
    return structs.replace(paragraph, cell=TableCell(table=0, row=row, column=column))


def test_a_row_comes_before_the_first_and_between(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", table("ab", "cd"))
    row = [new(text, cell=TableCell(table=0, row=0, column=n)) for n, text in enumerate("xy")]
    shifted = edited(path, lambda before: [*row, *(moved(each, 1 + n // 2, n % 2) for n, each in enumerate(before))])
    assert [text for *_, text in grid(shifted)] == list("xyabcd")
    between = [structs.replace(each, cell=TableCell(table=0, row=1, column=n)) for n, each in enumerate(row)]
    output = edited(path, lambda before: [*before[:2], *between, moved(before[2], 2, 0), moved(before[3], 2, 1)])
    assert grid(output)[2:4] == [(0, 1, 0, "x"), (0, 1, 1, "y")]
    assert [text for *_, text in grid(output)] == list("abxycd")


def test_a_column_goes_from_every_row(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", table("abc", "def"))
    output = edited(path, lambda b: [b[0], moved(b[2], 0, 1), b[3], moved(b[5], 1, 1)])
    assert grid(output) == [(0, 0, 0, "a"), (0, 0, 1, "c"), (0, 1, 0, "d"), (0, 1, 1, "f")]


def test_a_cell_whose_words_were_all_replaced_is_the_same_cell(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", table("ab"))
    output = edited(path, lambda before: [before[0], new("x", cell=TableCell(table=0, row=0, column=1))])
    assert grid(output) == [(0, 0, 0, "a"), (0, 0, 1, "x")]


def test_paragraphs_are_put_into_cells_in_their_order(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", table("ab"))
    first = TableCell(table=0, row=0, column=0)
    output = edited(path, lambda before: [new("x", cell=first), before[0], new("y", cell=first), before[1]])
    assert [text for *_, text in grid(output)] == list("xayb")


def test_two_tables_stay_two(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", table("a") + "<w:p/>" + table("b"))
    assert grid(edited(path, with_new(1, new("between")))) == [(0, 0, 0, "a"), (1, 0, 0, "b")]


MERGED = (
    new("big", cell=TableCell(table=0, row=0, column=0, n_rows=2, n_columns=2)),
    new("a", cell=TableCell(table=0, row=0, column=2)),
    new("b", cell=TableCell(table=0, row=1, column=2)),
    new("all", cell=TableCell(table=0, row=2, column=0, n_rows=2, n_columns=3)),
    new("last", cell=TableCell(table=0, row=4, column=0, n_columns=3)),
)


@pytest.mark.parametrize("write", [write_docx, write_odt], ids=["docx", "odt"])
def test_cells_that_go_over_others_are_written_and_read_again(
    tmp_path: Path, write: Callable[[Path, str], Path]
) -> None:
    path = write(tmp_path / "a.file", "<w:p/>" if write is write_docx else "<text:p/>")
    made = edited(path, lambda _before: MERGED)
    assert [(each.text, each.cell) for each in paragraphs(made) if each.cell] == [
        (each.text, each.cell) for each in MERGED
    ]
    again = edited(made, changed(0, "big", "large"))
    assert [(each.text, each.cell) for each in paragraphs(again) if each.cell][1:] == [
        (each.text, each.cell) for each in MERGED[1:]
    ]
    parts = [part_of(file, _MAIN[write]).decode() for file in (made, again)]
    assert parts[0].replace("big", "large") == parts[1]


def test_a_row_that_others_go_over_stays_with_them(tmp_path: Path) -> None:
    made = edited(write_docx(tmp_path / "a.docx", "<w:p/>"), lambda _before: MERGED)
    gone = edited(made, lambda before: [each for each in before if each.text not in ("all", "last")])
    assert part_of(gone, "word/document.xml").decode().count("<w:tr>") == 2
