import threading
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from desktop_llm.assist.answer_journal import AnswerJournal
from desktop_llm.assist.chat import Chat, ChatDefaults, Question, TextCost
from desktop_llm.assist.context_budget import ContextBudget
from desktop_llm.assist.job import JobEnded, JobEvent, JobProgressed, JobState, JobTextGrew
from desktop_llm.engine.client import EngineStatus, EventSink, Request
from desktop_llm.engine.messages import (
    ChatPrompt,
    CountTokens,
    Failed,
    FinishReason,
    Generate,
    Priority,
    ThinkingMode,
    Usage,
)
from desktop_llm.engine.scripted_client import READY_STATUS, SCRIPTED_MODEL, ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import DesktopLlmError, ErrorCode, RequestFailedError, StorageError
from desktop_llm.params import LOCAL_ENGINE, EngineChoice, SamplingParams
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import database_in_memory
from desktop_llm.storage.records import Attachment, MessageState, TitleSource
from tests.fakes.scripted_servers import GPU_BOX, ON_GPU_BOX, ScriptedServers, engines_with

WAIT_S = 10.0


def nobody(_conversation_id: str) -> None:
    """Hears of titles and does nothing."""


class Events:
    """A job sink that can be waited on."""

    def __init__(self) -> None:
        self.events: list[JobEvent] = []
        self._ended = threading.Event()

    def __call__(self, event: JobEvent) -> None:
        self.events.append(event)
        if isinstance(event, JobEnded):
            self._ended.set()

    def wait(self) -> JobEnded:
        assert self._ended.wait(WAIT_S)
        ended = self.events[-1]
        assert isinstance(ended, JobEnded)
        return ended

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, JobTextGrew))


@pytest.fixture
def store() -> Iterator[ConversationStore]:
    database = database_in_memory()
    yield ConversationStore(database)
    database.close()


@pytest.fixture
def journal(store: ConversationStore) -> Iterator[AnswerJournal]:
    journal = AnswerJournal(store, write_interval_s=0.01)
    yield journal
    journal.close()


@pytest.fixture
def engine() -> ScriptedEngineClient:
    return ScriptedEngineClient()


@pytest.fixture
def titled() -> list[str]:
    return []


@pytest.fixture
def chat(store: ConversationStore, engine: ScriptedEngineClient, journal: AnswerJournal, titled: list[str]) -> Chat:
    chat = Chat(store, engines_with(engine), journal, titled.append)
    chat.use_defaults(ChatDefaults(is_title_suggested=False))
    return chat


def generations(engine: ScriptedEngineClient) -> list[Generate]:
    return [request for request in engine.submitted if isinstance(request, Generate)]


def last_prompt(engine: ScriptedEngineClient) -> ChatPrompt:
    prompt = generations(engine)[-1].prompt
    assert isinstance(prompt, ChatPrompt)
    return prompt


def test_a_question_is_stored_answered_and_the_answer_stored(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient
) -> None:
    engine.script(ScriptedAnswer(text=("Not ", "as a rule."), thinking=("Hm.",)))
    events = Events()
    answer = chat.ask(Question(text="May the landlord keep it?"), events)

    assert events.wait() == JobEnded(answer.id, JobState.DONE)
    assert events.text == "Not as a rule."
    question, stored = (item.message for item in store.path(answer.conversation_id))
    assert (question.role, question.text) == ("user", "May the landlord keep it?")
    assert (stored.text, stored.thinking, stored.state) == ("Not as a rule.", "Hm.", MessageState.COMPLETE)
    assert stored.model_name == "Scripted"
    assert store.conversation(answer.conversation_id).title == "May the landlord keep it?"


def test_the_question_is_on_disk_before_the_engine_sees_it(store: ConversationStore, journal: AnswerJournal) -> None:
    seen: list[int] = []

    class WatchedEngine(ScriptedEngineClient):
        def submit(self, request: Request, sink: EventSink) -> None:
            seen.append(len(store.path(store.conversations()[0].id)))
            super().submit(request, sink)

    events = Events()
    Chat(store, engines_with(WatchedEngine()), journal, nobody).ask(Question(text="Hello"), events)
    events.wait()

    assert seen[0] == 2


def test_the_next_question_carries_the_conversation_so_far(chat: Chat, engine: ScriptedEngineClient) -> None:
    first, second = Events(), Events()
    answer = chat.ask(Question(text="One"), first)
    first.wait()
    chat.ask(Question(text="Two", conversation_id=answer.conversation_id), second)
    second.wait()

    assert [turn.content for turn in last_prompt(engine).turns] == ["One", "ok", "Two"]
    assert generations(engine)[-1].conversation_key == answer.conversation_id


def test_an_edited_question_branches_from_the_same_place(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient
) -> None:
    first, second = Events(), Events()
    answer = chat.ask(Question(text="One"), first)
    first.wait()
    question_id = store.path(answer.conversation_id)[0].message.id
    chat.ask(Question(text="Other", conversation_id=answer.conversation_id, replaces_id=question_id), second)
    second.wait()

    path = store.path(answer.conversation_id)
    assert [item.message.text for item in path] == ["Other", "ok"]
    assert (path[0].branch_number, path[0].branch_count) == (2, 2)
    assert [turn.content for turn in last_prompt(engine).turns] == ["Other"]


def test_regenerating_keeps_the_earlier_answer_as_a_branch(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient
) -> None:
    engine.script(ScriptedAnswer(text=("first",)))
    engine.script(ScriptedAnswer(text=("second",)))
    first, second = Events(), Events()
    answer = chat.ask(Question(text="One"), first)
    first.wait()
    other = chat.regenerate(answer.id, ThinkingMode.AUTO, LOCAL_ENGINE, second)
    second.wait()

    assert [message.text for message in store.siblings(other.id)] == ["first", "second"]
    assert [turn.content for turn in last_prompt(engine).turns] == ["One"]


def test_a_cut_answer_is_continued_in_place(chat: Chat, store: ConversationStore, engine: ScriptedEngineClient) -> None:
    engine.script(ScriptedAnswer(text=("Once upon",), reason=FinishReason.LENGTH))
    engine.script(ScriptedAnswer(text=(" a time.",)))
    first, second = Events(), Events()
    answer = chat.ask(Question(text="A story"), first)
    assert first.wait().state is JobState.CUT_AT_LIMIT
    chat.continue_answer(answer.id, LOCAL_ENGINE, second)
    second.wait()

    assert last_prompt(engine).is_continuation
    assert last_prompt(engine).turns[-1].content == "Once upon"
    assert store.message(answer.id).text == "Once upon a time."
    assert store.message(answer.id).state is MessageState.COMPLETE


def test_stopping_keeps_what_was_written(chat: Chat, store: ConversationStore, engine: ScriptedEngineClient) -> None:
    engine.script(ScriptedAnswer(text=("Once", " upon"), is_endless=True))
    events = Events()
    answer = chat.ask(Question(text="A story"), events)
    chat.stop(answer.id)

    assert events.wait().state is JobState.STOPPED
    assert store.message(answer.id).text == "Once upon"
    assert store.message(answer.id).state is MessageState.STOPPED


def test_an_answer_that_goes_round_in_circles_is_stopped_and_says_why(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient
) -> None:
    engine.script(ScriptedAnswer(text=("I am here to help you with that. ",) * 100, is_endless=True))
    events = Events()
    answer = chat.ask(Question(text="Hello"), events)

    assert events.wait().state is JobState.STOPPED
    assert store.message(answer.id).state is MessageState.REPEATED
    assert store.message(answer.id).text.startswith("I am here to help you with that. ")


def test_a_model_gets_the_sampling_that_its_family_is_known_for(
    store: ConversationStore, chat: Chat, engine: ScriptedEngineClient
) -> None:
    assert engine.status.model is not None
    engine.set_status(replace(engine.status, model=replace(engine.status.model, name="SmolLM2 135M Instruct")))
    chat.use_defaults(ChatDefaults(sampling=SamplingParams(top_p=0.5)))
    events = Events()
    answer = chat.ask(Question(text="Hello"), events)
    events.wait()

    sampling = store.message(answer.id).sampling
    assert sampling is not None
    assert (sampling.temperature, sampling.top_p) == (0.2, 0.5)


def test_a_dead_engine_keeps_what_was_written_and_says_why(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient
) -> None:
    engine.script(ScriptedAnswer(text=("Once",), failure=Failed(code=ErrorCode.ENGINE_DIED)))
    events = Events()
    answer = chat.ask(Question(text="A story"), events)
    ended = events.wait()

    assert ended.state is JobState.FAILED
    assert ended.failure is not None
    assert ended.failure.code is ErrorCode.ENGINE_DIED
    assert store.message(answer.id).text == "Once"
    assert store.message(answer.id).state is MessageState.FAILED


def test_messages_left_out_by_the_user_are_not_sent(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient
) -> None:
    first, second = Events(), Events()
    answer = chat.ask(Question(text="One"), first)
    first.wait()
    ids = [item.message.id for item in store.path(answer.conversation_id)]
    store.set_left_out(ids, is_left_out=True)
    chat.ask(Question(text="Two", conversation_id=answer.conversation_id), second)
    second.wait()

    assert [turn.content for turn in last_prompt(engine).turns] == ["Two"]


def test_instructions_and_sampling_of_the_conversation_come_before_the_defaults(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient
) -> None:
    chat.use_defaults(ChatDefaults("Be brief.", SamplingParams(temperature=0.5, top_k=10), is_title_suggested=False))
    conversation = store.create_conversation("Own")
    store.set_instructions(conversation.id, "Be long.")
    store.set_sampling(conversation.id, SamplingParams(temperature=0.0))
    events = Events()
    chat.ask(Question(text="Hello", conversation_id=conversation.id), events)
    events.wait()

    assert last_prompt(engine).turns[0].content == "Be long."
    assert generations(engine)[-1].sampling == SamplingParams(temperature=0.0, top_k=10)


@pytest.mark.parametrize(("seed", "may_draft"), [(None, True), (7, False)])
def test_an_answer_with_a_seed_is_computed_token_by_token(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient, seed: int | None, may_draft: bool
) -> None:
    conversation = store.create_conversation("Seeded")
    store.set_sampling(conversation.id, SamplingParams(seed=seed))
    events = Events()
    chat.ask(Question(text="Hello", conversation_id=conversation.id), events)
    events.wait()

    assert generations(engine)[0].may_draft is may_draft


def test_the_model_suggests_a_title_in_the_background_after_the_first_answer(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient, titled: list[str]
) -> None:
    chat.use_defaults(ChatDefaults(is_title_suggested=True))
    engine.script(ScriptedAnswer(text=("It depends.",)))
    engine.script(ScriptedAnswer(text=('"Landlord and ', 'deposit"')))
    first, second = Events(), Events()
    answer = chat.ask(Question(text="May he?"), first)
    first.wait()
    chat.ask(Question(text="And then?", conversation_id=answer.conversation_id), second)
    second.wait()

    conversation = store.conversation(answer.conversation_id)
    assert (conversation.title, conversation.title_source) == ("Landlord and deposit", TitleSource.MODEL)
    assert titled == [answer.conversation_id]
    assert [request.priority for request in generations(engine)].count(Priority.BACKGROUND) == 1


@pytest.mark.parametrize("change", [{"has_chat_template": False}, {"name": "Hy-MT2 1.8B"}])
def test_a_model_that_follows_no_instructions_is_asked_for_no_title(
    chat: Chat, engine: ScriptedEngineClient, change: dict[str, object]
) -> None:
    engine.set_status(replace(READY_STATUS, model=replace(SCRIPTED_MODEL, **change)))
    chat.use_defaults(ChatDefaults(is_title_suggested=True))
    events = Events()
    chat.ask(Question(text="May the landlord keep it?"), events)
    events.wait()

    assert len(generations(engine)) == 1


def test_a_title_of_the_users_is_never_replaced(
    chat: Chat, store: ConversationStore, engine: ScriptedEngineClient
) -> None:
    chat.use_defaults(ChatDefaults(is_title_suggested=True))
    conversation = store.create_conversation("First words")
    store.rename(conversation.id, "Mine", TitleSource.USER)
    events = Events()
    chat.ask(Question(text="Hello", conversation_id=conversation.id), events)
    events.wait()

    assert store.conversation(conversation.id).title == "Mine"


@pytest.mark.parametrize("question", [Question(text=""), Question(text=" \n ")])
def test_nothing_is_stored_for_an_empty_question(chat: Chat, store: ConversationStore, question: Question) -> None:
    with pytest.raises(RequestFailedError) as raised:
        chat.ask(question, Events())

    assert raised.value.code is ErrorCode.PROMPT_EMPTY
    assert store.conversations() == ()


def test_nothing_is_stored_while_no_model_is_loaded(store: ConversationStore, journal: AnswerJournal) -> None:
    chat = Chat(store, engines_with(ScriptedEngineClient(status=EngineStatus())), journal, nobody)
    with pytest.raises(RequestFailedError) as raised:
        chat.ask(Question(text="Hello"), Events())

    assert raised.value.code is ErrorCode.NO_MODEL
    assert store.conversations() == ()


def test_reading_progress_is_told(chat: Chat, engine: ScriptedEngineClient) -> None:
    engine.script(ScriptedAnswer(text=("ok",), usage=Usage(prompt_tokens=7)))
    events = Events()
    answer = chat.ask(Question(text="Hello"), events)
    events.wait()

    assert events.events[0] == JobProgressed(answer.id, 7, 7)


def test_measuring_counts_the_draft_with_what_came_before_and_stores_nothing(
    chat: Chat, store: ConversationStore
) -> None:
    first = Events()
    answer = chat.ask(Question(text="one two three"), first)
    first.wait()
    budgets: list[ContextBudget | Failed] = []
    attachments = (Attachment("a.txt", "six seven"),)
    question = Question(text="four five", conversation_id=answer.conversation_id, attachments=attachments)
    chat.measure(question, budgets.append)

    assert len(store.path(answer.conversation_id)) == 2
    (budget,) = budgets
    assert isinstance(budget, ContextBudget)
    assert budget.prompt_tokens > len(["one", "two", "three", "ok", "four", "five", "six", "seven"])
    assert budget.is_fitting


def test_what_no_longer_fits_names_the_oldest_messages(chat: Chat, engine: ScriptedEngineClient) -> None:
    first = Events()
    answer = chat.ask(Question(text="word " * 3000), first)
    first.wait()
    budgets: list[ContextBudget | Failed] = []
    chat.measure(Question(text="word " * 2000, conversation_id=answer.conversation_id), budgets.append)

    (budget,) = budgets
    assert isinstance(budget, ContextBudget)
    assert not budget.is_fitting
    assert [cost.n_tokens for cost in budget.leave_out] == [3000]


# ↓ Conversations that a server answers


@pytest.fixture
def servers() -> ScriptedServers:
    return ScriptedServers()


@pytest.fixture
def chat_with_server(
    store: ConversationStore, engine: ScriptedEngineClient, journal: AnswerJournal, servers: ScriptedServers
) -> Chat:
    return Chat(store, engines_with(engine, servers, GPU_BOX), journal, nobody)


def asked_elsewhere(chat: Chat, text: str = "Hello", conversation_id: str | None = None) -> str:
    """The id of the conversation."""
    events = Events()
    answer = chat.ask(Question(text=text, engine=ON_GPU_BOX, conversation_id=conversation_id), events)
    events.wait()
    return answer.conversation_id


def test_everything_of_a_conversation_goes_to_its_own_engine(
    chat_with_server: Chat, store: ConversationStore, engine: ScriptedEngineClient, servers: ScriptedServers
) -> None:
    server = servers.prepared(GPU_BOX)
    server.script(ScriptedAnswer(text=("Paris.",)))
    server.script(ScriptedAnswer(text=("Capital of France",)))
    conversation_id = asked_elsewhere(chat_with_server)
    chat_with_server.measure(Question(text="More", engine=ON_GPU_BOX, conversation_id=conversation_id), lambda _: None)
    chat_with_server.count_text("text", ON_GPU_BOX, lambda _: None)

    assert engine.submitted == []
    kinds = [type(request).__name__ for request in server.submitted]
    assert kinds == ["Generate", "Generate", "CountTokens", "CountTokens"]
    conversation = store.conversation(conversation_id)
    assert (conversation.engine, conversation.title) == (ON_GPU_BOX, "Capital of France")
    assert conversation.sent_to == "gpu-box.example"
    assert store.path(conversation_id)[-1].message.model_name == "granite · gpu-box.example"


def test_a_conversation_here_says_nothing_to_a_server(
    chat_with_server: Chat, engine: ScriptedEngineClient, servers: ScriptedServers
) -> None:
    events = Events()
    chat_with_server.ask(Question(text="Hello"), events)
    events.wait()

    assert len(generations(engine)) == 2
    assert servers.clients == {}


@pytest.mark.parametrize(("stored", "shown"), [(LOCAL_ENGINE, ON_GPU_BOX), (ON_GPU_BOX, LOCAL_ENGINE)])
def test_what_is_stored_must_be_what_was_shown(
    chat_with_server: Chat,
    store: ConversationStore,
    engine: ScriptedEngineClient,
    servers: ScriptedServers,
    stored: EngineChoice,
    shown: EngineChoice,
) -> None:
    conversation = store.create_conversation("Trip", engine=stored)
    asked = store.add_user_message(conversation.id, None, "Hello")
    answer = store.start_answer(conversation.id, asked.id, "Smol")
    store.finish_answer(answer.id, MessageState.COMPLETE)
    question = Question(text="More", engine=shown, conversation_id=conversation.id)
    for wish in (
        lambda: chat_with_server.ask(question, Events()),
        lambda: chat_with_server.measure(question, lambda _: None),
        lambda: chat_with_server.regenerate(answer.id, ThinkingMode.AUTO, shown, Events()),
        lambda: chat_with_server.continue_answer(answer.id, shown, Events()),
    ):
        with pytest.raises(DesktopLlmError) as raised:
            wish()
        assert raised.value.code is ErrorCode.SERVER_NOT_CHOSEN
    assert generations(engine) == []
    assert generations(servers.prepared(GPU_BOX)) == []
    assert len(store.path(conversation.id)) == 2


class UnwritableHosts(ConversationStore):
    """One whose disk is full when it is to be noted where a text goes."""

    def note_sent(self, conversation_id: str, host: str) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/full")


def test_an_answer_that_is_not_asked_for_does_not_begin(engine: ScriptedEngineClient, servers: ScriptedServers) -> None:
    database = database_in_memory()
    store = UnwritableHosts(database)
    journal = AnswerJournal(store, write_interval_s=60)
    chat = Chat(store, engines_with(engine, servers, GPU_BOX), journal, nobody)
    conversation = store.create_conversation("Trip", engine=ON_GPU_BOX)
    asked = store.add_user_message(conversation.id, None, "Hello")
    answer = store.start_answer(conversation.id, asked.id, "Smol")
    store.finish_answer(answer.id, MessageState.STOPPED)
    for wish in (
        lambda: chat.ask(Question(text="More", engine=ON_GPU_BOX, conversation_id=conversation.id), Events()),
        lambda: chat.continue_answer(answer.id, ON_GPU_BOX, Events()),
    ):
        with pytest.raises(StorageError):
            wish()
    with pytest.raises(StorageError):
        chat.ask(Question(text="New", engine=ON_GPU_BOX), Events())
    assert [each.id for each in (*store.conversations(), *store.trash())] == [conversation.id]
    assert MessageState.STREAMING not in {message.state for message in store.messages(conversation.id)}
    assert generations(servers.prepared(GPU_BOX)) == []
    journal.close()
    database.close()


def test_a_question_of_spaces_is_named_after_its_document(chat: Chat, store: ConversationStore) -> None:
    answer = chat.ask(Question(text=" \n", attachments=(Attachment("lease.pdf", "The rent."),)), Events())
    assert store.conversation(answer.conversation_id).title == "lease.pdf"


def test_a_conversation_whose_server_is_gone_goes_nowhere(
    store: ConversationStore, engine: ScriptedEngineClient, journal: AnswerJournal
) -> None:
    chat = Chat(store, engines_with(engine), journal, nobody)
    with pytest.raises(DesktopLlmError) as raised:
        chat.ask(Question(text="Hello", engine=ON_GPU_BOX), Events())
    assert raised.value.code is ErrorCode.SERVER_UNKNOWN
    assert store.conversations() == ()
    assert engine.submitted == []


def test_an_answer_on_its_way_ends_where_it_began(
    chat_with_server: Chat, store: ConversationStore, engine: ScriptedEngineClient, servers: ScriptedServers
) -> None:
    server = servers.prepared(GPU_BOX)
    server.script(ScriptedAnswer(text=("half",), is_endless=True))
    events = Events()
    answer = chat_with_server.ask(Question(text="Hello", engine=ON_GPU_BOX), events)
    store.set_engine(answer.conversation_id, LOCAL_ENGINE)
    chat_with_server.stop(answer.id)

    assert events.wait().state is JobState.STOPPED
    assert server.aborted_ids == [answer.id]
    assert engine.aborted_ids == []


def test_a_draft_is_not_sent_to_be_counted(chat_with_server: Chat, servers: ScriptedServers) -> None:
    costs: list[TextCost] = []
    chat_with_server.measure(Question(text="Hello", engine=ON_GPU_BOX), lambda _: None, is_draft=True)
    chat_with_server.count_text("one two", ON_GPU_BOX, costs.append)
    chat_with_server.measure(Question(text="Hello", engine=ON_GPU_BOX), lambda _: None)

    counts = [each for each in servers.prepared(GPU_BOX).submitted if isinstance(each, CountTokens)]
    assert [each.may_estimate for each in counts] == [True, True, False]
    assert costs == [TextCost(2, is_estimate=False)]
