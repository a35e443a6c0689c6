"""Python's search for garbage, in short rounds on the GUI thread. It holds for the whole process.

Left to itself, Python looks through all that lives now and then, on whatever thread happens to run: 50 to 130 ms in
which the window stands still, in the middle of a summary or of opening a conversation. It may also end widgets there,
or while Qt walks through their siblings, and the process with them. See decision 22.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

_INTERVAL_MS: Final = 100
_FEW: Final = 1_000  # new objects: not worth a round
_QUIET_INTERVALS: Final = 5  # with so few: it is quiet
_RESTING_INTERVALS: Final = 100  # nobody waits
_MANY: Final = 10_000  # survivors: looked through once more when it is quiet, then kept
_TOO_MANY: Final = 30_000  # also when it is not quiet
_LITTLE_GROWTH: Final = 1.1  # of what is kept, since all was looked through
_MUCH_GROWTH: Final = 2.0


class GarbageRounds(QObject):
    """A round looks through what is new. What survives is kept: looked through no more while somebody may wait."""

    def __init__(self, app: QGuiApplication, interval_ms: int = _INTERVAL_MS) -> None:
        super().__init__(app)
        self._n_survivors = 0
        self._n_quiet_intervals = 0
        self._has_kept = False
        self._kept_then = 0
        self._was_enabled = gc.isenabled()
        self._timer = QTimer(self, interval=interval_ms, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._make_round)
        app.applicationStateChanged.connect(self._on_state_changed)

    def begin(self) -> None:
        """When the program is built: what is there now stays as long as the program does."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._kept_then = gc.get_freeze_count()
        self._timer.start()

    def stop(self) -> None:
        """Python does it as it did before."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _make_round(self) -> None:
        # They are counted, not listed: gc.get_objects() breaks a tuple that another thread is about to fill.
        n_new = gc.get_count()[0]
        self._n_quiet_intervals += 1
        if n_new >= _FEW:
            self._n_quiet_intervals = 0
            self._n_survivors += max(0, n_new - gc.collect(1))
        is_quiet = self._n_quiet_intervals >= _QUIET_INTERVALS
        if self._n_survivors > (_MANY if is_quiet else _TOO_MANY):
            gc.collect()
            self._keep_all()
        elif self._n_quiet_intervals >= _RESTING_INTERVALS and self._has_kept:
            self._has_kept = False
            self._look_through_all(_MUCH_GROWTH)

    @Slot(Qt.ApplicationState)
    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        """Somebody who went to another window does not wait for this one."""
        if self._timer.isActive() and state is not Qt.ApplicationState.ApplicationActive:
            self._keep_all()
            self._look_through_all(_LITTLE_GROWTH)

    def _keep_all(self) -> None:
        gc.freeze()
        self._n_survivors = 0
        self._has_kept = True

    def _look_through_all(self, least_growth: float) -> None:
        if gc.get_freeze_count() > self._kept_then * least_growth:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._kept_then = gc.get_freeze_count()
