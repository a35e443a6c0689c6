"""From the lines of one page to drafts of blocks: paragraphs, lists, code, captions, notes, tables. Reading process."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from desktop_llm.documents.document import BlockKind
from desktop_llm.documents.readers.pdf_draft import Draft, Measures
from desktop_llm.documents.readers.pdf_order import regions
from desktop_llm.documents.readers.pdf_page import PdfLine, PdfPage, without_leaders
from desktop_llm.documents.readers.pdf_tables import table_at
from desktop_llm.documents.readers.pdf_words import joined

_MARKER: Final = re.compile(r"(?:[•◦▪▫●○■□‣⁃∙·–—*-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,5}[.)])(?:\s+(?=\S)|$)")
_BULLET: Final = re.compile(r"[•◦▪▫●○■□‣⁃∙·*–—-]\s+")
_CAPTION: Final = re.compile(
    r"(?:figure|fig\.|table|tab\.|abbildung|abb\.|tabelle|tableau|figura|tabla|tabella|listing|chart|diagram|図|表|图)"
    r"\s*[\dIVX][\d.\-–]*\s*[:.)–—-]?\s",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})\s*\S")
_SENTENCE_END: Final = re.compile(r"[.!?:;。！？：；…][\"'”’»)\]]*$")
# Distances, as multiples of the font's size.
_GAP: Final = 1.35
_INDENT: Final = 0.8
_SIZE_STEP: Final = 0.07
_SHORT: Final = 0.25
_NOTE_SIZE: Final = 0.92
_LARGE: Final = 1.12
_MAX_HEADING_CHARACTERS: Final = 160


def drafts_of_page(page: PdfPage, lines: Sequence[PdfLine], measures: Measures) -> list[Draft]:
    """Drafts in reading order, footnotes last. `lines` are the page's, in reading order and without its margins."""
    drafts: list[Draft] = []
    notes: list[Draft] = []
    for region in regions(lines):
        n_text = _n_before_notes(region, measures)
        drafts += _Region(page, region[:n_text], measures).drafts()
        notes += _Region(page, region[n_text:], measures, is_notes=True).drafts()
    return drafts + notes


def goes_on(before: Draft, after: Draft) -> bool:
    """Whether a paragraph that ends a page or a column goes on in the next one."""
    if before.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or after.kind is not BlockKind.PARAGRAPH:
        return False
    if abs(before.size - after.size) > _SIZE_STEP * before.size or _SENTENCE_END.search(before.text):
        return False
    first = after.text[0]
    return not first.isupper() and not _MARKER.match(after.text)


def _n_before_notes(region: Sequence[PdfLine], measures: Measures) -> int:
    """Footnotes: what is set smaller, at the end of a column, from the first line on that begins with a number."""
    start = len(region)
    while start > 0 and region[start - 1].size <= _NOTE_SIZE * measures.body_size:
        start -= 1
    for index in range(start, len(region)):
        if start > 0 and (region[index].starts_small or _NOTE.match(region[index].text)):
            return index
    return len(region)


class _Region:
    """Lines that stand under one another."""

    def __init__(self, page: PdfPage, lines: Sequence[PdfLine], measures: Measures, *, is_notes: bool = False) -> None:
        self._page = page
        self._lines = lines
        self._measures = measures
        self._is_notes = is_notes
        self._left = min((line.left for line in lines), default=0.0)
        self._right = max((line.right for line in lines), default=0.0)

    def drafts(self) -> list[Draft]:
        drafts: list[Draft] = []
        index = 0
        while index < len(self._lines):
            if table := table_at(self._lines, index):
                drafts.append(self._table(table.rows, index, index + table.n_lines))
                index += table.n_lines
                continue
            end = self._end_of_block(index)
            drafts.append(self._block(self._lines[index:end]))
            index = end
        return drafts

    def _end_of_block(self, start: int) -> int:
        """Where the block that begins at `start` ends (exclusive)."""
        for index in range(start + 1, len(self._lines)):
            if self._begins_block(start, index) or table_at(self._lines, index):
                return index
        return len(self._lines)

    def _begins_block(self, start: int, index: int) -> bool:
        first, before, line = self._lines[start], self._lines[index - 1], self._lines[index]
        if self._is_notes:
            return line.starts_small or _NOTE.match(line.text) is not None
        if abs(line.size - before.size) > _SIZE_STEP * before.size:
            return True
        step = before.baseline - line.baseline
        if before.is_mono != line.is_mono and self._is_set_apart(before, line, step):
            return True
        if step > _GAP * self._measures.pitch * line.size:
            return not (line.is_mono and step < 3 * self._measures.pitch * line.size)
        if line.is_mono:
            return False
        return self._is_heading(before) != self._is_heading(line) or self._begins_paragraph(first, before, line)

    def _is_set_apart(self, before: PdfLine, line: PdfLine, step: float) -> bool:
        """Code is; a line of a paragraph may happen to be all of it an address."""
        is_apart = step > 1.1 * self._measures.pitch * line.size
        return is_apart or line.left > before.left + _INDENT * line.size

    def _begins_paragraph(self, first: PdfLine, before: PdfLine, line: PdfLine) -> bool:
        if _MARKER.match(line.text) and (_BULLET.match(line.text) or self._is_short(before) or line.left <= first.left):
            return True
        if line.has_leaders or before.has_leaders:
            return True
        if _CAPTION.match(line.text) and _SENTENCE_END.search(before.text):
            return True
        indent = _INDENT * line.size
        if _MARKER.match(first.text):
            return line.left < first.left + 0.2 * line.size and before.left > first.left + 0.2 * line.size
        if line.left > before.left + indent and line.left > self._left + indent:
            # The first line of a paragraph; a heading's second line may also stand further in.
            return not self._is_heading(line)
        return self._is_short(before) and _SENTENCE_END.search(before.text) is not None

    def _is_short(self, line: PdfLine) -> bool:
        return line.right < self._right - _SHORT * (self._right - self._left)

    def _is_heading(self, line: PdfLine) -> bool:
        return line.size >= _LARGE * self._measures.body_size or (line.is_bold and not line.is_mono)

    def _block(self, lines: Sequence[PdfLine]) -> Draft:
        first = lines[0]
        text = without_leaders(first.text)
        for line in lines[1:]:
            text = joined(text, without_leaders(line.text))
        kind = self._kind(text, lines)
        if kind is BlockKind.CODE:
            text = _code(lines, self._measures)
        elif kind is BlockKind.LIST_ITEM:
            text = _BULLET.sub("", text, count=1)
        draft = self._draft(kind, text, lines)
        draft.is_bold = all(line.is_bold for line in lines)
        return draft

    def _kind(self, text: str, lines: Sequence[PdfLine]) -> BlockKind:
        first = lines[0]
        if self._is_notes:
            return BlockKind.NOTE
        if all(line.is_mono for line in lines) and not first.is_bold:
            return BlockKind.CODE
        if _CAPTION.match(text) and len(lines) < 8:
            return BlockKind.CAPTION
        is_short = len(text) <= _MAX_HEADING_CHARACTERS
        if is_short and all(self._is_heading(line) for line in lines) and not text.endswith((",", ";")):
            return BlockKind.HEADING
        if _MARKER.match(text) or first.has_leaders:
            return BlockKind.LIST_ITEM
        return BlockKind.PARAGRAPH

    def _table(self, rows: list[list[str]], start: int, end: int) -> Draft:
        lines = self._lines[start:end]
        draft = self._draft(BlockKind.TABLE, "\n".join(" | ".join(row) for row in rows), lines)
        draft.rows = rows
        return draft

    def _draft(self, kind: BlockKind, text: str, lines: Sequence[PdfLine]) -> Draft:
        first = lines[0]
        return Draft(
            kind=kind,
            text=text,
            page=self._page.number,
            boxes=[self._page.box_of(line) for line in lines],
            size=first.size,
            left=first.left,
            n_lines=len(lines),
        )


def _code(lines: Sequence[PdfLine], measures: Measures) -> str:
    """Spaces at the beginning of lines are found from where they begin, and empty lines from the gaps."""
    left = min(line.left for line in lines)
    return "\n".join(_code_lines(lines, left, measures))


def _code_lines(lines: Sequence[PdfLine], left: float, measures: Measures) -> Iterator[str]:
    before: PdfLine | None = None
    for line in lines:
        if before is not None and before.baseline - line.baseline > 1.7 * measures.pitch * line.size:
            yield ""
        width = (line.right - line.left) / max(len(line.text), 1)
        yield " " * round((line.left - left) / width if width else 0) + line.text
        before = line
