"""Many edits as one step to undo, which is undone edit by edit. GUI thread.

Qt joins edits too, but then lays out everything between the first and the last of them at once: a hundred milliseconds
for a change here and there in a long text. Here each stays an edit of its own, and they are undone in steps.
"""

import time
from collections.abc import Callable
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QTextDocument

_STEP_S: Final = 0.003


class _Group(Struct, frozen=True):
    """How many undo steps the document had before, and has with all of it."""

    first: int
    last: int


class UndoGroups(QObject):
    running_changed = Signal(bool)
    """Nobody should edit while it lasts. Short groups are undone at once."""

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._groups: list[_Group] = []
        self._first: int | None = None
        self._is_forward = False
        self._end = 0
        self._steps = QTimer(self, interval=0)
        self._steps.timeout.connect(self._run_some)
        document.undoCommandAdded.connect(self._on_added)

    @property
    def is_busy(self) -> bool:
        """Edits that belong together are being made, or undone, or done again: nobody else edits meanwhile."""
        return self._first is not None or self._steps.isActive()

    def begin(self) -> bool:
        """The next edits belong together. False, and they must not be made: others do, until their end."""
        if self.is_busy:
            return False
        self._first = self._document.availableUndoSteps()
        return True

    def end(self) -> None:
        first, last = self._first, self._document.availableUndoSteps()
        self._first = None
        if first is not None and last > first:
            self._groups.append(_Group(first, last))

    def undo(self) -> None:
        at = self._document.availableUndoSteps()
        group = next((each for each in self._groups if each.last == at), None)
        if group is None:
            self._document.undo()
        else:
            self._run(group.first, is_forward=False)

    def redo(self) -> None:
        at = self._document.availableUndoSteps()
        group = next((each for each in self._groups if each.first == at), None)
        if group is None or not self._document.isRedoAvailable():
            self._document.redo()
        else:
            self._run(group.last, is_forward=True)

    def _run(self, end: int, *, is_forward: bool) -> None:
        self._end, self._is_forward = end, is_forward
        self._run_some()
        if not self._is_there():
            self._steps.start()
            self.running_changed.emit(True)

    @Slot()
    def _run_some(self) -> None:
        ends_at_s = time.perf_counter() + _STEP_S
        step: Callable[[], None] = self._document.redo if self._is_forward else self._document.undo
        while not self._is_there() and time.perf_counter() < ends_at_s:
            step()
        if self._steps.isActive() and self._is_there():
            self._steps.stop()
            self.running_changed.emit(False)

    def _is_there(self) -> bool:
        """Also where Qt has nothing left to undo."""
        at = self._document.availableUndoSteps()
        if self._is_forward:
            return at >= self._end or not self._document.isRedoAvailable()
        return at <= self._end or not self._document.isUndoAvailable()

    @Slot()
    def _on_added(self) -> None:
        """What was undone cannot be done again any more."""
        at = self._document.availableUndoSteps()
        self._groups = [each for each in self._groups if each.last < at]
