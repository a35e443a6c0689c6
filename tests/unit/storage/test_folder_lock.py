from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.folder_lock import FolderLock


def test_a_second_program_is_told_that_the_folder_is_in_use(folder: DataFolder) -> None:
    first = FolderLock(folder)
    first.acquire()
    with pytest.raises(StorageError) as caught:
        FolderLock(folder).acquire()
    assert caught.value.code is ErrorCode.DATA_FOLDER_IN_USE
    assert caught.value.facts["path"] == str(folder.root)
    first.release()


def test_a_folder_that_was_released_can_be_used(folder: DataFolder) -> None:
    first = FolderLock(folder)
    first.acquire()
    first.release()
    second = FolderLock(folder)
    second.acquire()
    second.release()


def test_another_folder_can_be_used_meanwhile(folder: DataFolder, tmp_path: Path) -> None:
    locks = [FolderLock(folder), FolderLock(DataFolder(tmp_path / "other"))]
    for lock in locks:
        lock.acquire()
    for lock in locks:
        lock.release()


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        FolderLock(DataFolder(tmp_path / "file" / "data")).acquire()
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED
