"""Start and end of the window's process: application, folder lock, window, and what stands behind it. GUI thread.

The window is shown first. Everything else is imported and built after it is drawn: see
docs/decisions/0006-the-window-before-everything-else.md.
"""

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QProcess, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder, default_data_folder, own_program, resource
from desktop_llm.ui.i18n import install_translations
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.window_shell import WindowShell
from desktop_llm.version import __version__

if TYPE_CHECKING:
    from desktop_llm.engine.client import EngineClient
    from desktop_llm.storage.folder_lock import FolderLock
    from desktop_llm.window_program import WindowProgram

_log = logging.getLogger(__name__)

EXIT_REFUSED = 1
_TURN_S: Final = 0.0001
"""A thread that computes lets the GUI thread have its turn after so long. Each of Qt's calls may have to wait for that:
at 1 ms, the slowest hundredth of what waited for the window beside a job waited 23 to 37 ms, now it is 4 to 19 ms. Jobs
took a tenth longer at most."""


def run_window(arguments: Sequence[str]) -> int:
    """Show the window and run until it is closed. `arguments` are model files to open. Returns the exit status."""
    if not has_screen():
        sys.stderr.write("desktop-llm: There is no screen to open a window on. `desktop-llm chat` works without.\n")
        return EXIT_REFUSED
    app = make_application()
    start = WindowStart(app, default_data_folder(), [Path(argument) for argument in arguments])
    status = app.exec()
    start.stop()
    if start.is_restart_wanted:
        program, *arguments_of_program = own_program()
        QProcess.startDetached(program, arguments_of_program)
    return status


class WindowStart(QObject):
    """Shows the window, and builds the program behind it once it is drawn."""

    def __init__(self, app: QApplication, folder: DataFolder, files: Sequence[Path]) -> None:
        super().__init__(app)
        self._folder = folder
        self._files = tuple(files)
        self._program: WindowProgram | None = None
        self._engine: EngineClient | None = None
        self._lock: FolderLock | None = None
        self._refusal: QMessageBox | None = None
        self._shell = WindowShell(app, folder)
        # Queued: the painting that tells of itself must end first.
        self._shell.first_painted.connect(self._build, Qt.ConnectionType.QueuedConnection)
        self._shell.window.show()

    @property
    def window(self) -> MainWindow:
        return self._shell.window

    @property
    def engine(self) -> "EngineClient | None":
        """What answers here, once it is built."""
        return self._engine

    @property
    def is_restart_wanted(self) -> bool:
        return self._program is not None and self._program.is_restart_wanted

    def stop(self) -> None:
        """End what stands behind the window, then let others have the data folder."""
        if self._program is not None:
            self._program.stop()
        if self._lock is not None:
            self._lock.release()

    @Slot()
    def _build(self) -> None:
        from desktop_llm.logs import configure_logging

        configure_logging(self._folder.logs)
        try:
            self._take_folder()
        except StorageError as error:
            if error.code is ErrorCode.DATA_FOLDER_IN_USE:
                self._refuse(error)
                return
            _log.warning("the data folder is not locked: %s", error)
        self._start_program()

    def _take_folder(self) -> None:
        from desktop_llm.storage.folder_lock import FolderLock

        lock = FolderLock(self._folder)
        lock.acquire()
        self._lock = lock

    def _start_program(self) -> None:
        from desktop_llm.assist.fitting.measuring_client import MeasuringClient
        from desktop_llm.engine.process_client import ProcessEngineClient
        from desktop_llm.hub.measurements import Measurements
        from desktop_llm.window_program import WindowProgram

        self._engine = MeasuringClient(ProcessEngineClient(), Measurements(self._folder))
        self._program = WindowProgram(self._shell, self._folder, self._engine)
        self._program.start(self._files)

    def _refuse(self, error: StorageError) -> None:
        """Another window has this folder: say so instead, and end."""
        from desktop_llm.ui.dialogs.refused_start import show_refused_start

        # Kept: a window without a parent goes when Python forgets it.
        self._refusal = show_refused_start(error)
        self._refusal.finished.connect(self._on_refusal_read)
        self._shell.window.hide()

    @Slot()
    def _on_refusal_read(self) -> None:
        QCoreApplication.exit(EXIT_REFUSED)


def has_screen() -> bool:
    """Qt aborts the process where it finds none; X11 and Wayland name theirs in the environment."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def make_application() -> QApplication:
    sys.setswitchinterval(_TURN_S)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("desktop-llm")
    app.setApplicationDisplayName("Desktop LLM")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("desktop-llm")
    app.setWindowIcon(QIcon(str(resource("icons/desktop-llm.svg"))))
    install_translations(app, resource("translations"))
    return app
