import errno
import sqlite3
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.storage_errors import storage_errors


def _sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("what SQLite says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("sqlite_code", "code"),
    [
        (sqlite3.SQLITE_FULL, ErrorCode.DISK_FULL),
        (sqlite3.SQLITE_READONLY_DIRECTORY, ErrorCode.DATA_FOLDER_READ_ONLY),
        (sqlite3.SQLITE_CANTOPEN, ErrorCode.DATA_FOLDER_READ_ONLY),
        (sqlite3.SQLITE_CORRUPT_VTAB, ErrorCode.DATABASE_BROKEN),
        (sqlite3.SQLITE_NOTADB, ErrorCode.DATABASE_BROKEN),
        (sqlite3.SQLITE_IOERR_READ, ErrorCode.DATA_FOLDER_FAILED),
        (sqlite3.SQLITE_BUSY, ErrorCode.DATA_FOLDER_FAILED),
    ],
)
def test_what_the_disk_refuses_is_a_storage_error(sqlite_code: int, code: ErrorCode) -> None:
    with pytest.raises(StorageError) as caught, storage_errors(Path("chats")):
        raise _sqlite_error(sqlite_code)
    assert caught.value.code is code
    assert caught.value.facts["path"] == "chats"


def test_a_path_that_is_too_long_is_told_as_such() -> None:
    path = Path("/", *["a" * 250] * 3)
    for error in (_sqlite_error(sqlite3.SQLITE_CANTOPEN), OSError(errno.ENAMETOOLONG, "File name too long")):
        with pytest.raises(StorageError) as caught, storage_errors(path):
            raise error
        assert caught.value.code is ErrorCode.DATA_FOLDER_PATH_LONG


def test_a_mistake_in_our_sql_stays_what_it_is() -> None:
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError), storage_errors(Path("chats")):
        connection.execute("SELECT nonsense")
    connection.close()


def test_an_error_of_the_file_system_is_a_storage_error() -> None:
    with pytest.raises(StorageError) as caught, storage_errors(Path("chats")):
        raise OSError(errno.ENOSPC, "no space")
    assert caught.value.code is ErrorCode.DISK_FULL


def test_an_unusual_failure_says_its_reason() -> None:
    with pytest.raises(StorageError) as caught, storage_errors(Path("chats")):
        raise OSError(errno.EIO, "the drive coughed")
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED
    assert "the drive coughed" in str(caught.value.facts["reason"])
