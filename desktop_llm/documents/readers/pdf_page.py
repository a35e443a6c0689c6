"""What is on the pages of a PDF, as values: lines of text with their boxes and fonts. Reading process."""

import re
from typing import Final

from msgspec import Struct

from desktop_llm.documents.document import Box

# The sign that PDFium puts where a word was divided at the end of a line; it takes the hyphen and the line end away.
DIVIDED_WORD: Final = "\ufffe"
# A gap this wide within a line, as a multiple of the size of the font, separates cells or columns.
WIDE_GAP: Final = 1.3

_LEADERS: Final = re.compile(r"(?:\s*[.·…_]){4,}\s*")


class Cell(Struct, frozen=True, gc=False):
    """A part of a line between wide gaps."""

    text: str
    left: float
    right: float


class PdfLine(Struct, frozen=True, kw_only=True):
    """A line of text. Coordinates in points, x to the right and y upwards, turned so that the page's text is upright.

    baseline is what its letters stand on; size is that of the font. It has two cells and more where wide gaps are.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    baseline: float
    size: float
    starts_small: bool = False
    is_bold: bool = False
    is_mono: bool = False
    cells: tuple[Cell, ...] = ()

    @property
    def has_leaders(self) -> bool:
        """Dots lead from a title to its page, in a table of contents."""
        return _LEADERS.search(self.text) is not None

    def parts(self) -> "list[PdfLine]":
        """Its cells, as lines of their own."""
        if not self.cells:
            return [self]
        return [
            PdfLine(
                text=cell.text,
                left=cell.left,
                bottom=self.bottom,
                right=cell.right,
                top=self.top,
                baseline=self.baseline,
                size=self.size,
                is_bold=self.is_bold,
                is_mono=self.is_mono,
            )
            for cell in self.cells
        ]


class PdfPage(Struct, frozen=True, kw_only=True):
    """One page. angle is by how much its text is turned counter-clockwise: 0, 90, 180 or 270 degrees.

    picture_share is how much of the page pictures cover, from 0 to 1; n_shapes counts lines and curves.
    """

    number: int
    width: float
    height: float
    lines: tuple[PdfLine, ...]
    angle: int = 0
    picture_share: float = 0.0
    n_shapes: int = 0
    n_hidden: int = 0

    @property
    def n_characters(self) -> int:
        return sum(len(line.text) for line in self.lines)

    def box_of(self, line: PdfLine) -> Box:
        """Where the line is on the page as it is stored."""
        x = (line.left, line.right)
        y = (line.bottom, line.top)
        match self.angle:
            case 90:
                (left, right), (bottom, top) = (-y[1], -y[0]), x
            case 180:
                (left, right), (bottom, top) = (-x[1], -x[0]), (-y[1], -y[0])
            case 270:
                (left, right), (bottom, top) = y, (-x[1], -x[0])
            case _:
                (left, right), (bottom, top) = x, y
        return Box(left=round(left, 1), bottom=round(bottom, 1), right=round(right, 1), top=round(top, 1))


class OutlineEntry(Struct, frozen=True, kw_only=True):
    """A bookmark. level counts from 1, page too; page is 0 where it leads nowhere."""

    title: str
    level: int
    page: int


def without_leaders(text: str) -> str:
    return _LEADERS.sub(" … ", text).strip()


def turned(angle: int, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """A box in the coordinates in which text that is turned by `angle` stands upright."""
    match angle:
        case 90:
            return bottom, -right, top, -left
        case 180:
            return -right, -top, -left, -bottom
        case 270:
            return -top, left, -bottom, right
        case _:
            return left, bottom, right, top
