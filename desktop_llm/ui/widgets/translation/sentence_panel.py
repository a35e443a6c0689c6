"""The chosen sentence: what is doubtful in it, other translations of it, and what it says back. GUI thread."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_llm.assist.word_diff import ChangeKind, WordChange
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.action_button import action_button
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.plain_tip import plain_tip

_MOST_ALTERNATIVES: Final = 5
_BUTTON_MARGINS_PX: Final = 60


class SentencePanel(QFrame):
    """Hidden until a sentence is shown."""

    alternatives_requested = Signal()
    alternative_chosen = Signal(str)
    back_requested = Signal()
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sentence_panel")
        self.setProperty("look", "card")
        self._doubts = plain_label(self, "sentence_doubts", "warning", is_wrapped=True, is_selectable=True)
        self._back = plain_label(self, "back_translation", is_wrapped=True, is_selectable=True)
        self._back.setTextFormat(Qt.TextFormat.RichText)
        self._activity = plain_label(self, "sentence_activity", "small", is_wrapped=True, is_selectable=True)
        self._others = [self._other_button(number) for number in range(_MOST_ALTERNATIVES)]
        self._texts: list[str] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self._doubts)
        for button in self._others:
            layout.addWidget(button)
        layout.addWidget(self._back)
        layout.addLayout(self._action_row())
        self.hide()

    def show_sentence(self, doubts: Sequence[str]) -> None:
        """Another sentence was chosen."""
        self._show(self._doubts, "\n".join(doubts))
        self.show_alternatives(())
        self._show(self._back, "")
        self.show_activity("")
        self.show()

    def show_activity(self, text: str) -> None:
        """What is on its way, or that nothing came of it."""
        self._show(self._activity, text)

    def show_alternatives(self, texts: Sequence[str]) -> None:
        self._texts = list(texts)[:_MOST_ALTERNATIVES]
        for number, button in enumerate(self._others):
            text = self._texts[number] if number < len(self._texts) else ""
            button.setVisible(bool(text))
            button.setAccessibleName(text)
            button.setToolTip(plain_tip(text))
        self._fit_texts()

    def _fit_texts(self) -> None:
        """A long sentence ends in dots; its tip is the whole."""
        for button, text in zip(self._others, self._texts, strict=False):
            room_px = self.width() - _BUTTON_MARGINS_PX
            shown = button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room_px)
            button.setText(shown.replace("&", "&&"))

    def show_back(self, changes: Sequence[WordChange]) -> None:
        """What the sentence says back, beside what it was made from: red what is gone, green what is new."""
        palette = current_palette()
        looks = {
            ChangeKind.SAME: "{}",
            ChangeKind.REMOVED: f'<s style="color: {palette.error}">{{}}</s>',
            ChangeKind.ADDED: f'<b style="color: {palette.accent}">{{}}</b>',
        }
        words = "".join(looks[change.kind].format(escape(change.text)) for change in changes)
        title = translate("SentencePanel", "It says back:")
        self._show(self._back, f'<span style="color: {palette.dim_text}">{escape(title)}</span> {words}')

    def _show(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _other_button(self, number: int) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(f"alternative_{number + 1}")
        button.setProperty("look", "example")
        button.setProperty("number", number)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._on_other_clicked)
        return button

    def _action_row(self) -> QHBoxLayout:
        others = action_button(self, "alternatives_button", translate("SentencePanel", "Other translations"))
        others.clicked.connect(self.alternatives_requested)
        back = action_button(self, "back_button", translate("SentencePanel", "Translate back"))
        back.clicked.connect(self.back_requested)
        close = action_button(self, "close_sentence_button", translate("SentencePanel", "Close"))
        close.clicked.connect(self.close_requested)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(others)
        row.addWidget(back)
        row.addWidget(self._activity, 1)
        row.addStretch()
        row.addWidget(close)
        return row

    @Slot()
    def _on_other_clicked(self) -> None:
        number = self.sender().property("number")
        self.alternative_chosen.emit(self._texts[number])

    # Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_texts()
