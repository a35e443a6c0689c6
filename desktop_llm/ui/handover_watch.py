"""Hears what other starts of the program leave for the window that is open. GUI thread."""

import logging
import os
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal, Slot

from desktop_llm.handover import HandoverFolder
from desktop_llm.paths import DataFolder

_log = logging.getLogger(__name__)

_TOKEN_VARIABLE: Final = "XDG_ACTIVATION_TOKEN"  # noqa: S105 a name


class HandoverWatch(QObject):
    """From `begin` to `stop`, while the data folder's lock is held."""

    window_wanted = Signal()
    files_given = Signal(object)  # tuple[Path, ...]

    def __init__(self, folder: DataFolder, parent: QObject) -> None:
        super().__init__(parent)
        self._handovers = HandoverFolder(folder)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_changed)

    def begin(self) -> None:
        """Where the folder cannot be made, other starts are told that the program is running already."""
        try:
            self._handovers.open()
        except OSError as error:
            _log.warning("other starts cannot be heard: %s", error)
            return
        self._watcher.addPath(str(self._handovers.path))
        self._on_changed()

    def stop(self) -> None:
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
            self._handovers.close()

    @Slot()
    def _on_changed(self) -> None:
        for handover in self._handovers.take():
            if handover.activation_token:
                os.environ[_TOKEN_VARIABLE] = handover.activation_token  # where Qt's Wayland looks for it
            self.window_wanted.emit()
            if paths := handover.paths:
                self.files_given.emit(paths)
