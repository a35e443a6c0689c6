import subprocess
import sys
import threading
import time

import pytest

from desktop_llm.engine.client import EngineClient, EngineState, stream_events
from desktop_llm.engine.messages import (
    AnyEvent,
    CountTokens,
    Failed,
    Finished,
    FinishReason,
    LoadModel,
    MeasureMachine,
    ModelLoaded,
    ScoreText,
    TextGrew,
    TextPrompt,
    TokensCounted,
)
from desktop_llm.engine.server.request_body import Lack
from desktop_llm.engine.server.server_client import ServerEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.params import SamplingParams
from tests.fakes.event_log import StatusLog, submitted
from tests.fakes.hostile_server import HostileServer, answer, chunk, last_chunk, models, stall, status
from tests.fakes.server_requests import access, ask, client_with_model, text_of

PATH = "/v1/chat/completions"


def failure_of(event: AnyEvent) -> Failed:
    assert isinstance(event, Failed), event
    return event


def test_it_is_an_engine_client(client: ServerEngineClient) -> None:
    engine: EngineClient = client
    assert engine.status.state is EngineState.READY
    assert engine.status.model is not None
    assert engine.status.model.name == "m"


def test_nobody_is_contacted_before_the_first_request(server: HostileServer) -> None:
    client = ServerEngineClient(access(server.url))
    assert client.status.state is EngineState.STOPPED
    assert failure_of(submitted(client, ask()).wait_for_end()).code is ErrorCode.NO_MODEL
    client.close()
    assert server.requests == []


def test_an_answer_streams(server: HostileServer, client: ServerEngineClient) -> None:
    server.on(PATH, answer("Hello", " there"))
    events = list(stream_events(client, ask()))
    assert text_of(events) == "Hello there"
    assert isinstance(events[-1], Finished)


def test_a_request_waits_for_the_model_that_is_being_looked_up(server: HostileServer) -> None:
    gate = stall(is_silent=True)
    found = models("m")

    def late(exchange: object) -> None:
        gate(exchange)  # type: ignore[arg-type]
        found(exchange)  # type: ignore[arg-type]

    server.on("/v1/models", late)
    client = ServerEngineClient(access(server.url))
    states = StatusLog()
    client.watch(states)
    client.submit(LoadModel(request_id="load", path="m"), lambda _: None)
    log = submitted(client, ask())
    server.wait_for_request("/v1/models")
    assert server.seen(PATH) == []
    server.released.set()
    assert isinstance(log.wait_for_end(), Finished)
    client.close()
    assert states.states == [EngineState.STOPPED, EngineState.LOADING, EngineState.READY, EngineState.STOPPED]


def test_whoever_waits_for_a_model_that_is_not_found_hears_why(server: HostileServer) -> None:
    client = ServerEngineClient(access(server.url))
    load = submitted(client, LoadModel(request_id="load", path="other"))
    waiting = submitted(client, ask())
    assert failure_of(load.wait_for_end()).code is ErrorCode.SERVER_MODEL_UNKNOWN
    assert failure_of(waiting.wait_for_end()).code is ErrorCode.SERVER_MODEL_UNKNOWN
    assert client.status.state is EngineState.FAILED
    assert failure_of(submitted(client, ask("2")).wait_for_end()).code is ErrorCode.SERVER_MODEL_UNKNOWN
    assert isinstance(submitted(client, LoadModel(request_id="again", path="m")).wait_for_end(), ModelLoaded)
    assert isinstance(submitted(client, ask("3")).wait_for_end(), Finished)
    client.close()


def test_a_server_that_is_not_there_is_said_at_once() -> None:
    with HostileServer() as gone:
        url = gone.url
    client = ServerEngineClient(access(url))
    end = failure_of(submitted(client, LoadModel(request_id="load", path="m")).wait_for_end(2))
    assert end.code is ErrorCode.SERVER_NOT_RUNNING
    client.close()


def test_looking_for_a_model_can_be_cancelled(server: HostileServer) -> None:
    server.on("/v1/models", stall(is_silent=True))
    client = ServerEngineClient(access(server.url))
    log = submitted(client, LoadModel(request_id="load", path="m"))
    server.wait_for_request("/v1/models")
    client.abort("load")
    assert failure_of(log.wait_for_end(2)).code is ErrorCode.LOAD_CANCELLED
    assert server.deserted.wait(10)
    client.close()


def test_another_wish_takes_the_place_of_the_first(server: HostileServer) -> None:
    server.on("/v1/models", stall(is_silent=True), models("m"))
    client = ServerEngineClient(access(server.url))
    first = submitted(client, LoadModel(request_id="1", path="m"))
    server.wait_for_request("/v1/models")
    second = submitted(client, LoadModel(request_id="2", path="m"))
    assert failure_of(first.wait_for_end(2)).code is ErrorCode.LOAD_CANCELLED
    assert isinstance(second.wait_for_end(), ModelLoaded)
    assert client.status.state is EngineState.READY
    client.close()


def test_stop_keeps_what_came_and_lets_the_server_know(server: HostileServer, client: ServerEngineClient) -> None:
    server.on(PATH, stall(chunk("half")))
    log = submitted(client, ask())
    log.wait_for_kind(TextGrew)
    started_s = time.monotonic()
    client.abort("1")
    end = log.wait_for_end(2)
    assert time.monotonic() - started_s < 0.5
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    assert end.usage.completion_tokens == 1
    assert server.deserted.wait(10)
    client.abort("1")
    client.abort("unknown")
    assert log.n_ends == 1


def test_answers_come_in_parallel_and_the_ninth_waits(server: HostileServer, client: ServerEngineClient) -> None:
    server.on(PATH, stall(chunk("a"), last_chunk()))
    logs = [submitted(client, ask(str(number))) for number in range(9)]
    server.wait_for_request(PATH, 8)
    for log in logs[:8]:
        log.wait_for_kind(TextGrew)
    assert len(server.seen(PATH)) == 8
    client.abort("0")
    server.wait_for_request(PATH, 9)
    server.released.set()
    for log in logs:
        assert isinstance(log.wait_for_end(), Finished)


def test_ending_one_answer_leaves_the_others_alone(server: HostileServer, client: ServerEngineClient) -> None:
    server.on(PATH, stall(chunk("a"), last_chunk()))
    one, other = submitted(client, ask("1")), submitted(client, ask("2"))
    one.wait_for_kind(TextGrew)
    other.wait_for_kind(TextGrew)
    client.abort("1")
    server.released.set()
    end = other.wait_for_end()
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.STOP


def test_what_a_server_cannot_do_is_refused_before_anything_is_sent(
    server: HostileServer, client: ServerEngineClient
) -> None:
    end = failure_of(submitted(client, ask(sampling=SamplingParams(top_k=5))).wait_for_end())
    assert (end.code, end.facts["what"]) == (ErrorCode.SERVER_CANNOT, Lack.TOP_K)
    end = failure_of(submitted(client, ScoreText(request_id="s", text="x")).wait_for_end())
    assert (end.code, end.facts["what"]) == (ErrorCode.SERVER_CANNOT, Lack.SCORE)
    end = failure_of(submitted(client, MeasureMachine(request_id="b")).wait_for_end())
    assert (end.code, end.facts["what"]) == (ErrorCode.SERVER_CANNOT, Lack.MEASURE)
    assert server.seen(PATH) == []


def test_tokens_are_counted(client: ServerEngineClient) -> None:
    end = submitted(client, CountTokens(request_id="1", prompts=(TextPrompt("one two"),))).wait_for_end()
    assert isinstance(end, TokensCounted)
    assert end.is_estimate


def test_an_id_that_is_taken_is_refused(server: HostileServer, client: ServerEngineClient) -> None:
    server.on(PATH, stall())
    submitted(client, ask())
    assert failure_of(submitted(client, ask()).wait_for_end()).code is ErrorCode.REQUEST_INVALID


def test_closing_ends_what_runs_and_refuses_what_comes(server: HostileServer) -> None:
    client = client_with_model(server.url)
    server.on(PATH, stall(chunk("half")))
    log = submitted(client, ask())
    log.wait_for_kind(TextGrew)
    started_s = time.monotonic()
    client.close()
    assert time.monotonic() - started_s < 2
    end = log.wait_for_end(1)
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.ABORT
    assert failure_of(submitted(client, ask("2")).wait_for_end(1)).code is ErrorCode.NO_MODEL
    assert client.status.state is EngineState.STOPPED
    client.close()


def test_closing_leaves_no_thread_behind(server: HostileServer) -> None:
    client = client_with_model(server.url)
    server.on(PATH, stall(is_silent=True))
    submitted(client, ask())
    server.wait_for_request(PATH)
    client.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("server-")]


def test_the_key_is_asked_for_in_the_background(server: HostileServer) -> None:
    asking, may_answer = threading.Event(), threading.Event()

    def key() -> str:
        asking.set()
        may_answer.wait(10)
        return "k"

    client = ServerEngineClient(type(access(server.url))(address=access(server.url).address, key=key))
    log = submitted(client, LoadModel(request_id="load", path="m"))
    assert asking.wait(10)
    assert client.status.state is EngineState.LOADING
    may_answer.set()
    assert isinstance(log.wait_for_end(), ModelLoaded)
    assert server.requests[0].headers["authorization"] == "Bearer k"
    client.close()


@pytest.mark.logs_errors
def test_a_mistake_of_ours_fails_one_request(server: HostileServer) -> None:
    def key() -> str:
        raise ZeroDivisionError

    client = ServerEngineClient(type(access(server.url))(address=access(server.url).address, key=key))
    end = failure_of(submitted(client, LoadModel(request_id="load", path="m")).wait_for_end())
    assert (end.code, end.facts["reason"]) == (ErrorCode.BUG, "ZeroDivisionError")
    client.close()


def test_a_wrong_key_is_said(server: HostileServer) -> None:
    server.on("/v1/models", status(401, {"error": {"message": "Invalid API key"}}))
    client = ServerEngineClient(access(server.url, "wrong"))
    end = failure_of(submitted(client, LoadModel(request_id="load", path="m")).wait_for_end())
    assert end.code is ErrorCode.SERVER_KEY_WRONG
    client.close()


def test_nothing_of_the_library_is_loaded_before_a_server_is_used() -> None:
    source = (
        "import sys, desktop_llm.window_program, desktop_llm.engine.server.server_client\n"
        "assert not {'openai', 'httpx2', 'pydantic'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", source], check=True)
