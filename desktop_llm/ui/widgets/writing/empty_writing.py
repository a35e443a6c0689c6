"""What the Write pane shows before there is a text: what it does, and the ways to begin. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_llm.ui.icons import icon

_COLUMN_PX: Final = 460
_PROMISE: Final = QT_TRANSLATE_NOOP(
    "EmptyWriting",
    "A letter, a report, a page of notes. The model corrects, rewrites and drafts, and shows every change before it "
    "is made. What you write is kept while you write it.",
)
_KINDS: Final = QT_TRANSLATE_NOOP("EmptyWriting", "Word, OpenDocument, Markdown, web pages and text can be opened.")


class EmptyWriting(QScrollArea):
    """Files can also be dropped on it; the window sees to that."""

    new_requested = Signal()
    compose_requested = Signal()
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_writing")
        self.setAccessibleName(translate("EmptyWriting", "Nothing is written yet"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("empty_writing_page")
        middle = QWidget(page)
        middle.setMaximumWidth(_COLUMN_PX)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self._picture(page))
        column.addWidget(self._label(page, translate("EmptyWriting", "Write with a second pair of eyes"), "title"))
        column.addWidget(self._label(page, translate("EmptyWriting", _PROMISE), "dim"))
        column.addSpacing(8)
        column.addLayout(self._buttons(page))
        column.addSpacing(4)
        column.addWidget(self._label(page, translate("EmptyWriting", _KINDS), "small"))
        column.addStretch(3)
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)
        self.setWidget(page)

    def _buttons(self, page: QWidget) -> QHBoxLayout:
        new = self._button(page, "empty_new_text_button", translate("EmptyWriting", "New text"), "primary")
        new.clicked.connect(self.new_requested)
        compose = self._button(page, "empty_compose_button", translate("EmptyWriting", "Compose…"))
        compose.clicked.connect(self.compose_requested)
        opened = self._button(page, "empty_open_text_button", translate("EmptyWriting", "Open a document…"))
        opened.clicked.connect(self.open_requested)
        self.setFocusProxy(new)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (new, compose, opened):
            buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons

    def _picture(self, page: QWidget) -> QLabel:
        label = QLabel(page)
        label.setPixmap(icon("pencil-line").pixmap(48, 48))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _label(self, page: QWidget, text: str, look: str) -> QLabel:
        label = QLabel(text, page)
        label.setProperty("look", look)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        return label

    def _button(self, page: QWidget, name: str, text: str, look: str = "") -> QPushButton:
        button = QPushButton(text, page)
        button.setObjectName(name)
        button.setAccessibleName(text)
        if look:
            button.setProperty("look", look)
        return button
