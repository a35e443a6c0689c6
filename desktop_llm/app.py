"""Start and end of the window's process: application, folder lock, window, and what stands behind it. GUI thread.

The window is shown first. Everything else is imported and built after it is drawn: see
docs/decisions/0006-the-window-before-everything-else.md.
"""

import gc
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QProcess, Qt, Signal, Slot, qVersion
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder, default_data_folder, is_folder, own_program, resource
from desktop_llm.version import __version__

if TYPE_CHECKING:
    from desktop_llm.crash_watch import CrashWatch
    from desktop_llm.engine.client import EngineClient
    from desktop_llm.storage.folder_lock import FolderLock
    from desktop_llm.ui.handover_watch import HandoverWatch
    from desktop_llm.ui.main_window import MainWindow
    from desktop_llm.ui.second_start import SecondStart
    from desktop_llm.ui.window_shell import WindowShell
    from desktop_llm.window_program import WindowProgram

_log = logging.getLogger(__name__)

EXIT_REFUSED = 1
_PATIENCE_S: Final = 8.0
_TURN_S: Final = 0.0001
"""A thread that computes lets the GUI thread have its turn after so long. Each of Qt's calls may have to wait for that:
at 1 ms, the slowest hundredth of what waited for the window beside a job waited 23 to 37 ms, now it is 4 to 19 ms. Jobs
took a tenth longer at most."""


def run_window(files: Sequence[Path]) -> int:
    """Show the window and run until it is closed, or let the one that is open have the files. Returns the exit status.

    `files` are absolute paths of models and documents.
    """
    if not has_screen():
        sys.stderr.write("desktop-llm: There is no screen to open a window on. `desktop-llm chat` works without.\n")
        return EXIT_REFUSED
    app = make_application()
    start = WindowStart(app, default_data_folder(), files, is_watched=True)
    app.file_opened.connect(start.open_file)
    status = app.exec()
    start.stop()
    if start.is_restart_wanted:
        program, *arguments_of_program = own_program()
        QProcess.startDetached(program, arguments_of_program)
    return status


class Application(QApplication):
    """On macOS files come as events instead of words."""

    file_opened = Signal(str)

    # Qt's own names

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(event.file())
            return True
        return super().event(event)


class WindowStart(QObject):
    """Shows the window, and builds the program behind it once it is drawn.

    Where another window has the data folder, that one gets the files instead, and this process ends without one.
    """

    def __init__(
        self,
        app: QApplication,
        folder: DataFolder,
        files: Sequence[Path],
        *,
        is_watched: bool = False,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        """`is_watched`: what this process dies of is reported in its logs; one at a time in a process.

        patience_s is how long another window may take to end, or to take the files.
        """
        super().__init__(app)
        self._app = app
        self._folder = folder
        self._files = tuple(files)
        self._is_watched = is_watched
        self._patience_s = patience_s
        self._program: WindowProgram | None = None
        self._engine: EngineClient | None = None
        self._lock: FolderLock | None = None
        self._crashes: CrashWatch | None = None
        self._handovers: HandoverWatch | None = None
        self._second: SecondStart | None = None
        self._refusal: QMessageBox | None = None
        self._shell: WindowShell | None = None
        if is_folder(folder.handovers):
            self._ask_other_window()
        else:
            self._show_window()

    @property
    def window(self) -> "MainWindow | None":
        """None while another window may have the data folder."""
        return self._shell.window if self._shell is not None else None

    @property
    def engine(self) -> "EngineClient | None":
        """What answers here, once it is built."""
        return self._engine

    @property
    def is_restart_wanted(self) -> bool:
        return self._program is not None and self._program.is_restart_wanted

    def stop(self) -> None:
        """End what stands behind the window, then let others have the data folder."""
        if self._second is not None:
            self._second.stop()
        if self._handovers is not None:
            self._handovers.stop()
        if self._program is not None:
            self._program.stop()
        if self._crashes is not None:
            self._crashes.end()
        if self._lock is not None:
            self._lock.release()

    @Slot(str)
    def open_file(self, path: str) -> None:
        """What the system asks for while the window is open, or before it is built."""
        self._open_files((Path(path),))

    @Slot(object)
    def _open_files(self, paths: tuple[Path, ...]) -> None:
        if self._program is None:
            self._files += paths
        else:
            self._program.open_files(paths)

    def _show_window(self) -> None:
        """And build the rest when it is painted, also if it was before."""
        self._made_shell().show_anew()

    def _made_shell(self) -> "WindowShell":
        from desktop_llm.ui.window_shell import WindowShell

        if self._shell is None:
            self._shell = WindowShell(self._app, self._folder)
            # Queued: the painting that tells of itself must end first.
            self._shell.first_painted.connect(self._build, Qt.ConnectionType.QueuedConnection)
        return self._shell

    @Slot()
    def _build(self) -> None:
        from desktop_llm.logs import configure_logging
        from desktop_llm.storage.folder_owner import check_owner

        try:
            check_owner(self._folder)
        except StorageError as error:
            self._refuse(error)
            return
        configure_logging(self._folder.logs)
        try:
            if self._lock is None:
                self._take_folder()
        except StorageError as error:
            if error.code is ErrorCode.DATA_FOLDER_IN_USE:
                self._made_shell().window.hide()
                self._ask_other_window()
                return
            _log.warning("the data folder is not locked: %s", error)
        self._start_program()

    def _take_folder(self) -> None:
        from desktop_llm.storage.folder_lock import FolderLock

        lock = FolderLock(self._folder)
        lock.acquire()
        self._lock = lock

    def _ask_other_window(self) -> None:
        from desktop_llm.ui.second_start import SecondStart

        self._second = SecondStart(self._folder, self._files, self, self._patience_s)
        self._second.files_taken.connect(self._on_files_taken)
        self._second.folder_freed.connect(self._on_folder_freed)
        self._second.folder_refused.connect(self._on_folder_refused)
        self._second.begin()

    @Slot()
    def _on_files_taken(self) -> None:
        QCoreApplication.exit(0)

    @Slot(object)
    def _on_folder_freed(self, lock: "FolderLock") -> None:
        """The other window has ended: this one takes its place."""
        self._lock = lock
        self._show_window()

    @Slot(object)
    def _on_folder_refused(self, error: StorageError) -> None:
        if error.code in (ErrorCode.DATA_FOLDER_IN_USE, ErrorCode.DATA_FOLDER_OF_ANOTHER):
            self._refuse(error)
        else:
            self._show_window()

    def _start_program(self) -> None:
        from desktop_llm.assist.fitting.measuring_client import MeasuringClient
        from desktop_llm.engine.process_client import ProcessEngineClient
        from desktop_llm.hub.measurements import Measurements
        from desktop_llm.window_program import WindowProgram

        self._engine = MeasuringClient(ProcessEngineClient(), Measurements(self._folder))
        self._watch_crashes(self._engine)
        self._program = WindowProgram(self._made_shell(), self._folder, self._engine)
        self._program.start(self._files)
        if self._lock is not None:
            self._hear_other_starts()

    def _watch_crashes(self, engine: "EngineClient") -> None:
        from desktop_llm.crash_watch import CrashWatch

        if self._is_watched:
            facts = (("Qt", f"{qVersion()} on {QGuiApplication.platformName()}"),)
            self._crashes = CrashWatch(self._folder, engine, facts)
            self._crashes.begin()

    def _hear_other_starts(self) -> None:
        from desktop_llm.ui.handover_watch import HandoverWatch

        self._handovers = HandoverWatch(self._folder, self)
        self._handovers.window_wanted.connect(self._made_shell().bring_to_front)
        self._handovers.files_given.connect(self._open_files)
        self._handovers.begin()

    def _refuse(self, error: StorageError) -> None:
        """This folder is not to be used: say why instead, and end."""
        from desktop_llm.ui.dialogs.refused_start import show_refused_start

        shell = self._made_shell()  # with it come the person's language and colours
        # Kept: a window without a parent goes when Python forgets it.
        self._refusal = show_refused_start(error)
        self._refusal.finished.connect(self._on_refusal_read)
        shell.window.hide()

    @Slot()
    def _on_refusal_read(self) -> None:
        QCoreApplication.exit(EXIT_REFUSED)


def has_screen() -> bool:
    """Qt aborts the process where it finds none; X11 and Wayland name theirs in the environment."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def make_application() -> Application:
    """The process is the window's from now on: no thread keeps it waiting for long, and none searches for garbage,
    not even before the rounds of `ui/garbage_rounds.py` begin or when they have ended.
    """
    sys.setswitchinterval(_TURN_S)
    gc.disable()
    app = Application(sys.argv[:1])
    app.setApplicationName("desktop-llm")
    app.setApplicationDisplayName("Desktop LLM")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("desktop-llm")
    app.setWindowIcon(QIcon(str(resource("icons/desktop-llm.svg"))))
    return app
