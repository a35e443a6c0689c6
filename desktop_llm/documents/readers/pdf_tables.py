"""Finds tables among the lines of a page: rows of cells that stand in columns. Reading process."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.documents.readers.pdf_page import Cell, PdfLine

_FEWEST_ROWS: Final = 3
_MOST_CELL_CHARACTERS: Final = 60
# A line with one cell goes on with a row if it stands as close to it as lines of one paragraph do.
_CLOSE: Final = 1.5
_MARKERS: Final = frozenset("•◦▪▫●○■□‣⁃∙·–—*-")
_MARKER_CHARACTERS: Final = 4


class FoundTable(Struct, frozen=True):
    """Cells by rows, and of how many lines they were made."""

    rows: list[list[str]]
    n_lines: int


def table_at(lines: Sequence[PdfLine], start: int) -> FoundTable | None:
    """The table that begins with this line, if one does."""
    if not _is_row(lines[start]):
        return None
    end = _end(lines, start)
    rows = [line for line in lines[start:end] if _is_row(line)]
    if len(rows) < _FEWEST_ROWS:
        return None
    columns = _columns(rows)
    if len(columns) < 2 or not _is_regular(rows, columns):
        return None
    return FoundTable(_cells(lines[start:end], columns), end - start)


def _is_row(line: PdfLine) -> bool:
    """Two cells and more, the first of which is not the mark of a list item."""
    if len(line.cells) < 2 or line.has_leaders:
        return False
    first = line.cells[0].text
    if len(line.cells) == 2 and (
        first in _MARKERS or (len(first) <= _MARKER_CHARACTERS and first.endswith((".", ")")))
    ):
        return False
    return sum(len(cell.text) for cell in line.cells) <= _MOST_CELL_CHARACTERS * len(line.cells)


def _end(lines: Sequence[PdfLine], start: int) -> int:
    """Rows, and between them lines with one cell that go on with a row."""
    end = start + 1
    for index in range(start + 1, len(lines)):
        before, line = lines[index - 1], lines[index]
        is_close = before.baseline - line.baseline <= _CLOSE * line.size
        if _is_row(line):
            end = index + 1
        elif not is_close or line.is_bold or line.has_leaders or _crosses(line, lines[start:end]):
            break
        else:
            end = index + 1
    while end > start and not _is_row(lines[end - 1]) and not _is_under_last_column(lines[end - 1], lines[start:end]):
        end -= 1
    return end


def _crosses(line: PdfLine, rows: Sequence[PdfLine]) -> bool:
    """Whether it goes over the gap between the columns, as a line of text does."""
    columns = _columns([row for row in rows if _is_row(row)])
    return sum(line.left < right and line.right > left for left, right in columns) > 1


def _is_under_last_column(line: PdfLine, lines: Sequence[PdfLine]) -> bool:
    columns = _columns([row for row in lines if _is_row(row)])
    return bool(columns) and line.left >= columns[1 if len(columns) > 1 else 0][0] - 1


def _columns(rows: Sequence[PdfLine]) -> list[tuple[float, float]]:
    """Stretches of the page that cells of one column cover together, from left to right."""
    spans = sorted((cell.left, cell.right) for row in rows for cell in row.cells)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _is_regular(rows: Sequence[PdfLine], columns: Sequence[tuple[float, float]]) -> bool:
    """Most cells of a table are there."""
    return sum(len(row.cells) for row in rows) >= 0.6 * len(rows) * len(columns)


def _cells(lines: Sequence[PdfLine], columns: Sequence[tuple[float, float]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for line in lines:
        cells = line.cells or (Cell(line.text, line.left, line.right),)
        is_continuation = not _is_row(line) and rows
        row = rows[-1] if is_continuation else [""] * len(columns)
        for cell in cells:
            column = _column_of(cell, columns)
            row[column] = f"{row[column]} {cell.text}".strip()
        if not is_continuation:
            rows.append(row)
    return rows


def _column_of(cell: Cell, columns: Sequence[tuple[float, float]]) -> int:
    middle = (cell.left + cell.right) / 2
    return min(range(len(columns)), key=lambda index: max(columns[index][0] - middle, middle - columns[index][1], 0))
