"""Pages of a PDF as values: what is wished for, their sizes, pictures and marks. Both processes import this.

Every command names its file, so that a process that is started anew needs no history. Each has one answer.
"""

from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.documents.document import Block, Box
from desktop_llm.errors import ErrorCode, Fact

PAGE_MEMORY_BYTES: Final = 1024 * 1024**2
"""What the process that draws pages may take."""


class PdfSource(Struct, frozen=True, kw_only=True):
    """A PDF whose pages are shown. With its sha256, pictures are refused once the file is another one than was read."""

    path: str
    password: str = ""
    sha256: str = ""


class PageSize(Struct, frozen=True, gc=False):
    """Of a page as it is shown, turned as the file says: in points."""

    width: float
    height: float


class PageWish(Struct, frozen=True, gc=False):
    """Page `number` (from 1), drawn so many dots wide."""

    number: int
    width_dots: int


class PagePicture(Struct, frozen=True, kw_only=True):
    """width × height dots, row by row from the top: one byte of grey each, or four: blue, green, red, and 255.

    It has fewer dots than wished for if there would be too many.
    """

    width: int
    height: int
    is_grey: bool
    dots: bytes


class PassageOnPages(Struct, frozen=True, kw_only=True):
    """What is to be marked: a quote out of a block that begins on `page` and has its lines in `boxes` there."""

    page: int
    quote: str
    boxes: tuple[Box, ...] = ()


class PageMark(Struct, frozen=True, kw_only=True, gc=False):
    """A rectangle on a page as it is shown: shares of its width and height, from 0 to 1, from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class MeasurePages(Struct, frozen=True, kw_only=True, tag=True):
    source: PdfSource


class DrawPage(Struct, frozen=True, kw_only=True, tag=True):
    source: PdfSource
    wish: PageWish
    max_dots: int


class FindPassage(Struct, frozen=True, kw_only=True, tag=True):
    source: PdfSource
    passage: PassageOnPages


class PagesMeasured(Struct, frozen=True, kw_only=True, tag=True):
    """The sizes of all pages, in order. A damaged page has that of its neighbour."""

    sizes: tuple[PageSize, ...]


class PageDrawn(Struct, frozen=True, kw_only=True, tag=True):
    wish: PageWish
    picture: PagePicture


class PassageFound(Struct, frozen=True, kw_only=True, tag=True):
    """In reading order; nothing where the page has no text of its own."""

    passage: PassageOnPages
    marks: tuple[PageMark, ...]


class PageCommandFailed(Struct, frozen=True, kw_only=True, tag=True):
    code: ErrorCode
    facts: dict[str, Fact] = {}


PageCommand = MeasurePages | DrawPage | FindPassage
PageAnswer = PagesMeasured | PageDrawn | PassageFound | PageCommandFailed

command_decoder = msgspec.msgpack.Decoder(PageCommand)
answer_decoder = msgspec.msgpack.Decoder(PageAnswer)


def passage_of_block(block: Block, start: int, end: int) -> PassageOnPages:
    """The characters from `start` to `end` of a block's text."""
    return PassageOnPages(page=block.place.page, quote=block.text[start:end], boxes=block.place.boxes)
