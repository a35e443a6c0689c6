"""The chat: transcript, prompt box, and what is said between them. State in, the user's wish out. GUI thread.

It composes widgets and keeps no messages; `show_` methods give it what to show, signals tell what a person wants.
"""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_llm.ui.theme import TEXT_COLUMN_PX
from desktop_llm.ui.widgets.empty_chat import EmptyChat
from desktop_llm.ui.widgets.link_panel import LinkPanel
from desktop_llm.ui.widgets.message_content import MessageContent
from desktop_llm.ui.widgets.overflow_panel import ContextOverflow, OverflowPanel
from desktop_llm.ui.widgets.prompt_box import PromptBox
from desktop_llm.ui.widgets.title_field import TitleField
from desktop_llm.ui.widgets.transcript import Transcript

_MARGIN_PX: Final = 16


class ChatContent(Struct, frozen=True, kw_only=True):
    """One conversation, from its first message to the last of the branch that is shown. Without messages it is new."""

    title: str = ""
    messages: tuple[MessageContent, ...] = ()


class ChatPane(QWidget):
    """Transcript above, prompt box below; questions to the user stand between them and never in the way."""

    prompt_submitted = Signal(object)  # PromptDraft
    stop_requested = Signal()
    draft_changed = Signal(object)
    files_dropped = Signal(object)
    regenerate_requested = Signal(str)
    continue_requested = Signal(str)
    edit_submitted = Signal(object)  # EditedMessage
    branch_requested = Signal(object)  # BranchStep
    notice_action_requested = Signal(str)
    overflow_choice_made = Signal(object)  # OverflowChoice
    title_edited = Signal(str)
    link_open_confirmed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chat_pane")
        self._title = TitleField(self)
        self._empty = EmptyChat(self)
        self._transcript = Transcript(self)
        self._body = QStackedWidget(self)
        self._body.setObjectName("chat_body")
        self._body.addWidget(self._empty)
        self._body.addWidget(self._transcript)
        self._overflow = OverflowPanel(self)
        self._link = LinkPanel(self)
        self._prompt = PromptBox(self)
        self._lay_out()
        self._connect()
        self.show_conversation(ChatContent())

    @property
    def transcript(self) -> Transcript:
        return self._transcript

    @property
    def prompt_box(self) -> PromptBox:
        return self._prompt

    def show_conversation(self, content: ChatContent) -> None:
        """Show this conversation from its newest message up; without messages, the greeting."""
        self._transcript.show_messages(content.messages)
        self.show_title(content.title)
        self._show_body(has_messages=bool(content.messages))
        self._link.hide()
        self.show_overflow(None)

    def show_title(self, title: str) -> None:
        self._title.show_title(title)

    def append_message(self, message: MessageContent) -> None:
        self._transcript.append_message(message)
        self._show_body(has_messages=True)

    def update_message(self, message: MessageContent) -> None:
        self._transcript.update_message(message)

    def grow_answer(self, message_id: str, text: str, thinking: str) -> None:
        """More of the answer that is being written."""
        self._transcript.grow_answer(message_id, text, thinking)

    def scroll_to_message(self, message_id: str) -> None:
        self._transcript.scroll_to_message(message_id)

    def show_overflow(self, overflow: ContextOverflow | None) -> None:
        """Say that the conversation no longer fits, and what can be done; None takes it back."""
        self._overflow.show_overflow(overflow)

    @Slot()
    def focus_prompt(self) -> None:
        self._prompt.setFocus()

    def _show_body(self, *, has_messages: bool) -> None:
        self._title.setVisible(has_messages)
        self._body.setCurrentWidget(self._transcript if has_messages else self._empty)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(_column(self._title))
        layout.addWidget(self._body, 1)
        for widget in (self._overflow, self._link, self._prompt):
            layout.addLayout(_column(widget))
        layout.addSpacing(_MARGIN_PX)

    def _connect(self) -> None:
        self._title.title_edited.connect(self.title_edited)
        self._empty.example_chosen.connect(self._on_example)
        transcript, prompt = self._transcript, self._prompt
        transcript.regenerate_requested.connect(self.regenerate_requested)
        transcript.continue_requested.connect(self.continue_requested)
        transcript.edit_submitted.connect(self.edit_submitted)
        transcript.branch_requested.connect(self.branch_requested)
        transcript.notice_action_requested.connect(self.notice_action_requested)
        transcript.link_activated.connect(self._link.show_link)
        prompt.prompt_submitted.connect(self.prompt_submitted)
        prompt.stop_requested.connect(self.stop_requested)
        prompt.draft_changed.connect(self.draft_changed)
        prompt.files_dropped.connect(self.files_dropped)
        self._overflow.choice_made.connect(self.overflow_choice_made)
        self._link.open_confirmed.connect(self.link_open_confirmed)
        self._link.panel_closed.connect(self.focus_prompt)

    @Slot(str)
    def _on_example(self, text: str) -> None:
        self._prompt.show_draft(text)
        self.focus_prompt()


def _column(widget: QWidget) -> QHBoxLayout:
    """The widget as wide as the text column, in the middle."""
    widget.setMaximumWidth(TEXT_COLUMN_PX)
    row = QHBoxLayout()
    row.setContentsMargins(_MARGIN_PX, 0, _MARGIN_PX, 0)
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row
