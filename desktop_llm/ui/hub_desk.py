"""Asks the Hub for the window, on threads of its own. The client library is imported there, by the first question."""

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.hub_access import HubAccess
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideTask, SideThreads

_N_QUESTIONS_AT_ONCE: Final = 2

_Result = TypeVar("_Result")


class HubDesk:
    """Takes questions on the GUI thread, and gives the answers there."""

    def __init__(self, access: Callable[[], HubAccess], bridge: EventBridge) -> None:
        """`access` tells, on any thread, how the Hub is reached now."""
        self._access = access
        self._threads = SideThreads(bridge, "hub-desk", _N_QUESTIONS_AT_ONCE)

    def ask(
        self,
        question: Callable[[HubClient], _Result],
        on_done: Callable[[_Result], None],
        on_error: Callable[[DesktopLlmError], None],
    ) -> SideTask[_Result]:
        """Run `question`, which may raise HubError, with a client."""
        return self._threads.run(partial(self._answer, question), on_done, on_error)

    def client(self) -> HubClient:
        """A client as the Hub is reached now, for others' threads. Who takes it closes it."""
        return HubClient(self._access())

    def stop(self) -> None:
        self._threads.stop()

    def _answer(self, question: Callable[[HubClient], _Result]) -> _Result:
        with self.client() as client:
            return question(client)
