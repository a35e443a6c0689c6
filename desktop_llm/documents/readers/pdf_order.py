"""The order in which the lines of a page are read: mostly as stored, column after column. Reading process."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from desktop_llm.documents.readers.pdf_page import PdfLine

# Lines whose halves are this many characters each are prose in two columns, not a table.
_PROSE_CHARACTERS: Final = 20
_FEWEST_LINES: Final = 5
# Stored out of order: so large a share of the lines stands above the line before it in the same column.
_DISORDER: Final = 0.12
_LOOK_BACK: Final = 12
# A gutter may be crossed by titles and pictures' captions, but not by more than this share of the lines.
_CROSSING: Final = 0.2
_SHARE_OF_SIDE: Final = 0.15


def in_reading_order(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """The same lines; a line through two columns of prose becomes two."""
    if not lines:
        return []
    pieces = _without_columns_in_lines(lines)
    if len(pieces) != len(lines) or _is_out_of_order(pieces):
        return _by_place(pieces)
    return list(pieces)


def regions(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Runs of lines that stand under one another: a column, or a part of one."""
    found: list[list[PdfLine]] = []
    left = right = 0.0
    for line in lines:
        if found and _goes_on_below(found[-1][-1], line, left, right):
            found[-1].append(line)
            left, right = min(left, line.left), max(right, line.right)
        else:
            found.append([line])
            left, right = line.left, line.right
    return found


def _goes_on_below(before: PdfLine, line: PdfLine, left: float, right: float) -> bool:
    is_below = line.baseline <= before.baseline + 0.3 * line.size
    overlap = min(right, line.right) - max(left, line.left)
    return is_below and overlap > 0.3 * min(right - left, line.right - line.left)


def _without_columns_in_lines(lines: Sequence[PdfLine]) -> Sequence[PdfLine]:
    """Programs that print line by line store two columns as lines with a wide gap."""
    divided = [line for line in lines if len(line.cells) == 2]
    if len(divided) < _FEWEST_LINES or len(divided) < 0.4 * len(lines):
        return lines
    gutter_left = max(line.cells[0].right for line in divided)
    gutter_right = min(line.cells[1].left for line in divided)
    halves = [median(len(line.cells[side].text) for line in divided) for side in (0, 1)]
    if gutter_left >= gutter_right or min(halves) < _PROSE_CHARACTERS:
        return lines
    return [part for line in lines for part in (line.parts() if line in divided else [line])]


def _is_out_of_order(lines: Sequence[PdfLine]) -> bool:
    """Whether many lines stand above the line of their column that is stored before them."""
    n_upwards = 0
    for index, line in enumerate(lines):
        earlier = lines[max(index - _LOOK_BACK, 0) : index]
        before = next((other for other in reversed(earlier) if _overlap(other, line) > 0), None)
        n_upwards += before is not None and line.baseline > before.baseline + 0.5 * line.size
    return n_upwards > max(2, _DISORDER * len(lines))


def _overlap(line: PdfLine, other: PdfLine) -> float:
    return min(line.right, other.right) - max(line.left, other.left)


def _by_place(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """From top to bottom; where a gutter divides the lines, first what is left of it."""
    gutter = _gutter(lines)
    if gutter is None:
        return sorted(lines, key=lambda line: (-round(line.baseline / 2), line.left))
    ordered: list[PdfLine] = []
    band: list[PdfLine] = []
    for line in sorted(lines, key=lambda line: -line.baseline):
        if line.left < gutter < line.right:
            ordered += _columns(band, gutter)
            ordered.append(line)
            band = []
        else:
            band.append(line)
    return ordered + _columns(band, gutter)


def _columns(lines: Sequence[PdfLine], gutter: float) -> list[PdfLine]:
    left = [line for line in lines if line.right <= gutter]
    right = [line for line in lines if line.right > gutter]
    return [*(_by_place(left) if left else []), *(_by_place(right) if right else [])]


def _gutter(lines: Sequence[PdfLine]) -> float | None:
    """The x that the fewest lines cross, if many stand on both sides of it."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    best: tuple[int, float] | None = None
    for x in sorted({line.left - 0.5 for line in lines}):
        n_left = sum(line.right < x for line in lines)
        n_right = sum(line.left > x for line in lines)
        n_crossing = len(lines) - n_left - n_right
        is_between = min(n_left, n_right) >= max(_FEWEST_LINES, _SHARE_OF_SIDE * len(lines))
        if is_between and n_crossing <= _CROSSING * len(lines) and (best is None or n_crossing < best[0]):
            best = (n_crossing, x)
    return None if best is None else best[1]
