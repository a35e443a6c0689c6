"""What a change is about, beside it in the text: its kind and reason, accept and reject. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_llm.assist.writing.text_change import TextChange
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import icon
from desktop_llm.ui.rows.change_words import category_name, change_html, doubt_sentence, with_keys
from desktop_llm.ui.widgets.form_controls import set_look
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.window_commands import WindowCommand

_WIDTH_PX: Final = 340


class ChangeCard(QFrame):
    """Hidden until a change is shown and its place is known."""

    accept_requested = Signal()
    reject_requested = Signal()
    step_requested = Signal(int)
    close_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("change_card")
        self.setProperty("look", "popup")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._kind = plain_label(self, "change_kind", "small", is_wrapped=True)
        self._words = plain_label(self, "change_words", is_wrapped=True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._reason = plain_label(self, "change_reason", "dim", is_wrapped=True)
        self._doubt = plain_label(self, "change_doubt", "warning", is_wrapped=True)
        self._accept = self._button(
            "accept_change_button", translate("ChangeCard", "Accept"), WindowCommand.ACCEPT_CHANGE
        )
        self._reject = self._button(
            "reject_change_button", translate("ChangeCard", "Reject"), WindowCommand.REJECT_CHANGE
        )
        self._accept.clicked.connect(self.accept_requested)
        self._reject.clicked.connect(self.reject_requested)
        set_look(self._accept, "primary")
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.hide()

    def show_change(self, change: TextChange, before: str) -> None:
        self._kind.setText(category_name(change.category))
        self._words.setText(change_html(before, change.after))
        self._reason.setText(change.reason)
        self._reason.setVisible(bool(change.reason))
        doubt = doubt_sentence(change.doubt)
        self._doubt.setText(doubt)
        self._doubt.setVisible(bool(doubt))
        self.setAccessibleName(" ".join(filter(None, (category_name(change.category), change.reason, doubt))))

    def fit(self, most_px: int) -> None:
        """As high as its words need."""
        width = min(_WIDTH_PX, most_px)
        self.setFixedSize(width, self._column.totalHeightForWidth(width))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._kind, 1)
        previous = self._tool("previous_change_button", "caret-up", translate("ChangeCard", "The one before"))
        previous.setToolTip(with_keys(previous.accessibleName(), WindowCommand.PREVIOUS_CHANGE))
        previous.clicked.connect(self._on_previous)
        following = self._tool("next_change_button", "caret-down", translate("ChangeCard", "The next one"))
        following.setToolTip(with_keys(following.accessibleName(), WindowCommand.NEXT_CHANGE))
        following.clicked.connect(self._on_next)
        close = self._tool("close_change_button", "x", translate("ChangeCard", "Close"))
        close.clicked.connect(self.close_requested)
        for button in (previous, following, close):
            head.addWidget(button)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._accept)
        buttons.addWidget(self._reject)
        buttons.addStretch(1)
        self._column.setContentsMargins(12, 6, 8, 10)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        for label in (self._words, self._reason, self._doubt):
            self._column.addWidget(label)
        self._column.addLayout(buttons)

    def _button(self, name: str, text: str, command: WindowCommand) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(with_keys(text, command))
        return button

    def _tool(self, name: str, icon_name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(icon_name))
        button.setAccessibleName(text)
        button.setToolTip(text)
        return button

    @Slot()
    def _on_previous(self) -> None:
        self.step_requested.emit(-1)

    @Slot()
    def _on_next(self) -> None:
        self.step_requested.emit(1)

    # Qt's own names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
            return
        super().keyPressEvent(event)
