import math

import pytest

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.retries import Retries, RetryPolicy

AWAY = HubError(ErrorCode.HUB_UNREACHABLE, address="a", reason="b")
BUSY = HubError(ErrorCode.HUB_SERVER_ERROR, status=503)


def test_each_wait_is_twice_the_one_before_up_to_the_longest() -> None:
    retries = Retries(RetryPolicy(first_wait_s=1.0, longest_wait_s=5.0))
    assert [retries.wait_s(AWAY) for _ in range(5)] == [1.0, 2.0, 4.0, 5.0, 5.0]


def test_what_came_begins_the_count_anew() -> None:
    retries = Retries(RetryPolicy(first_wait_s=1.0, max_refusals=2))
    for _ in range(5):
        assert [retries.wait_s(BUSY), retries.wait_s(BUSY)] == [1.0, 2.0]
        retries.reset()


def test_the_network_is_waited_for_as_long_as_it_takes() -> None:
    retries = Retries(RetryPolicy())
    assert max(retries.wait_s(AWAY) for _ in range(5000)) == 30.0


@pytest.mark.parametrize("code", [ErrorCode.HUB_UNREACHABLE, ErrorCode.HUB_TIMEOUT])
def test_whoever_has_less_patience_is_told(code: ErrorCode) -> None:
    retries = Retries(RetryPolicy(max_failures=2))
    error = HubError(code, address="a", reason="b")
    retries.wait_s(error)
    retries.wait_s(error)
    with pytest.raises(HubError) as caught:
        retries.wait_s(error)
    assert caught.value is error


@pytest.mark.parametrize("code", [ErrorCode.HUB_SERVER_ERROR, ErrorCode.HUB_RATE_LIMITED, ErrorCode.HUB_ANSWER_WRONG])
def test_refusals_are_put_up_with_a_few_times(code: ErrorCode) -> None:
    retries = Retries(RetryPolicy(max_refusals=3, max_failures=math.inf))
    for _ in range(3):
        retries.wait_s(HubError(code))
    with pytest.raises(HubError):
        retries.wait_s(HubError(code))


@pytest.mark.parametrize(
    "code",
    [
        ErrorCode.HUB_GATED,
        ErrorCode.HUB_FORBIDDEN,
        ErrorCode.HUB_TOKEN_WRONG,
        ErrorCode.HUB_TLS,
        ErrorCode.HUB_OFFLINE,
    ],
)
def test_what_would_be_the_same_again_is_told_at_once(code: ErrorCode) -> None:
    with pytest.raises(HubError):
        Retries(RetryPolicy()).wait_s(HubError(code))


def test_a_server_that_says_how_long_to_wait_is_heeded() -> None:
    retries = Retries(RetryPolicy())
    assert retries.wait_s(HubError(ErrorCode.HUB_RATE_LIMITED, wait_s=120)) == 120.0
    assert retries.wait_s(HubError(ErrorCode.HUB_RATE_LIMITED, wait_s=0)) == 2.0
