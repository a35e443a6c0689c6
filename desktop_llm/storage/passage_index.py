"""Passages of documents, found by their words (SQLite's full-text index, ranked by BM25) and by vectors. A cache.

Any thread; every method is one transaction and may raise StorageError (DISK_FULL, DATA_FOLDER_READ_ONLY,
DATA_FOLDER_FAILED, DATABASE_BROKEN). What a document's key and a passage's number stand for, the caller knows.
"""

import heapq
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.paths import DataFolder
from desktop_llm.storage.cache_file import cache_in_memory, open_cache
from desktop_llm.storage.database import Database
from desktop_llm.storage.search_text import question_expression, segmented
from desktop_llm.storage.storable_text import storable_text
from desktop_llm.storage.vectors import likeness, vector_values

LIMIT_CHARACTERS: Final = 200_000_000
# A row's number is its document's, followed by that of the passage: so a document is a range of rows.
_PASSAGES_BITS: Final = 24

_HITS: Final = """
    SELECT indexed_documents.key, passages.rowid & ? AS number, -passages.rank AS score
    FROM passages JOIN indexed_documents ON indexed_documents.seq = passages.rowid >> ?
    WHERE passages MATCH ? AND indexed_documents.key IN (SELECT value FROM json_each(?))
    ORDER BY passages.rank, passages.rowid LIMIT ?
"""


class PassageHit(Struct, frozen=True):
    """A passage that has words of the question. The score is BM25's: above 0, and larger where it fits better."""

    document_key: str
    number: int
    score: float


class PassageIndex:
    """Documents by key, each as passages numbered from 0. `clock` tells seconds since the epoch."""

    def __init__(
        self, database: Database, clock: Callable[[], float] = time.time, limit_characters: int = LIMIT_CHARACTERS
    ) -> None:
        self._database = database
        self._clock = clock
        self._limit_characters = limit_characters

    def has(self, key: str) -> bool:
        """Whether the document is indexed; it counts as used now."""
        with self._database.writing() as connection:
            statement = "UPDATE indexed_documents SET used_at = ? WHERE key = ?"
            return connection.execute(statement, (self._clock(), key)).rowcount > 0

    def add(self, key: str, passages: Sequence[str]) -> None:
        """Index a document, in place of what was indexed under its key."""
        with self._database.writing() as connection:
            _forget(connection, key)
            seq = connection.execute(
                "INSERT INTO indexed_documents (key, n_characters, used_at) VALUES (?, ?, ?)",
                (key, sum(map(len, passages)), self._clock()),
            ).lastrowid
            first = (seq or 0) << _PASSAGES_BITS
            rows = ((first + number, segmented(storable_text(text))) for number, text in enumerate(passages))
            connection.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", rows)

    def find(self, keys: Sequence[str], question: str, limit: int) -> tuple[PassageHit, ...]:
        """The passages of these documents that have most of the question's words, the best first."""
        if not (expression := question_expression(storable_text(question))):
            return ()
        mask = (1 << _PASSAGES_BITS) - 1
        with self._database.reading() as connection:
            values = (mask, _PASSAGES_BITS, expression, _json_list(keys), limit)
            rows = connection.execute(_HITS, values).fetchall()
        return tuple(PassageHit(row["key"], row["number"], row["score"]) for row in rows)

    def missing_vectors(self, key: str, model: str, n_passages: int) -> tuple[int, ...]:
        """The numbers of the document's passages that have no vector of this model."""
        with self._database.reading() as connection:
            rows = connection.execute(
                """
                SELECT number FROM passage_vectors JOIN indexed_documents ON seq = document_seq
                WHERE key = ? AND model = ?
                """,
                (key, model),
            ).fetchall()
        known = {row["number"] for row in rows}
        return tuple(number for number in range(n_passages) if number not in known)

    def add_vectors(self, key: str, model: str, vectors: Mapping[int, bytes]) -> None:
        """By numbers of passages; of a document that is indexed."""
        with self._database.writing() as connection:
            row = connection.execute("SELECT seq FROM indexed_documents WHERE key = ?", (key,)).fetchone()
            if row is None:
                return
            rows = ((row["seq"], model, number, vector) for number, vector in vectors.items())
            statement = (
                "INSERT OR REPLACE INTO passage_vectors (document_seq, model, number, vector) VALUES (?, ?, ?, ?)"
            )
            connection.executemany(statement, rows)

    def find_nearest(self, keys: Sequence[str], model: str, vector: bytes, limit: int) -> tuple[PassageHit, ...]:
        """The passages whose vectors are nearest; the score is the cosine. All are looked at."""
        wanted = vector_values(vector)
        with self._database.reading() as connection:
            rows = connection.execute(
                """
                SELECT key, number, vector FROM passage_vectors JOIN indexed_documents ON seq = document_seq
                WHERE model = ? AND key IN (SELECT value FROM json_each(?))
                """,
                (model, _json_list(keys)),
            )
            hits = (
                PassageHit(row["key"], row["number"], likeness(wanted, vector_values(row["vector"]))) for row in rows
            )
            return tuple(heapq.nlargest(limit, hits, key=lambda hit: hit.score))

    def forget(self, key: str) -> None:
        with self._database.writing() as connection:
            _forget(connection, key)

    def prune(self) -> int:
        """Forget the documents that were not used for longest, until the limit holds. Returns how many."""
        with self._database.writing() as connection:
            rows = connection.execute(
                """
                SELECT key FROM (
                    SELECT key, sum(n_characters) OVER (ORDER BY used_at DESC, seq DESC) AS total
                    FROM indexed_documents
                ) WHERE total > ?
                """,
                (self._limit_characters,),
            ).fetchall()
            for row in rows:
                _forget(connection, row["key"])
        return len(rows)

    def close(self) -> None:
        self._database.close()


def open_passage_index(
    folder: DataFolder, clock: Callable[[], float] = time.time, limit_characters: int = LIMIT_CHARACTERS
) -> PassageIndex:
    """The folder's index; a damaged one is replaced by an empty one. Raises StorageError as its methods do."""
    return PassageIndex(open_cache(folder.passage_index, _create_tables), clock, limit_characters)


def passage_index_in_memory() -> PassageIndex:
    """An index that is gone when it is closed."""
    return PassageIndex(cache_in_memory(_create_tables))


def _forget(connection: sqlite3.Connection, key: str) -> None:
    row = connection.execute("DELETE FROM indexed_documents WHERE key = ? RETURNING seq", (key,)).fetchone()
    if row is not None:
        connection.execute("DELETE FROM passage_vectors WHERE document_seq = ?", (row["seq"],))
        first = row["seq"] << _PASSAGES_BITS
        end = (row["seq"] + 1) << _PASSAGES_BITS
        connection.execute("DELETE FROM passages WHERE rowid >= ? AND rowid < ?", (first, end))


def _json_list(values: Sequence[str]) -> str:
    return msgspec.json.encode(tuple(values)).decode()


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS indexed_documents (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            n_characters INTEGER NOT NULL,
            used_at REAL NOT NULL
        ) STRICT
        """
    )
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS passage_vectors (
            document_seq INTEGER NOT NULL,
            model TEXT NOT NULL,
            number INTEGER NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (document_seq, model, number)
        ) STRICT, WITHOUT ROWID
        """
    )
    connection.execute(
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5 (
            text, tokenize = 'unicode61 remove_diacritics 2', prefix = '4 5 6'
        )
        """
    )
