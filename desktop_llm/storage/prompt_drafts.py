"""Messages that were written and not sent: one for each conversation, and one for the chat that is new. Any thread, in
the transaction of the connection that is given.
"""

import logging
import sqlite3
from typing import Final

import msgspec

from desktop_llm.storage.records import DraftFile, StoredDraft
from desktop_llm.storage.storable_text import storable_text

NEW_CHAT: Final = ""
_log = logging.getLogger(__name__)
_files_decoder: Final = msgspec.json.Decoder(tuple[DraftFile, ...])


def drafts(connection: sqlite3.Connection) -> dict[str, StoredDraft]:
    """All of them, by the ids of their conversations."""
    rows = connection.execute("SELECT * FROM prompt_drafts").fetchall()
    return {row["conversation_id"] or NEW_CHAT: _draft(row) for row in rows}


def keep(connection: sqlite3.Connection, conversation_id: str, draft: StoredDraft) -> None:
    """Instead of the one before. An empty one is not kept, nor that of a conversation that is gone."""
    key = conversation_id or None
    connection.execute("DELETE FROM prompt_drafts WHERE conversation_id IS ?", (key,))
    if not draft.text and not draft.files:
        return
    files = tuple(DraftFile(*map(storable_text, msgspec.structs.astuple(file))) for file in draft.files)
    connection.execute(
        """
        INSERT INTO prompt_drafts (conversation_id, text, files, thinking) SELECT ?1, ?2, ?3, ?4
        WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM conversations WHERE id = ?1)
        """,
        (key, storable_text(draft.text), msgspec.json.encode(files).decode(), draft.thinking),
    )


def _draft(row: sqlite3.Row) -> StoredDraft:
    """What is written counts more than what was attached to it."""
    try:
        files = _files_decoder.decode(row["files"])
    except msgspec.DecodeError:
        _log.warning("the files of a message that was not sent cannot be read")
        files = ()
    return StoredDraft(row["text"], files, row["thinking"])
