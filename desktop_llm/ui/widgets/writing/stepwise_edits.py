"""Edits of a whole text, such as bold letters all over it, made a few at a time: nobody waits for them. GUI thread."""

import time
from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop_llm.ui.widgets.writing.text_formatting import Edit, one_step
from desktop_llm.ui.widgets.writing.undo_groups import UndoGroups

_STEP_S: Final = 0.005
_MOST_AT_ONCE: Final = 20
"""Laying out what was changed takes longer than changing it."""


class StepwiseEdits(QObject):
    """One step to undo for all of them."""

    running_changed = Signal(bool)
    """Nobody should edit while it lasts. What is short is done at once, and not told."""

    def __init__(self, document: QTextDocument, undo: UndoGroups, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._undo = undo
        self._left: Iterator[Edit] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._make_some)

    def make(self, edits: Iterable[Edit]) -> None:
        """While others that belong together are being made, here or elsewhere, nothing comes of it."""
        if self._undo.begin():
            self._left = iter(edits)
            self._make_some()

    @Slot()
    def drop(self) -> None:
        """What is not made yet is not made any more: another text comes."""
        if self._left is not None:
            self._left = None
            self._end()

    @Slot()
    def _make_some(self) -> None:
        if self._left is None:
            return
        if self._has_made_all(self._left):
            self._left = None
            self._end()
            return
        if not self._timer.isActive():
            self._timer.start()
            self.running_changed.emit(True)

    def _has_made_all(self, edits: Iterator[Edit]) -> bool:
        """Those of one step are laid out together: they are neighbours."""
        ends_s = time.perf_counter() + _STEP_S
        with one_step(QTextCursor(self._document)):
            for number, edit in enumerate(edits, start=1):
                edit()
                if number == _MOST_AT_ONCE or time.perf_counter() >= ends_s:
                    return False
        return True

    def _end(self) -> None:
        self._undo.end()
        if self._timer.isActive():
            self._timer.stop()
            self.running_changed.emit(False)
