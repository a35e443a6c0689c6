"""EngineClient whose engine is a process of its own; callable from any thread. What happens behind it: `keeper`."""

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Final

from desktop_llm.engine.client import EngineStatus, EventSink, Request, StatusListener
from desktop_llm.engine.keeper import EngineTimeouts, Keeper
from desktop_llm.engine.messages import Failed
from desktop_llm.engine.notices import Aborted, Closed, Notice, Started, Submitted, Watched
from desktop_llm.errors import ErrorCode

_PATIENCE: Final = EngineTimeouts()


class ProcessEngineClient:
    """EngineClient with a process behind it.

    A request submitted while a model is loading, or is loaded again after a death, waits for it: the user asked, and
    gets the answer or the reason why there is none. Without a model it fails with NO_MODEL.
    """

    def __init__(
        self,
        *,
        timeouts: EngineTimeouts = _PATIENCE,
        command: Sequence[str] | None = None,
    ) -> None:
        """Starts no process. `command` replaces the engine's command line, for tests."""
        self._inbox: queue.SimpleQueue[Notice] = queue.SimpleQueue()
        self._status = EngineStatus()
        self._lock = threading.Lock()
        self._is_closed = False
        keeper = Keeper(timeouts, command, self._inbox, self._note_status)
        # Daemon: a program that forgets `close` still ends, and its engine with it.
        self._thread = threading.Thread(target=keeper.run, name="engine-keeper", daemon=True)
        self._thread.start()

    @property
    def status(self) -> EngineStatus:
        return self._status

    def start(self) -> None:
        """Start the process before a model is chosen, so that its versions and devices are known."""
        self._inbox.put(Started())

    def watch(self, listener: StatusListener) -> Callable[[], None]:
        self._inbox.put(Watched(listener, is_watching=True))
        return lambda: self._inbox.put(Watched(listener, is_watching=False))

    def submit(self, request: Request, sink: EventSink) -> None:
        with self._lock:
            if not self._is_closed:
                self._inbox.put(Submitted(request, sink))
                return
        sink(Failed(request_id=request.request_id, code=ErrorCode.NO_MODEL))

    def abort(self, request_id: str) -> None:
        self._inbox.put(Aborted(request_id))

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._inbox.put(Closed())
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _note_status(self, status: EngineStatus) -> None:
        self._status = status
