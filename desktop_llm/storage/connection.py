"""Opening one SQLite file the way this program needs it. Any thread."""

import sqlite3
from pathlib import Path
from typing import Final

from desktop_llm.storage.search_text import segmented

BUSY_TIMEOUT_S: Final = 5.0
_CACHE_KIB: Final = 16 * 1024


def connect(path: Path | None) -> sqlite3.Connection:
    """A connection without transactions of its own; None is a database in memory. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        ":memory:" if path is None else path,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,  # Database holds the lock
    )
    try:
        _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.create_function("segmented", 1, segmented, deterministic=True)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB:d}")
    connection.execute("PRAGMA foreign_keys = ON")
    # A commit is on the disk when it returns, also if the plug is pulled the next moment.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # macOS, where fsync alone stops at the drive's cache


def user_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
