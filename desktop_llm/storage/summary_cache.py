"""What models made of pieces of documents, so that nothing is asked twice: a cache, bounded, safe to empty.

In a file of its own, which the window and any number of terminals may have open at once. Any thread; every method is
one transaction and may raise StorageError (DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED, DATABASE_BROKEN). What
a key stands for and what a value means, the caller knows.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect
from desktop_llm.storage.database import Database
from desktop_llm.storage.storage_errors import storage_errors

LIMIT_BYTES: Final = 32 * 1024**2
_ROW_BYTES: Final = 200  # key, time, index and what a page has besides
_KEYS_AT_ONCE: Final = 500  # SQLite takes 32,766 parameters since 3.32, and 999 before


class SummaryCache:
    """Values by key over one database. `clock` tells seconds since the epoch."""

    def __init__(
        self, database: Database, clock: Callable[[], float] = time.time, limit_bytes: int = LIMIT_BYTES
    ) -> None:
        self._database = database
        self._clock = clock
        self._limit_bytes = limit_bytes

    def find(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The values of those keys that are there; they count as used now."""
        found: dict[str, bytes] = {}
        now = self._clock()
        with self._database.writing() as connection:
            for start in range(0, len(keys), _KEYS_AT_ONCE):
                some = keys[start : start + _KEYS_AT_ONCE]
                marks = ", ".join("?" * len(some))
                rows = connection.execute(
                    f"UPDATE summary_nodes SET used_at = ? WHERE key IN ({marks}) RETURNING key, value",  # noqa: S608
                    (now, *some),
                )
                found |= {row["key"]: row["value"] for row in rows}
        return found

    def keep(self, key: str, value: bytes) -> None:
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO summary_nodes (key, value, used_at) VALUES (?, ?, ?)",
                (key, value, self._clock()),
            )

    def prune(self) -> int:
        """Forget what was not used for longest, until the limit holds. Returns how many that were."""
        with self._database.writing() as connection:
            return connection.execute(
                """
                DELETE FROM summary_nodes WHERE key IN (
                    SELECT key FROM (
                        SELECT key, sum(length(value) + ?) OVER (ORDER BY used_at DESC, key) AS total
                        FROM summary_nodes
                    ) WHERE total > ?
                )
                """,
                (_ROW_BYTES, self._limit_bytes),
            ).rowcount

    def close(self) -> None:
        self._database.close()


def open_summary_cache(
    folder: DataFolder, clock: Callable[[], float] = time.time, limit_bytes: int = LIMIT_BYTES
) -> SummaryCache:
    """The folder's cache; a damaged one is replaced by an empty one. Raises StorageError as its methods do."""
    path = folder.summary_cache
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = _connect(path)
        except StorageError as error:
            if error.code is not ErrorCode.DATABASE_BROKEN:
                raise
            for each in path.parent.glob(f"{path.name}*"):  # with its log
                each.unlink()
            connection = _connect(path)
    return SummaryCache(Database(connection, path), clock, limit_bytes)


def summary_cache_in_memory() -> SummaryCache:
    """A cache that is gone when it is closed."""
    connection = connect(None)
    _create_table(connection)
    return SummaryCache(Database(connection, Path(":memory:")))


def _connect(path: Path) -> sqlite3.Connection:
    with storage_errors(path):
        connection = connect(path)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # what a cut of the power takes is asked again
            _create_table(connection)
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def _create_table(connection: sqlite3.Connection) -> None:
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS summary_nodes (
            key TEXT PRIMARY KEY,
            value BLOB NOT NULL,
            used_at REAL NOT NULL
        ) STRICT
        """
    )
