"""Does slow little jobs one after another on a thread of its own and hands the results over on the GUI thread.

No Qt object is touched on that thread, so whoever waits may be gone when a job ends. The thread starts with the first
job and ends with its owner, or with the program.
"""

import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK_EVERY_MS = 20

_T = TypeVar("_T")


class SpareThread(QObject):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spare")
        self._waiting: list[Callable[[], bool]] = []
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        weakref.finalize(self, self._executor.shutdown, wait=False, cancel_futures=True)

    def run(self, job: Callable[[], _T], take: Callable[[_T], None]) -> None:
        """Do `job` on the thread, then call `take` with its result on the GUI thread. `job` must not raise."""
        future = self._executor.submit(job)
        self._waiting.append(lambda: _hand_over(future, take))
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        self._waiting = [is_handed_over for is_handed_over in self._waiting if not is_handed_over()]
        if not self._waiting:
            self._timer.stop()


def _hand_over(future: "Future[_T]", take: Callable[[_T], None]) -> bool:
    if not future.done():
        return False
    take(future.result())
    return True
