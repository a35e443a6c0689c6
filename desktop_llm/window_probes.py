"""How late the GUI thread gets to what waits for it, while `window_bench.py` does something to the window. GUI thread,
but for the thread that sends the probes.
"""

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

PROBE_INTERVAL_S: Final = 0.004
_LOOK_MS: Final = 50


class Probe(QObject):
    """A queued signal that measures how long it waited for the GUI thread."""

    stream_ended = Signal()
    _sent = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.delays_ms: list[float] = []
        self._sent.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def send(self) -> None:
        self._sent.emit(time.perf_counter())

    @Slot(float)
    def _on_arrived(self, sent_s: float) -> None:
        self.delays_ms.append((time.perf_counter() - sent_s) * 1000)


@contextmanager
def probing() -> Generator[list[float]]:
    """Every few ms a probe, from a thread of its own; gives how late each was. The event loop must run meanwhile."""
    probe = Probe()
    is_over = threading.Event()
    thread = threading.Thread(target=_send_until, args=(probe, is_over), daemon=True)
    thread.start()
    try:
        yield probe.delays_ms
    finally:
        is_over.set()
        thread.join()


def _send_until(probe: Probe, is_over: threading.Event) -> None:
    while not is_over.wait(PROBE_INTERVAL_S):
        probe.send()


class StepDriver(QObject):
    """Makes steps, one after each look that somebody takes at the window."""

    steps_ended = Signal()

    def __init__(self, steps: Iterator[None]) -> None:
        super().__init__()
        self._steps = steps
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._step)

    def begin(self) -> None:
        self._timer.start()

    @Slot()
    def _step(self) -> None:
        for _ in self._steps:
            return
        self._timer.stop()
        self.steps_ended.emit()


class FirstPaintWatch(QObject):
    """Tells the first time that what comes into a frame is painted. It looks at no other events: that takes time."""

    painted = Signal()
    _seen = Signal()

    def __init__(self, frame: QWidget) -> None:
        super().__init__(frame)
        self._seen.connect(self.painted, Qt.ConnectionType.QueuedConnection)
        self._frame = frame
        frame.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QChildEvent) and event.added():
            self._frame.removeEventFilter(self)
            event.child().installEventFilter(self)
        elif event.type() == QEvent.Type.Paint and watched is not self._frame:
            watched.removeEventFilter(self)
            self._seen.emit()
        return super().eventFilter(watched, event)
