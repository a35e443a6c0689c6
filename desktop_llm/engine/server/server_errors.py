"""What the client library and the network say, as a ServerError with facts. Threads that speak to a server."""

import math
import re
import socket
import ssl
from collections.abc import Iterator
from typing import Final, cast

import httpx2
import openai

from desktop_llm.engine.server.bounded_transport import AnswerTooLargeError
from desktop_llm.errors import ErrorCode, ServerError

_MAX_REASON_CHARACTERS: Final = 300
_CODE_BY_STATUS: Final = {
    401: ErrorCode.SERVER_KEY_WRONG,
    403: ErrorCode.SERVER_KEY_WRONG,
    429: ErrorCode.SERVER_BUSY,
    503: ErrorCode.SERVER_BUSY,
}
_CONTEXT_FULL: Final = re.compile(
    r"context.{0,12}(length|size|window)|exceed_context_size|too many tokens|prompt is too long", re.IGNORECASE
)
_MODEL_UNKNOWN: Final = re.compile(r"model.{0,200}(not found|not exist|not_found|unknown)", re.IGNORECASE)


def server_error(error: Exception, host: str, model: str, timeout_s: float) -> ServerError:
    """The failure of one exchange. `error` is of openai, of httpx2, or of reading what was answered."""
    match error:
        case openai.APIStatusError():
            return _status_error(error, host, model)
        case openai.APITimeoutError() | httpx2.TimeoutException():
            return _timeout_error(error, host, timeout_s)
        case openai.APIConnectionError() | httpx2.RequestError() | OSError():
            return _connection_error(error, host)
        case openai.APIError():
            return _told_in_stream(error, host)
        case _:
            return answer_wrong(host, type(error).__name__)


def answer_wrong(host: str, reason: str) -> ServerError:
    return ServerError(ErrorCode.SERVER_ANSWER_WRONG, host=host, reason=shortened(reason))


def retry_after_s(error: BaseException | None) -> float | None:
    """How long the server asks to wait, in seconds, if it does (RFC 9110, 10.2.3; dates are left aside)."""
    if not isinstance(error, openai.APIStatusError):
        return None
    try:
        wait_s = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return wait_s if math.isfinite(wait_s) and wait_s >= 0 else None


def shortened(text: str) -> str:
    """A server's own words, fit to be shown: one line, no control characters, not endless."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _MAX_REASON_CHARACTERS]).split())
    return line if len(line) <= _MAX_REASON_CHARACTERS else line[: _MAX_REASON_CHARACTERS - 1] + "…"


def _status_error(error: openai.APIStatusError, host: str, model: str) -> ServerError:
    status, reason = error.status_code, _reason(error.body)
    if 300 <= status < 400:
        return answer_wrong(host, f"redirect to {error.response.headers.get('location', '')}")
    if code := _CODE_BY_STATUS.get(status):
        return ServerError(code, host=host)
    if _is_of_model(error, reason):
        return ServerError(ErrorCode.SERVER_MODEL_UNKNOWN, host=host, model=model)
    if _is_of_context(error, reason):
        return ServerError(ErrorCode.SERVER_CONTEXT_FULL, host=host, reason=reason)
    code = ErrorCode.SERVER_FAILED if status >= 500 else ErrorCode.SERVER_REFUSED
    return ServerError(code, host=host, status=status, reason=reason)


def _is_of_model(error: openai.APIStatusError, reason: str) -> bool:
    return error.code == "model_not_found" or (error.status_code in (400, 404) and bool(_MODEL_UNKNOWN.search(reason)))


def _is_of_context(error: openai.APIStatusError, reason: str) -> bool:
    return error.status_code in (400, 413, 422) and bool(_CONTEXT_FULL.search(f"{error.code} {error.type} {reason}"))


def _told_in_stream(error: openai.APIError, host: str) -> ServerError:
    """An error that came as an event, after the answer had begun with status 200."""
    reason = _reason(error.body) or shortened(error.message)
    if _CONTEXT_FULL.search(f"{error.code} {error.type} {reason}"):
        return ServerError(ErrorCode.SERVER_CONTEXT_FULL, host=host, reason=reason)
    return ServerError(ErrorCode.SERVER_FAILED, host=host, status=200, reason=reason)


def _reason(body: object) -> str:
    """The message in `{"error": {"message": …}}` and what servers write instead of it."""
    found = body
    for name in ("error", "message", "detail"):
        if isinstance(found, dict):
            fields = cast("dict[str, object]", found)
            found = fields.get(name, fields)
    return shortened(str(found or ""))


def _timeout_error(error: Exception, host: str, timeout_s: float) -> ServerError:
    if any(isinstance(each, httpx2.ConnectTimeout) for each in _causes(error)):
        return ServerError(ErrorCode.SERVER_UNREACHABLE, host=host, reason="connect timeout")
    return ServerError(ErrorCode.SERVER_SLOW, host=host, timeout_s=round(timeout_s))


def _connection_error(error: Exception, host: str) -> ServerError:
    causes = tuple(_causes(error))
    for cause in causes:
        match cause:
            case AnswerTooLargeError():
                return answer_wrong(host, str(cause))
            case ssl.SSLError():
                return ServerError(ErrorCode.SERVER_UNTRUSTED, host=host, reason=shortened(str(cause)))
            case socket.gaierror():
                return ServerError(ErrorCode.SERVER_NOT_FOUND, host=host)
            case ConnectionRefusedError():
                return ServerError(ErrorCode.SERVER_NOT_RUNNING, host=host)
            case httpx2.ReadError() | httpx2.WriteError() | httpx2.RemoteProtocolError():
                return _cut_or_wrong(cause, host)
            case _:
                pass
    return ServerError(ErrorCode.SERVER_UNREACHABLE, host=host, reason=shortened(str(causes[-1])))


def _cut_or_wrong(cause: Exception, host: str) -> ServerError:
    """A server that ends a connection, and one that does not speak HTTP at all."""
    is_cut = "disconnect" in str(cause) or "closed" in str(cause) or not isinstance(cause, httpx2.RemoteProtocolError)
    return ServerError(ErrorCode.SERVER_CUT, host=host) if is_cut else answer_wrong(host, str(cause))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the deepest last."""
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
