import pytest
from msgspec.structs import replace

from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus, stream_events
from desktop_llm.engine.messages import (
    AnyEvent,
    ChatPrompt,
    ChatTurn,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    Generate,
    LoadModel,
    MeasureMachine,
    ModelLoaded,
    PromptProgress,
    ScoreText,
    TextGrew,
    TextPrompt,
    TextScored,
    TokensCounted,
)
from desktop_llm.engine.scripted_client import READY_STATUS, SCRIPTED_MACHINE, ScriptedAnswer, ScriptedEngineClient
from desktop_llm.errors import ErrorCode

ASK = Generate(request_id="1", prompt=TextPrompt("Hi"))


def texts(events: list[AnyEvent]) -> list[tuple[str, str]]:
    return [(event.thinking, event.text) for event in events if isinstance(event, TextGrew)]


def test_it_is_an_engine_client() -> None:
    client: EngineClient = ScriptedEngineClient()
    assert client.status == READY_STATUS


def test_answers_are_used_in_order_and_then_it_says_ok() -> None:
    client = ScriptedEngineClient(ScriptedAnswer(thinking=("hm",), text=("a", "b")))
    client.script(ScriptedAnswer(text=("c",), reason=FinishReason.LENGTH))
    first, second, third = (list(stream_events(client, ASK)) for _ in range(3))
    assert isinstance(first[0], PromptProgress)
    assert texts(first) == [("hm", ""), ("", "a"), ("", "b")]
    assert isinstance(second[-1], Finished)
    assert second[-1].reason is FinishReason.LENGTH
    assert texts(third) == [("", "ok")]
    assert client.submitted == [ASK] * 3


def test_a_failure_takes_the_place_of_the_end() -> None:
    client = ScriptedEngineClient(ScriptedAnswer(text=("a",), failure=Failed(code=ErrorCode.DECODE_FAILED)))
    events = list(stream_events(client, ASK))
    assert events[-1] == Failed(request_id="1", code=ErrorCode.DECODE_FAILED)


def test_an_endless_answer_ends_when_it_is_aborted() -> None:
    client = ScriptedEngineClient(ScriptedAnswer(text=("a",), is_endless=True))
    events: list[AnyEvent] = []
    client.submit(ASK, events.append)
    assert client.open_ids == ["1"]
    client.abort("1")
    client.abort("unknown")
    assert isinstance(events[-1], Finished)
    assert events[-1].reason is FinishReason.ABORT
    assert client.open_ids == []
    assert client.aborted_ids == ["1", "unknown"]


def test_a_sink_may_abort_while_it_is_called() -> None:
    client = ScriptedEngineClient(ScriptedAnswer(text=("a", "b", "c")))
    events: list[AnyEvent] = []

    def sink(event: AnyEvent) -> None:
        events.append(event)
        if isinstance(event, TextGrew):
            client.abort("1")

    client.submit(ASK, sink)
    assert texts(events) == [("", "a")]
    assert isinstance(events[-1], Finished)


def test_manual_delivery_gives_one_event_at_a_time() -> None:
    client = ScriptedEngineClient(ScriptedAnswer(text=("a",)), is_manual=True)
    events: list[AnyEvent] = []
    client.submit(ASK, events.append)
    assert events == []
    assert client.deliver("1")
    assert client.deliver("1")
    client.say("1", text="between", thinking="th")
    client.finish("1", FinishReason.LENGTH)
    assert not client.deliver("1")
    assert texts(events) == [("", "a"), ("th", "between")]


def test_loading_goes_through_the_states() -> None:
    client = ScriptedEngineClient(status=EngineStatus())
    states: list[EngineState] = []
    stop = client.watch(lambda status: states.append(status.state))
    events = list(stream_events(client, LoadModel(request_id="l", path="/x.gguf")))
    assert isinstance(events[-1], ModelLoaded)
    assert client.status.model is not None
    assert client.status.model.path == "/x.gguf"
    assert states[0] is EngineState.STOPPED
    assert states[-1] is EngineState.READY
    stop()
    client.set_status(EngineStatus(state=EngineState.FAILED))
    assert states[-1] is EngineState.READY


def test_a_load_can_fail() -> None:
    client = ScriptedEngineClient(status=EngineStatus())
    client.load_failure = Failed(code=ErrorCode.MODEL_FILE_BROKEN, facts={"reason": "x"})
    (*_, last) = stream_events(client, LoadModel(request_id="l", path="/x.gguf"))
    assert last == Failed(request_id="l", code=ErrorCode.MODEL_FILE_BROKEN, facts={"reason": "x"})
    assert client.status.failure == last
    assert client.status.state is EngineState.EMPTY


def test_tokens_are_counted_and_texts_scored() -> None:
    client = ScriptedEngineClient()
    chat = ChatPrompt((ChatTurn("user", "one two"), ChatTurn("assistant", "three")))
    counted = list(stream_events(client, CountTokens(request_id="c", prompts=(TextPrompt("a b"), chat))))
    assert counted == [TokensCounted(request_id="c", counts=(2, 3))]
    (scored,) = stream_events(client, ScoreText(request_id="s", text="a b c"))
    assert isinstance(scored, TextScored)
    assert len(scored.tokens) == 3


def test_the_machine_is_what_the_test_says_it_is() -> None:
    client = ScriptedEngineClient()
    assert list(stream_events(client, MeasureMachine(request_id="m"))) == [replace(SCRIPTED_MACHINE, request_id="m")]
    client.machine = replace(SCRIPTED_MACHINE, n_threads=8)
    (measured,) = stream_events(client, MeasureMachine(request_id="n"))
    assert measured == replace(client.machine, request_id="n")


@pytest.mark.parametrize("is_manual", [True, False])
def test_closing_fails_what_is_open(is_manual: bool) -> None:
    client = ScriptedEngineClient(ScriptedAnswer(is_endless=True), is_manual=is_manual)
    events: list[AnyEvent] = []
    client.submit(ASK, events.append)
    client.close()
    assert isinstance(events[-1], Failed)
    assert client.is_closed
    assert client.status.state is EngineState.STOPPED
