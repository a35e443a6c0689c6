"""Earlier messages that are being changed and were not sent anew yet: one change for each message. Any thread, in the
transaction of the connection that is given.
"""

import sqlite3

from desktop_llm.storage.records import BegunEdit
from desktop_llm.storage.storable_text import storable_text


def edits(connection: sqlite3.Connection) -> dict[str, BegunEdit]:
    """All of them, by the ids of their messages."""
    rows = connection.execute(
        """
        SELECT message_id, conversation_id, begun_edits.text
        FROM begun_edits JOIN messages ON messages.id = message_id
        """
    ).fetchall()
    return {row["message_id"]: BegunEdit(row["conversation_id"], row["text"]) for row in rows}


def keep(connection: sqlite3.Connection, message_id: str, text: str) -> None:
    """Instead of the one before. That of a message that is gone is not kept."""
    connection.execute(
        """
        INSERT INTO begun_edits (message_id, text) SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM messages WHERE id = ?1)
        ON CONFLICT (message_id) DO UPDATE SET text = excluded.text
        """,
        (message_id, storable_text(text)),
    )


def drop(connection: sqlite3.Connection, message_id: str) -> None:
    """It was sent, or is not wanted any more."""
    connection.execute("DELETE FROM begun_edits WHERE message_id = ?", (message_id,))
