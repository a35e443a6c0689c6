"""Runs the chat pane: what is asked goes to `assist.chat`, what comes back goes to the transcript. GUI thread.

A message is measured before it is sent. Its text leaves the prompt box once it is on the disk, and not before.
"""

import logging
from collections.abc import Callable
from functools import partial

from msgspec import Struct, structs
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.chat import Chat, Question
from desktop_llm.assist.job import JobEnded, JobEvent, JobProgressed, JobState, JobTextGrew
from desktop_llm.assist.questions.question_parts import QuestionParts
from desktop_llm.engine.messages import ThinkingMode
from desktop_llm.errors import DesktopLlmError
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Conversation, Message, MessageState, PathMessage
from desktop_llm.ui.controllers.chat.attachment_controller import AttachmentController
from desktop_llm.ui.controllers.chat.chat_notices import ChatNotices
from desktop_llm.ui.controllers.chat.context_meter_feed import ContextMeterFeed
from desktop_llm.ui.controllers.chat.conversation_edits import ConversationEdits
from desktop_llm.ui.controllers.chat.draft_keeper import DraftKeeper
from desktop_llm.ui.controllers.chat.hidden_edits import HiddenEdits
from desktop_llm.ui.controllers.chat.question_gate import QuestionFailure, QuestionGate
from desktop_llm.ui.controllers.engines.open_engine import OpenEngine
from desktop_llm.ui.error_text import ErrorAction, ErrorText, error_text
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.message_contents import (
    GrowingText,
    conversation_contents,
    message_content,
    steady_tokens_per_second,
)
from desktop_llm.ui.panes.chat_pane import ChatContent, ChatPane
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationTarget
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY
from desktop_llm.ui.widgets.prompt.prompt_draft import PromptDraft, PromptState, SendKey
from desktop_llm.ui.widgets.transcript.message_content import EditedMessage

_log = logging.getLogger(__name__)


class _Opened(Struct, frozen=True):
    """A conversation read from the store."""

    conversation: Conversation
    path: tuple[PathMessage, ...]


class _Sending(Struct):
    """What was asked for and has not begun. The question is None where an earlier one is answered again."""

    question: Question | None = None
    is_stop_wanted: bool = False


class _Begun(Struct, frozen=True):
    """An answer that was begun, in its conversation. `asked_from` is what was open: "" for a new chat."""

    opened: _Opened
    answer: Message
    is_branch: bool
    asked_from: str


class _Growing(Struct):
    """An answer that is being written, shown or not."""

    conversation_id: str
    content: GrowingText
    is_shown: bool = False


class ChatController(QObject):
    """One conversation is open at a time; answers go on in others."""

    library_changed = Signal()
    speed_measured = Signal(float)
    reading_progressed = Signal(float)
    error_action_requested = Signal(object)  # ErrorAction
    answer_ended = Signal(str)  # the id of the answer, which is on disk now

    def __init__(
        self,
        window: MainWindow,
        pane: ChatPane,
        chat: Chat,
        store: ConversationStore,
        attachments: AttachmentController,
        parts: QuestionParts,
        engine: OpenEngine,
        bridge: EventBridge,
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._chat = chat
        self._store = store
        self._attachments = attachments
        self._engine = engine
        self._bridge = bridge
        self._conversation: Conversation | None = None
        self._path: dict[str, PathMessage] = {}
        self._sending: dict[str, _Sending] = {}
        self._growing: dict[str, _Growing] = {}
        self._failures: dict[str, ErrorText] = {}
        self._early_ends: dict[str, JobEnded] = {}
        self._drafts = DraftKeeper(pane, store, bridge)
        self._notices = ChatNotices(pane)
        self._gate = QuestionGate(pane, chat, store, parts, engine, bridge)
        self._meter = ContextMeterFeed(window, chat, bridge, self)
        self._edits = ConversationEdits(pane, store, bridge, self._notices)
        self._hidden_edits = HiddenEdits(pane, store, self._drafts.edits, bridge, self._notices)
        self._connect()
        self._show_prompt_state()

    @property
    def gate(self) -> QuestionGate:
        return self._gate

    @property
    def drafts(self) -> DraftKeeper:
        return self._drafts

    @property
    def open_id(self) -> str:
        return self._conversation.id if self._conversation else ""

    # Which conversation is open

    @Slot()
    def begin_new(self) -> None:
        """An empty chat; nothing is stored before its first message."""
        self._conversation = None
        self._engine.show_conversation(None)
        self._show_path(())
        self._edits.show_open_conversation("")
        self._window.show_open_conversation("")
        self._drafts.show("")
        self._pane.focus_prompt()

    @Slot(object)
    def open_target(self, target: ConversationTarget) -> None:
        """Show a conversation, at the message that a search found."""
        read = partial(self._read, target.conversation_id)
        self._bridge.run_in_background(read, partial(self._show_opened, target.message_id), self._notices.show_error)

    @Slot(str)
    def leave(self, conversation_id: str) -> None:
        """The conversation was deleted."""
        if conversation_id == self.open_id:
            self.begin_new()

    @Slot(str)
    def reopen(self, conversation_id: str) -> None:
        self.open_target(ConversationTarget(conversation_id))

    @Slot(str)
    def show_new_title(self, conversation_id: str) -> None:
        """A better title was stored."""
        self.library_changed.emit()
        if conversation_id == self.open_id:
            self._bridge.run_in_background(partial(self._store.conversation, conversation_id), self._show_conversation)

    def show_send_key(self, *, enter_sends: bool) -> None:
        self._pane.show_send_key(SendKey.ENTER if enter_sends else SendKey.CTRL_ENTER)

    def _read(self, conversation_id: str) -> _Opened:
        return _Opened(self._store.conversation(conversation_id), self._store.path(conversation_id))

    def _show_opened(self, message_id: str | None, opened: _Opened) -> None:
        if opened.conversation.id != self.open_id:
            self._conversation = opened.conversation
            self._drafts.show(opened.conversation.id)
            message_id = message_id or self._last_edited(opened.path)
        self._show_conversation(opened.conversation)
        self._show_path(opened.path)
        if message_id is not None:
            self._pane.scroll_to_message(message_id)
        self._pane.focus_prompt()
        self.measure_draft()

    def _last_edited(self, path: tuple[PathMessage, ...]) -> str | None:
        """What is being changed is seen when its conversation is opened."""
        ids = (item.message.id for item in reversed(path))
        return next((each for each in ids if each in self._drafts.edits.begun), None)

    def _show_conversation(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._pane.show_title(conversation.title)
        self._edits.show_open_conversation(conversation.id)
        self._engine.show_conversation(conversation)
        self._window.show_open_conversation(conversation.id)

    def _show_path(self, path: tuple[PathMessage, ...]) -> None:
        self._path = {item.message.id: item for item in path}
        for message_id, growing in self._growing.items():
            growing.is_shown = message_id in self._path
        growing_texts = {message_id: growing.content for message_id, growing in self._growing.items()}
        messages = conversation_contents(path, growing_texts, self._failures, self._drafts.edits.begun)
        title = self._conversation.title if self._conversation else ""
        self._pane.show_conversation(ChatContent(title=title, messages=messages))
        self._drafts.edits.note_shown(self.open_id, self._path)
        self._show_prompt_state()

    # Asking

    @Slot(object)
    def _on_submitted(self, draft: PromptDraft) -> None:
        if self.open_id in self._sending:
            return
        if self._attachments.read_attachments(draft.attachments) is None:
            self._notices.tell(translate("ChatPane", "A file is still being read. Send again in a moment."))
            return
        self._gate.submit(self._question(draft))

    @Slot(object)
    def _on_edited(self, edited: EditedMessage) -> None:
        if self.open_id in self._sending:
            return
        original = self._path[edited.id].message
        question = Question(
            conversation_id=self.open_id,
            text=edited.text,
            engine=self._engine.choice,
            attachments=original.attachments,
            replaces_id=edited.id,
        )
        self._gate.submit(question)

    @Slot(object)
    def _on_question_submitted(self, question: Question) -> None:
        """It is on its way through the gate; from now on it can be stopped."""
        self._note_sending(question.conversation_id or "", _Sending(question))

    @Slot(object)
    def _on_question_returned(self, question: Question) -> None:
        self._forget_sending(question.conversation_id or "")

    @Slot(object)
    def _on_question_failed(self, failure: QuestionFailure) -> None:
        self._notices.show_error(failure.error, partial(self._gate.submit, failure.question))

    @Slot(object)
    def _on_question_accepted(self, question: Question) -> None:
        """It fits: ask, unless it was stopped meanwhile."""
        asked_from = question.conversation_id or ""
        sending = self._sending.get(asked_from)
        if sending is not None and sending.is_stop_wanted:
            self._forget_sending(asked_from)
            return
        begin = partial(self._chat.ask, question, self._bridge.post)
        again = partial(self._gate.submit, question)
        self._begin(begin, again, asked_from, is_branch=question.replaces_id is not None)

    @Slot(str)
    def _on_regenerate(self, answer_id: str) -> None:
        thinking = ThinkingMode(self._pane.draft.thinking)
        begin = partial(self._chat.regenerate, answer_id, thinking, self._engine.choice, self._bridge.post)
        self._begin_again(begin, partial(self._on_regenerate, answer_id))

    @Slot(str)
    def _on_continue(self, answer_id: str) -> None:
        begin = partial(self._chat.continue_answer, answer_id, self._engine.choice, self._bridge.post)
        self._begin_again(begin, partial(self._on_continue, answer_id))

    def _begin_again(self, begin: Callable[[], Message], again: Callable[[], None]) -> None:
        if self.open_id not in self._sending:
            self._note_sending(self.open_id, _Sending())
            self._begin(begin, again, self.open_id, is_branch=True)

    def _begin(
        self, begin: Callable[[], Message], again: Callable[[], None], asked_from: str, *, is_branch: bool
    ) -> None:
        work = partial(self._begin_and_read, begin, asked_from, is_branch=is_branch)
        self._bridge.run_in_background(work, self._on_begun, partial(self._on_not_begun, asked_from, again))

    def _begin_and_read(self, begin: Callable[[], Message], asked_from: str, *, is_branch: bool) -> _Begun:
        answer = begin()
        return _Begun(self._read(answer.conversation_id), answer, is_branch, asked_from)

    def _on_not_begun(self, asked_from: str, again: Callable[[], None], error: DesktopLlmError) -> None:
        self._forget_sending(asked_from)
        self._notices.show_error(error, again)

    def _on_begun(self, begun: _Begun) -> None:
        answer, opened = begun.answer, begun.opened
        growing = self._growing.setdefault(answer.id, _Growing(opened.conversation.id, GrowingText()))
        growing.conversation_id = opened.conversation.id
        # What arrived before this call is already in `growing`, but not what a continued answer began with.
        growing.content = GrowingText(answer.text, answer.thinking).grown(
            growing.content.text, growing.content.thinking
        )
        sending = self._sending.pop(begun.asked_from, _Sending())
        if sending.question is not None:
            self._drafts.drop_sent(begun.asked_from, sending.question)
        self.library_changed.emit()
        if self.open_id in (begun.asked_from, opened.conversation.id):
            self._show_begun(begun)
        if sending.is_stop_wanted:
            self._chat.stop(answer.id)
        # An answer of a few words can be over before it is shown.
        if early_end := self._early_ends.pop(answer.id, None):
            self._end(early_end)

    def _note_sending(self, asked_from: str, sending: _Sending) -> None:
        self._sending[asked_from] = sending
        self._show_prompt_state()

    def _forget_sending(self, asked_from: str) -> None:
        self._sending.pop(asked_from, None)
        self._show_prompt_state()

    def _show_begun(self, begun: _Begun) -> None:
        is_new = not self.open_id
        self._drafts.follow(begun.opened.conversation.id)
        self._show_conversation(begun.opened.conversation)
        if begun.is_branch or is_new:
            self._show_path(begun.opened.path)
        else:
            self._append(begun.opened.path)

    def _append(self, path: tuple[PathMessage, ...]) -> None:
        for item in path:
            if item.message.id in self._path:
                continue
            growing = self._growing.get(item.message.id)
            self._path[item.message.id] = item
            self._pane.append_message(message_content(item, growing.content if growing else None))
            if growing:
                growing.is_shown = True
        self._show_prompt_state()

    # Answers on their way

    @Slot(object)
    def _on_event(self, event: JobEvent) -> None:
        match event:
            case JobTextGrew():
                self._grow(event)
            case JobProgressed():
                self._show_reading(event)
            case JobEnded():
                self._end(event)
            case _:
                _log.warning("an unknown event: %s", type(event).__name__)

    def _grow(self, event: JobTextGrew) -> None:
        growing = self._growing.setdefault(event.job_id, _Growing("", GrowingText()))
        growing.content = growing.content.grown(event.text, event.thinking)
        if growing.is_shown:
            self._pane.grow_answer(event.job_id, event.text, event.thinking)

    def _show_reading(self, event: JobProgressed) -> None:
        growing = self._growing.get(event.job_id)
        if growing is not None and growing.is_shown and event.total:
            self.reading_progressed.emit(event.done / event.total)

    def _end(self, event: JobEnded) -> None:
        growing = self._growing.get(event.job_id)
        if growing is None or not growing.conversation_id:
            self._early_ends[event.job_id] = event
            return
        del self._growing[event.job_id]
        if event.failure is not None:
            self._failures[event.job_id] = error_text(event.failure.code, event.failure.facts)
        elif event.state is not JobState.FAILED:
            self._failures.pop(event.job_id, None)
        self._show_prompt_state()
        self.library_changed.emit()
        read = partial(self._store.message, event.job_id)
        self._bridge.run_in_background(read, partial(self._show_ended, growing.content), self._notices.show_error)

    def _show_ended(self, arrived: GrowingText, message: Message) -> None:
        self.answer_ended.emit(message.id)
        item = self._path.get(message.id)
        if item is None:
            return
        if rate := steady_tokens_per_second(message.timings):
            self.speed_measured.emit(rate)
        # A full disk may keep the end of an answer from the database; the window still shows what arrived.
        if message.state is MessageState.STREAMING:
            message = structs.replace(message, state=MessageState.FAILED, text=arrived.text, thinking=arrived.thinking)
        self.show_changed(message)
        self.measure_draft()

    def show_changed(self, message: Message) -> None:
        """An answer that is over has become another."""
        item = self._path.get(message.id)
        if item is None or message.id in self._growing:
            return
        shown = PathMessage(message, item.branch_number, item.branch_count)
        self._path[message.id] = shown
        self._pane.update_message(message_content(shown, None, self._failures.get(message.id)))

    @Slot()
    def stop(self) -> None:
        """Stop what is shown, and what was sent here and has not begun."""
        if sending := self._sending.get(self.open_id):
            self._stop_sending(sending)
        for answer_id, growing in list(self._growing.items()):
            if growing.is_shown:
                self._chat.stop(answer_id)

    @Slot(str)
    def _on_stop_requested(self, pane_key: str) -> None:
        if pane_key == CHAT_KEY:
            self.stop()

    def stop_all(self) -> None:
        for sending in list(self._sending.values()):
            self._stop_sending(sending)
        for answer_id in list(self._growing):
            self._chat.stop(answer_id)

    def close(self) -> None:
        """The program ends; what stands in the box is kept. Blocks for seconds at most."""
        self._gate.stop()
        self._attachments.stop()
        self._drafts.save()

    def _stop_sending(self, sending: _Sending) -> None:
        sending.is_stop_wanted = True
        if sending.question is not None:
            self._gate.withdraw(sending.question)

    # Smaller wishes

    @Slot(str)
    def _on_message_action(self, message_id: str) -> None:
        failure = self._failures.get(message_id)
        match failure.action if failure else None:
            case ErrorAction.TRY_AGAIN:
                self._on_regenerate(message_id)
            case None:
                pass
            case action:
                self.error_action_requested.emit(action)

    @Slot()
    def measure_draft(self) -> None:
        """Keep the context meter true."""
        if self._engine.model is not None and not self._is_busy:
            self._meter.measure(self._question(self._pane.draft))

    def _question(self, draft: PromptDraft) -> Question:
        return Question(
            conversation_id=self.open_id or None,
            text=draft.text,
            engine=self._engine.choice,
            attachments=self._attachments.read_attachments(draft.attachments) or (),
            thinking=ThinkingMode(draft.thinking),
        )

    @property
    def _is_busy(self) -> bool:
        """True from the moment of sending to the end of the answer."""
        return self.open_id in self._sending or any(growing.is_shown for growing in self._growing.values())

    def _show_prompt_state(self) -> None:
        is_busy = self._is_busy
        self._window.show_working(CHAT_KEY, is_working=is_busy)
        self._pane.show_prompt_state(PromptState.ANSWERING if is_busy else PromptState.READY)

    def _connect(self) -> None:
        pane, window = self._pane, self._window
        pane.prompt_submitted.connect(self._on_submitted)
        pane.stop_requested.connect(self.stop)
        pane.draft_changed.connect(self._meter.note_change)
        pane.attachments_changed.connect(self._meter.note_change)
        pane.regenerate_requested.connect(self._on_regenerate)
        pane.continue_requested.connect(self._on_continue)
        pane.edit_submitted.connect(self._on_edited)
        pane.message_action_requested.connect(self._on_message_action)
        window.stop_requested.connect(self._on_stop_requested)
        window.new_chat_requested.connect(self.begin_new)
        window.conversation_selected.connect(self.open_target)
        window.prompt_focus_requested.connect(pane.focus_prompt)
        self._notices.error_action_requested.connect(self.error_action_requested)
        self._gate.question_submitted.connect(self._on_question_submitted)
        self._gate.question_returned.connect(self._on_question_returned)
        self._gate.question_accepted.connect(self._on_question_accepted)
        self._gate.question_failed.connect(self._on_question_failed)
        self._gate.messages_left_out.connect(self.reopen)
        self._meter.measuring_due.connect(self.measure_draft)
        self._engine.model_changed.connect(self.measure_draft)
        self._edits.conversation_changed.connect(self.reopen)
        self._edits.title_changed.connect(self.show_new_title)
        self._hidden_edits.branch_shown.connect(self.open_target)
        self._bridge.event_arrived.connect(self._on_event)
