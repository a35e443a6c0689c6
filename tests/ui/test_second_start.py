import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_llm.errors import ErrorCode
from desktop_llm.handover import HandoverFolder
from desktop_llm.paths import DataFolder
from desktop_llm.storage.folder_lock import FolderLock
from desktop_llm.ui.second_start import SecondStart

FILES = (Path("/home/ana/lease.pdf"),)

NOBODY = 65534

Second = Callable[..., SecondStart]


@pytest.fixture
def second(qtbot: QtBot, folder: DataFolder) -> Iterator[Second]:
    owner = QObject()
    starts: list[SecondStart] = []

    def make(patience_s: float = 30.0) -> SecondStart:
        starts.append(SecondStart(folder, FILES, owner, patience_s))
        return starts[-1]

    yield make
    for each in starts:
        each.stop()


@pytest.fixture
def lock(folder: DataFolder) -> Iterator[FolderLock]:
    """Another window's."""
    lock = FolderLock(folder)
    lock.acquire()
    yield lock
    lock.release()


def test_the_open_window_gets_the_files(qtbot: QtBot, second: Second, lock: FolderLock, folder: DataFolder) -> None:
    handovers = HandoverFolder(folder)
    handovers.open()
    start = second()
    taken: list[object] = []

    def take() -> bool:
        taken.extend(handover.paths for handover in handovers.take())
        return bool(taken)

    with qtbot.waitSignal(start.files_taken):
        start.begin()
        qtbot.waitUntil(take)
    assert taken == [FILES]
    assert list(handovers.path.iterdir()) == []


def test_more_files_than_fit_in_one_are_given_all(qtbot: QtBot, lock: FolderLock, folder: DataFolder) -> None:
    handovers = HandoverFolder(folder)
    handovers.open()
    files = [Path(f"/{number}.txt") for number in range(600)]
    owner = QObject()
    start = SecondStart(folder, files, owner, 30.0)
    taken: list[Path] = []

    def take() -> bool:
        taken.extend(path for handover in handovers.take() for path in handover.paths)
        return len(taken) >= len(files)

    with qtbot.waitSignal(start.files_taken):
        start.begin()
        qtbot.waitUntil(take)
    assert taken == files


def test_the_folder_of_a_window_that_died_is_taken_over(qtbot: QtBot, second: Second, folder: DataFolder) -> None:
    HandoverFolder(folder).open()
    start = second()
    with qtbot.waitSignal(start.folder_freed) as freed:
        start.begin()
    freed.args[0].release()
    assert HandoverFolder(folder).take() == ()


def test_a_window_that_is_just_ending_is_waited_for(
    qtbot: QtBot, second: Second, lock: FolderLock, folder: DataFolder
) -> None:
    handovers = HandoverFolder(folder)
    handovers.open()
    start = second()
    start.begin()
    qtbot.waitUntil(lambda: list(handovers.path.glob("*.json")) != [])
    handovers.close()
    with qtbot.waitSignal(start.folder_freed) as freed:
        lock.release()
    freed.args[0].release()


def test_a_window_that_does_not_listen_is_named_in_the_end(
    qtbot: QtBot, second: Second, lock: FolderLock, folder: DataFolder
) -> None:
    handovers = HandoverFolder(folder)
    handovers.open()
    start = second(patience_s=0.2)
    with qtbot.waitSignal(start.folder_refused) as refused:
        start.begin()
    assert refused.args[0].code is ErrorCode.DATA_FOLDER_IN_USE
    assert list(handovers.path.iterdir()) == []


def test_a_folder_that_may_not_be_written_in_is_another_users(
    qtbot: QtBot, second: Second, lock: FolderLock, folder: DataFolder
) -> None:
    folder.handovers.symlink_to("/proc/1")  # a folder in which nothing can be made
    start = second()
    with qtbot.waitSignal(start.folder_refused) as refused:
        start.begin()
    assert refused.args[0].code is ErrorCode.DATA_FOLDER_IN_USE


def test_root_touches_nothing_of_somebody_else_whose_window_is_open(
    qtbot: QtBot, second: Second, lock: FolderLock, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    HandoverFolder(folder).open()
    if os.getuid() == 0:
        os.chown(folder.root, NOBODY, NOBODY)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    before = touched(folder)
    start = second()
    with qtbot.waitSignal(start.folder_refused) as refused:
        start.begin()
    assert refused.args[0].code is ErrorCode.DATA_FOLDER_OF_ANOTHER
    assert touched(folder) == before


def touched(folder: DataFolder) -> dict[Path, int]:
    """When something was made or removed in each of its folders."""
    return {path: path.stat().st_mtime_ns for path in (folder.root, folder.handovers)}
