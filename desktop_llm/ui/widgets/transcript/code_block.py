"""A code fence: its language, a Copy button and the code, highlighted, scrolled sideways and never wrapped.

GUI thread. While code streams in, only its end is coloured again; when it is complete, all of it is, in slices of a
few milliseconds, because what comes early can decide about what comes late (an unclosed string).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.theme import current_palette, fixed_font
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.transcript.code_highlighting import colored_pieces
from desktop_llm.ui.widgets.transcript.lexer_shelf import LexerShelf

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_SLICE_S: Final = 0.004
_TAIL_CHARS: Final = 300
_PADDING_PX: Final = 12
_COPIED_MS: Final = 1500


class CodeBlock(QFrame):
    """`show_code` may be called again and again while the code grows."""

    def __init__(self, parent: QWidget, lexers: LexerShelf) -> None:
        super().__init__(parent)
        self._lexers = lexers
        self._is_complete = False
        lexers.lexer_loaded.connect(self._on_lexer_loaded)
        self.setObjectName("code_block")
        self.setProperty("look", "code")
        self._language = ""
        self._code = ""
        self._pending: Iterator[tuple[int, int, str]] = iter(())
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._color_slice)
        self._language_label = plain_label(self, "code_language", "small")
        self._copy_button = QPushButton(self.tr("Copy"), self)
        self._copy_button.setObjectName("copy_code_button")
        self._copy_button.setAccessibleName(self.tr("Copy code"))
        self._copy_button.setProperty("look", "action")
        self._copy_button.clicked.connect(self._on_copy_clicked)
        self._editor = _CodeEditor(self)
        self._build_layout()

    def show_code(self, code: str, language: str, *, is_complete: bool) -> None:
        code = code.removesuffix("\n")
        self._show_language(language)
        if code != self._code:
            self._show_text(code)
        self._is_complete = is_complete
        self._color()

    def code(self) -> str:
        return self._code

    def _build_layout(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(_PADDING_PX, 4, 8, 4)
        header.addWidget(self._language_label)
        header.addStretch(1)
        header.addWidget(self._copy_button)
        line = QFrame(self)
        line.setProperty("look", "line")
        line.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(line)
        layout.addWidget(self._editor)

    def _show_language(self, language: str) -> None:
        if language != self._language or not self._editor.accessibleName():
            self._language = language
            self._language_label.setText(language or self.tr("text"))
            self._editor.setAccessibleName(self.tr("Code, {language}").format(language=language or self.tr("text")))

    def _show_text(self, code: str) -> None:
        if self._code and code.startswith(self._code):
            self._editor.append_code(code[len(self._code) :])
        else:
            self._editor.setPlainText(code)
        self._code = code

    def _color(self) -> None:
        lexer = self._lexers.lexer(self._language)
        if lexer is None:
            return
        if self._is_complete:
            self._pending = colored_pieces(lexer, self._code, is_dark=current_palette().is_dark)
            self._editor.start_coloring(0)
            self._slices.start()
        else:
            self._color_tail(lexer)

    def _color_tail(self, lexer: Lexer) -> None:
        start = self._code.rfind("\n", 0, max(0, len(self._code) - _TAIL_CHARS)) + 1
        self._editor.start_coloring(start)
        for offset, length, color in colored_pieces(lexer, self._code[start:], is_dark=current_palette().is_dark):
            self._editor.color(start + offset, length, color)
        self._editor.finish_coloring()

    @Slot(str)
    def _on_lexer_loaded(self, language: str) -> None:
        if language == self._language:
            self._color()

    @Slot()
    def _color_slice(self) -> None:
        deadline = time.perf_counter() + _SLICE_S
        for start, length, color in self._pending:
            self._editor.color(start, length, color)
            if time.perf_counter() > deadline:
                return
        self._slices.stop()
        self._editor.finish_coloring()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self._copy_button.setText(self.tr("Copied"))
        QTimer.singleShot(_COPIED_MS, self, self._on_copied_seen)

    @Slot()
    def _on_copied_seen(self) -> None:
        self._copy_button.setText(self.tr("Copy"))

    def heightForWidth(self, width: int) -> int:
        longest_line = max(self._code.split("\n"), key=len)
        return self._copy_button.sizeHint().height() + 8 + 3 + self._editor.height_for(width - 2, longest_line)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))


class _CodeEditor(QPlainTextEdit):
    """Read-only code, as high as its lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("code_text")
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # in every language
        self.setProperty("look", "bare")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setFont(fixed_font())
        self.document().setDefaultFont(fixed_font())
        self.document().setDocumentMargin(0)
        self.setViewportMargins(_PADDING_PX, _PADDING_PX, _PADDING_PX, 0)
        self._block_number = -1
        self._formats: list[QTextLayout.FormatRange] = []
        self._char_formats: dict[str, QTextCharFormat] = {}

    def append_code(self, text: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)

    def height_for(self, width: int, longest_line: str) -> int:
        """Measured from the text: the scroll bar's range is known only once the code has been laid out."""
        metrics = QFontMetrics(self.document().defaultFont())
        is_wider = metrics.horizontalAdvance(longest_line) + 2 > width - 2 * _PADDING_PX
        bar = self.horizontalScrollBar().sizeHint().height() if is_wider else 0
        return (
            self.blockCount() * math.ceil(QFontMetricsF(self.document().defaultFont()).lineSpacing())
            + 2 * _PADDING_PX
            + bar
        )

    def start_coloring(self, position: int) -> None:
        self._block_number = self.document().findBlock(position).blockNumber()
        self._formats = []

    def color(self, start: int, length: int, color: str) -> None:
        """Colour a piece. Pieces come in order; one that runs over several lines is cut at their ends."""
        end = start + length
        while start < end:
            block = self.document().findBlock(start)
            if not block.isValid():
                return
            if block.blockNumber() != self._block_number:
                self.finish_coloring()
                self._block_number = block.blockNumber()
            n_here = min(end, block.position() + block.length()) - start
            self._formats.append(self._range(start - block.position(), n_here, color))
            start += n_here

    def finish_coloring(self) -> None:
        block = self.document().findBlockByNumber(self._block_number)
        if block.isValid():
            block.layout().setFormats(self._formats)
            self.document().markContentsDirty(block.position(), block.length())
        self._formats = []

    def _range(self, start: int, length: int, color: str) -> QTextLayout.FormatRange:
        if color not in self._char_formats:
            self._char_formats[color] = QTextCharFormat()
            self._char_formats[color].setForeground(QColor(color))
        piece = QTextLayout.FormatRange()
        piece.start = start
        piece.length = length
        piece.format = self._char_formats[color]
        return piece

    def wheelEvent(self, event: QWheelEvent) -> None:
        if abs(event.angleDelta().x()) > abs(event.angleDelta().y()):
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            event.ignore()
            return
        super().keyPressEvent(event)
