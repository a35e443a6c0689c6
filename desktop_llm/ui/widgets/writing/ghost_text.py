"""Words that may follow at the cursor, shown in grey and not in the text before they are taken. GUI thread.

Tab takes a word, Ctrl+Tab all; any other key, a click, leaving, or an edit of the text dismisses them.
"""

import re
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QTextBlock, QTextCharFormat, QTextCursor, QTextLayout
from PySide6.QtWidgets import QTextEdit

from desktop_llm.ui.text_places import units
from desktop_llm.ui.theme import current_palette

_WORD: Final = re.compile(r"\s*\S+")
_MODIFIERS: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}
)
_LEAVING: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut, QEvent.Type.InputMethod})


class GhostText(QObject):
    """Of one editor."""

    ghost_dismissed = Signal()
    """By the person, or because all was taken: nothing more is wanted."""

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self._text = ""
        self._place = QTextCursor(editor.document())
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)
        editor.document().contentsChange.connect(self._on_contents_change)

    @property
    def text(self) -> str:
        return self._text

    def show_text(self, text: str) -> None:
        """At the cursor; it may grow. Line ends are spaces."""
        self._hide()
        self._text = " ".join(text.split("\n"))
        self._place = self._editor.textCursor()
        if self._text:
            self._draw(self._text)

    def dismiss(self) -> None:
        """Nothing of it is in the text."""
        if self._text:
            self._hide()
            self.ghost_dismissed.emit()

    @Slot()
    def _on_contents_change(self) -> None:
        """The text is another one than the words were thought for: accepted changes, undo. Taking hides them first."""
        self.dismiss()

    def _take(self, *, is_all: bool) -> None:
        match = _WORD.match(self._text)
        taken = self._text if is_all or match is None else match[0]
        rest = self._text[len(taken) :]
        self._hide()
        self._editor.textCursor().insertText(taken)
        self._editor.ensureCursorVisible()
        if rest.strip():
            self.show_text(rest)
        else:
            self.ghost_dismissed.emit()

    def _hide(self) -> None:
        if self._text:
            self._text = ""
            self._draw("")

    def _draw(self, text: str) -> None:
        """As an input method shows what is being composed."""
        block = self._place.block()
        layout = block.layout()
        at, n_before = layout.preeditAreaPosition(), len(layout.preeditAreaText())
        looks = (
            [each for each in layout.formats() if not _is_within(each, at, n_before)] if at >= 0 else layout.formats()
        )
        plain = [_moved(each, at, -n_before) for each in looks] if n_before else looks
        position = self._place.positionInBlock()
        layout.setPreeditArea(position if text else -1, text)
        length = units(text)
        shown = [_moved(each, position, length) for each in plain] if text else plain
        if text:
            grey = QTextCharFormat()
            grey.setForeground(QColor(current_palette().dim_text))
            shown.append(_range(position, length, grey))
        layout.setFormats(shown)
        self._lay_out(block)

    def _lay_out(self, block: QTextBlock) -> None:
        self._editor.document().markContentsDirty(block.position(), block.length())

    # Qt's own names

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._text:
            return super().eventFilter(watched, event)
        if event.type() in _LEAVING:
            self.dismiss()
        elif isinstance(event, QKeyEvent):
            return self._hear_key(event)
        return super().eventFilter(watched, event)

    def _hear_key(self, event: QKeyEvent) -> bool:
        """True if it is for nobody else."""
        is_tab = event.key() == Qt.Key.Key_Tab
        is_all = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_tab and (is_all or event.modifiers() == Qt.KeyboardModifier.NoModifier):
            if event.type() == QEvent.Type.KeyPress:
                self._take(is_all=is_all)
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
            self.dismiss()
            return event.key() == Qt.Key.Key_Escape
        return False


def _is_within(part: QTextLayout.FormatRange, at: int, length: int) -> bool:
    return at <= part.start and part.start + part.length <= at + length


def _moved(part: QTextLayout.FormatRange, at: int, distance: int) -> QTextLayout.FormatRange:
    start = part.start + distance if part.start >= at else part.start
    return _range(start, part.length, part.format)


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    part = QTextLayout.FormatRange()
    part.start, part.length, part.format = start, length, look
    return part
