"""Full-text search over titles and messages: SQL within a transaction that `conversations` opened. Any thread."""

import sqlite3
from typing import Final

from desktop_llm.storage.records import SearchHit
from desktop_llm.storage.rows import conversation_from_row
from desktop_llm.storage.search_text import MATCH_END, MATCH_START, is_one_letter, match_expression, unsegmented

_SNIPPET_TOKENS: Final = 24

_TITLE_HITS: Final = """
    SELECT conversations.*, snippet(title_search, 0, ?, ?, '…', 64) AS snippet
    FROM title_search JOIN conversations ON conversations.seq = title_search.rowid
    WHERE title_search MATCH ? AND deleted_at IS NULL
    ORDER BY title_search.rank LIMIT ?
"""

# The best message of each conversation. `rank` is smaller where the match is better.
_MESSAGE_HITS: Final = """
    SELECT conversations.*, messages.id AS message_id, messages.seq AS message_seq, min(message_search.rank) AS best
    FROM message_search
    JOIN messages ON messages.seq = message_search.rowid
    JOIN conversations ON conversations.id = messages.conversation_id
    WHERE message_search MATCH ? AND deleted_at IS NULL
    GROUP BY conversations.seq ORDER BY best LIMIT ?
"""

_MESSAGE_SNIPPET: Final = """
    SELECT snippet(message_search, 0, ?, ?, '…', ?) AS snippet
    FROM message_search WHERE message_search MATCH ? AND rowid = ?
"""


def search(connection: sqlite3.Connection, typed: str, limit: int) -> tuple[SearchHit, ...]:
    """At most one hit a conversation, those by title first. What is in the trash is not found.

    A single letter is looked for in titles only: nearly every message has a word that begins with it, and ranking them
    all takes a quarter of a second for 100,000 messages.
    """
    if not (expression := match_expression(typed)):
        return ()
    hits = _title_hits(connection, expression, limit)
    if is_one_letter(typed):
        return tuple(hits)
    found = {hit.conversation.id for hit in hits}
    hits += [hit for hit in _message_hits(connection, expression, limit) if hit.conversation.id not in found]
    return tuple(hits[:limit])


def _title_hits(connection: sqlite3.Connection, expression: str, limit: int) -> list[SearchHit]:
    rows = connection.execute(_TITLE_HITS, (MATCH_START, MATCH_END, expression, limit)).fetchall()
    return [SearchHit(conversation_from_row(row), None, unsegmented(row["snippet"])) for row in rows]


def _message_hits(connection: sqlite3.Connection, expression: str, limit: int) -> list[SearchHit]:
    rows = connection.execute(_MESSAGE_HITS, (expression, limit)).fetchall()
    return [
        SearchHit(conversation_from_row(row), row["message_id"], _snippet(connection, expression, row["message_seq"]))
        for row in rows
    ]


def _snippet(connection: sqlite3.Connection, expression: str, message_seq: int) -> str:
    values = (MATCH_START, MATCH_END, _SNIPPET_TOKENS, expression, message_seq)
    return unsegmented(connection.execute(_MESSAGE_SNIPPET, values).fetchone()["snippet"])
