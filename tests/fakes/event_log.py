"""Hears an engine's events and states, and waits for what a test expects of them."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus, Request
from desktop_llm.engine.messages import TERMINAL_EVENTS, AnyEvent

_T = TypeVar("_T")

WAIT_S = 60.0


class _Log(Generic[_T]):
    def __init__(self) -> None:
        self.items: list[_T] = []
        self._changed = threading.Condition()

    def __call__(self, item: _T) -> None:
        with self._changed:
            self.items.append(item)
            self._changed.notify_all()

    def wait_for(self, is_expected: Callable[[_T], bool], timeout_s: float = WAIT_S) -> _T:
        """The first item that is expected, now or later."""
        with self._changed:
            found = self._changed.wait_for(lambda: any(map(is_expected, self.items)), timeout_s)
            assert found, f"it did not come within {timeout_s} s; there are {self.items!r:.2000}"
            return next(filter(is_expected, self.items))


class EventLog(_Log[AnyEvent]):
    """Sink of one request."""

    def wait_for_kind(self, kind: type[AnyEvent] | tuple[type[AnyEvent], ...], timeout_s: float = WAIT_S) -> AnyEvent:
        return self.wait_for(lambda event: isinstance(event, kind), timeout_s)

    def wait_for_end(self, timeout_s: float = WAIT_S) -> AnyEvent:
        return self.wait_for(lambda event: isinstance(event, TERMINAL_EVENTS), timeout_s)

    @property
    def n_ends(self) -> int:
        return sum(isinstance(event, TERMINAL_EVENTS) for event in self.items)


class StatusLog(_Log[EngineStatus]):
    """Listener of an engine's status."""

    def wait_for_state(self, state: EngineState, timeout_s: float = WAIT_S) -> EngineStatus:
        return self.wait_for(lambda status: status.state is state, timeout_s)

    @property
    def states(self) -> list[EngineState]:
        """Without repetitions."""
        return [s.state for i, s in enumerate(self.items) if i == 0 or self.items[i - 1].state is not s.state]


def submitted(client: EngineClient, request: Request) -> EventLog:
    """Submit a request and log its events."""
    log = EventLog()
    client.submit(request, log)
    return log
