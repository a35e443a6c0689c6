"""A cache in a SQLite file of its own. The window and any number of terminals may have it open at once. Any thread."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop_llm.durable_files import set_aside
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.connection import connect
from desktop_llm.storage.damage import examine_if_noted, forget_damage
from desktop_llm.storage.database import Database
from desktop_llm.storage.storage_errors import storage_errors

_LOG_SUFFIXES: Final = ("-wal", "-shm")

CreateTables = Callable[[sqlite3.Connection], None]
"""Creates what is not there yet."""


def open_cache(path: Path, create_tables: CreateTables, *, keeps_damaged: bool = False) -> Database:
    """A damaged file is replaced by an empty one, and set aside where it may hold what a person made.

    Raises StorageError.
    """
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            examine_if_noted(path)
            connection = _connect(path, create_tables)
        except StorageError as error:
            if error.code is not ErrorCode.DATABASE_BROKEN:
                raise
            if keeps_damaged:
                set_aside(path, _LOG_SUFFIXES)
            else:
                for each in path.parent.glob(f"{path.name}*"):  # with its log
                    each.unlink()
            forget_damage(path)
            connection = _connect(path, create_tables)
    return Database(connection, path)


def cache_in_memory(create_tables: CreateTables) -> Database:
    """One that is gone when it is closed."""
    connection = connect(None)
    create_tables(connection)
    return Database(connection, Path(":memory:"))


def _connect(path: Path, create_tables: CreateTables) -> sqlite3.Connection:
    with storage_errors(path):
        connection = connect(path)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # what a cut of the power takes is made again
            create_tables(connection)
        except sqlite3.Error:
            connection.close()
            raise
    return connection
