"""The text field of the prompt box: it grows with its text, sends on a key, and hands on files and very long pastes.

GUI thread. It reads no files.
"""

import math
from typing import Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from desktop_llm.ui.widgets.prompt.prompt_draft import SendKey

LONG_PASTE_CHARS: Final = 10_000
_MOST_LINES: Final = 10
_MARGIN_PX: Final = 1  # at 0 the first letter of a line loses its edge


class PromptField(QPlainTextEdit):
    send_requested = Signal()
    stop_requested = Signal()
    edit_last_requested = Signal()
    files_received = Signal(object)
    long_text_received = Signal(str)
    focus_changed = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("prompt_field")
        self.setAccessibleName(self.tr("Message"))
        self.setProperty("look", "bare")
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_MARGIN_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._send_key = SendKey.ENTER
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def set_send_key(self, send_key: SendKey) -> None:
        self._send_key = send_key

    @Slot()
    def _fit(self) -> None:
        """As high as the text, from one line to ten; then it scrolls."""
        n_lines = min(_MOST_LINES, max(1, math.ceil(self.document().size().height())))
        height = math.ceil(n_lines * QFontMetricsF(self.font()).lineSpacing()) + 4
        is_full = self.document().size().height() > _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        if height != self.height():
            self.setFixedHeight(height)

    def _is_sending(self, event: QKeyEvent) -> bool:
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return has_control or (self._send_key is SendKey.ENTER and not has_shift)

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_sending(event):
            self.send_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.stop_requested.emit()
        elif event.key() == Qt.Key.Key_Up and self.document().isEmpty():
            self.edit_last_requested.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        paths = local_files(source)
        if paths:
            self.files_received.emit(paths)
            return
        text = source.text()
        if len(text) > LONG_PASTE_CHARS:
            self.long_text_received.emit(text)
            return
        self.insertPlainText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 20)


def local_files(mime: QMimeData) -> tuple[str, ...]:
    return tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())
