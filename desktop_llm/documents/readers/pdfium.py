"""The only module that calls PDFium: pages, lines with their boxes and fonts, outline, pictures of pages.

PDFium's functions are made with ctypes at run time, without types. Reading process.
"""

import ctypes
import itertools
import math
import re
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from desktop_llm.documents.document import Box
from desktop_llm.documents.page_messages import PageMark, PagePicture, PageSize
from desktop_llm.documents.readers.pdf_page import (
    DIVIDED_WORD,
    WIDE_GAP,
    Cell,
    OutlineEntry,
    PdfLine,
    PdfPage,
    turned,
)
from desktop_llm.documents.readers.pdf_words import with_accents
from desktop_llm.errors import DocumentError, ErrorCode

_LINE: Final = re.compile(f"[^\r\n{DIVIDED_WORD}]+{DIVIDED_WORD}?")
_BOLD: Final = re.compile(r"bold|black|heavy|semibold|demi|cmbx|-bd\b|,bd", re.IGNORECASE)
_MONO: Final = re.compile(r"mono|courier|consol|typewriter|menlo|\bcmtt|xtt$|\btt\b|fixed", re.IGNORECASE)
_BOLD_WEIGHT: Final = 650
_FIXED_PITCH_FLAG: Final = 1
_LIGATURES: Final = str.maketrans({
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
})  # fmt: skip
# TeX's bitmap fonts do not say what their letters are. Where its two encodings have ligatures, nobody has letters.
_LIGATURE_CODES: Final = str.maketrans({
    "\x0b": "\ufb00", "\x0c": "\ufb01", "\x0e": "\ufb03", "\x0f": "\ufb04",
    "\x1b": "\ufb00", "\x1c": "\ufb01", "\x1d": "\ufb02", "\x1e": "\ufb03", "\x1f": "\ufb04",
})  # fmt: skip
_MAX_OUTLINE_DEPTH: Final = 15
_FONT_NAME_BYTES: Final = 200
_POINTS_PER_INCH: Final = 72
# Of a picture that is read: those of a poster (A0) with 200 dots an inch.
_MOST_DOTS: Final = 64_000_000
_N_SAMPLES: Final = 3
_USUAL_SIZE: Final = PageSize(595.0, 842.0)
# PDFium tells places in whole dots; of a page that is so many dots wide and high, that is exact enough.
_FINE: Final = 100_000
# A first letter this much smaller than the line is the number of a note.
_SMALL: Final = 0.85


class PdfFile:
    """An open PDF. Close it."""

    def __init__(self, path: Path, password: str) -> None:
        """Raises DocumentError: it needs a password, this is not the one, or it is damaged."""
        import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
        import pypdfium2.raw  # pyright: ignore[reportMissingTypeStubs]

        self._raw: Any = pypdfium2.raw
        self._path = path
        try:
            self._document: Any = pypdfium2.PdfDocument(path, password=password or None)
        except pypdfium2.PdfiumError as error:
            raise self._failure(path, password) from error
        self.n_pages: int = len(self._document)
        title: Any = self._document.get_metadata_value("Title")
        self.title: str = str(title or "")

    def close(self) -> None:
        self._document.close()

    def page(self, number: int) -> PdfPage:
        """The page of this number, counted from 1. Raises DocumentError if it is damaged."""
        with self._with_text(number) as (page, text_page):
            return _PageReading(self._raw, page, text_page, number).page()

    def outline(self) -> Iterator[OutlineEntry]:
        for bookmark in self._document.get_toc(max_depth=_MAX_OUTLINE_DEPTH):
            destination: Any = bookmark.get_dest()
            index: Any = destination.get_index() if destination else None
            page = int(index) + 1 if index is not None else 0
            yield OutlineEntry(title=str(bookmark.get_title() or ""), level=int(bookmark.level) + 1, page=page)

    def picture(self, number: int, dots_per_inch: int) -> tuple[int, int, bytes]:
        """A page in shades of grey: width, height, one byte a dot; a very large page has fewer dots an inch."""
        page = self._page(number)
        bitmap: Any = page.render(scale=_scale(page, dots_per_inch / _POINTS_PER_INCH, _MOST_DOTS), grayscale=True)
        try:
            data = bytes(bitmap.buffer)
            width, height, stride = int(bitmap.width), int(bitmap.height), int(bitmap.stride)
        finally:
            bitmap.close()
            page.close()
        if stride != width:
            data = b"".join(data[row * stride : row * stride + width] for row in range(height))
        return width, height, data

    def fill_in_forms(self) -> None:
        """From now on pictures show what was filled in. Before the first page."""
        self._document.init_forms()

    def page_sizes(self) -> tuple[PageSize, ...]:
        """Of all pages as they are shown, turned. A page that is damaged gets its neighbour's."""
        sizes: list[PageSize] = []
        size: Any = self._raw.FS_SIZEF()
        for index in range(self.n_pages):
            is_known = self._raw.FPDF_GetPageSizeByIndexF(self._document, index, size)
            if is_known and size.width >= 1 and size.height >= 1:
                sizes.append(PageSize(round(size.width, 2), round(size.height, 2)))
            else:
                sizes.append(sizes[-1] if sizes else _USUAL_SIZE)
        return tuple(sizes)

    def coloured_picture(self, number: int, width_dots: int, max_dots: int) -> PagePicture:
        """A page as it is shown. Raises DocumentError if it is damaged."""
        page = self._page(number)
        try:
            # A little less, because pypdfium2 rounds up.
            scale = _scale(page, max(width_dots - 0.5, 0.5) / page.get_width(), max_dots)
            bitmap: Any = page.render(scale=scale, prefer_bgrx=True)
            try:
                return _picture_of(bitmap)
            finally:
                bitmap.close()
        finally:
            page.close()

    @contextmanager
    def page_text(self, number: int) -> "Generator[PageText]":
        """The text of a page while its handles are open. Raises DocumentError if it is damaged."""
        with self._with_text(number) as (page, text_page):
            yield PageText(self._raw, page, text_page, number)

    @contextmanager
    def _with_text(self, number: int) -> "Generator[tuple[Any, Any]]":
        page = self._page(number)
        text_page: Any = page.get_textpage()
        try:
            yield page, text_page
        finally:
            text_page.close()
            page.close()

    def _page(self, number: int) -> Any:
        try:
            return self._document[number - 1]
        except RuntimeError as error:  # pypdfium2's PdfiumError is one
            reason = f"page {number} cannot be opened"
            raise DocumentError(ErrorCode.DOCUMENT_DAMAGED, path=str(self._path), reason=reason) from error

    def _failure(self, path: Path, password: str) -> DocumentError:
        if self._raw.FPDF_GetLastError() == self._raw.FPDF_ERR_PASSWORD:
            code = ErrorCode.DOCUMENT_PASSWORD_WRONG if password else ErrorCode.DOCUMENT_PASSWORD_NEEDED
            return DocumentError(code, path=str(path))
        return DocumentError(ErrorCode.DOCUMENT_DAMAGED, path=str(path), reason="it is not a whole PDF")


class PageText:
    """Which characters a page has and where they are to be seen."""

    def __init__(self, raw: Any, page: Any, text_page: Any, number: int) -> None:
        self._raw = raw
        self._page = page
        self._text_page = text_page
        self._number = number
        self.text = _text_of(raw, text_page)

    def marks(self, start: int, end: int) -> list[PageMark]:
        """One for each line, or part of a line that stands apart, of the characters from `start` to `end`."""
        left, bottom, right, top = (ctypes.c_double() for _ in range(4))
        n = int(self._raw.FPDFText_CountRects(self._text_page, start, end - start))
        marks: list[PageMark] = []
        for index in range(max(n, 0)):
            self._raw.FPDFText_GetRect(self._text_page, index, left, top, right, bottom)
            marks.append(self._shown(left.value, bottom.value, right.value, top.value))
        return [mark for mark in marks if mark.left < mark.right and mark.top < mark.bottom]

    def mark_of_box(self, box: Box) -> PageMark:
        """The same for a box of a block, which counts from the lower left corner of what is shown of the page."""
        x, y = (float(edge) for edge in self._page.get_cropbox()[:2])
        return self._shown(box.left + x, box.bottom + y, box.right + x, box.top + y)

    def _shown(self, left: float, bottom: float, right: float, top: float) -> PageMark:
        (x1, y1), (x2, y2) = self._share(left, bottom), self._share(right, top)
        return PageMark(page=self._number, left=min(x1, x2), top=min(y1, y2), right=max(x1, x2), bottom=max(y1, y2))

    def _share(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the stored page is on the page as it is shown: turned, and cut to its crop box."""
        column, row = ctypes.c_int(), ctypes.c_int()
        self._raw.FPDF_PageToDevice(self._page, 0, 0, _FINE, _FINE, 0, x, y, column, row)
        return min(max(column.value / _FINE, 0.0), 1.0), min(max(row.value / _FINE, 0.0), 1.0)


def _scale(page: Any, wanted: float, max_dots: int) -> float:
    """Dots for a point."""
    width, height = page.get_size()
    return min(wanted, math.sqrt(max_dots / (width * height)))


def _picture_of(bitmap: Any) -> PagePicture:
    """Without colours a byte for each dot is enough: a quarter of the memory."""
    width, height, stride = int(bitmap.width), int(bitmap.height), int(bitmap.stride)
    dots = bytes(bitmap.buffer)
    if stride != 4 * width:
        dots = b"".join(dots[row * stride : row * stride + 4 * width] for row in range(height))
    blue, green, red = dots[0::4], dots[1::4], dots[2::4]
    is_grey = blue == green == red
    return PagePicture(width=width, height=height, is_grey=is_grey, dots=blue if is_grey else dots)


def _text_of(raw: Any, text_page: Any) -> str:
    """A letter for each of PDFium's characters."""
    n_chars = int(raw.FPDFText_CountChars(text_page))
    text = str(text_page.get_text_range()) if n_chars else ""
    if len(text) != n_chars:  # a letter that the system writes as two
        text = "".join(_character(int(raw.FPDFText_GetUnicode(text_page, index))) for index in range(n_chars))
    return text.translate(_LIGATURE_CODES)


def _character(code_point: int) -> str:
    return chr(code_point) if code_point <= 0x10FFFF and not 0xD800 <= code_point < 0xE000 else "\ufffd"


def _plain(text: str) -> str:
    """In letters as people type them."""
    return with_accents(text.translate(_LIGATURES)).strip()


class _PageReading:
    """Reads one page while its handles are open."""

    def __init__(self, raw: Any, page: Any, text_page: Any, number: int) -> None:
        self._raw = raw
        self._page = page
        self._text = text_page
        self._number = number
        left, bottom, right, top = (float(edge) for edge in page.get_cropbox())
        self._origin = (left, bottom)
        self._size = (right - left, top - bottom)
        self._doubles = [ctypes.c_double() for _ in range(4)]
        self._angle = 0
        self._n_hidden = 0

    def page(self) -> PdfPage:
        text = _text_of(self._raw, self._text)
        spans = [match.span() for match in _LINE.finditer(text) if not match[0].isspace()]
        angles = self._angles(spans)
        self._angle = angles.most_common(1)[0][0] if angles else 0
        lines = [line for start, end in spans for line in self._lines(text, start, end)]
        share, n_shapes = self._pictures()
        return PdfPage(
            number=self._number,
            width=self._size[0],
            height=self._size[1],
            lines=tuple(line for line in lines if self._is_on_page(line)),
            angle=self._angle,
            picture_share=share,
            n_shapes=n_shapes,
            n_hidden=self._n_hidden,
        )

    def _angles(self, spans: list[tuple[int, int]]) -> Counter[int]:
        """Characters by the quarter turn that their lines are turned by."""
        found: Counter[int] = Counter()
        for start, end in spans:
            radians = float(self._raw.FPDFText_GetCharAngle(self._text, start))
            # PDFium counts clockwise.
            found[round(-math.degrees(radians) / 90) * 90 % 360] += end - start
        return found

    def _lines(self, text: str, start: int, end: int) -> Iterator[PdfLine]:
        boxes = self._boxes(start, end)
        if not boxes:
            return
        first = next(index for index in range(start, end) if not text[index].isspace())
        size = self._font_size(first)
        bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
        is_one_line = top - bottom <= 1.9 * max(size, 1)
        has_gap = any(after[0] - before[2] > WIDE_GAP * size for before, after in itertools.pairwise(boxes))
        if is_one_line and not has_gap:
            yield self._line(text[start:end], first, size, boxes, ())
            return
        for line_start, line_end in self._rows(text, start, end, size):
            yield self._line_with_cells(text, line_start, line_end, size)

    def _rows(self, text: str, start: int, end: int, size: float) -> Iterator[tuple[int, int]]:
        """A stretch of text that PDFium takes for one line, divided where the letters go to another."""
        begun = start
        height = None
        for index in range(start, end):
            if text[index].isspace():
                continue
            y = self._origin_y(index)
            if height is not None and abs(y - height) > 0.7 * max(size, 1):
                yield begun, index
                begun = index
                height = y
            height = y if height is None else height
        yield begun, end

    def _line_with_cells(self, text: str, start: int, end: int, size: float) -> PdfLine:
        first = next((index for index in range(start, end) if not text[index].isspace()), start)
        boxes: list[tuple[float, float, float, float]] = []
        cells: list[Cell] = []
        begun, left, right = first, 0.0, 0.0
        for index in range(first, end):
            if text[index].isspace() or text[index] == DIVIDED_WORD:
                continue
            box = self._char_box(index)
            if boxes and box[0] - right > WIDE_GAP * size:
                cells.append(Cell(_plain(text[begun:index]), left, right))
                begun, left = index, box[0]
            elif not boxes:
                left = box[0]
            right = box[2]
            boxes.append(box)
        if cells:
            cells.append(Cell(_plain(text[begun:end]), left, right))
        return self._line(text[start:end], first, self._font_size(first), boxes or [(0, 0, 0, 0)], tuple(cells))

    def _line(
        self,
        text: str,
        first: int,
        size: float,
        boxes: list[tuple[float, float, float, float]],
        cells: tuple[Cell, ...],
    ) -> PdfLine:
        letters = [first + at for at, letter in enumerate(text.lstrip()) if not letter.isspace()]
        samples = [letters[len(letters) * part // _N_SAMPLES] for part in range(_N_SAMPLES)]
        fonts = [self._font(index) for index in samples]
        sizes = sorted(self._font_size(index) for index in samples)
        return PdfLine(
            text=" ".join(_plain(text).split()),
            left=min(box[0] for box in boxes),
            bottom=min(box[1] for box in boxes),
            right=max(box[2] for box in boxes),
            top=max(box[3] for box in boxes),
            baseline=self._origin_y(first),
            size=round(sizes[_N_SAMPLES // 2], 1),
            starts_small=size < _SMALL * sizes[_N_SAMPLES // 2],
            is_bold=all(is_bold for is_bold, _ in fonts),
            is_mono=all(is_mono for _, is_mono in fonts),
            cells=cells,
        )

    def _boxes(self, start: int, end: int) -> list[tuple[float, float, float, float]]:
        left, bottom, right, top = self._doubles
        n = int(self._raw.FPDFText_CountRects(self._text, start, end - start))
        boxes: list[tuple[float, float, float, float]] = []
        for index in range(max(n, 0)):
            self._raw.FPDFText_GetRect(self._text, index, left, top, right, bottom)
            boxes.append(self._upright(left.value, bottom.value, right.value, top.value))
        return boxes

    def _char_box(self, index: int) -> tuple[float, float, float, float]:
        left, bottom, right, top = self._doubles
        self._raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return self._upright(left.value, bottom.value, right.value, top.value)

    def _upright(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        x, y = self._origin
        return turned(self._angle, left - x, bottom - y, right - x, top - y)

    def _origin_y(self, index: int) -> float:
        """What the character stands on."""
        x, y = self._doubles[:2]
        self._raw.FPDFText_GetCharOrigin(self._text, index, x, y)
        return self._upright(x.value, y.value, x.value, y.value)[1]

    def _font_size(self, index: int) -> float:
        matrix: Any = self._raw.FS_MATRIX()
        size = float(self._raw.FPDFText_GetFontSize(self._text, index))
        if self._raw.FPDFText_GetMatrix(self._text, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
        return size

    def _font(self, index: int) -> tuple[bool, bool]:
        """Whether the font is bold, and whether all its letters are as wide."""
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        self._raw.FPDFText_GetFontInfo(self._text, index, name, _FONT_NAME_BYTES, flags)
        font_name = name.value.decode("utf-8", "replace")
        is_bold = _BOLD.search(font_name) is not None or (
            int(self._raw.FPDFText_GetFontWeight(self._text, index)) >= _BOLD_WEIGHT
        )
        return is_bold, bool(flags.value & _FIXED_PITCH_FLAG) or _MONO.search(font_name) is not None

    def _is_on_page(self, line: PdfLine) -> bool:
        """What stands beside the page nobody sees."""
        box = PdfPage(number=1, width=0, height=0, lines=(), angle=self._angle).box_of(line)
        width, height = self._size
        is_inside = box.right > 0 and box.left < width and box.top > 0 and box.bottom < height
        self._n_hidden += not is_inside
        return is_inside

    def _pictures(self) -> tuple[float, int]:
        area, n_shapes = 0.0, 0
        page_area = max(self._size[0] * self._size[1], 1.0)
        for item in self._page.get_objects(max_depth=3):
            if item.type == self._raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = (float(edge) for edge in item.get_bounds())
                area += max(right - left, 0) * max(top - bottom, 0)
            elif item.type == self._raw.FPDF_PAGEOBJ_PATH:
                n_shapes += 1
        return min(area / page_area, 1.0), n_shapes
