"""When to try again after the network or the Hub failed, and when not. One download's thread."""

import math
from typing import Final

from msgspec import Struct

from desktop_llm.errors import ErrorCode, Fact, HubError

# The network is away: it may come back at any time.
_AWAY: Final = {ErrorCode.HUB_UNREACHABLE, ErrorCode.HUB_TIMEOUT, ErrorCode.HUB_PROXY_FAILED}
# Somebody answered, but not with what was asked for; that is not so for ever, as a rule.
_REFUSED: Final = {
    ErrorCode.HUB_RATE_LIMITED,
    ErrorCode.HUB_SERVER_ERROR,
    ErrorCode.HUB_ANSWER_WRONG,
    ErrorCode.HUB_FILE_CHANGED,
}


class RetryPolicy(Struct, frozen=True, kw_only=True):
    """Each wait is twice the one before. Refusals and failures are counted from the last byte that came."""

    first_wait_s: float = 1.0
    longest_wait_s: float = 30.0
    max_refusals: int = 8
    max_failures: float = math.inf


class Retries:
    """Counts what went wrong since something came."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._n_failures = 0
        self._n_refusals = 0

    def reset(self) -> None:
        """Something came."""
        self._n_failures = self._n_refusals = 0

    def wait_s(self, error: HubError) -> float:
        """How long to wait before the next try. Raises the error if another would be of no use."""
        if error.code not in _AWAY | _REFUSED:
            raise error
        self._n_failures += 1
        self._n_refusals += error.code in _REFUSED
        if self._n_refusals > self._policy.max_refusals or self._n_failures > self._policy.max_failures:
            raise error
        exponent = min(self._n_failures - 1, 30)
        usual_s = min(self._policy.first_wait_s * 2**exponent, self._policy.longest_wait_s)
        return max(usual_s, _wish_s(error.facts.get("wait_s", 0)))


def _wish_s(wait_s: Fact) -> float:
    return float(wait_s) if isinstance(wait_s, int | float) else 0.0
