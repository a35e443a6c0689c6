"""The chat: transcript, prompt box, and what is said between them. State in, the user's wish out. GUI thread.

It composes widgets and keeps no messages; `show_` methods give it what to show, signals tell what a person wants.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_llm.ui.dialogs.file_choosers import choose_files, choose_folder
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.theme import TEXT_COLUMN_PX
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar
from desktop_llm.ui.widgets.prompt.overflow_panel import ContextOverflow, OverflowChoice, OverflowPanel
from desktop_llm.ui.widgets.prompt.pages_panel import ChosenPages, PagesPanel, PagesQuestion
from desktop_llm.ui.widgets.prompt.passage_panel import PassageContent, PassagePanel
from desktop_llm.ui.widgets.prompt.password_panel import GivenPassword, PasswordPanel, PasswordQuestion
from desktop_llm.ui.widgets.prompt.prompt_box import PromptBox
from desktop_llm.ui.widgets.prompt.prompt_draft import FolderChoice, PromptDraft, PromptState, SendKey
from desktop_llm.ui.widgets.transcript.empty_chat import EmptyChat
from desktop_llm.ui.widgets.transcript.link_panel import LinkPanel
from desktop_llm.ui.widgets.transcript.message_content import MessageContent
from desktop_llm.ui.widgets.transcript.title_field import TitleField
from desktop_llm.ui.widgets.transcript.transcript import Transcript

_SIDE_PX: Final = 24
_GAP_PX: Final = 8


class ChatContent(Struct, frozen=True, kw_only=True):
    """One conversation, from its first message to the last of the branch that is shown. Without messages it is new."""

    title: str = ""
    messages: tuple[MessageContent, ...] = ()


class ChatPane(QWidget):
    """Transcript above, prompt box below; questions to the user stand between them and never in the way."""

    prompt_submitted = Signal(object)  # PromptDraft
    stop_requested = Signal()
    draft_changed = Signal()
    attachments_changed = Signal()
    files_added = Signal(object)  # tuple[str, ...]: the paths of chips that are new
    regenerate_requested = Signal(str)
    continue_requested = Signal(str)
    edit_submitted = Signal(object)  # EditedMessage
    edit_changed = Signal(object)  # EditedMessage
    edit_dropped = Signal(str)  # the message stays as it is
    branch_requested = Signal(object)  # BranchStep
    message_action_requested = Signal(str)  # the message whose notice has the button
    notice_action_requested = Signal(str)  # Notice.id
    notice_dismissed = Signal(str)  # Notice.id
    overflow_choice_made = Signal(object)  # OverflowChoice
    password_given = Signal(object)  # GivenPassword
    password_refused = Signal(str)  # PasswordQuestion.id
    title_edited = Signal(str)
    link_open_confirmed = Signal(str)
    source_requested = Signal(object)  # SourceWish
    pages_chosen = Signal(object)  # ChosenPages
    folder_forgotten = Signal(str)  # path
    folder_paused = Signal(str)  # path
    folder_resumed = Signal(str)  # path

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
        self._passage = PassagePanel(self)
        self._pages = PagesPanel(self)
        self._password = PasswordPanel(self)
        self._notice = NoticeBar(self)
        self._prompt = PromptBox(self)
        self.setFocusProxy(self._prompt)
        self._question_id = ""
        self._lay_out()
        self._connect()
        self.show_conversation(ChatContent())

    def show_conversation(self, content: ChatContent) -> None:
        """Show this conversation from its newest message up; without messages, the greeting."""
        self._transcript.show_messages(content.messages)
        self._question_id = next((each.id for each in reversed(content.messages) if each.role == "user"), "")
        self.show_title(content.title)
        self._show_body(has_messages=bool(content.messages))
        for panel in (self._link, self._passage, self._pages):
            panel.hide()
        self.show_overflow(None)

    def show_title(self, title: str) -> None:
        self._title.show_title(title)

    def append_message(self, message: MessageContent) -> None:
        self._transcript.append_message(message)
        if message.role == "user":
            self._question_id = message.id
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

    def show_passage(self, content: PassageContent) -> None:
        """A passage of a document, with the text around it."""
        self._passage.show_passage(content)

    def ask_for_pages(self, question: PagesQuestion) -> None:
        """Which pages of a document go along with the message."""
        self._pages.show_question(question)

    def show_notice(self, notice: Notice) -> None:
        """Say what happened, above the prompt box, with one button that helps."""
        self._notice.show_notice(notice)

    def dismiss_notice(self, notice_id: str) -> None:
        self._notice.dismiss(notice_id)

    def show_prompt_state(self, state: PromptState, reason: str = "") -> None:
        """Whether the button sends, stops, or can do neither, and then why."""
        self._prompt.show_state(state, reason)

    def show_thinking_choice(self, *, is_possible: bool) -> None:
        self._prompt.set_thinking_available(is_possible)

    def show_send_key(self, send_key: SendKey) -> None:
        self._prompt.set_send_key(send_key)

    def show_folders(self, folders: tuple[FolderChoice, ...]) -> None:
        """The folders of documents that can be asked with one click."""
        self._prompt.show_folders(folders)

    def show_attachment_cost(self, attachment_id: str, text: str, *, is_too_large: bool) -> None:
        """Say beside an attachment what it costs of the context."""
        self._prompt.set_attachment_cost(attachment_id, text, is_too_large=is_too_large)

    def show_attachment_remarks(self, attachment_id: str, sentences: tuple[str, ...]) -> None:
        """What is to be known of an attachment, on hover."""
        self._prompt.set_attachment_remarks(attachment_id, sentences)

    @property
    def password_question_id(self) -> str:
        return self._password.question_id

    def show_password_question(self, question: PasswordQuestion | None) -> None:
        """Ask for the password of an attachment; None takes it back."""
        self._password.show_question(question)

    @Slot(str)
    def remove_attachment(self, attachment_id: str) -> None:
        self._prompt.remove_attachment(attachment_id)

    @property
    def draft(self) -> PromptDraft:
        """What stands in the prompt box now."""
        return self._prompt.draft()

    def show_draft(self, draft: PromptDraft) -> None:
        self._prompt.show_draft(draft)

    def clear_draft(self) -> None:
        """The message was taken."""
        self._prompt.clear()

    def add_files(self, paths: Iterable[Path]) -> None:
        """Attach files that were dropped somewhere else on the window."""
        self._prompt.add_files(tuple(str(path) for path in paths))

    @Slot()
    def focus_prompt(self) -> None:
        self._prompt.focus_field()

    def _show_body(self, *, has_messages: bool) -> None:
        self._title.setVisible(has_messages)
        self._body.setCurrentWidget(self._transcript if has_messages else self._empty)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(_column(self._title))
        layout.addWidget(self._body, 1)
        questions = QVBoxLayout()
        questions.setSpacing(_GAP_PX)
        for widget in (self._overflow, self._pages, self._passage, self._link, self._password, self._notice):
            questions.addLayout(_column(widget))
        layout.addLayout(questions)
        layout.addWidget(self._prompt)

    def _connect(self) -> None:
        self._title.title_edited.connect(self.title_edited)
        self._empty.example_chosen.connect(self._on_example)
        transcript, prompt = self._transcript, self._prompt
        transcript.regenerate_requested.connect(self.regenerate_requested)
        transcript.continue_requested.connect(self.continue_requested)
        transcript.edit_submitted.connect(self.edit_submitted)
        transcript.edit_changed.connect(self.edit_changed)
        transcript.edit_dropped.connect(self.edit_dropped)
        transcript.branch_requested.connect(self.branch_requested)
        transcript.notice_action_requested.connect(self.message_action_requested)
        transcript.source_requested.connect(self.source_requested)
        transcript.link_activated.connect(self._link.show_link)
        prompt.prompt_submitted.connect(self.prompt_submitted)
        prompt.stop_requested.connect(self.stop_requested)
        prompt.draft_changed.connect(self.draft_changed)
        prompt.attachments_changed.connect(self.attachments_changed)
        prompt.files_dropped.connect(self.files_added)
        prompt.attach_requested.connect(self._on_attach)
        prompt.folder_requested.connect(self._on_folder_requested)
        prompt.folder_forgotten.connect(self.folder_forgotten)
        prompt.folder_paused.connect(self.folder_paused)
        prompt.folder_resumed.connect(self.folder_resumed)
        prompt.edit_last_requested.connect(self._on_edit_last)
        self._notice.action_requested.connect(self.notice_action_requested)
        self._notice.dismissed.connect(self.notice_dismissed)
        self._overflow.choice_made.connect(self._on_overflow_choice)
        self._password.password_given.connect(self._on_password_given)
        self._password.question_refused.connect(self._on_password_refused)
        self._link.open_confirmed.connect(self.link_open_confirmed)
        for panel in (self._link, self._passage, self._pages):
            panel.panel_closed.connect(self.focus_prompt)
        self._pages.pages_chosen.connect(self._on_pages_chosen)

    @Slot(str)
    def _on_example(self, text: str) -> None:
        self._prompt.set_text(text)
        self.focus_prompt()

    @Slot(object)
    def _on_password_given(self, given: GivenPassword) -> None:
        self.focus_prompt()
        self.password_given.emit(given)

    @Slot(str)
    def _on_password_refused(self, question_id: str) -> None:
        self.focus_prompt()
        self.password_refused.emit(question_id)

    @Slot()
    def _on_attach(self) -> None:
        choose_files(self, translate("ChatPane", "Attach files"), self._on_files_chosen)

    @Slot()
    def _on_folder_requested(self) -> None:
        choose_folder(self, translate("ChatPane", "Ask a folder of documents"), self._on_folder_chosen)

    @Slot(str)
    def _on_folder_chosen(self, path: str) -> None:
        self._prompt.add_files((path,))

    @Slot(object)
    def _on_files_chosen(self, paths: Iterable[str]) -> None:
        self._prompt.add_files(tuple(paths))

    @Slot()
    def _on_edit_last(self) -> None:
        if self._question_id:
            self._transcript.edit_message(self._question_id)

    @Slot(object)
    def _on_pages_chosen(self, chosen: ChosenPages) -> None:
        self.focus_prompt()
        self.pages_chosen.emit(chosen)

    @Slot(object)
    def _on_overflow_choice(self, choice: OverflowChoice) -> None:
        self.show_overflow(None)
        self.focus_prompt()
        self.overflow_choice_made.emit(choice)


def _column(widget: QWidget) -> QHBoxLayout:
    """The widget as wide as the text column, in the middle."""
    widget.setMaximumWidth(TEXT_COLUMN_PX)
    row = QHBoxLayout()
    row.setContentsMargins(_SIDE_PX, 0, _SIDE_PX, 0)
    row.addStretch(1)
    row.addWidget(widget, 1000)
    row.addStretch(1)
    return row
