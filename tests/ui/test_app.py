import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_llm.app import EXIT_REFUSED, WindowStart, has_screen, run_window
from desktop_llm.errors import StorageError
from desktop_llm.handover import HandoverFolder
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, load_settings
from desktop_llm.storage.folder_lock import FolderLock
from desktop_llm.ui.controllers.chat.chat_controller import ChatController
from desktop_llm.ui.widgets.prompt.attachment_chip import AttachmentChip
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from desktop_llm.ui.window_shell import WindowShell
from tests.fakes.small_program import prepared_settings

_TIMEOUT_MS = 30_000
NOBODY = 65534

Start = Callable[..., WindowStart]


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, folder: DataFolder) -> Iterator[Start]:
    """Starts the window with its real engine process."""
    started: list[WindowStart] = []

    def begin(*files: Path, patience_s: float = 0.3) -> WindowStart:
        started.append(WindowStart(qapp, folder, files, patience_s=patience_s))
        return started[-1]

    yield begin
    for each in started:
        if each.window is not None:
            each.window.close()
        each.stop()
        each.deleteLater()
    for shell in qapp.findChildren(WindowShell):
        shell.window.deleteLater()
        shell.deleteLater()
    for handler in logging.getLogger("desktop_llm").handlers:
        handler.close()


@pytest.fixture
def exits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The statuses that the application was told to end with; that of the tests goes on."""
    statuses: list[int] = []
    monkeypatch.setattr(QCoreApplication, "exit", statuses.append)
    return statuses


def is_shown(started: WindowStart) -> bool:
    return started.window is not None and started.window.isVisible()


def is_composed(started: WindowStart) -> bool:
    return started.window is not None and bool(started.window.findChildren(ChatController))


def refusal(qtbot: QtBot) -> QMessageBox:
    """The box that comes instead of a window."""
    boxes: list[QMessageBox] = []

    def is_refused() -> bool:
        boxes[:] = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox)]
        return bool(boxes)

    qtbot.waitUntil(is_refused, timeout=_TIMEOUT_MS)
    return boxes[0]


def test_the_window_is_there_first_and_is_filled_then(start: Start, qtbot: QtBot) -> None:
    started = start()
    assert started.window is not None
    assert started.window.isVisible()
    assert started.window.findChildren(PromptField) == []
    qtbot.waitUntil(lambda: is_composed(started), timeout=_TIMEOUT_MS)
    assert len(started.window.findChildren(PromptField)) == 1
    assert not started.is_restart_wanted


def test_a_folder_that_another_program_uses_is_refused_with_status_1(
    start: Start, folder: DataFolder, exits: list[int], qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = FolderLock(folder)
    lock.acquire()
    started = start()
    box = refusal(qtbot)
    assert not is_shown(started)
    assert not is_composed(started)
    box.accept()
    assert exits == [EXIT_REFUSED]
    assert "already running" in capsys.readouterr().err
    lock.release()


def test_a_second_start_gives_its_files_to_the_first_window_and_ends_with_status_0(
    start: Start, exits: list[int], qtbot: QtBot, tmp_path: Path
) -> None:
    first = start()
    qtbot.waitUntil(lambda: is_composed(first), timeout=_TIMEOUT_MS)
    notes = tmp_path / "notes.txt"
    notes.write_text("two words", "utf-8")
    second = start(notes, patience_s=20.0)
    qtbot.waitUntil(lambda: exits == [0], timeout=_TIMEOUT_MS)
    assert second.window is None
    assert is_shown(first)
    qtbot.waitUntil(lambda: chips(first) == ["notes.txt"], timeout=_TIMEOUT_MS)


def test_two_starts_at_once_are_one_window(start: Start, exits: list[int], qtbot: QtBot) -> None:
    """Both found no window when they began; the second one's is there for a moment."""
    first, second = start(), start(patience_s=20.0)
    qtbot.waitUntil(lambda: exits == [0], timeout=_TIMEOUT_MS)
    windows = [each for each in (first, second) if is_shown(each)]
    assert len(windows) == 1
    qtbot.waitUntil(lambda: is_composed(windows[0]), timeout=_TIMEOUT_MS)


def test_a_start_after_a_crash_opens_its_own_window(
    start: Start, folder: DataFolder, qtbot: QtBot, tmp_path: Path
) -> None:
    HandoverFolder(folder).open()  # left behind
    notes = tmp_path / "notes.txt"
    notes.write_text("two words", "utf-8")
    started = start(notes)
    assert started.window is None
    qtbot.waitUntil(lambda: is_composed(started), timeout=_TIMEOUT_MS)
    assert is_shown(started)
    qtbot.waitUntil(lambda: chips(started) == ["notes.txt"], timeout=_TIMEOUT_MS)


def test_a_start_while_the_window_is_ending_opens_its_own(
    start: Start, folder: DataFolder, exits: list[int], qtbot: QtBot
) -> None:
    lock = FolderLock(folder)
    lock.acquire()
    started = start(patience_s=60.0)
    qtbot.waitUntil(lambda: not is_shown(started), timeout=_TIMEOUT_MS)
    lock.release()
    qtbot.waitUntil(lambda: is_composed(started), timeout=_TIMEOUT_MS)
    assert is_shown(started)
    assert exits == []


def test_a_file_that_the_system_opens_goes_to_the_window(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("two words", "utf-8")
    started = start()
    started.open_file(str(notes))  # before anything is built
    qtbot.waitUntil(lambda: chips(started) == ["notes.txt"], timeout=_TIMEOUT_MS)


def chips(started: WindowStart) -> list[str]:
    assert started.window is not None
    found = [chip for chip in started.window.findChildren(AttachmentChip) if not chip.isHidden()]
    return [chip.accessibleName().partition(" ")[0] for chip in found]


def test_root_is_refused_in_the_home_of_somebody_else_and_leaves_nothing_there(
    start: Start,
    folder: DataFolder,
    exits: list[int],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if os.getuid() == 0:
        os.chown(folder.root.parent, NOBODY, NOBODY)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    start()
    box = refusal(qtbot)
    assert "as root" in capsys.readouterr().err
    box.accept()
    assert exits == [EXIT_REFUSED]
    assert not folder.root.exists()


def test_root_is_refused_where_somebody_else_has_a_window_open_and_touches_nothing(
    start: Start, folder: DataFolder, exits: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    HandoverFolder(folder).open()
    if os.getuid() == 0:
        os.chown(folder.root, NOBODY, NOBODY)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    made = {path: path.stat().st_mtime_ns for path in (folder.root, folder.handovers)}
    started = start(patience_s=60.0)
    box = refusal(qtbot)
    assert not is_shown(started)
    box.accept()
    assert exits == [EXIT_REFUSED]
    assert {path: path.stat().st_mtime_ns for path in made} == made


def test_the_folder_is_free_again_when_the_window_has_ended(start: Start, folder: DataFolder, qtbot: QtBot) -> None:
    started = start()
    qtbot.waitUntil(lambda: is_composed(started), timeout=_TIMEOUT_MS)
    lock = FolderLock(folder)
    with pytest.raises(StorageError):
        lock.acquire()
    assert started.window is not None
    started.window.close()
    started.stop()
    lock.acquire()
    lock.release()


def test_a_folder_that_cannot_be_locked_is_used_all_the_same(start: Start, folder: DataFolder, qtbot: QtBot) -> None:
    folder.lock.mkdir(parents=True)
    started = start()
    qtbot.waitUntil(lambda: is_composed(started), timeout=_TIMEOUT_MS)


def test_a_second_program_ends_with_status_1_once_its_sentence_was_read(folder: DataFolder) -> None:
    """A child process of its own, whose window is closed from within."""
    lock = FolderLock(folder)
    lock.acquire()
    code = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from desktop_llm import app

def close():
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox):
            box.accept()

make = app.make_application
def make_closing():
    made = make()
    made.timer = QTimer(interval=50)
    made.timer.timeout.connect(close)
    made.timer.start()
    return made
app.make_application = make_closing
sys.exit(app.run_window([]))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    lock.release()
    assert ended.returncode == EXIT_REFUSED, ended.stderr
    assert "Desktop LLM is already running with the same chats." in ended.stderr


def test_a_program_that_is_closed_ends_with_status_0_and_leaves_no_process(folder: DataFolder) -> None:
    prepared_settings(folder, Settings(last_model_id=STARTER_MODEL_ID))
    code = """
import sys
from PySide6.QtCore import QTimer
from desktop_llm import app

class Closing(app.WindowStart):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.timer = QTimer(self, interval=50)
        self.timer.timeout.connect(self.close_when_loaded)
        self.timer.start()

    def close_when_loaded(self):
        from PySide6.QtWidgets import QLabel
        label = self.window.findChild(QLabel, "model_status_label")
        if label.accessibleName().startswith("ready"):
            import psutil
            print(*[child.pid for child in psutil.Process().children(recursive=True)], flush=True)
            self.window.close()

app.WindowStart = Closing
sys.exit(app.run_window([]))
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=90, check=False)
    assert ended.returncode == 0, ended.stderr
    pids = [int(pid) for pid in ended.stdout.split()]
    assert pids
    assert [pid for pid in pids if psutil.pid_exists(pid) and _is_running(pid)] == []
    assert load_settings(folder.settings).window.geometry


def _is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_without_a_screen_it_says_so_and_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_screen()
    assert run_window([]) == EXIT_REFUSED
    assert "There is no screen" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_screen_is_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for each in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, "something")
    assert has_screen()


def test_other_systems_always_have_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert has_screen()


def test_no_thread_of_the_windows_process_searches_for_garbage_by_itself() -> None:
    script = "import gc\nfrom desktop_llm.app import make_application\napp = make_application()\nprint(gc.isenabled())"
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.strip() == b"False"


def test_a_thread_that_computes_lets_the_window_have_its_turn_soon() -> None:
    script = "import sys\nfrom desktop_llm.app import make_application\n"
    script += "app = make_application()\nprint(sys.getswitchinterval())"
    command = [sys.executable, "-c", script]
    assert float(subprocess.run(command, capture_output=True, timeout=60, check=True).stdout) <= 0.001


def test_a_file_that_comes_as_an_event_is_told() -> None:
    script = """
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from desktop_llm.app import make_application
app = make_application()
app.file_opened.connect(print)
app.sendEvent(app, QFileOpenEvent("/home/ana/lease.pdf"))
"""
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.strip() == "/home/ana/lease.pdf"
