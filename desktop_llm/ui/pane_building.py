"""Imports what will be wanted, a module at a time, once the window rests. GUI thread.

Not on a thread of its own: PySide makes the Python side of a class of Qt when it is first used, and by one thread only.
"""

import importlib
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_FIRST_MS: Final = 1000
_EACH_MS: Final = 100


class ImportSteps(QObject):
    """Modules in the order of their names here; what one of them imports should come before it."""

    def __init__(
        self, modules: Sequence[str], parent: QObject, *, first_ms: int = _FIRST_MS, each_ms: int = _EACH_MS
    ) -> None:
        super().__init__(parent)
        self._left = list(modules)
        self._first_ms, self._each_ms = first_ms, each_ms
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._import_next)

    @property
    def is_over(self) -> bool:
        return not self._left

    def begin(self) -> None:
        self._timer.start(self._first_ms)

    def stop(self) -> None:
        """They are imported when they are wanted."""
        self._timer.stop()

    @Slot()
    def _import_next(self) -> None:
        if self._left:
            importlib.import_module(self._left.pop(0))
            self._timer.start(self._each_ms)
