"""A passage of a document with the text around it, above the prompt box. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextEdit, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.plain_label import plain_label

_TEXT_PX: Final = 180
_ABOVE_PX: Final = 48


class PassageContent(Struct, frozen=True, kw_only=True):
    """The quote is marked; the title names document and place."""

    title: str
    before: str
    quote: str
    after: str


class PassagePanel(QFrame):
    panel_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passage_panel")
        self.setProperty("look", "card")
        self._title = plain_label(self, "passage_title", "heading", is_wrapped=True)
        self._text = QTextEdit(self)
        self._text.setObjectName("passage_text")
        self._text.setProperty("look", "bare")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(_TEXT_PX)
        self._text.setAccessibleName(translate("PassagePanel", "The passage in its document"))
        self._close = QPushButton(translate("PassagePanel", "Close"), self)
        self._close.setObjectName("passage_close")
        self._close.clicked.connect(self.close_panel)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._text)
        self.hide()

    def show_passage(self, content: PassageContent) -> None:
        self._title.setText(content.title)
        self.setAccessibleName(content.title)
        plain, marked = QTextCharFormat(), QTextCharFormat()
        marked.setBackground(QColor(current_palette().mark))
        self._text.clear()
        cursor = self._text.textCursor()
        cursor.insertText(content.before, plain)
        start = cursor.position()
        cursor.insertText(content.quote, marked)
        cursor.insertText(content.after, plain)
        self.show()
        self._fit()
        self._scroll_to(start)
        self._close.setFocus()

    def _fit(self) -> None:
        """As high as the text, up to a limit."""
        document = self._text.document()
        document.setTextWidth(self._text.viewport().width())
        self._text.setFixedHeight(min(_TEXT_PX, round(document.size().height()) + 2 * self._text.frameWidth()))

    def _scroll_to(self, position: int) -> None:
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(position)
        self._text.setTextCursor(cursor)
        bar = self._text.verticalScrollBar()
        bar.setValue(bar.value() + self._text.cursorRect(cursor).top() - _ABOVE_PX)

    @Slot()
    def close_panel(self) -> None:
        self.hide()
        self.panel_closed.emit()

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)
