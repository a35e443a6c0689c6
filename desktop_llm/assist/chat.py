"""Chat: asks the model, keeps question and answer on disk while it streams, and names the conversation.

Everything of a conversation goes to the engine that was chosen for it: question, count, title. Methods are called on
the background thread (they read and write the database); events come from the engine's reader thread and the journal
thread. One job is one answer; its id is the answer's message id.
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile
from typing import Final, assert_never
from uuid import uuid4

from msgspec import Struct

from desktop_llm.assist.answer_journal import AnswerEnd, AnswerJournal
from desktop_llm.assist.context_budget import ContextBudget, ContextLimits, MessageCost, budget_prompt
from desktop_llm.assist.engines import Engines
from desktop_llm.assist.job import JobEnded, JobProgressed, JobSink, JobState, JobTextGrew
from desktop_llm.assist.model_profiles import profile_of
from desktop_llm.assist.prompts import conversation_prompt, message_text, title_prompt
from desktop_llm.assist.repetition import LoopWatch
from desktop_llm.assist.title import title_from_answer, title_from_first_words
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import (
    AnyEvent,
    ChatPrompt,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    Generate,
    LoadProgress,
    MachineMeasured,
    ModelDescription,
    ModelLoaded,
    Priority,
    Prompt,
    PromptProgress,
    Ready,
    TextGrew,
    TextPrompt,
    TextScored,
    TextsEmbedded,
    ThinkingMode,
    TokensCounted,
    Usage,
)
from desktop_llm.errors import ErrorCode, RequestFailedError, ServerError, StorageError
from desktop_llm.params import LOCAL_ENGINE, EngineChoice, SamplingParams
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.records import Attachment, Conversation, Message, MessageState, Timings, TitleSource

_log = logging.getLogger(__name__)

_TITLE_TOKENS: Final = 24


class Question(Struct, frozen=True, kw_only=True):
    """What the user submits. conversation_id None begins a conversation; replaces_id branches that question.

    `engine` is where the user was told that it goes.
    """

    text: str
    engine: EngineChoice = LOCAL_ENGINE
    conversation_id: str | None = None
    attachments: tuple[Attachment, ...] = ()
    thinking: ThinkingMode = ThinkingMode.AUTO
    replaces_id: str | None = None


class ChatDefaults(Struct, frozen=True):
    """What holds for conversations that set nothing of their own."""

    instructions: str = ""
    sampling: SamplingParams = SamplingParams()
    is_title_suggested: bool = True


class TextCost(Struct, frozen=True):
    """Tokens of a text, counted or guessed."""

    n_tokens: int
    is_estimate: bool


class _Answering(Struct, frozen=True):
    """Who answers, and at which host; empty for this computer."""

    engine: EngineClient
    model: ModelDescription
    host: str

    @property
    def model_name(self) -> str:
        """How the answer's model is recorded."""
        name = self.model.shown_name
        return f"{name} · {self.host}" if self.host else name


class _RunningAnswer(Struct):
    """An answer on its way: what the engine's events are for."""

    conversation: Conversation
    engine: EngineClient
    answer: Message
    question_text: str
    sink: JobSink
    loop_watch: LoopWatch
    is_first: bool
    text: str = ""


class Chat:
    """The chat use case over one store and the engines that were chosen for its conversations."""

    def __init__(
        self,
        store: ConversationStore,
        engines: Engines,
        journal: AnswerJournal,
        on_titled: Callable[[str], None],
    ) -> None:
        """`on_titled` hears the id of a conversation that got a better title, on the engine's reader thread."""
        self._store = store
        self._engines = engines
        self._running: dict[str, EngineClient] = {}
        self._journal = journal
        self._on_titled = on_titled
        self._defaults = ChatDefaults()

    def use_defaults(self, defaults: ChatDefaults) -> None:
        self._defaults = defaults

    def ask(self, question: Question, sink: JobSink) -> Message:
        """Store the question and begin its answer, which is returned while it is still empty.

        Raises StorageError, and then nothing was asked and no conversation begun; RequestFailedError(NO_MODEL,
        PROMPT_EMPTY); ServerError if the question was meant for another engine than the conversation has now, or its
        server is no longer known.
        """
        answering = self._answering(question.engine)
        if not message_text(question.text, question.attachments).strip():
            raise RequestFailedError(ErrorCode.PROMPT_EMPTY)
        conversation = self._conversation_of(question)
        try:
            asked = self._store.add_user_message(
                conversation.id, self._parent_of(conversation, question), question.text, question.attachments
            )
            return self._answer(conversation, asked, answering, question.thinking, sink)
        except StorageError:
            if question.conversation_id is None:
                self._discard(conversation.id)
            raise

    def regenerate(self, answer_id: str, thinking: ThinkingMode, engine: EngineChoice, sink: JobSink) -> Message:
        """Begin another answer beside an earlier one, by the engine that the user was shown. Raises as `ask` does."""
        answering = self._answering(engine)
        earlier = self._store.message(answer_id)
        conversation = self._conversation_with(earlier.conversation_id, engine)
        if earlier.parent_id is None:
            raise RequestFailedError(ErrorCode.REQUEST_INVALID, reason="an answer without a question")
        return self._answer(conversation, self._store.message(earlier.parent_id), answering, thinking, sink)

    def continue_answer(self, answer_id: str, engine: EngineChoice, sink: JobSink) -> Message:
        """Let the model go on where an answer stopped or was cut. Raises as `regenerate` does."""
        answering = self._answering(engine)
        conversation = self._conversation_with(self._store.message(answer_id).conversation_id, engine)
        history = self._messages_until(conversation, answer_id)
        prompt = conversation_prompt(self._instructions(conversation), history, ThinkingMode.OFF, is_continuation=True)
        self._note_sent(conversation, answering)
        answer = self._store.resume_answer(answer_id)
        running = _RunningAnswer(conversation, answering.engine, answer, "", sink, LoopWatch(), is_first=False)
        self._generate(running, prompt)
        return answer

    def stop(self, answer_id: str) -> None:
        if engine := self._running.get(answer_id):
            engine.abort(answer_id)

    def measure(
        self, question: Question, on_measured: Callable[[ContextBudget | Failed], None], *, is_draft: bool = False
    ) -> None:
        """Count what a question would send. `on_measured` is called on the engine's reader thread.

        A draft is not sent anywhere for it: an engine elsewhere guesses.
        """
        answering = self._answering(question.engine)
        earlier = self.earlier_messages(question)
        prompt = self.prompt_of(question, earlier)
        sent = [message for message in earlier if not message.is_left_out]
        prompts = (prompt, *(TextPrompt(message_text(item.text, item.attachments)) for item in sent))
        model = answering.model
        limits = ContextLimits(model.n_ctx_tokens, model.n_ctx_train_tokens, model.cache_bytes_per_token)
        command = CountTokens(request_id=f"measure-{uuid4().hex}", prompts=prompts, may_estimate=is_draft)
        answering.engine.submit(command, partial(_measured, sent, limits, on_measured))

    def prompt_of(self, question: Question, earlier: Sequence[Message]) -> ChatPrompt:
        """What would be sent; `earlier` are its earlier messages."""
        draft = Message(
            id="draft",
            conversation_id=question.conversation_id or "",
            parent_id=None,
            role="user",
            text=question.text,
            created_at=0.0,
            attachments=question.attachments,
        )
        return conversation_prompt(self._instructions_for(question), (*earlier, draft), question.thinking)

    def count_text(self, text: str, engine: EngineChoice, on_counted: Callable[[TextCost], None]) -> None:
        """Count the tokens of an attached text, which is not sent anywhere for it. Raises ServerError.

        `on_counted` is called on the engine's reader thread.
        """
        command = CountTokens(request_id=f"count-{uuid4().hex}", prompts=(TextPrompt(text),), may_estimate=True)
        self._engines.engine(engine).submit(command, partial(_counted, on_counted))

    def _answer(
        self, conversation: Conversation, asked: Message, answering: _Answering, thinking: ThinkingMode, sink: JobSink
    ) -> Message:
        chosen = conversation.sampling.over(self._defaults.sampling)
        sampling = chosen.over(profile_of(answering.model).chat_sampling)
        history = self._messages_until(conversation, asked.id)
        self._note_sent(conversation, answering)
        answer = self._store.start_answer(conversation.id, asked.id, answering.model_name, sampling)
        prompt = conversation_prompt(self._instructions(conversation), history, thinking)
        is_first = asked.parent_id is None
        running = _RunningAnswer(conversation, answering.engine, answer, asked.text, sink, LoopWatch(), is_first)
        self._generate(running, prompt)
        return answer

    def _note_sent(self, conversation: Conversation, answering: _Answering) -> None:
        """Before the answer begins: one that begins and is not asked for would stream for ever."""
        if answering.host and answering.host != conversation.sent_to:
            self._store.note_sent(conversation.id, answering.host)

    def _generate(self, running: _RunningAnswer, prompt: Prompt) -> None:
        sampling = running.answer.sampling
        command = Generate(
            request_id=running.answer.id,
            prompt=prompt,
            sampling=sampling,
            conversation_key=running.conversation.id,
            may_draft=sampling.seed is None,  # a person's seed promises the same answer again
        )
        self._running[running.answer.id] = running.engine
        running.engine.submit(command, partial(self._hear, running))

    def _hear(self, running: _RunningAnswer, event: AnyEvent) -> None:
        job_id = running.answer.id
        match event:
            case TextGrew():
                running.text += event.text
                self._journal.grow(job_id, event.text, event.thinking)
                running.sink(JobTextGrew(job_id, event.text, event.thinking))
                if running.loop_watch.hear(event.text, event.thinking):
                    running.engine.abort(job_id)
            case PromptProgress():
                running.sink(JobProgressed(job_id, event.n_read_tokens, event.n_prompt_tokens))
            case Finished():
                state, job_state = _END_STATES[event.reason]
                if running.loop_watch.is_looping and job_state is JobState.STOPPED:
                    state = MessageState.REPEATED
                self._end(running, state, job_state, timings=_timings(event.usage))
            case Failed():
                self._end(running, MessageState.FAILED, JobState.FAILED, failure=event)
            case Ready() | LoadProgress() | ModelLoaded() | MachineMeasured():
                _log.warning("a generation got %s", type(event).__name__)
            case TokensCounted() | TextScored() | TextsEmbedded():
                _log.warning("a generation got %s", type(event).__name__)
            case _:
                assert_never(event)

    def _end(
        self,
        running: _RunningAnswer,
        state: MessageState,
        job_state: JobState,
        timings: Timings | None = None,
        failure: Failed | None = None,
    ) -> None:
        self._running.pop(running.answer.id, None)
        ended = JobEnded(running.answer.id, job_state, failure)
        on_written = partial(_tell_end, running.sink, ended)
        self._journal.end(AnswerEnd(running.answer.id, state, timings, on_written))
        is_title_due = running.is_first and job_state is JobState.DONE and self._defaults.is_title_suggested
        if is_title_due and _follows_instructions(running.engine):
            self._suggest_title(running)

    def _suggest_title(self, running: _RunningAnswer) -> None:
        command = Generate(
            request_id=f"title-{running.answer.id}",
            prompt=title_prompt(running.question_text, running.text),
            sampling=SamplingParams(temperature=0.0),
            max_tokens=_TITLE_TOKENS,
            priority=Priority.BACKGROUND,
        )
        pieces: list[str] = []
        running.engine.submit(command, partial(self._hear_title, running.conversation.id, pieces))

    def _hear_title(self, conversation_id: str, pieces: list[str], event: AnyEvent) -> None:
        if isinstance(event, TextGrew):
            pieces.append(event.text)
        if not isinstance(event, Finished) or not (title := title_from_answer("".join(pieces))):
            return
        try:
            self._store.rename(conversation_id, title, TitleSource.MODEL)
        except StorageError as error:
            _log.info("a suggested title was not kept: %s", error.code)
            return
        self._on_titled(conversation_id)

    def _answering(self, choice: EngineChoice) -> _Answering:
        """Raises RequestFailedError(NO_MODEL), ServerError(SERVER_UNKNOWN)."""
        engine = self._engines.engine(choice)
        if (model := engine.status.model) is None:
            raise RequestFailedError(ErrorCode.NO_MODEL)
        address = self._engines.address(choice)
        return _Answering(engine, model, address.host if address else "")

    def _conversation_of(self, question: Question) -> Conversation:
        if question.conversation_id is not None:
            return self._conversation_with(question.conversation_id, question.engine)
        title = title_from_first_words(question.text.strip() or question.attachments[0].name)
        return self._store.create_conversation(title, engine=question.engine)

    def _conversation_with(self, conversation_id: str, engine: EngineChoice) -> Conversation:
        """What the user was shown must be what is stored. Raises ServerError(SERVER_NOT_CHOSEN)."""
        conversation = self._store.conversation(conversation_id)
        if conversation.engine != engine:
            raise ServerError(ErrorCode.SERVER_NOT_CHOSEN)
        return conversation

    def _discard(self, conversation_id: str) -> None:
        """A conversation that could not be begun; it needs no room to go."""
        try:
            self._store.delete(conversation_id)
            self._store.delete_for_good([conversation_id])
        except StorageError as error:
            _log.warning("an empty conversation stays in the list: %s", error.code)

    def _parent_of(self, conversation: Conversation, question: Question) -> str | None:
        if question.replaces_id is None:
            return conversation.leaf_id
        return self._store.message(question.replaces_id).parent_id

    def earlier_messages(self, question: Question) -> list[Message]:
        """Those on the shown path that a question would stand behind. Raises as `ask` does."""
        if question.conversation_id is None:
            return []
        self._conversation_with(question.conversation_id, question.engine)
        messages = [item.message for item in self._store.path(question.conversation_id)]
        if question.replaces_id is None:
            return messages
        return list(takewhile(lambda message: message.id != question.replaces_id, messages))

    def _messages_until(self, conversation: Conversation, message_id: str) -> list[Message]:
        messages = [item.message for item in self._store.path(conversation.id)]
        index = next(index for index, message in enumerate(messages) if message.id == message_id)
        return messages[: index + 1]

    def _instructions_for(self, question: Question) -> str:
        if question.conversation_id is None:
            return self._defaults.instructions
        return self._instructions(self._store.conversation(question.conversation_id))

    def _instructions(self, conversation: Conversation) -> str:
        return conversation.instructions or self._defaults.instructions


_END_STATES: Final = {
    FinishReason.STOP: (MessageState.COMPLETE, JobState.DONE),
    FinishReason.LENGTH: (MessageState.CUT_AT_LIMIT, JobState.CUT_AT_LIMIT),
    FinishReason.ABORT: (MessageState.STOPPED, JobState.STOPPED),
}


def _tell_end(sink: JobSink, ended: JobEnded, error: StorageError | None) -> None:
    """The job's own failure comes before the disk's: it says why there is no answer."""
    if error is None or ended.failure is not None:
        sink(ended)
        return
    sink(JobEnded(ended.job_id, JobState.FAILED, Failed(code=error.code, facts=dict(error.facts))))


def _measured(
    sent: Sequence[Message],
    limits: ContextLimits,
    on_measured: Callable[[ContextBudget | Failed], None],
    event: AnyEvent,
) -> None:
    if isinstance(event, Failed):
        on_measured(event)
    if isinstance(event, TokensCounted):
        prompt_tokens, *counts = event.counts
        costs = [MessageCost(message.id, count) for message, count in zip(sent, counts, strict=True)]
        on_measured(budget_prompt(prompt_tokens, costs, limits, is_estimate=event.is_estimate))


def _counted(on_counted: Callable[[TextCost], None], event: AnyEvent) -> None:
    if isinstance(event, TokensCounted):
        on_counted(TextCost(event.counts[0], event.is_estimate))


def _timings(usage: Usage) -> Timings:
    return Timings(
        prompt_tokens=usage.prompt_tokens,
        reused_tokens=usage.reused_tokens,
        completion_tokens=usage.completion_tokens,
        first_token_ms=usage.first_token_ms,
        prompt_ms=usage.prompt_ms,
        generation_ms=usage.generation_ms,
        thinking_ms=usage.thinking_ms,
    )


def _follows_instructions(engine: EngineClient) -> bool:
    """A base model and one made for translating give no title, and would spend time on it."""
    model = engine.status.model
    return model is not None and profile_of(model).follows_instructions
