"""Databases that were found damaged while in use: noted beside them, and looked at when they are opened again.

Only then, because to look through a database takes as long as to read all of it. Any thread.
"""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.connection import connect
from desktop_llm.storage.storage_errors import storage_errors

_log = logging.getLogger(__name__)

_OF_AN_INDEX: Final = "inverted index for FTS5"  # what SQLite says from 3.44 on; before, it does not look at them


def note_damage(path: Path) -> None:
    try:
        _note(path).touch()
    except OSError as error:
        _log.warning("no note of the damage could be left: %s", error)


def forget_damage(path: Path) -> None:
    """What was damaged is no longer there. Raises OSError."""
    _note(path).unlink(missing_ok=True)


def examine_if_noted(path: Path) -> None:
    """Raise StorageError(DATABASE_BROKEN) if the file is damaged. If only a search index was, it is built anew."""
    if not _note(path).exists():
        return
    with storage_errors(path), closing(connect(path)) as connection:
        found = (str(row[0]) for row in connection.execute("PRAGMA quick_check(10)").fetchall())
        problems = [each for each in found if each != "ok" and _OF_AN_INDEX not in each]
        if problems:
            raise StorageError(ErrorCode.DATABASE_BROKEN, path=str(path), reason=problems[0])
        for name in _search_indexes(connection):
            connection.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608 names of ours
    forget_damage(path)


def _search_indexes(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'")
    return [str(row["name"]) for row in rows.fetchall()]


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")
