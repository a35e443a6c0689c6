"""Puts blocks together while a file is read: ids, offsets, heading paths, harmless text, bounds. Reading process."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from desktop_llm.documents.document import (
    BLOCK_SEPARATOR,
    NOWHERE,
    Block,
    BlockKind,
    DocumentWarning,
    Place,
    Unread,
    UnreadReason,
    WarningKind,
)
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.errors import Fact

MAX_BLOCK_CHARACTERS: Final = 10_000
_BATCH_CHARACTERS: Final = 200_000
_MAX_HEADING_CHARACTERS: Final = 300

# Control characters, halves of surrogate pairs, marks that tell where a line may break, and the mark of byte order.
_UNWANTED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_LINE_ENDS: Final = re.compile("\r\n?|\u2028|\u2029|\u0085")
_SPACES: Final = re.compile("[^\\S\n]+")
_SPACES_AROUND_LINE_END: Final = re.compile(" ?\n ?")

BlockSink = Callable[[Sequence[Block]], None]


def clean_text(text: str) -> str:
    """Text that can be stored and compared: one form of each letter, one kind of line end, nothing invisible."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)))


def clean_prose(text: str) -> str:
    """The same with every run of spaces as one, and none at the ends."""
    return _SPACES_AROUND_LINE_END.sub("\n", _SPACES.sub(" ", clean_text(text))).strip()


class DocumentBuilder:
    """Readers add to it in reading order. Empty texts are dropped, over-long ones divided."""

    def __init__(self, sink: BlockSink, limits: ReadLimits) -> None:
        self._sink = sink
        self._limits = limits
        self._headings: list[tuple[int, str]] = []
        self._batch: list[Block] = []
        self._batch_size = 0
        self._n_blocks = 0
        self._offset = 0
        self._n_left_out = 0
        self._first_left_out: Place | None = None
        self._unread: list[Unread] = []
        self._warnings: list[DocumentWarning] = []
        self.title = ""
        self.n_pages = 0
        self.sample: list[str] = []

    @property
    def is_full(self) -> bool:
        """The document is as long as it may be; what is added now is counted as unread."""
        return self._offset >= self._limits.n_characters or self._n_blocks >= self._limits.n_blocks

    @property
    def n_blocks(self) -> int:
        return self._n_blocks

    @property
    def unread(self) -> tuple[Unread, ...]:
        if self._first_left_out is None:
            return tuple(self._unread)
        rest = Unread(place=self._first_left_out, reason=UnreadReason.TOO_LARGE, n_characters_estimate=self._n_left_out)
        return (*self._unread, rest)

    @property
    def warnings(self) -> tuple[DocumentWarning, ...]:
        return tuple(self._warnings)

    def add_heading(self, text: str, level: int, place: Place = NOWHERE) -> None:
        text = " ".join(clean_prose(text).split())
        if not text:
            return
        if len(text) > _MAX_HEADING_CHARACTERS:  # nobody's heading: a paragraph in a heading's clothes
            self._add(BlockKind.PARAGRAPH, text, place)
            return
        level = max(level, 1)
        self._headings = [heading for heading in self._headings if heading[0] < level]
        self._add(BlockKind.HEADING, text, place, level)
        self._headings.append((level, text))

    def add_paragraph(self, text: str, place: Place = NOWHERE) -> None:
        self._add(BlockKind.PARAGRAPH, clean_prose(text), place)

    def add_list_item(self, text: str, level: int, place: Place = NOWHERE) -> None:
        self._add(BlockKind.LIST_ITEM, clean_prose(text), place, max(level, 1))

    def add_caption(self, text: str, place: Place = NOWHERE) -> None:
        self._add(BlockKind.CAPTION, clean_prose(text), place)

    def add_note(self, text: str, place: Place = NOWHERE) -> None:
        self._add(BlockKind.NOTE, clean_prose(text), place)

    def add_code(self, text: str, place: Place = NOWHERE) -> None:
        """Spaces are kept: they mean something there."""
        lines = [line.rstrip() for line in clean_text(text).split("\n")]
        self._add(BlockKind.CODE, "\n".join(lines).strip("\n"), place)

    def add_table(self, rows: Sequence[Sequence[str]], place: Place = NOWHERE) -> None:
        """Empty rows and empty columns go. A table of one column is a list, and one of one row a paragraph."""
        cells = _without_empty([[" ".join(clean_prose(cell).split()) for cell in row] for row in rows])
        if not cells:
            return
        if len(cells[0]) == 1:
            for (cell,) in cells:
                self.add_list_item(cell, 1, place)
            return
        if len(cells) == 1:
            self.add_paragraph(" | ".join(cell for cell in cells[0] if cell), place)
            return
        for part in _in_parts(cells):
            self._add_one(BlockKind.TABLE, "\n".join(map(_row_text, part)), place, 0, tuple(map(tuple, part)))

    def add_unread(self, place: Place, reason: UnreadReason, n_characters_estimate: int = 0) -> None:
        self._unread.append(Unread(place=place, reason=reason, n_characters_estimate=n_characters_estimate))

    def warn(self, kind: WarningKind, **facts: Fact) -> None:
        self._warnings.append(DocumentWarning(kind=kind, facts=dict(facts)))

    def flush(self) -> None:
        """Hand on what has been gathered. To be called at the end."""
        if self._batch:
            self._sink(self._batch)
            self._batch = []
            self._batch_size = 0

    def _add(self, kind: BlockKind, text: str, place: Place, level: int = 0) -> None:
        for part in divided(text):
            self._add_one(kind, part, place, level)

    def _add_one(
        self, kind: BlockKind, text: str, place: Place, level: int = 0, rows: tuple[tuple[str, ...], ...] = ()
    ) -> None:
        if not text:
            return
        if self.is_full:
            self._n_left_out += len(text)
            self._first_left_out = self._first_left_out or place
            return
        self._n_blocks += 1
        block = Block(
            id=f"b{self._n_blocks}",
            kind=kind,
            text=text,
            place=place,
            heading_path=tuple(heading for _, heading in self._headings),
            level=level,
            start=self._offset,
            rows=rows,
        )
        self._offset += len(text) + len(BLOCK_SEPARATOR)
        self._batch.append(block)
        self._batch_size += len(text) + 100
        if self._batch_size >= _BATCH_CHARACTERS:
            self.flush()


def divided(text: str) -> list[str]:
    """Parts of at most MAX_BLOCK_CHARACTERS, cut where a sentence, a line or a word ends if one does."""
    parts: list[str] = []
    start = 0
    while len(text) - start > MAX_BLOCK_CHARACTERS:
        end = _cut(text, start)
        parts.append(text[start:end].rstrip())
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    parts.append(text[start:])
    return parts


def _cut(text: str, start: int) -> int:
    """Where to divide: looked for in the last quarter of what is allowed."""
    latest = start + MAX_BLOCK_CHARACTERS
    earliest = latest - MAX_BLOCK_CHARACTERS // 4
    for marks in ("\n", (". ", "! ", "? ", "。", "！", "？"), " "):
        ends = [
            text.rfind(mark, earliest, latest) + len(mark) for mark in marks if text.rfind(mark, earliest, latest) > 0
        ]
        if ends:
            return max(ends)
    return latest


def _without_empty(rows: list[list[str]]) -> list[list[str]]:
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows if any(row)]
    kept = [column for column in range(width) if any(row[column] for row in rows)]
    return [[row[column] for column in kept] for row in rows]


def _in_parts(rows: list[list[str]]) -> list[list[list[str]]]:
    """Never a row divided; each part begins with the table's head."""
    parts: list[list[list[str]]] = []
    size = MAX_BLOCK_CHARACTERS
    for row in rows:
        row_size = sum(map(len, row)) + 3 * len(row)
        if size + row_size > MAX_BLOCK_CHARACTERS:
            parts.append([rows[0]] if parts and row is not rows[0] else [])
            size = 0
        parts[-1].append(row)
        size += row_size
    return parts


def _row_text(row: Sequence[str]) -> str:
    return " | ".join(row)
