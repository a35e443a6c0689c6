"""The one line that thinking is folded into: "Thought for 4 s". GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_llm.ui.widgets.action_button import action_button, fold_sign
from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent


class ThinkingLine(QWidget):
    fold_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._button = action_button(self, "thinking_button", "")
        self._button.setCheckable(True)
        self._button.clicked.connect(self.fold_requested)

    def show_thinking(self, content: MessageContent, *, is_unfolded: bool) -> None:
        sentence = self._sentence(content)
        self._button.setText(fold_sign(self, is_unfolded=is_unfolded) + sentence)
        self._button.setAccessibleName(sentence)
        self._button.setChecked(is_unfolded)
        self._button.adjustSize()

    def _sentence(self, content: MessageContent) -> str:
        if content.state is ContentState.STREAMING and not content.text:
            return self.tr("Thinking …")
        if content.thinking_s is None:
            return self.tr("Thought")
        return self.tr("Thought for {seconds} s").format(seconds=max(1, round(content.thinking_s)))

    def heightForWidth(self, width: int) -> int:
        return self._button.sizeHint().height()
