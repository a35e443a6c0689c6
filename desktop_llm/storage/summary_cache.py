"""What models made of pieces of documents, so that nothing is asked twice: a cache, bounded, safe to empty.

Any thread; every method is one transaction and may raise StorageError (DISK_FULL, DATA_FOLDER_READ_ONLY,
DATA_FOLDER_FAILED, DATABASE_BROKEN). What a key stands for and what a value means, the caller knows.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Final

from desktop_llm.paths import DataFolder
from desktop_llm.storage.cache_file import cache_in_memory, open_cache
from desktop_llm.storage.database import Database

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
    return SummaryCache(open_cache(folder.summary_cache, _create_table), clock, limit_bytes)


def summary_cache_in_memory() -> SummaryCache:
    """A cache that is gone when it is closed."""
    return SummaryCache(cache_in_memory(_create_table))


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
