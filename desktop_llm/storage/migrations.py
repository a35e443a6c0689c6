"""Brings a database to this program's layout: on a copy, checked, and only then put in the old one's place.

Runs before the database is opened for use, on the thread that opens it, while the data folder's lock is held.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_llm.durable_files import sync_folder
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.connection import connect, user_version
from desktop_llm.storage.schema import MIGRATIONS, Migration
from desktop_llm.storage.storage_errors import storage_errors

N_BACKUPS_KEPT: Final = 5
_UNFINISHED: Final = ".new"


def bring_up_to_date(path: Path, backups: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Run the migrations that the database at `path` has not seen. A missing file is created.

    Before an existing database is replaced, a copy goes to `backups`; the last five stay. Raises StorageError:
    DATABASE_NEWER (the file is not touched), DATABASE_UPGRADE_FAILED, DATABASE_BROKEN, DISK_FULL and so on; the
    original is then as it was.
    """
    with storage_errors(path):
        found = _version_at(path)
        if found > len(migrations):
            raise StorageError(ErrorCode.DATABASE_NEWER, path=str(path), found=found, supported=len(migrations))
        if found < len(migrations):
            _replace_with_migrated(path, backups, migrations, found)


def _version_at(path: Path) -> int:
    """0 for a file that is missing or empty. Opened for reading only: a newer database must stay as it is."""
    if not path.exists() or path.stat().st_size == 0:
        return 0
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return user_version(connection)


def _replace_with_migrated(path: Path, backups: Path, migrations: Sequence[Migration], found: int) -> None:
    candidate = path.with_name(f"{path.name}.migrating")
    _remove(candidate)
    try:
        with closing(connect(path)) as original:
            _copy(original, candidate)
            _migrate(candidate, migrations, found)
            if found > 0:
                _keep_backup(original, backups, found)
            _fold_write_ahead_log(original)
        candidate.replace(path)
        sync_folder(path.parent)
    finally:
        _remove(candidate)


def _copy(original: sqlite3.Connection, target: Path) -> None:
    with closing(connect(target)) as copy:
        original.backup(copy)
        # The copy inherits the write-ahead log; without one it is a single file that can be renamed.
        copy.execute("PRAGMA journal_mode = DELETE")


def _migrate(candidate: Path, migrations: Sequence[Migration], found: int) -> None:
    with closing(connect(candidate)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")  # tables may be rebuilt; the check below makes up for it
        for version, migration in enumerate(migrations[found:], start=found + 1):
            _run(connection, migration, version, candidate)
        _check(connection, candidate)


def _run(connection: sqlite3.Connection, migration: Migration, version: int, candidate: Path) -> None:
    """The migration and its number are one transaction."""
    try:
        with storage_errors(candidate):
            connection.execute("BEGIN IMMEDIATE")
            migration(connection)
            connection.execute(f"PRAGMA user_version = {version:d}")
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise StorageError(
            ErrorCode.DATABASE_UPGRADE_FAILED, path=str(candidate), version=version, reason=str(error)
        ) from error


def _check(connection: sqlite3.Connection, candidate: Path) -> None:
    problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
    problems += [f"{row[0]} refers to a missing {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
    if problems:
        raise StorageError(ErrorCode.DATABASE_BROKEN, path=str(candidate), reason="; ".join(problems[:3]))


def _keep_backup(original: sqlite3.Connection, backups: Path, found: int) -> None:
    backups.mkdir(parents=True, exist_ok=True)
    for left in backups.glob(f"*{_UNFINISHED}*"):  # by a disk that was full, or a program that was killed
        left.unlink()
    name = f"conversations-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}-v{found}.sqlite3"
    unfinished = backups / f"{name}{_UNFINISHED}"
    _copy(original, unfinished)
    unfinished.replace(backups / name)
    sync_folder(backups)
    for old in _superseded(backups, name):
        old.unlink()


def _superseded(backups: Path, newest: str) -> Sequence[Path]:
    """The newest is known by its name: after the clock was set back, earlier ones bear later times."""
    others = sorted(path for path in backups.glob("conversations-*.sqlite3") if path.name != newest)
    return others[: 1 - N_BACKUPS_KEPT]


def _fold_write_ahead_log(original: sqlite3.Connection) -> None:
    """A log that stayed behind would be replayed into the new file and ruin it. Raises if another program uses it."""
    original.execute("PRAGMA journal_mode = DELETE")


def _remove(candidate: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        candidate.with_name(candidate.name + suffix).unlink(missing_ok=True)
