"""Folders that questions are asked about, and what was read of each of their files, which can be read again.

Any thread, and more than one program; every method is one transaction and may raise StorageError (DISK_FULL,
DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED, DATABASE_BROKEN). What a document's bytes mean, the caller knows.
"""

import sqlite3
from collections.abc import Iterable, Set
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.paths import DataFolder
from desktop_llm.storage.cache_file import cache_in_memory, open_cache
from desktop_llm.storage.database import Database
from desktop_llm.storage.storable_text import storable_text


class CollectedFile(Struct, frozen=True, kw_only=True):
    """A file of a folder as it was when it was read. `path` is relative, with slashes.

    index_key is that of its passages; `failure` is an error's code where it could not be read, and then there is no
    document. What failure_facts mean, the caller knows.
    """

    path: str
    size_bytes: int
    modified_ns: int
    sha256: str = ""
    index_key: str = ""
    n_passages: int = 0
    failure: str = ""
    failure_facts: str = ""


class Collection(Struct, frozen=True, kw_only=True):
    """A folder, and how many of its files were read, could not be read, and how many passages they have.

    is_paused: nothing more of it is read until somebody wants it to go on.
    """

    id: int
    path: str
    n_read: int = 0
    n_failed: int = 0
    n_passages: int = 0
    is_paused: bool = False

    @property
    def name(self) -> str:
        return Path(self.path).name or self.path


class CollectionStore:
    """Collections over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, folder: Path) -> Collection:
        """The folder's collection; one that is there already is returned as it is."""
        path = str(folder.resolve())
        with self._database.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO collections (path) VALUES (?)", (storable_text(path),))
        return next(each for each in self.collections() if each.path == storable_text(path))

    def collections(self) -> tuple[Collection, ...]:
        """In the order of adding."""
        with self._database.reading() as connection:
            rows = connection.execute(
                """
                SELECT id, collections.path, is_paused,
                    count(file.path) FILTER (WHERE failure = '') AS n_read,
                    count(file.path) FILTER (WHERE failure <> '') AS n_failed,
                    coalesce(sum(n_passages), 0) AS n_passages
                FROM collections LEFT JOIN collected_files AS file ON collection_id = id
                GROUP BY id ORDER BY id
                """
            ).fetchall()
        return tuple(replace(Collection(**dict(row)), is_paused=bool(row["is_paused"])) for row in rows)

    def pause(self, collection_id: int, *, is_paused: bool) -> None:
        with self._database.writing() as connection:
            connection.execute("UPDATE collections SET is_paused = ? WHERE id = ?", (is_paused, collection_id))

    def is_paused(self, collection_id: int) -> bool:
        """Also by another program that has the store open. False for a collection that was removed."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT is_paused FROM collections WHERE id = ?", (collection_id,)).fetchone()
        return row is not None and bool(row["is_paused"])

    def remove(self, collection_id: int) -> None:
        """Forget the folder; its files stay where they are."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM collections WHERE id = ?", (collection_id,))

    def files(self, collection_id: int) -> tuple[CollectedFile, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(
                """
                SELECT path, size_bytes, modified_ns, sha256, index_key, n_passages, failure, failure_facts
                FROM collected_files WHERE collection_id = ? ORDER BY path
                """,
                (collection_id,),
            ).fetchall()
        return tuple(CollectedFile(**dict(row)) for row in rows)

    def keep(self, collection_id: int, file: CollectedFile, document: bytes) -> None:
        """In place of what was kept of this file. A collection that was removed meanwhile stays removed."""
        with self._database.writing() as connection:
            if connection.execute("SELECT 1 FROM collections WHERE id = ?", (collection_id,)).fetchone() is None:
                return
            connection.execute(
                """
                INSERT OR REPLACE INTO collected_files (
                    collection_id, path, size_bytes, modified_ns, sha256, index_key, n_passages, failure, failure_facts,
                    document
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                (
                    collection_id,
                    storable_text(file.path),
                    file.size_bytes,
                    file.modified_ns,
                    file.sha256,
                    file.index_key,
                    file.n_passages,
                    file.failure,
                    storable_text(file.failure_facts),
                    document,
                ),
            )

    def document(self, collection_id: int, path: str) -> bytes | None:
        """What was read of a file; None if nothing was."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT document FROM collected_files WHERE collection_id = ? AND path = ? AND failure = ''",
                (collection_id, storable_text(path)),
            ).fetchone()
        return None if row is None else bytes(row["document"])

    def used_keys(self, keys: Set[str]) -> set[str]:
        """Those of these index keys that a file of any folder has."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT DISTINCT index_key FROM collected_files WHERE index_key IN (SELECT value FROM json_each(?))",
                (msgspec.json.encode(sorted(keys)).decode(),),
            ).fetchall()
        return {str(row["index_key"]) for row in rows}

    def forget(self, collection_id: int, paths: Iterable[str]) -> None:
        statement = "DELETE FROM collected_files WHERE collection_id = ? AND path = ?"
        with self._database.writing() as connection:
            connection.executemany(statement, [(collection_id, storable_text(path)) for path in paths])

    def close(self) -> None:
        self._database.close()


def open_collection_store(folder: DataFolder) -> CollectionStore:
    """A damaged file is replaced by an empty one: folders can be added again. Raises StorageError as its methods do."""
    return CollectionStore(open_cache(folder.collections, _create_tables))


def collection_store_in_memory() -> CollectionStore:
    """One that is gone when it is closed."""
    return CollectionStore(cache_in_memory(_create_tables))


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS collections (
            id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, is_paused INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """
    )
    if "is_paused" not in {row["name"] for row in connection.execute("PRAGMA table_info(collections)")}:
        connection.execute("ALTER TABLE collections ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0")
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS collected_files (
            collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
            path TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            modified_ns INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            index_key TEXT NOT NULL,
            n_passages INTEGER NOT NULL,
            failure TEXT NOT NULL,
            failure_facts TEXT NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (collection_id, path)
        ) STRICT, WITHOUT ROWID
        """
    )
