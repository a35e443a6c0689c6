"""A start of the program that finds a window on the same data folder: it gives that its files, and ends. GUI thread."""

import logging
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.handover import HandoverFolder, handovers_of
from desktop_llm.paths import DataFolder
from desktop_llm.storage.folder_lock import FolderLock
from desktop_llm.storage.folder_owner import check_owner

_log = logging.getLogger(__name__)

_LOOK_MS: Final = 50
_TOKEN_VARIABLE: Final = "XDG_ACTIVATION_TOKEN"  # noqa: S105 a name


class SecondStart(QObject):
    """Tries, for a while, both: to be heard by the window that is open, and to get the folder of one that is ending.

    In a folder of somebody else, root's start touches nothing and is refused.
    """

    files_taken = Signal()
    folder_freed = Signal(object)  # FolderLock, held
    folder_refused = Signal(object)  # StorageError

    def __init__(self, folder: DataFolder, files: Sequence[Path], parent: QObject, patience_s: float) -> None:
        super().__init__(parent)
        self._folder = folder
        self._handovers = HandoverFolder(folder)
        self._lock = FolderLock(folder)
        self._wanted = handovers_of(files, os.environ.get(_TOKEN_VARIABLE, ""))
        self._left: list[Path] = []
        self._deadline_s = time.monotonic() + patience_s
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Nothing is told before the event loop runs."""
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        for left in self._left:
            self._handovers.clear(left)

    @Slot()
    def _look(self) -> None:
        self._timer.setInterval(_LOOK_MS)
        if self._left and all(self._handovers.was_taken(left) for left in self._left):
            self.stop()
            self.files_taken.emit()
            return
        try:
            check_owner(self._folder)
            self._lock.acquire()
        except StorageError as error:
            self._wait_on(error)
            return
        self.stop()
        self.folder_freed.emit(self._lock)

    def _wait_on(self, error: StorageError) -> None:
        if error.code is not ErrorCode.DATA_FOLDER_IN_USE or time.monotonic() > self._deadline_s:
            self.stop()
            self.folder_refused.emit(error)
            return
        if not self._left and self._handovers.is_open:
            self._leave()

    def _leave(self) -> None:
        try:
            for handover in self._wanted:
                self._left.append(self._handovers.leave(handover))
        except OSError as error:
            # Another user's, say: what remains is to wait until that window is closed.
            _log.warning("the open window cannot be told: %s", type(error).__name__)
            self._deadline_s = 0.0
