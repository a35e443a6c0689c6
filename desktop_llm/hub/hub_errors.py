"""What the client library, the network and the Hub's refusals mean, as this program's facts. Any thread.

Which header means what: https://huggingface.co/docs/hub/api and `huggingface_hub.utils.hf_raise_for_status`. That
function itself reads whole bodies of refusals, however large, and fails on some of them, so it is not used.
"""

import re
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from desktop_llm.errors import ErrorCode, HubError

if TYPE_CHECKING:
    import httpx2

_USUAL_WAIT_S: Final = 60
_LONGEST_WAIT_S: Final = 3600
_RATE_LIMIT: Final = re.compile(r";\s*r\s*=\s*0\s*;\s*t\s*=\s*(?P<wait_s>[0-9]{1,9})")
_SECONDS: Final = re.compile(r"[0-9]{1,9}")
_NOT_THERE: Final = {"RepoNotFound", "RevisionNotFound", "EntryNotFound"}
_INVALID_TOKEN: Final = "invalid credentials"  # noqa: S105  what the Hub says


@contextmanager
def told_as_hub_errors() -> Generator[None]:
    """Turn what the network raises within the block into HubError."""
    import httpx2

    try:
        yield
    except httpx2.HTTPError as error:
        raise failure(error) from error
    except httpx2.InvalidURL as error:
        raise HubError(ErrorCode.HUB_ANSWER_WRONG, reason="it leads to an address that is none") from error


def require_success(response: "httpx2.Response", name: str) -> None:
    if response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
        raise refusal(response, name)


def refusal(response: "httpx2.Response", name: str) -> HubError:
    """What the Hub means by this status and these headers."""
    status, code = response.status_code, response.headers.get("x-error-code", "")
    message = response.headers.get("x-error-message", "").lower()
    match status:
        case HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            error = HubError(ErrorCode.HUB_PROXY_FAILED, address=_address(response.url), reason=f"status {status}")
        case HTTPStatus.TOO_MANY_REQUESTS:
            error = HubError(ErrorCode.HUB_RATE_LIMITED, wait_s=_wait_s(response))
        case _ if code == "GatedRepo":
            is_account_known = status == HTTPStatus.FORBIDDEN
            gate = ErrorCode.HUB_NOT_LET_IN if is_account_known else ErrorCode.HUB_GATED
            error = HubError(gate, name=name, address=f"{_address(response.url)}/{name}")
        case HTTPStatus.FORBIDDEN if name and message:  # without a message: the second host, on an old address
            error = HubError(ErrorCode.HUB_FORBIDDEN, name=name)
        case HTTPStatus.UNAUTHORIZED if _INVALID_TOKEN in message or code not in _NOT_THERE:
            error = HubError(ErrorCode.HUB_TOKEN_WRONG)
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE | HTTPStatus.UNAUTHORIZED:
            error = HubError(ErrorCode.HUB_NOT_FOUND, name=name)
        case _:
            error = HubError(ErrorCode.HUB_SERVER_ERROR, status=status)
    return error


def failure(error: "httpx2.HTTPError") -> HubError:
    """What kept the Hub from answering."""
    import ssl

    import httpx2

    address = _address_of(error)
    match error:
        case httpx2.TimeoutException():
            return HubError(ErrorCode.HUB_TIMEOUT, address=address)
        case httpx2.ProxyError():
            return HubError(ErrorCode.HUB_PROXY_FAILED, address=address, reason=str(error))
        case httpx2.TransportError() if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
            return HubError(ErrorCode.HUB_TLS, address=address, reason=str(error))
        case httpx2.UnsupportedProtocol() | httpx2.TooManyRedirects() | httpx2.DecodingError():
            return HubError(ErrorCode.HUB_ANSWER_WRONG, reason=type(error).__name__)
        case _:
            return HubError(ErrorCode.HUB_UNREACHABLE, address=address, reason=str(error) or type(error).__name__)


def _wait_s(response: "httpx2.Response") -> int:
    """What the Hub says (https://huggingface.co/docs/hub/rate-limits), bounded: a server may ask for years.

    RateLimit names the seconds; elsewhere Retry-After is seconds or a date (RFC 9110, 10.2.3).
    """
    limit = _RATE_LIMIT.search(response.headers.get("ratelimit", ""))
    wanted = limit["wait_s"] if limit else response.headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(wanted):
        return min(int(wanted), _LONGEST_WAIT_S)
    from email.utils import parsedate_to_datetime

    try:
        seconds = parsedate_to_datetime(wanted).timestamp() - time.time()
    except ValueError:
        return _USUAL_WAIT_S
    return max(0, min(round(seconds), _LONGEST_WAIT_S))


def _address_of(error: "httpx2.HTTPError") -> str:
    try:
        return _address(error.request.url)
    except RuntimeError:  # it was raised before there was a request
        return ""


def _address(url: "httpx2.URL") -> str:
    """Who was asked; paths and queries of signed addresses open files."""
    parts = urlsplit(str(url))
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
