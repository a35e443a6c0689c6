"""What SQLite and the file system say, as a StorageError with facts. Any thread."""

import errno
import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from desktop_llm.durable_files import code_of_os_error
from desktop_llm.errors import ErrorCode, StorageError

_PRIMARY_CODE_MASK: Final = 0xFF

# Of a database's path, with what SQLite appends for its logs (MAX_PATHNAME in os_unix.c is 512).
_LONGEST_PATH_BYTES: Final = 500

_CODE_BY_SQLITE_CODE: Final = {
    sqlite3.SQLITE_FULL: ErrorCode.DISK_FULL,
    sqlite3.SQLITE_READONLY: ErrorCode.DATA_FOLDER_READ_ONLY,
    sqlite3.SQLITE_PERM: ErrorCode.DATA_FOLDER_READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: ErrorCode.DATA_FOLDER_READ_ONLY,
    sqlite3.SQLITE_CORRUPT: ErrorCode.DATABASE_BROKEN,
    sqlite3.SQLITE_NOTADB: ErrorCode.DATABASE_BROKEN,
    sqlite3.SQLITE_FORMAT: ErrorCode.DATABASE_BROKEN,
    sqlite3.SQLITE_BUSY: ErrorCode.DATA_FOLDER_FAILED,
    sqlite3.SQLITE_LOCKED: ErrorCode.DATA_FOLDER_FAILED,
    sqlite3.SQLITE_IOERR: ErrorCode.DATA_FOLDER_FAILED,
    sqlite3.SQLITE_NOMEM: ErrorCode.DATA_FOLDER_FAILED,
    sqlite3.SQLITE_TOOBIG: ErrorCode.DATA_FOLDER_FAILED,
}


@contextmanager
def storage_errors(path: Path) -> Generator[None]:
    """Raise StorageError for what the disk or the database refuses. Our own mistakes pass unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        if (code := _code_of(error)) is None:
            raise
        if error.sqlite_errorcode == sqlite3.SQLITE_CANTOPEN and len(os.fsencode(path)) > _LONGEST_PATH_BYTES:
            code = ErrorCode.DATA_FOLDER_PATH_LONG
        raise storage_error(code, path, error) from error
    except OSError as error:
        is_long = error.errno == errno.ENAMETOOLONG
        code = ErrorCode.DATA_FOLDER_PATH_LONG if is_long else code_of_os_error(error)
        raise storage_error(code, path, error) from error


def storage_error(code: ErrorCode, path: Path, error: Exception) -> StorageError:
    if code in (ErrorCode.DISK_FULL, ErrorCode.DATA_FOLDER_READ_ONLY, ErrorCode.DATA_FOLDER_PATH_LONG):
        return StorageError(code, path=str(path))
    return StorageError(code, path=str(path), reason=str(error))


def _code_of(error: sqlite3.Error) -> ErrorCode | None:
    sqlite_code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return _CODE_BY_SQLITE_CODE.get(sqlite_code & _PRIMARY_CODE_MASK)
