"""Processes as a person starts them: the first has the window, the second gives it what it was started for."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_llm.errors import StorageError
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings
from desktop_llm.storage.folder_lock import FolderLock
from tests.fakes.small_program import prepared_settings
from tests.fakes.terminal import PROGRAM, run

_WAIT_MS = 60_000


@pytest.fixture
def folder(data_folder_of_test: Path) -> DataFolder:
    return prepared_settings(DataFolder(data_folder_of_test), Settings(last_model_id=STARTER_MODEL_ID))


@pytest.fixture
def window(folder: DataFolder, qtbot: QtBot) -> Iterator[subprocess.Popen[bytes]]:
    """A window that hears other starts."""
    process = subprocess.Popen([*PROGRAM], stderr=subprocess.DEVNULL)
    qtbot.waitUntil(folder.handovers.is_dir, timeout=_WAIT_MS)
    yield process
    process.kill()
    process.wait()


def test_a_second_start_ends_with_status_0_and_leaves_one_window(
    window: subprocess.Popen[bytes], folder: DataFolder, tmp_path: Path
) -> None:
    (tmp_path / "Lease ä.txt").write_text("The rent is 1,250 euros.", "utf-8")
    result = run((tmp_path / "Lease ä.txt").as_uri())
    assert (result.returncode, result.stderr) == (0, b"")
    assert run().returncode == 0
    assert window.poll() is None
    assert list(folder.handovers.iterdir()) == []


def test_the_terminal_program_works_beside_the_window(window: subprocess.Popen[bytes]) -> None:
    assert run("models", "list").returncode == 0


def test_after_a_crash_the_next_start_is_the_window(
    window: subprocess.Popen[bytes], folder: DataFolder, qtbot: QtBot
) -> None:
    window.kill()
    window.wait()
    assert folder.handovers.is_dir()
    following = subprocess.Popen([*PROGRAM], stderr=subprocess.DEVNULL)
    try:
        qtbot.waitUntil(lambda: _is_locked(folder), timeout=_WAIT_MS)
        assert run().returncode == 0
        assert following.poll() is None
    finally:
        following.kill()
        following.wait()


def test_another_data_folder_has_its_own_window(window: subprocess.Popen[bytes], qtbot: QtBot, tmp_path: Path) -> None:
    other = DataFolder(tmp_path / "another")
    environment = os.environ | {"DESKTOP_LLM_DATA": str(other.root)}
    process = subprocess.Popen([sys.executable, "-m", "desktop_llm"], env=environment, stderr=subprocess.DEVNULL)
    try:
        qtbot.waitUntil(other.handovers.is_dir, timeout=_WAIT_MS)
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def _is_locked(folder: DataFolder) -> bool:
    lock = FolderLock(folder)
    try:
        lock.acquire()
    except StorageError:
        return True
    lock.release()
    return False
