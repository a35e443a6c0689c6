import errno
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_llm.durable_files import code_of_os_error, replace_file, set_aside, sync_folder
from desktop_llm.errors import ErrorCode


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    replace_file(path, b"old")
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.mkdir()
    (path / "kept").touch()
    with pytest.raises(OSError, match=r"."):
        replace_file(path, b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]
    assert (path / "kept").exists()


def test_a_file_whose_name_is_as_long_as_it_may_be_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / f"{'信' * 83}.docx"
    replace_file(path, b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(path.name, b"new")]


def test_threads_that_replace_a_file_at_once_leave_what_one_of_them_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: replace_file(path, bytes([number]) * 1000), range(64)))
    assert len(set(path.read_bytes())) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    for permissions in (0o600, 0o640, 0o644):
        path.write_bytes(b"old")
        path.chmod(permissions)
        before = path.stat().st_mode
        replace_file(path, b"new")
        assert (path.read_bytes(), path.stat().st_mode) == (b"new", before)


def test_what_a_link_leads_to_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "folder" / "a.docx", tmp_path / "link.docx"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_broken_file_keeps_its_content_under_a_dated_name(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("broken")
    aside = set_aside(path)
    assert not path.exists()
    assert aside.read_text() == "broken"
    assert aside.name.startswith("settings.broken-2")
    assert aside.suffix == ".json"


def test_files_set_aside_in_the_same_second_do_not_replace_each_other(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for number in range(3):
        path.write_text(str(number))
        set_aside(path)
    assert sorted(file.read_text() for file in tmp_path.iterdir()) == ["0", "1", "2"]


def test_what_belongs_to_a_broken_file_goes_along(tmp_path: Path) -> None:
    path = tmp_path / "chats.sqlite3"
    path.write_text("broken")
    (tmp_path / "chats.sqlite3-wal").write_text("log")
    aside = set_aside(path, ("-wal", "-shm"))
    assert aside.with_name(f"{aside.name}-wal").read_text() == "log"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_can_be_synced(tmp_path: Path) -> None:
    sync_folder(tmp_path)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, ErrorCode.DISK_FULL),
        (errno.EROFS, ErrorCode.DATA_FOLDER_READ_ONLY),
        (errno.EACCES, ErrorCode.DATA_FOLDER_READ_ONLY),
        (errno.EPERM, ErrorCode.DATA_FOLDER_READ_ONLY),
        (errno.ENOTDIR, ErrorCode.DATA_FOLDER_FAILED),
        (errno.EIO, ErrorCode.DATA_FOLDER_FAILED),
    ],
)
def test_an_error_of_the_file_system_has_a_code(number: int, code: ErrorCode) -> None:
    assert code_of_os_error(OSError(number, "")) is code
