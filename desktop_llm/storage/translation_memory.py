"""Texts and their translations, in a SQLite file of its own: what models made, what people accepted or brought along.

Any thread; every method is one transaction and may raise StorageError. Texts hold the marks of what is protected in
them. Translations of models are bounded, those of people are not.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.paths import DataFolder
from desktop_llm.storage.cache_file import cache_in_memory, open_cache
from desktop_llm.storage.database import Database
from desktop_llm.storage.storable_text import storable_text

MOST_BY_MODELS: Final = 200_000
_AT_ONCE: Final = 400


class UnitOrigin(StrEnum):
    """Who made a translation."""

    MODEL = "model"
    PERSON = "person"
    """Written or accepted by the user."""
    IMPORTED = "imported"


class MemoryUnit(Struct, frozen=True, kw_only=True):
    """A text and its translation. made_by tells what shaped a model's: another model or tone makes another.

    details are whatever the maker wants to know again.
    """

    source: str
    target: str
    origin: UnitOrigin = UnitOrigin.MODEL
    made_by: str = ""
    details: bytes = b""


class LanguagePair(Struct, frozen=True):
    """ISO 639-1 codes."""

    source: str
    target: str


class TranslationMemory:
    """`clock` tells seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def find(self, pair: LanguagePair, sources: Sequence[str], made_by: str) -> dict[str, MemoryUnit]:
        """By source: a person's translation, else an imported one, else the one that was made by the same."""
        found: dict[str, MemoryUnit] = {}
        stored = {storable_text(source): source for source in sources}
        wanted = list(stored)
        with self._database.reading() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                rows = connection.execute(
                    f"""
                    SELECT source, target, origin, made_by, details FROM units
                    WHERE from_language = ? AND to_language = ? AND source IN ({marks})
                    AND (origin != 'model' OR made_by = ?)
                    ORDER BY CASE origin WHEN 'model' THEN 0 WHEN 'imported' THEN 1 ELSE 2 END, changed_at
                    """,  # noqa: S608 # question marks
                    (pair.source, pair.target, *some, made_by),
                )
                found |= {stored[row["source"]]: _unit(row) for row in rows}
        return found

    def keep(self, pair: LanguagePair, units: Iterable[MemoryUnit]) -> None:
        """Each takes the place of the one with the same source, origin and maker."""
        now = self._clock()
        with self._database.writing() as connection:
            connection.executemany(
                """
                INSERT OR REPLACE INTO units
                (from_language, to_language, source, target, origin, made_by, details, changed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    (pair.source, pair.target, *_texts(unit), unit.origin, unit.made_by, unit.details, now)
                    for unit in units
                ],
            )

    def units(self, pair: LanguagePair, most: int = 50_000) -> list[MemoryUnit]:
        """Those of a pair, the newest first: for near matches, and for handing them on."""
        with self._database.reading() as connection:
            rows = connection.execute(
                """
                SELECT source, target, origin, made_by, details FROM units
                WHERE from_language = ? AND to_language = ? ORDER BY changed_at DESC, rowid DESC LIMIT ?
                """,
                (pair.source, pair.target, most),
            )
            return [_unit(row) for row in rows]

    def pairs(self) -> list[LanguagePair]:
        with self._database.reading() as connection:
            rows = connection.execute("SELECT DISTINCT from_language, to_language FROM units ORDER BY 1, 2")
            return [LanguagePair(row[0], row[1]) for row in rows]

    def prune(self, most: int = MOST_BY_MODELS) -> int:
        """Forget the oldest of models' translations beyond so many. Returns how many that were."""
        with self._database.writing() as connection:
            return connection.execute(
                """
                DELETE FROM units WHERE rowid IN (
                    SELECT rowid FROM units WHERE origin = 'model'
                    ORDER BY changed_at DESC, rowid DESC LIMIT -1 OFFSET ?
                )
                """,
                (most,),
            ).rowcount

    def close(self) -> None:
        self._database.close()


def open_translation_memory(folder: DataFolder, clock: Callable[[], float] = time.time) -> TranslationMemory:
    """The folder's memory; a damaged one is set aside. Raises StorageError as its methods do."""
    database = open_cache(folder.translation_memory, _create_table, keeps_damaged=True)
    return TranslationMemory(database, clock)


def translation_memory_in_memory() -> TranslationMemory:
    """One that is gone when it is closed."""
    return TranslationMemory(cache_in_memory(_create_table))


def _create_table(connection: sqlite3.Connection) -> None:
    connection.execute(
        """
        CREATE TABLE IF NOT EXISTS units (
            from_language TEXT NOT NULL,
            to_language TEXT NOT NULL,
            source TEXT NOT NULL,
            target TEXT NOT NULL,
            origin TEXT NOT NULL,
            made_by TEXT NOT NULL,
            details BLOB NOT NULL,
            changed_at REAL NOT NULL,
            UNIQUE (from_language, to_language, source, origin, made_by)
        ) STRICT
        """
    )


def _texts(unit: MemoryUnit) -> tuple[str, str]:
    return storable_text(unit.source), storable_text(unit.target)


def _unit(row: sqlite3.Row) -> MemoryUnit:
    return MemoryUnit(
        source=row["source"],
        target=row["target"],
        origin=UnitOrigin(row["origin"]),
        made_by=row["made_by"],
        details=row["details"],
    )
