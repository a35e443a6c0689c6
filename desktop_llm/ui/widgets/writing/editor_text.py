"""An editor's text as a model reads it, and the way back from places in it to those of the document. GUI thread.

Blocks stand as paragraphs with blank lines between them; what breaks a line within one is a space. The way back is open
as long as the block was not edited meanwhile, wherever it has gone.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop_llm.documents.sentences import Span
from desktop_llm.ui.text_places import TextPlaces, units

BETWEEN: Final = "\n\n"
_BREAKS: Final = {ord(each): " " for each in "\n\r\t\v\f\u2028\u2029"}

KeptPlaces = Callable[[QTextBlock], Sequence[Span]]
"""What of a block is left alone, in Qt's units."""


class _ReadBlock(Struct, frozen=True):
    """A block as it was read, from its letter `skipped` on; `anchor` follows it. All in characters."""

    start: int
    text: str
    skipped: int
    anchor: QTextCursor


class EditorText:
    """From `first` to `last`, places of the document; all of it by default."""

    def __init__(self, document: QTextDocument, kept_places: KeptPlaces, first: int = 0, last: int = -1) -> None:
        self._document = document
        self._blocks: list[_ReadBlock] = []
        self._starts: list[int] = []
        parts: list[str] = []
        kept: list[Span] = []
        at = 0
        block = document.findBlock(first)
        while block.isValid() and (last < 0 or block.position() <= last):
            whole = block.text()
            places = TextPlaces(whole)
            n_skipped = places.characters(max(0, first - block.position()))
            end = len(whole) if last < 0 else places.characters(min(last - block.position(), units(whole)))
            text = whole[n_skipped:end]
            self._blocks.append(_ReadBlock(at, whole, n_skipped, QTextCursor(block)))
            self._starts.append(at)
            for span in kept_places(block):
                start = max(0, places.characters(span.start) - n_skipped)
                kept.append(Span(at + start, at + min(len(text), places.characters(span.end) - n_skipped)))
            parts.append(text.translate(_BREAKS))
            at += len(text) + len(BETWEEN)
            block = block.next()
        self.text = BETWEEN.join(parts)
        self.kept = tuple(span for span in kept if span.end > span.start)

    def place(self, start: int, end: int) -> QTextCursor | None:
        """A selection of what stands there in the document now; None if its block was edited, or is gone."""
        if not self._starts:
            return None
        read = self._blocks[bisect_right(self._starts, start) - 1]
        block = read.anchor.block()
        first, last = read.skipped + start - read.start, read.skipped + end - read.start
        if block.text() != read.text or last > len(read.text):
            return None
        places = TextPlaces(read.text)
        cursor = QTextCursor(self._document)
        cursor.setPosition(block.position() + places.units(first))
        cursor.setPosition(block.position() + places.units(last), QTextCursor.MoveMode.KeepAnchor)
        return cursor
