"""How waiting changes look in a text: what goes is struck out, and room is made for what comes. GUI thread.

The room is a wider space behind the last letter that goes, so that lines break as they would; the words are painted
there. Nothing of it is in the document.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextLine,
)
from PySide6.QtWidgets import QTextEdit

from desktop_llm.ui.text_places import in_units
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.writing.text_changes import TextChanges, WaitingChange
from desktop_llm.ui.widgets.writing.text_looks import Look

_PADDING_PX: Final = 3.0
_MOST_SHARE: Final = 0.7
"""Of the text's width that new words take in one line; longer ones end in dots, and are told in full elsewhere."""
_LEAST_PX: Final = 60.0


class _Room(Struct, frozen=True):
    """Behind the letter at `letter` of the block, for `text`; the block is struck out from `start` to `end`."""

    start: int
    end: int
    letter: int
    text: str
    width: float
    font: QFont


class ChangeMarks:
    def __init__(self, editor: QTextEdit, changes: TextChanges) -> None:
        self._editor = editor
        self._changes = changes
        self.current: WaitingChange | None = None

    def looks_of(self, block: QTextBlock) -> Iterator[Look]:
        """The letter before the room has its own strike: Qt would strike out the room as well."""
        for change in self._of_block(block):
            room = self._room(block, change)
            if room.end > room.start:
                yield Look(room.start, room.end, self._struck_out(change))
            if room.text and room.letter >= 0:
                wide = QTextCharFormat()
                wide.setFontStrikeOut(False)
                wide.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
                wide.setFontLetterSpacing(room.width)
                yield Look(room.letter, room.letter + 1, wide)

    def paint(self, painter: QPainter, change: WaitingChange, offset: QPointF) -> None:
        """The new words of a change; `offset` is where the document begins."""
        block = self._editor.document().findBlock(change.start)
        room = self._room(block, change)
        if not room.text or room.letter < 0:
            return
        line, origin = self._line_at(block, room.letter)
        base = origin.y() + offset.y() + line.y() + line.ascent()
        rect = self._room_rect(block, room).translated(offset)
        if change is self.current:
            painter.fillRect(rect, QColor(current_palette().soft_accent))
        if room.start <= room.letter < room.end:
            letter = self._letter_rect(block, room).translated(offset)
            self._strike(painter, change, room.font, letter, base)
        self._write(painter, change, room, rect.adjusted(_PADDING_PX, 0, -_PADDING_PX, 0), base)

    def _write(self, painter: QPainter, change: WaitingChange, room: _Room, rect: QRectF, base: float) -> None:
        palette = current_palette()
        color = QColor(palette.accent if change.change.is_checked else palette.warning)
        painter.setFont(room.font)
        painter.setPen(color)
        painter.drawText(QPointF(rect.left(), base), room.text)
        metrics = QFontMetricsF(room.font)
        line = Qt.PenStyle.SolidLine if change.change.is_checked else Qt.PenStyle.DotLine
        painter.setPen(QPen(color, max(1.0, metrics.lineWidth()), line))
        y = base + metrics.underlinePos() + 1
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))

    def _strike(self, painter: QPainter, change: WaitingChange, font: QFont, rect: QRectF, base: float) -> None:
        metrics = QFontMetricsF(font)
        y = base - metrics.strikeOutPos()
        painter.setPen(QPen(self._gone_color(change), max(1.0, metrics.lineWidth())))
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))

    def rect_of(self, change: WaitingChange) -> QRectF:
        """Where its last letter and its new words are, in places of the document."""
        block = self._editor.document().findBlock(change.start)
        room = self._room(block, change)
        rect = self._letter_rect(block, room)
        return rect.united(self._room_rect(block, room)) if room.text and room.letter >= 0 else rect

    def _of_block(self, block: QTextBlock) -> list[WaitingChange]:
        start, end = block.position(), block.position() + block.length() - 1
        return [each for each in self._changes.between(start, end) if start <= each.start and each.end <= end]

    def _struck_out(self, change: WaitingChange) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFontStrikeOut(True)
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.NoUnderline)  # what goes need not be spelled right
        look.setForeground(self._gone_color(change))
        if change is self.current:
            look.setBackground(QColor(current_palette().soft_accent))
        return look

    def _gone_color(self, change: WaitingChange) -> QColor:
        palette = current_palette()
        return QColor(palette.error if change.change.is_checked else palette.warning)

    def _room(self, block: QTextBlock, change: WaitingChange) -> _Room:
        text = in_units(block.text())
        start, end = change.start - block.position(), change.end - block.position()
        words = change.change.after.strip()
        letter = _last_letter(text, end)
        if words and letter < 0:  # nothing stands before: it goes before the first word, which is shown as if it went
            end = letter = _end_of_word(text)
            words = f"{words} {text[:end].strip()}"
            letter -= 1
        font = self._font_at(block, max(letter, 0))
        if not words or letter < 0:
            return _Room(start, end, letter, "", 0.0, font)
        metrics = QFontMetricsF(font)
        most_px = max(_LEAST_PX, self._editor.viewport().width() * _MOST_SHARE)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most_px)
        return _Room(start, end, letter, shown, metrics.horizontalAdvance(shown) + 2 * _PADDING_PX, font)

    def _room_rect(self, block: QTextBlock, room: _Room) -> QRectF:
        line, origin = self._line_at(block, room.letter)
        behind, before = _x_of(line, room.letter + 1, block), _x_of(line, room.letter, block)
        left = behind if behind < before else behind - room.width
        return QRectF(origin.x() + left, origin.y() + line.y(), room.width, line.height())

    def _letter_rect(self, block: QTextBlock, room: _Room) -> QRectF:
        """Without the room behind it."""
        letter = max(0, room.letter)
        line, origin = self._line_at(block, letter)
        before, behind = _x_of(line, letter, block), _x_of(line, letter + 1, block)
        behind += room.width if behind < before else -room.width
        left, right = min(before, behind), max(before, behind)
        return QRectF(origin.x() + left, origin.y() + line.y(), right - left, line.height())

    def _line_at(self, block: QTextBlock, letter: int) -> tuple[QTextLine, QPointF]:
        """The line, and from where its places count."""
        layout = block.layout()
        rect = self._editor.document().documentLayout().blockBoundingRect(block)
        origin = rect.topLeft() - layout.boundingRect().topLeft()
        return layout.lineForTextPosition(_shown_place(block, letter)), origin

    def _font_at(self, block: QTextBlock, letter: int) -> QFont:
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + min(letter + 1, block.length() - 1))
        return cursor.charFormat().font().resolve(self._editor.document().defaultFont())


def _last_letter(text: str, end: int) -> int:
    """The last one before `end` that is no space; -1 if there is none."""
    letter = end - 1
    while letter >= 0 and text[letter : letter + 1].isspace():
        letter -= 1
    return letter


def _end_of_word(text: str) -> int:
    start = len(text) - len(text.lstrip())
    space = text.find(" ", start)
    return len(text) if space < 0 else space


def _shown_place(block: QTextBlock, place: int) -> int:
    """Behind words that are shown and not there."""
    layout = block.layout()
    at = layout.preeditAreaPosition()
    return place + len(layout.preeditAreaText()) if 0 <= at <= place else place


def _x_of(line: QTextLine, place: int, block: QTextBlock) -> float:
    found = line.cursorToX(_shown_place(block, place))
    x = found[0] if isinstance(found, tuple) else found
    return float(x) if isinstance(x, int | float) else 0.0
