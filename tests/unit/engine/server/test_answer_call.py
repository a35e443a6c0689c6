import threading
import time

import pytest

from desktop_llm.engine.messages import (
    AnyEvent,
    ChatPrompt,
    ChatTurn,
    Finished,
    FinishReason,
    Generate,
    PromptProgress,
    TextGrew,
    TextPrompt,
)
from desktop_llm.engine.server.answer_call import AnswerCall
from desktop_llm.engine.server.request_body import RequestWriter
from desktop_llm.engine.server.server_connection import ServerConnection
from desktop_llm.engine.server.server_kind import ServerKind, abilities_of
from desktop_llm.engine.server.stop_switch import StopSwitch
from desktop_llm.errors import ErrorCode, ServerError
from tests.fakes.hostile_server import (
    HostileServer,
    Reply,
    answer,
    chunk,
    drip,
    events,
    hang_up,
    last_chunk,
    no_http,
    raw,
    reset_after,
    stall,
    status,
    usage_chunk,
)
from tests.fakes.server_requests import access, ask, text_of, thinking_of

PATH = "/v1/chat/completions"


class Call:
    """One call, and everything it emitted."""

    def __init__(self, server: HostileServer, command: Generate | None = None, timeout_s: float = 20.0) -> None:
        command = command or ask()
        connection = ServerConnection(access(server.url, timeout_s=timeout_s), "m")
        body = RequestWriter(server.host, "m", abilities_of(ServerKind.LLAMA_CPP)).generation(command)
        self.events: list[AnyEvent] = []
        self.switch = StopSwitch()
        self.call = AnswerCall(connection, command, body, self.events.append, self.switch)

    def run(self) -> Finished:
        return self.call.run()

    def failure(self) -> ServerError:
        with pytest.raises(ServerError) as raised:
            self.call.run()
        return raised.value

    @property
    def text(self) -> str:
        return text_of(self.events)


def test_text_comes_in_the_pieces_that_the_server_sends(server: HostileServer) -> None:
    server.on(PATH, answer("Grü", "ße ", "🌍"))
    call = Call(server)
    end = call.run()
    assert [event.text for event in call.events if isinstance(event, TextGrew)] == ["Grü", "ße ", "🌍"]
    assert end.reason is FinishReason.STOP
    assert (end.usage.prompt_tokens, end.usage.completion_tokens) == (7, 3)
    assert 0 < end.usage.first_token_ms < 20_000


def test_without_the_server_s_count_pieces_are_counted(server: HostileServer) -> None:
    server.on(PATH, events([chunk("a"), chunk("b"), last_chunk("length")]))
    end = Call(server).run()
    assert end.reason is FinishReason.LENGTH
    assert end.usage.completion_tokens == 2


def test_thinking_is_kept_apart_however_it_is_told(server: HostileServer) -> None:
    server.on(PATH, events([chunk(reasoning_content="hm"), chunk("So."), last_chunk()]))
    told_apart = Call(server)
    usage = told_apart.run().usage
    assert (thinking_of(told_apart.events), told_apart.text) == ("hm", "So.")
    assert usage.thinking_ms > 0
    server.on(PATH, answer("<thi", "nk>h", "m</think>\n\nS", "o."))
    told_in_text = Call(server)
    told_in_text.run()
    assert (thinking_of(told_in_text.events), told_in_text.text) == ("hm", "So.")


def test_marks_within_an_answer_stay_text(server: HostileServer) -> None:
    server.on(PATH, answer("Models write <think> first."))
    call = Call(server)
    call.run()
    assert call.text == "Models write <think> first."


def test_a_continued_answer_does_not_begin_with_thinking(server: HostileServer) -> None:
    server.on(PATH, answer("<think>"))
    prompt = ChatPrompt((ChatTurn("user", "Quote it"), ChatTurn("assistant", "It is ")), is_continuation=True)
    call = Call(server, Generate(request_id="1", prompt=prompt))
    call.run()
    assert call.text == "<think>"


def test_a_stop_string_ends_it_even_if_the_server_does_not_know_it(server: HostileServer) -> None:
    server.on(PATH, stall(chunk("one E"), chunk("ND two")))
    call = Call(server, ask(stop=("END",)))
    assert call.run().reason is FinishReason.STOP
    assert call.text == "one "
    assert server.deserted.wait(10)


def test_how_much_of_the_prompt_is_read_is_told(server: HostileServer) -> None:
    progress = {"choices": [], "prompt_progress": {"total": 100, "cache": 0, "processed": 40, "time_ms": 5}}
    server.on(PATH, events([progress, chunk("a"), last_chunk()]))
    call = Call(server)
    call.run()
    assert call.events[0] == PromptProgress(request_id="1", n_read_tokens=40, n_prompt_tokens=100)


def test_logprobs_come_with_their_text(server: HostileServer) -> None:
    told = {"content": [{"token": "a", "logprob": -0.5, "top_logprobs": []}]}
    choice = {"index": 0, "delta": {"content": "a"}, "logprobs": told}
    server.on(PATH, events([{"choices": [choice]}, last_chunk()]))
    call = Call(server, ask(n_logprobs=1))
    call.run()
    (grown,) = [event for event in call.events if isinstance(event, TextGrew)]
    assert [(each.text, each.logprob) for each in grown.logprobs] == [("a", -0.5)]


def test_a_raw_text_is_read_from_its_own_endpoint(server: HostileServer) -> None:
    pieces = [{"choices": [{"text": "<think>", "index": 0}]}, {"choices": [{"text": "", "finish_reason": "stop"}]}]
    server.on("/v1/completions", events(pieces))
    call = Call(server, Generate(request_id="1", prompt=TextPrompt("x"), max_tokens=5))
    call.run()
    assert call.text == "<think>"


@pytest.mark.parametrize("broken", [status(503, {}), status(500, {}), status(429, {}), hang_up, reset_after()])
def test_it_is_asked_again_while_nothing_has_come(server: HostileServer, broken: Reply) -> None:
    server.on(PATH, broken, answer("at last"))
    call = Call(server)
    call.run()
    assert call.text == "at last"
    assert len(server.seen(PATH)) == 2


def test_it_waits_as_long_as_the_server_asks(server: HostileServer) -> None:
    server.on(PATH, status(429, {}, Retry_After="0"), answer("ok"))
    started_s = time.monotonic()
    Call(server).run()
    assert time.monotonic() - started_s < 0.3
    server.on(PATH, status(429, {}, Retry_After="3600"))
    assert Call(server).failure().code is ErrorCode.SERVER_BUSY
    assert len(server.seen(PATH)) == 3


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (status(401, {}), ErrorCode.SERVER_KEY_WRONG),
        (status(404, {"error": {"message": "model not found"}}), ErrorCode.SERVER_MODEL_UNKNOWN),
        (status(400, {"error": {"message": "context length"}}), ErrorCode.SERVER_CONTEXT_FULL),
        (status(400, {"error": {"message": "no"}}), ErrorCode.SERVER_REFUSED),
        (raw(b"data: {not json}\n\n"), ErrorCode.SERVER_ANSWER_WRONG),
        (raw(b'data: {"choices": [{"delta": {"content": 5}}]}\n\n'), ErrorCode.SERVER_ANSWER_WRONG),
        (no_http, ErrorCode.SERVER_ANSWER_WRONG),
    ],
)
def test_what_will_not_change_is_not_asked_again(server: HostileServer, reply: Reply, code: ErrorCode) -> None:
    server.on(PATH, reply)
    assert Call(server).failure().code is code
    assert len(server.seen(PATH)) == 1


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (reset_after(chunk("half")), ErrorCode.SERVER_CUT),
        (events([chunk("half")], is_done=False), ErrorCode.SERVER_CUT),
        (events([chunk("half")]), ErrorCode.SERVER_CUT),
        (events([chunk("half"), last_chunk("abort")]), ErrorCode.SERVER_FAILED),
        (events([chunk("half"), last_chunk("content_filter")]), ErrorCode.SERVER_FAILED),
        (events([chunk("half"), {"error": {"message": "out of memory"}}]), ErrorCode.SERVER_FAILED),
        (events([chunk("half"), {"choices": 5}]), ErrorCode.SERVER_ANSWER_WRONG),
    ],
)
def test_an_answer_that_breaks_off_is_kept_and_never_begun_again(
    server: HostileServer, reply: Reply, code: ErrorCode
) -> None:
    server.on(PATH, reply)
    call = Call(server)
    assert call.failure().code is code
    assert call.text == "half"
    assert len(server.seen(PATH)) == 1


def test_an_answer_may_end_without_done(server: HostileServer) -> None:
    server.on(PATH, events([chunk("whole"), last_chunk(), usage_chunk(1, 1)], is_done=False))
    assert Call(server).run().reason is FinishReason.STOP


@pytest.mark.parametrize("reply", [stall(is_silent=True), stall(), stall(chunk("a"))])
def test_silence_is_not_waited_for_without_end(server: HostileServer, reply: Reply) -> None:
    server.on(PATH, reply)
    failure = Call(server, timeout_s=0.2).failure()
    assert failure.code is ErrorCode.SERVER_SLOW
    assert len(server.seen(PATH)) == 1


@pytest.mark.parametrize("reply", [stall(is_silent=True), stall(chunk("a")), drip()])
def test_stopping_ends_it_at_once(server: HostileServer, reply: Reply) -> None:
    server.on(PATH, reply)
    call = Call(server)
    thread = threading.Thread(target=call.failure)
    thread.start()
    server.wait_for_request(PATH)
    call.switch.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_stopping_ends_the_pause_before_another_try(server: HostileServer) -> None:
    server.on(PATH, status(429, {}, Retry_After="15"))
    call = Call(server)
    thread = threading.Thread(target=call.failure)
    thread.start()
    server.wait_for_request(PATH)
    call.switch.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert len(server.seen(PATH)) == 1
