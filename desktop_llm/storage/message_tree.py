"""The messages of a conversation as a tree: SQL within a transaction that `conversations` opened. Any thread.

A conversation shows one path, from a first message to its leaf. Every leaf remembers when it was last selected, so
that going back to a branch shows it as it was left.
"""

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.records import AnswerSources, Message, MessageState, PathMessage, Timings
from desktop_llm.storage.rows import (
    attachments_column,
    message_from_row,
    sampling_column,
    sources_column,
    timings_column,
)
from desktop_llm.storage.storable_text import storable_text

_ONLY_ONE: Final = (1, 1)


def message(connection: sqlite3.Connection, message_id: str) -> Message:
    """Raises StorageError(CONVERSATION_UNKNOWN)."""
    row = connection.execute("SELECT * FROM messages WHERE id = ?", (message_id,)).fetchone()
    if row is None:
        raise StorageError(ErrorCode.CONVERSATION_UNKNOWN, id=message_id)
    return _with_journal(connection, message_from_row(row))


def require_message(connection: sqlite3.Connection, message_id: str) -> None:
    """Raises StorageError(CONVERSATION_UNKNOWN)."""
    if connection.execute("SELECT 1 FROM messages WHERE id = ?", (message_id,)).fetchone() is None:
        raise StorageError(ErrorCode.CONVERSATION_UNKNOWN, id=message_id)


def messages(connection: sqlite3.Connection, conversation_id: str) -> tuple[Message, ...]:
    """All of the tree in order of creation: parents before their children."""
    rows = connection.execute("SELECT * FROM messages WHERE conversation_id = ? ORDER BY seq", (conversation_id,))
    return tuple(_with_journal(connection, message_from_row(row)) for row in rows.fetchall())


def path(connection: sqlite3.Connection, conversation_id: str) -> tuple[PathMessage, ...]:
    """The shown messages from the first to the leaf."""
    rows = connection.execute(
        """
        WITH RECURSIVE above (id, height) AS (
            SELECT leaf_id, 0 FROM conversations WHERE id = ?
            UNION ALL
            SELECT messages.parent_id, height + 1 FROM above JOIN messages ON messages.id = above.id
        )
        SELECT messages.* FROM above JOIN messages ON messages.id = above.id ORDER BY height DESC
        """,
        (conversation_id,),
    ).fetchall()
    places = _places(connection, conversation_id)
    shown = (_with_journal(connection, message_from_row(row)) for row in rows)
    return tuple(PathMessage(item, *places.get(item.id, _ONLY_ONE)) for item in shown)


def siblings(connection: sqlite3.Connection, message_id: str) -> tuple[Message, ...]:
    """The message and its other branches, in order of creation. Raises StorageError(CONVERSATION_UNKNOWN)."""
    one = message(connection, message_id)
    rows = connection.execute(
        "SELECT * FROM messages WHERE conversation_id = ? AND parent_id IS ? ORDER BY seq",
        (one.conversation_id, one.parent_id),
    )
    return tuple(_with_journal(connection, message_from_row(row)) for row in rows.fetchall())


def insert(connection: sqlite3.Connection, item: Message) -> None:
    """Add a message and show it. Raises StorageError(CONVERSATION_UNKNOWN) for a parent of another conversation."""
    if item.parent_id is not None and message(connection, item.parent_id).conversation_id != item.conversation_id:
        raise StorageError(ErrorCode.CONVERSATION_UNKNOWN, id=item.parent_id)
    connection.execute(
        """
        INSERT INTO messages (
            id, conversation_id, parent_id, role, text, thinking, state, created_at, model_name, sampling, timings,
            attachments, is_left_out, sources, selected_as
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """,
        (
            item.id,
            item.conversation_id,
            item.parent_id,
            item.role,
            storable_text(item.text),
            storable_text(item.thinking),
            item.state,
            item.created_at,
            storable_text(item.model_name),
            sampling_column(item.sampling),
            timings_column(item.timings),
            attachments_column(item.attachments),
            item.is_left_out,
            sources_column(item.sources),
        ),
    )
    show(connection, item.conversation_id, item.id)


def show(connection: sqlite3.Connection, conversation_id: str, leaf_id: str) -> None:
    """Make the path to this leaf the one that is shown."""
    connection.execute(
        """
        UPDATE messages SET selected_as =
            (SELECT max(other.selected_as) + 1 FROM messages AS other WHERE other.conversation_id = ?)
        WHERE id = ?
        """,
        (conversation_id, leaf_id),
    )
    connection.execute("UPDATE conversations SET leaf_id = ? WHERE id = ?", (leaf_id, conversation_id))


def leaf_below(connection: sqlite3.Connection, message_id: str) -> str:
    """The last selected leaf below a message, or the message itself."""
    row = connection.execute(
        """
        WITH RECURSIVE below (id) AS (
            VALUES (?) UNION ALL SELECT messages.id FROM below JOIN messages ON messages.parent_id = below.id
        )
        SELECT messages.id FROM below JOIN messages ON messages.id = below.id
        WHERE NOT EXISTS (SELECT 1 FROM messages AS child WHERE child.parent_id = messages.id)
        ORDER BY messages.selected_as DESC LIMIT 1
        """,
        (message_id,),
    ).fetchone()
    return str(row["id"])


def append_to_journal(connection: sqlite3.Connection, message_id: str, text: str, thinking: str) -> None:
    connection.execute(
        "INSERT INTO journal (message_id, text, thinking) VALUES (?, ?, ?)",
        (message_id, storable_text(text), storable_text(thinking)),
    )


def finish(
    connection: sqlite3.Connection, message_id: str, state: MessageState, timings: Timings | None = None
) -> None:
    """Fold what was journaled into the message."""
    text, thinking = _journaled(connection, message_id)
    connection.execute(
        "UPDATE messages SET text = text || ?, thinking = thinking || ?, state = ?, timings = ? WHERE id = ?",
        (text, thinking, state, timings_column(timings), message_id),
    )
    connection.execute("DELETE FROM journal WHERE message_id = ?", (message_id,))


def resume(connection: sqlite3.Connection, message_id: str) -> None:
    """Let an answer stream on; its sources were those of a shorter one."""
    statement = "UPDATE messages SET state = ?, sources = '' WHERE id = ?"
    connection.execute(statement, (MessageState.STREAMING, message_id))


def set_sources(connection: sqlite3.Connection, message_id: str, sources: AnswerSources | None) -> None:
    connection.execute("UPDATE messages SET sources = ? WHERE id = ?", (sources_column(sources), message_id))


def streaming_ids(connection: sqlite3.Connection) -> tuple[str, ...]:
    rows = connection.execute("SELECT id FROM messages WHERE state = 'streaming'")
    return tuple(str(row["id"]) for row in rows.fetchall())


def leave_out(connection: sqlite3.Connection, message_ids: Iterable[str], *, is_left_out: bool) -> None:
    connection.executemany(
        "UPDATE messages SET is_left_out = ? WHERE id = ?", [(is_left_out, message_id) for message_id in message_ids]
    )


def _places(connection: sqlite3.Connection, conversation_id: str) -> dict[str, tuple[int, int]]:
    """For each message that has siblings its number among them, from 1, and how many they are."""
    rows = connection.execute(
        """
        SELECT id, row_number() OVER (PARTITION BY parent_id ORDER BY seq), count(*) OVER (PARTITION BY parent_id)
        FROM messages
        WHERE conversation_id = ?1 AND (
            parent_id IS NULL
            OR parent_id IN (
                SELECT parent_id FROM messages WHERE conversation_id = ?1 GROUP BY parent_id HAVING count(*) > 1
            )
        )
        """,
        (conversation_id,),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _with_journal(connection: sqlite3.Connection, item: Message) -> Message:
    if item.state is not MessageState.STREAMING:
        return item
    text, thinking = _journaled(connection, item.id)
    return msgspec.structs.replace(item, text=item.text + text, thinking=item.thinking + thinking)


def _journaled(connection: sqlite3.Connection, message_id: str) -> tuple[str, str]:
    rows = connection.execute(
        "SELECT text, thinking FROM journal WHERE message_id = ? ORDER BY seq", (message_id,)
    ).fetchall()
    return "".join(row["text"] for row in rows), "".join(row["thinking"] for row in rows)
