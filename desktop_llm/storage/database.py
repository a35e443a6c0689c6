"""A connection to a SQLite file that any thread may use, one at a time; and how the conversations are opened."""

import logging
import sqlite3
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from desktop_llm.durable_files import set_aside
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect
from desktop_llm.storage.damage import examine_if_noted, forget_damage, note_damage
from desktop_llm.storage.migrations import bring_up_to_date
from desktop_llm.storage.schema import MIGRATIONS, Migration
from desktop_llm.storage.storage_errors import storage_errors

_log = logging.getLogger(__name__)

_LOG_SUFFIXES: Final = ("-wal", "-shm", "-journal")


class Database:
    """Owns the connection. What `reading` and `writing` raise is a StorageError, or a mistake of ours.

    DATABASE_CLOSED is what a thread gets whose work took longer than the program.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._lock = threading.RLock()
        self._is_open = True

    @property
    def path(self) -> Path:
        return self._path

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        with self._lock, self._noticing_damage(), storage_errors(self._path):
            yield self._opened()

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """One transaction: on the disk when the block is left, and undone if an exception leaves it."""
        with self._lock, self._noticing_damage(), storage_errors(self._path):
            self._opened().execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._lock, storage_errors(self._path):
            self._is_open = False
            self._connection.close()

    def _opened(self) -> sqlite3.Connection:
        if not self._is_open:
            raise StorageError(ErrorCode.DATABASE_CLOSED, path=str(self._path))
        return self._connection

    @contextmanager
    def _noticing_damage(self) -> Generator[None]:
        """The next start looks closely at a database that was found damaged while in use."""
        try:
            yield
        except StorageError as error:
            if error.code is ErrorCode.DATABASE_BROKEN:
                _log.error("the database is damaged: %s", error)
                note_damage(self._path)
            raise


class OpenedDatabase(Struct, frozen=True):
    """`broken_path` is where a damaged database was put; the one opened is then a fresh one."""

    database: Database
    broken_path: Path | None = None


def open_database(folder: DataFolder, migrations: Sequence[Migration] = MIGRATIONS) -> OpenedDatabase:
    """Create or open the folder's database, brought up to date. The folder's lock must be held.

    Raises StorageError: DATABASE_NEWER, DATABASE_UPGRADE_FAILED, DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED.
    """
    path = folder.database
    with storage_errors(path):
        folder.root.mkdir(parents=True, exist_ok=True)
        try:
            return OpenedDatabase(_open(folder, migrations))
        except StorageError as error:
            if error.code is not ErrorCode.DATABASE_BROKEN:
                raise
            broken_path = set_aside(path, _LOG_SUFFIXES)
            forget_damage(path)
            _log.warning("a damaged database was set aside: %s", error)
        return OpenedDatabase(_open(folder, migrations), broken_path)


def database_in_memory() -> Database:
    """A database that is gone when it is closed: for going on where nothing can be stored."""
    connection = connect(None)
    for migration in MIGRATIONS:
        migration(connection)
    return Database(connection, Path(":memory:"))


def _open(folder: DataFolder, migrations: Sequence[Migration]) -> Database:
    bring_up_to_date(folder.database, folder.backups, migrations)
    examine_if_noted(folder.database)
    with storage_errors(folder.database):
        connection = connect(folder.database)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            _write_nothing(connection)
        except sqlite3.Error:
            connection.close()
            raise
    return Database(connection, folder.database)


def _write_nothing(connection: sqlite3.Connection) -> None:
    """Find out now, not at the first message, whether the database can be written."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    connection.execute("ROLLBACK")
