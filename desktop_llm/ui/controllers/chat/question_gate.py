"""Measures a question before it is asked. What does not fit is said, with the choices; nothing is cut. GUI thread."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.chat import Chat, Question
from desktop_llm.assist.context_budget import ContextBudget
from desktop_llm.assist.questions.document_excerpts import n_pages, pages_of
from desktop_llm.assist.questions.question_parts import QuestionParts, kept_for_questions
from desktop_llm.engine.client import EngineState
from desktop_llm.engine.messages import Failed, ModelDescription
from desktop_llm.errors import DesktopLlmError, ErrorCode, RequestFailedError, ServerError
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Attachment, AttachmentUse
from desktop_llm.ui.controllers.engines.open_engine import EngineNews, OpenEngine
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.chat_pane import ChatPane
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.notice_bar import Notice
from desktop_llm.ui.widgets.prompt.overflow_panel import ContextOverflow, OverflowChoice
from desktop_llm.ui.widgets.prompt.pages_panel import ChosenPages, PagesQuestion

_WAITING_ID: Final = "waiting_for_model"
_BUSY_STATES: Final = (EngineState.STARTING, EngineState.LOADING, EngineState.RESTARTING)


class QuestionFailure(Struct, frozen=True):
    """A question that could not be measured, and why."""

    question: Question
    error: DesktopLlmError


class QuestionGate(QObject):
    """One question at a time: measured, held back while a model is being loaded, or too long.

    Each that was submitted is accepted or returned; one that failed is returned first.
    """

    question_submitted = Signal(object)  # Question
    question_accepted = Signal(object)  # Question
    question_returned = Signal(object)  # Question
    question_failed = Signal(object)  # QuestionFailure
    messages_left_out = Signal(str)  # conversation id
    larger_context_requested = Signal(int)
    summary_requested = Signal(object)  # tuple[Path, ...]
    engine_needed = Signal(object)  # EngineChoice: a server whose model is not known

    def __init__(
        self,
        pane: ChatPane,
        chat: Chat,
        store: ConversationStore,
        parts: QuestionParts,
        engine: OpenEngine,
        bridge: EventBridge,
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._chat = chat
        self._store = store
        self._parts = parts
        self._bridge = bridge
        self._engine = engine
        self._threads = SideThreads(bridge, "questions")
        self._waiting: Question | None = None
        self._outgrown_model: ModelDescription | None = None
        self._too_long: Question | None = None
        self._budget: ContextBudget | None = None
        engine.status_changed.connect(self.show_status)
        pane.pages_chosen.connect(self._on_pages_chosen)
        pane.overflow_choice_made.connect(self._on_overflow_choice)
        pane.notice_dismissed.connect(self._on_notice_dismissed)

    def submit(self, question: Question) -> None:
        """Measure, and accept if it fits. While a model is being loaded the question waits for it."""
        self._pane.show_overflow(None)
        self.question_submitted.emit(question)
        state = self._engine.status_of(question.engine).state
        if state is EngineState.READY:
            choose = partial(self._parts.with_parts, question)
            self._threads.run(choose, self._measure, partial(self._fail, question))
        elif state in _BUSY_STATES:
            self._wait(question)
        elif not question.engine.is_local:
            self._wait(question)
            self.engine_needed.emit(question.engine)
        else:
            self._fail(question, RequestFailedError(ErrorCode.NO_MODEL))

    def stop(self) -> None:
        self._threads.stop()

    def _measure(self, question: Question) -> None:
        measured = partial(self._hear_budget, question)
        failed = partial(self._fail, question)
        self._bridge.run_in_background(partial(self._chat.measure, question, measured), None, failed)

    def withdraw(self, question: Question) -> None:
        """Do not wait any longer. A question that is being measured is past withdrawing."""
        if question == self._waiting:
            self._waiting = None
            self._pane.dismiss_notice(_WAITING_ID)
            self.question_returned.emit(question)

    @Slot(object)
    def show_status(self, news: EngineNews) -> None:
        """The model is ready: what waited for it goes on. If none will come, it waits no longer."""
        status, waiting = news.status, self._waiting
        is_outgrown = self._outgrown_model is not None and self._outgrown_model == status.model
        if waiting is None or waiting.engine != news.engine or is_outgrown:
            return
        if status.state is EngineState.READY:
            self._waiting = None
            self._pane.dismiss_notice(_WAITING_ID)
            self.submit(waiting)
        elif status.failure is not None and not waiting.engine.is_local:
            self._waiting = None
            self._pane.dismiss_notice(_WAITING_ID)
            self._fail(waiting, ServerError(status.failure.code, **status.failure.facts))
        elif status.state is EngineState.FAILED or (status.state is EngineState.EMPTY and status.failure is not None):
            self.withdraw(waiting)

    def _wait(self, question: Question, outgrown_model: ModelDescription | None = None) -> None:
        if self._waiting is not None:
            self.withdraw(self._waiting)
        self._waiting = question
        self._outgrown_model = outgrown_model
        sentence = translate("ChatPane", "Your message is sent as soon as the model is ready.")
        self._pane.show_notice(Notice(id=_WAITING_ID, text=sentence))

    def _hear_budget(self, question: Question, measured: ContextBudget | Failed) -> None:
        self._bridge.post(partial(self._on_measured, question, measured))

    def _on_measured(self, question: Question, measured: ContextBudget | Failed) -> None:
        if isinstance(measured, Failed):
            self._fail(question, RequestFailedError(measured.code, **measured.facts))
            return
        if measured.is_fitting:
            self.question_accepted.emit(question)
            return
        self._too_long = question
        self._budget = measured
        self.question_returned.emit(question)
        left_out = partial(self._texts, [cost.message_id for cost in measured.leave_out])
        failed = partial(self._fail, question)
        self._bridge.run_in_background(left_out, partial(self._show_overflow, measured), failed)

    def _texts(self, message_ids: list[str]) -> tuple[str, ...]:
        return tuple(self._store.message(message_id).text for message_id in message_ids)

    def _show_overflow(self, budget: ContextBudget, left_out: tuple[str, ...]) -> None:
        larger = budget.larger_context
        attachments = self._too_long.attachments if self._too_long else ()
        overflow = ContextOverflow(
            excess_tokens=budget.excess_tokens,
            context_tokens=budget.context_tokens,
            leave_out=left_out,
            larger_context_tokens=larger.n_ctx_tokens if larger else 0,
            larger_context_bytes=larger.extra_bytes if larger else 0,
            is_estimate=budget.is_estimate,
            has_documents=any(item.use is AttachmentUse.WHOLE for item in attachments),
            has_pages=_longest_with_pages(attachments) is not None,
            has_files=bool(self._draft_files),
        )
        self._pane.show_overflow(overflow)

    @Slot(object)
    def _on_overflow_choice(self, choice: OverflowChoice) -> None:
        question, budget = self._too_long, self._budget
        if question is None or budget is None:
            return
        match choice:
            case OverflowChoice.LEAVE_OUT:
                leave_out = partial(
                    self._store.set_left_out, [cost.message_id for cost in budget.leave_out], is_left_out=True
                )
                failed = partial(self._fail, question)
                self._bridge.run_in_background(leave_out, partial(self._on_left_out, question), failed)
            case OverflowChoice.LARGER_CONTEXT if budget.larger_context:
                self.question_submitted.emit(question)
                self._wait(question, self._engine.status_of(question.engine).model)
                self.larger_context_requested.emit(budget.larger_context.n_ctx_tokens)
            case OverflowChoice.SUMMARIZE:
                self.summary_requested.emit(self._draft_files)
            case OverflowChoice.USE_PARTS:
                kept = kept_for_questions(question.attachments, budget.context_tokens)
                self.submit(replace(question, attachments=kept))
            case OverflowChoice.CHOOSE_PAGES if item := _longest_with_pages(question.attachments):
                self._pane.ask_for_pages(_pages_question(item, question, budget))
            case OverflowChoice.SEND_ANYWAY:
                self.question_submitted.emit(question)
                self.question_accepted.emit(question)
            case _:
                self._pane.focus_prompt()

    @property
    def _draft_files(self) -> tuple[Path, ...]:
        """What is attached in the prompt box, where a message that is too long still stands."""
        paths = (Path(item.path) for item in self._pane.draft.attachments if item.path)
        return tuple(path for path in paths if not path.is_dir())

    @Slot(object)
    def _on_pages_chosen(self, chosen: ChosenPages) -> None:
        question = self._too_long
        item = _longest_with_pages(question.attachments) if question else None
        if question is None or item is None:
            return
        name = translate("ChatPane", "{name}, pages {pages}").format(name=item.name, pages=chosen.text)
        pages = pages_of(item, frozenset(chosen.pages), name)
        attachments = tuple(pages if each is item else each for each in question.attachments)
        self.submit(replace(question, attachments=attachments))

    def _on_left_out(self, question: Question, _nothing: None) -> None:
        self.messages_left_out.emit(question.conversation_id or "")
        self.submit(question)

    @Slot(str)
    def _on_notice_dismissed(self, notice_id: str) -> None:
        """A message does not wait on unseen."""
        if notice_id == _WAITING_ID and self._waiting is not None:
            self.withdraw(self._waiting)

    def _fail(self, question: Question, error: DesktopLlmError) -> None:
        """If the model was gone only because another one is being loaded, the question waits for that."""
        is_another_coming = self._engine.status_of(question.engine).state in (EngineState.READY, *_BUSY_STATES)
        if error.code is ErrorCode.NO_MODEL and question.engine.is_local and is_another_coming:
            self.submit(question)
            return
        self.question_returned.emit(question)
        self.question_failed.emit(QuestionFailure(question, error))


def _longest_with_pages(attachments: Sequence[Attachment]) -> Attachment | None:
    """The document of which certain pages can be sent instead of all."""
    paged = [item for item in attachments if item.use is AttachmentUse.WHOLE and n_pages(item) > 1]
    return max(paged, key=lambda item: len(item.text), default=None)


def _pages_question(item: Attachment, question: Question, budget: ContextBudget) -> PagesQuestion:
    """About how many pages fit, taking all text to cost the same."""
    n_characters = len(question.text) + sum(len(each.text) for each in question.attachments)
    n_tokens = budget.prompt_tokens * len(item.text) / max(1, n_characters)
    share = max(0.0, 1 - budget.excess_tokens / n_tokens) if n_tokens else 0.0
    return PagesQuestion(document=item.name, n_pages=n_pages(item), n_fitting=int(n_pages(item) * share))
