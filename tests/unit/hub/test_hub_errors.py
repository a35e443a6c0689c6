from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest

from desktop_llm.errors import ErrorCode
from desktop_llm.hub.hub_errors import failure, refusal

GATED = {"x-error-code": "GatedRepo"}
NOT_THERE = {"x-error-code": "RepoNotFound"}
INVALID = {"x-error-message": "Invalid credentials in Authorization header"}


def _response(status: int, headers: dict[str, str] | None = None) -> httpx2.Response:
    return httpx2.Response(status, headers=headers, request=httpx2.Request("GET", "https://hub.example/a?Signature=s"))


@pytest.mark.parametrize(
    ("status", "headers", "code"),
    [
        (401, GATED, ErrorCode.HUB_GATED),
        (403, GATED, ErrorCode.HUB_NOT_LET_IN),
        (401, NOT_THERE, ErrorCode.HUB_NOT_FOUND),
        (404, NOT_THERE, ErrorCode.HUB_NOT_FOUND),
        (404, {"x-error-code": "EntryNotFound"}, ErrorCode.HUB_NOT_FOUND),
        (404, {"x-error-code": "RevisionNotFound"}, ErrorCode.HUB_NOT_FOUND),
        (404, {}, ErrorCode.HUB_NOT_FOUND),
        (401, INVALID, ErrorCode.HUB_TOKEN_WRONG),
        (401, INVALID | NOT_THERE, ErrorCode.HUB_TOKEN_WRONG),
        (401, {}, ErrorCode.HUB_TOKEN_WRONG),
        (407, {}, ErrorCode.HUB_PROXY_FAILED),
        (403, {"x-error-message": "Your token's permissions leave it out."}, ErrorCode.HUB_FORBIDDEN),
        (403, {}, ErrorCode.HUB_SERVER_ERROR),
        (500, {}, ErrorCode.HUB_SERVER_ERROR),
        (503, {}, ErrorCode.HUB_SERVER_ERROR),
    ],
)
def test_a_refusal_is_understood(status: int, headers: dict[str, str], code: ErrorCode) -> None:
    assert refusal(_response(status, headers), "a/b").code is code


def test_a_gated_model_names_its_page() -> None:
    assert refusal(_response(403, GATED), "a/b").facts == {"name": "a/b", "address": "https://hub.example/a/b"}


@pytest.mark.parametrize(
    ("wanted", "wait_s"),
    [
        ("30", 30),
        ("99999999", 3600),
        ("", 60),
        ("soon", 60),
        ("-5", 60),
        ("9" * 5000, 60),
    ],
)
def test_a_server_says_how_long_to_wait(wanted: str, wait_s: int) -> None:
    error = refusal(_response(429, {"Retry-After": wanted}), "a/b")
    assert (error.code, error.facts) == (ErrorCode.HUB_RATE_LIMITED, {"wait_s": wait_s})


def test_a_digit_that_is_no_number_is_no_wait() -> None:
    response = httpx2.Response(429, headers=[(b"Retry-After", b"\xb2")], request=httpx2.Request("GET", "https://hub"))
    assert refusal(response, "a/b").facts == {"wait_s": 60}


@pytest.mark.parametrize(
    ("limit", "wait_s"),
    [
        ('"api";r=0;t=55', 55),
        ('"resolvers"; r = 0; t = 175', 175),
        ('"api";r=0;t=99999999', 3600),
        ('"api";r=12;t=55', 7),  # it is on every answer, and there another one is the reason
        ("api", 7),
    ],
)
def test_the_hub_says_when_its_limit_ends(limit: str, wait_s: int) -> None:
    error = refusal(_response(429, {"RateLimit": limit, "Retry-After": "7"}), "a/b")
    assert error.facts == {"wait_s": wait_s}


def test_a_wait_may_be_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert 95 <= int(refusal(_response(429, {"Retry-After": date}), "").facts["wait_s"]) <= 100


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (httpx2.ConnectTimeout("x"), ErrorCode.HUB_TIMEOUT),
        (httpx2.ReadTimeout("x"), ErrorCode.HUB_TIMEOUT),
        (httpx2.ConnectError("x"), ErrorCode.HUB_UNREACHABLE),
        (httpx2.ReadError("x"), ErrorCode.HUB_UNREACHABLE),
        (httpx2.RemoteProtocolError("x"), ErrorCode.HUB_UNREACHABLE),
        (httpx2.ProxyError("407"), ErrorCode.HUB_PROXY_FAILED),
        (httpx2.TooManyRedirects("x"), ErrorCode.HUB_ANSWER_WRONG),
        (httpx2.DecodingError("x"), ErrorCode.HUB_ANSWER_WRONG),
    ],
)
def test_a_failure_is_understood(error: httpx2.HTTPError, code: ErrorCode) -> None:
    assert failure(error).code is code


def test_an_address_in_a_failure_opens_no_file() -> None:
    error = httpx2.ReadTimeout("x", request=httpx2.Request("GET", "https://me:pw@cdn.example/file?Signature=s"))
    assert failure(error).facts == {"address": "https://cdn.example"}
