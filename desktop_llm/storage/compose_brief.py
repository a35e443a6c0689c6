"""The form of Write that was filled in, and from which no text was made yet: one for the program, as it shows one form.
Any thread, in the transaction of the connection that is given.
"""

import sqlite3
from typing import Final

import msgspec

from desktop_llm.storage.storable_text import storable_text
from desktop_llm.storage.written_records import ComposeBrief

NO_BRIEF: Final = ComposeBrief()
_FIELDS: Final = ", ".join(ComposeBrief.__struct_fields__)
_PLACES: Final = ", ".join("?" for _ in ComposeBrief.__struct_fields__)


def brief(connection: sqlite3.Connection) -> ComposeBrief:
    """An empty one where none is kept."""
    row = connection.execute(f"SELECT {_FIELDS} FROM compose_brief").fetchone()  # noqa: S608  columns of ours
    return NO_BRIEF if row is None else msgspec.convert(dict(row), ComposeBrief, strict=False)


def keep(connection: sqlite3.Connection, filled: ComposeBrief) -> None:
    """Instead of the one before. One in which nothing is written is not kept."""
    connection.execute("DELETE FROM compose_brief")
    if filled.is_empty:
        return
    values = (storable_text(each) if isinstance(each, str) else each for each in msgspec.structs.astuple(filled))
    connection.execute(f"INSERT INTO compose_brief ({_FIELDS}) VALUES ({_PLACES})", tuple(values))  # noqa: S608  ours
