"""Work that may wait long for a disk or a network, on threads of its own: nothing else waits for it."""

import logging
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Final, Generic, TypeVar

from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.ui.event_bridge import EventBridge

_log = logging.getLogger(__name__)

_END_S: Final = 0.5
_FINISH_S: Final = 10.0

_Result = TypeVar("_Result")


class SideTask(Generic[_Result]):
    """Work that is under way. Nobody hears of what was forgotten."""

    def __init__(
        self,
        work: Callable[[], _Result],
        on_done: Callable[[_Result], None] | None,
        on_error: Callable[[DesktopLlmError], None] | None,
    ) -> None:
        self._work, self._on_done, self._on_error = work, on_done, on_error
        self._is_forgotten = False

    def forget(self) -> None:
        """The result is no longer wanted. GUI thread."""
        self._is_forgotten = True

    def run(self, bridge: EventBridge) -> None:
        """On the side thread; one that was forgotten before its turn does not begin."""
        if self._is_forgotten:
            return
        try:
            result = self._work()
        except DesktopLlmError as error:
            bridge.post(partial(self._tell_error, error))
        except Exception as error:  # noqa: BLE001  the outermost edge of the thread
            _log.exception("work beside the window failed")
            bridge.post(partial(self._tell_error, DesktopLlmError(ErrorCode.BUG, reason=repr(error))))
        else:
            bridge.post(partial(self._tell, result))

    def _tell(self, result: _Result) -> None:
        if self._on_done is not None and not self._is_forgotten:
            self._on_done(result)

    def _tell_error(self, error: DesktopLlmError) -> None:
        if self._on_error is None:
            _log.info("work that nobody waits for failed: %s", error)
        elif not self._is_forgotten:
            self._on_error(error)


class SideThreads:
    """Takes work on the GUI thread and tells its end there. Threads begin with the first work."""

    def __init__(self, bridge: EventBridge, name: str, n_threads: int = 1) -> None:
        self._bridge, self._name, self._n_threads = bridge, name, n_threads
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._stop_asked = threading.Event()

    @property
    def is_stopping(self) -> bool:
        """Long work asks now and then, and ends early. Any thread."""
        return self._stop_asked.is_set()

    def run(
        self,
        work: Callable[[], _Result],
        on_done: Callable[[_Result], None] | None = None,
        on_error: Callable[[DesktopLlmError], None] | None = None,
    ) -> SideTask[_Result]:
        """In the order of asking, `n_threads` at once at most. Whose end nobody waits for, it is not told to."""
        task = SideTask(work, on_done, on_error)
        if not self.is_stopping:
            self._tasks.put(partial(task.run, self._bridge))
            if len(self._threads) < self._n_threads:
                thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
                self._threads.append(thread)
                thread.start()
        return task

    def finish(self) -> None:
        """Do all that was asked for, if a few seconds are enough for it, and stop."""
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(_FINISH_S)
        self.stop()

    def stop(self) -> None:
        """Begin nothing more. What then still waits for a silent server or disk ends with the program."""
        self._stop_asked.set()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(_END_S)

    def _serve(self) -> None:
        while (run := self._tasks.get()) is not None and not self.is_stopping:
            run()
            del run  # whatever it was about, as large as a document, is not kept until something else is to be done
