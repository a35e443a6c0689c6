import os
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.folder_owner import check_owner

NOBODY = 65534


def test_root_is_kept_out_of_the_home_of_somebody_else(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.getuid() == 0:
        os.chown(tmp_path, NOBODY, NOBODY)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(StorageError) as caught:
        check_owner(folder)
    assert caught.value.code is ErrorCode.DATA_FOLDER_OF_ANOTHER
    assert not folder.root.exists()


def test_everybody_else_is_left_to_the_permissions(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.getuid() == 0:
        os.chown(tmp_path, NOBODY, NOBODY)
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    check_owner(folder)


def test_root_has_a_home_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    check_owner(DataFolder(Path("/desktop-llm")))


def test_a_path_that_nobody_can_look_at_is_left_to_who_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    check_owner(DataFolder(Path("/", "a" * 5000)))
