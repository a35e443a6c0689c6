import socket
import ssl

import httpx2
import openai
import pytest

from desktop_llm.engine.server.server_errors import retry_after_s, server_error, shortened
from desktop_llm.errors import ErrorCode, ServerError

REQUEST = httpx2.Request("POST", "http://gpu-box:8000/v1/chat/completions")


def failure(error: Exception) -> ServerError:
    return server_error(error, "gpu-box:8000", "m", 30.0)


def status_error(status: int, body: object, **headers: str) -> openai.APIStatusError:
    response = httpx2.Response(status, headers=headers, request=REQUEST)
    return openai.APIStatusError("no", response=response, body=body)


def connection_error(*causes: BaseException) -> openai.APIConnectionError:
    error = openai.APIConnectionError(request=REQUEST)
    outer: BaseException = error
    for cause in causes:
        outer.__cause__ = cause
        outer = cause
    return error


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, {"message": "Invalid API key"}, ErrorCode.SERVER_KEY_WRONG),
        (403, "forbidden", ErrorCode.SERVER_KEY_WRONG),
        (404, {"message": "The model `m` does not exist."}, ErrorCode.SERVER_MODEL_UNKNOWN),
        (404, {"message": 'model "m" not found, try pulling it first'}, ErrorCode.SERVER_MODEL_UNKNOWN),
        (400, {"message": "no", "code": "model_not_found"}, ErrorCode.SERVER_MODEL_UNKNOWN),
        (404, "<html>nginx</html>", ErrorCode.SERVER_REFUSED),
        (400, {"message": "This model's maximum context length is 4096 tokens."}, ErrorCode.SERVER_CONTEXT_FULL),
        (400, {"message": "no", "type": "exceed_context_size_error"}, ErrorCode.SERVER_CONTEXT_FULL),
        (400, {"message": "no", "code": "context_length_exceeded"}, ErrorCode.SERVER_CONTEXT_FULL),
        (422, {"detail": "stop must be a list"}, ErrorCode.SERVER_REFUSED),
        (429, {"message": "slow down"}, ErrorCode.SERVER_BUSY),
        (503, {"message": "Loading model"}, ErrorCode.SERVER_BUSY),
        (500, {"message": "boom"}, ErrorCode.SERVER_FAILED),
        (307, None, ErrorCode.SERVER_ANSWER_WRONG),
    ],
)
def test_a_status_has_its_meaning(status: int, body: object, code: ErrorCode) -> None:
    error = failure(status_error(status, body))
    assert error.code is code
    assert error.facts["host"] == "gpu-box:8000"


@pytest.mark.parametrize(
    "body", [{"message": "boom"}, {"error": {"message": "boom"}}, {"detail": "boom"}, {"error": "boom"}, "boom"]
)
def test_the_server_s_own_words_are_found(body: object) -> None:
    assert failure(status_error(500, body)).facts["reason"] == "boom"


@pytest.mark.parametrize(
    ("causes", "code"),
    [
        ((httpx2.ConnectError("x"), ConnectionRefusedError()), ErrorCode.SERVER_NOT_RUNNING),
        ((httpx2.ConnectError("x"), socket.gaierror(-2, "unknown")), ErrorCode.SERVER_NOT_FOUND),
        ((httpx2.ConnectError("x"), OSError("no route to host")), ErrorCode.SERVER_UNREACHABLE),
        ((httpx2.ConnectError("x"), ssl.SSLCertVerificationError("self-signed")), ErrorCode.SERVER_UNTRUSTED),
        ((httpx2.ProxyError("407"),), ErrorCode.SERVER_UNREACHABLE),
        ((httpx2.ReadError("reset"), ConnectionResetError()), ErrorCode.SERVER_CUT),
        ((httpx2.RemoteProtocolError("peer closed connection"),), ErrorCode.SERVER_CUT),
        ((httpx2.RemoteProtocolError("Server disconnected"),), ErrorCode.SERVER_CUT),
        ((httpx2.RemoteProtocolError("illegal status line"),), ErrorCode.SERVER_ANSWER_WRONG),
    ],
)
def test_a_broken_connection_has_its_cause(causes: tuple[BaseException, ...], code: ErrorCode) -> None:
    assert failure(connection_error(*causes)).code is code


def test_silence_and_not_being_there_are_told_apart() -> None:
    silent, absent = openai.APITimeoutError(REQUEST), openai.APITimeoutError(REQUEST)
    silent.__cause__, absent.__cause__ = httpx2.ReadTimeout("x"), httpx2.ConnectTimeout("x")
    assert failure(silent).code is ErrorCode.SERVER_SLOW
    assert failure(silent).facts["timeout_s"] == 30
    assert failure(absent).code is ErrorCode.SERVER_UNREACHABLE


def test_an_error_within_the_stream_is_the_server_s() -> None:
    error = failure(openai.APIError("no", REQUEST, body={"message": "CUDA out of memory"}))
    assert (error.code, error.facts["reason"]) == (ErrorCode.SERVER_FAILED, "CUDA out of memory")
    full = failure(openai.APIError("no", REQUEST, body={"message": "context length exceeded"}))
    assert full.code is ErrorCode.SERVER_CONTEXT_FULL


def test_what_is_no_json_is_no_answer() -> None:
    assert failure(ValueError("Expecting value")).code is ErrorCode.SERVER_ANSWER_WRONG
    assert failure(RecursionError()).code is ErrorCode.SERVER_ANSWER_WRONG


@pytest.mark.parametrize(
    ("told", "seconds"), [("3", 3.0), ("0.5", 0.5), ("-1", None), ("soon", None), ("inf", None), ("nan", None)]
)
def test_a_server_may_ask_to_wait(told: str, seconds: float | None) -> None:
    assert retry_after_s(status_error(429, None, **{"retry-after": told})) == seconds


def test_nobody_asks_to_wait_without_an_answer() -> None:
    assert retry_after_s(connection_error()) is None
    assert retry_after_s(None) is None


def test_a_server_s_words_are_one_short_line_without_control_characters() -> None:
    assert shortened("a\x1b[31m\nb\t c\u202e") == "a [31m b c"
    assert len(shortened("x" * 10_000)) == 300
