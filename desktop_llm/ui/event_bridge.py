"""The one QObject that turns background events into signals on the GUI thread.

Any thread may post. Streamed text is gathered and handed on at most once a frame, and never so much in one go that the
window stands still; nothing runs while nothing is posted.
It also owns the single thread on which storage and assist work runs, so that the window never waits for either.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop_llm.assist.job import JobEnded, JobProgressed, JobTextGrew
from desktop_llm.errors import DesktopLlmError, ErrorCode

FRAME_MS: Final = 16
_MOST_MS: Final = 8
"""After so long what is left waits for its next turn: thousands of results may be posted at once."""

_Result = TypeVar("_Result")

_log = logging.getLogger(__name__)


class EventBridge(QObject):
    """Hands posted events to `event_arrived` and runs posted calls, both on the GUI thread and in order.

    The events of one job keep their order; pieces of its text that wait for the same frame become one.
    """

    event_arrived = Signal(object)
    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._items: deque[object] = deque()
        self._is_open = True
        self._takes_work = True
        self._flushed_at_s = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._flush)
        self._posted.connect(self._flush_when_due, Qt.ConnectionType.QueuedConnection)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")

    def post(self, item: object) -> None:
        """Hand an event, or a function without arguments, to the GUI thread. Any thread; returns at once."""
        with self._lock:
            if not self._is_open:
                return
            is_first = not self._items
            self._items.append(item)
        if is_first:
            self._posted.emit()

    def run_in_background(
        self,
        work: Callable[[], _Result],
        on_done: Callable[[_Result], None] | None = None,
        on_error: Callable[[DesktopLlmError], None] | None = None,
    ) -> None:
        """Run `work` on the one background thread, after what was given before; its end is told on the GUI thread.

        After `stop` nothing is run: a timer may still fire while the window goes.
        """
        if self._takes_work:
            self._executor.submit(self._run, work, on_done, on_error)

    def stop(self) -> None:
        """Finish the work that was given, then drop what is posted. Blocks until the thread has ended."""
        self._takes_work = False
        self._executor.shutdown(wait=True)
        with self._lock:
            self._is_open = False
            self._items.clear()
        self._timer.stop()

    def _run(
        self,
        work: Callable[[], _Result],
        on_done: Callable[[_Result], None] | None,
        on_error: Callable[[DesktopLlmError], None] | None,
    ) -> None:
        try:
            result = work()
        except DesktopLlmError as error:
            self._post_error(error, on_error)
        except Exception as error:  # noqa: BLE001  the outermost edge of the thread
            _log.exception("background work failed")
            self._post_error(DesktopLlmError(ErrorCode.BUG, reason=repr(error)), on_error)
        else:
            if on_done is not None:
                self.post(_Answer(on_done, result))

    def _post_error(self, error: DesktopLlmError, on_error: Callable[[DesktopLlmError], None] | None) -> None:
        if on_error is None:
            _log.error("background work failed: %s", error)
            return
        self.post(_Answer(on_error, error))

    @Slot()
    def _flush_when_due(self) -> None:
        if self._timer.isActive():
            return
        waited_ms = (time.monotonic() - self._flushed_at_s) * 1000
        if waited_ms >= FRAME_MS:
            self._flush()
            return
        self._timer.start(FRAME_MS - int(waited_ms))

    @Slot()
    def _flush(self) -> None:
        self._flushed_at_s = time.monotonic()
        with self._lock:
            items = deque(gathered(self._items))
            self._items.clear()
        end_s = self._flushed_at_s + _MOST_MS / 1000
        while items:
            self._deliver(items.popleft())
            if items and time.monotonic() >= end_s:
                self._put_back(items)
                return

    def _put_back(self, items: Iterable[object]) -> None:
        """The GUI thread's other events come first: keys, painting."""
        with self._lock:
            if self._is_open:
                self._items = deque((*items, *self._items))
                self._timer.start(0)

    def _deliver(self, item: object) -> None:
        try:
            if callable(item):
                item()
            else:
                self.event_arrived.emit(item)
        except Exception:  # noqa: BLE001  the outermost edge of the slot
            _log.exception("an event could not be handled")


class _Answer:
    """A result on its way to the function that waits for it."""

    def __init__(self, receiver: Callable[[_Result], None], result: _Result) -> None:
        self._receiver = receiver
        self._result = result

    def __call__(self) -> None:
        self._receiver(self._result)


def gathered(items: Iterable[object]) -> list[object]:
    """The items, with the waiting text and progress of one job joined; each job keeps its own order."""
    result: list[object] = []
    last_index: dict[str, int] = {}
    for item in items:
        job_id = _job_id(item)
        index = last_index.get(job_id) if job_id else None
        joined = None if index is None else _joined(result[index], item)
        if index is not None and joined is not None:
            result[index] = joined
            continue
        if job_id:
            last_index[job_id] = len(result)
        result.append(item)
    return result


def _job_id(item: object) -> str:
    match item:
        case JobTextGrew() | JobProgressed() | JobEnded():
            return item.job_id
        case _:
            return ""


def _joined(earlier: object, later: object) -> object | None:
    """Both as one event, or None if they must stay apart."""
    match earlier, later:
        case JobTextGrew(), JobTextGrew():
            return JobTextGrew(earlier.job_id, earlier.text + later.text, earlier.thinking + later.thinking)
        case JobProgressed(), JobProgressed():
            return later
        case _:
            return None
