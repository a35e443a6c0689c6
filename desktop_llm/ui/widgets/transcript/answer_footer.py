"""The line below an answer: how it ended, what to do about it, and its buttons. GUI thread."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_llm.ui.i18n import sentences_text
from desktop_llm.ui.widgets.action_button import BranchSwitch, action_button
from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent

_SPACING_PX: Final = 12
_LINE_GAP_PX: Final = 4


class AnswerFooter(QWidget):
    copy_requested = Signal()
    regenerate_requested = Signal()
    continue_requested = Signal()
    notice_action_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._notice = QLabel(self)
        self._notice.setObjectName("message_notice")
        self._notice.setWordWrap(True)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice_button = QPushButton(self)
        self._notice_button.setObjectName("message_notice_button")
        self._copy = action_button(self, "copy_button", self.tr("Copy"), self.tr("Copy this answer"))
        self._regenerate = action_button(self, "regenerate_button", self.tr("Regenerate"), self.tr("Answer again"))
        self._continue = action_button(self, "continue_button", self.tr("Continue"), self.tr("Go on with this answer"))
        self._branches = BranchSwitch(self)
        self._copy.clicked.connect(self.copy_requested)
        self._regenerate.clicked.connect(self.regenerate_requested)
        self._continue.clicked.connect(self.continue_requested)
        self._notice_button.clicked.connect(self.notice_action_requested)
        self._branches.step_requested.connect(self.step_requested)
        self._build_layout()

    def show_content(self, content: MessageContent) -> None:
        sentence = self._sentence(content)
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))
        self._notice.setProperty("look", "error" if content.state is ContentState.FAILED else "small")
        self._notice.style().polish(self._notice)
        self._notice_button.setText(content.notice_action)
        self._notice_button.setVisible(bool(content.notice_action))
        self._copy.setVisible(bool(content.text))
        self._continue.setVisible(content.state is not ContentState.FAILED and bool(content.text))
        self._branches.show_branch(content.branch_number, content.branch_count)
        self.setToolTip(content.details)

    def _build_layout(self) -> None:
        notice = QHBoxLayout()
        notice.setSpacing(_SPACING_PX)
        notice.addWidget(self._notice, 1)
        notice.addWidget(self._notice_button)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        for button in (self._copy, self._regenerate, self._continue):
            actions.addWidget(button)
        actions.addStretch(1)
        actions.addWidget(self._branches)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_LINE_GAP_PX)
        layout.addLayout(notice)
        layout.addLayout(actions)

    def _sentence(self, content: MessageContent) -> str:
        left_out = self.tr("Not sent to the model.") if content.is_left_out else ""
        return sentences_text((content.notice or self._state_sentence(content.state), left_out))

    def _state_sentence(self, state: ContentState) -> str:
        match state:
            case ContentState.STOPPED:
                return self.tr("Stopped.")
            case ContentState.CUT_AT_LIMIT:
                return self.tr("Cut at the length limit.")
            case ContentState.REPEATED:
                return self.tr("Stopped: the model was writing the same again and again.")
            case ContentState.INTERRUPTED:
                return self.tr("Interrupted: the program ended while this was written.")
            case _:
                return ""

    def heightForWidth(self, width: int) -> int:
        """Reckoned here: the layout learns of new texts only when the event loop runs again."""
        actions_px = self._regenerate.sizeHint().height()
        if not self._notice.text():
            return actions_px
        button = self._notice_button.sizeHint() if self._notice_button.text() else QSize(-_SPACING_PX, 0)
        notice_px = self._notice.heightForWidth(width - button.width() - _SPACING_PX)
        return max(notice_px, button.height()) + _LINE_GAP_PX + actions_px
