"""The database's layout as the numbered steps that lead to it. Runs inside `migrations`, on a copy.

A step that has been released is never changed; the next change is the next step.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Final

Migration = Callable[[sqlite3.Connection], None]


def _create_conversations(connection: sqlite3.Connection) -> None:
    for statement in _TABLES + _SEARCH:
        connection.execute(statement)


# `seq` is the order of creation. The search indexes keep no text of their own: they read it through a view, and the
# triggers tell them, with the same `segmented` text, what came and what went.
_TABLES: Final = (
    """
    CREATE TABLE folders (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE conversations (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        title_source TEXT NOT NULL,
        created_at REAL NOT NULL,
        updated_at REAL NOT NULL,
        leaf_id TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
        folder_id TEXT REFERENCES folders (id) ON DELETE SET NULL,
        is_pinned INTEGER NOT NULL DEFAULT 0,
        instructions TEXT NOT NULL DEFAULT '',
        model_id TEXT NOT NULL DEFAULT '',
        sampling TEXT NOT NULL DEFAULT '{}',
        deleted_at REAL
    ) STRICT
    """,
    # What a foreign key refers to is looked up backwards whenever a row is deleted: each needs its index.
    "CREATE INDEX conversations_by_folder ON conversations (folder_id)",
    "CREATE INDEX conversations_by_leaf ON conversations (leaf_id)",
    # parent_id must not cascade: a conversation of more than 1,000 messages would exceed SQLite's depth of triggers.
    """
    CREATE TABLE messages (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        parent_id TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
        text TEXT NOT NULL,
        thinking TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL,
        created_at REAL NOT NULL,
        model_name TEXT NOT NULL DEFAULT '',
        sampling TEXT NOT NULL DEFAULT '{}',
        timings TEXT,
        attachments TEXT NOT NULL DEFAULT '[]',
        is_left_out INTEGER NOT NULL DEFAULT 0,
        selected_as INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX messages_by_parent ON messages (parent_id)",
    "CREATE INDEX messages_by_conversation ON messages (conversation_id, parent_id, seq)",
    "CREATE INDEX messages_by_selection ON messages (conversation_id, selected_as)",
    "CREATE INDEX messages_streaming ON messages (state) WHERE state = 'streaming'",
    """
    CREATE TABLE journal (
        seq INTEGER PRIMARY KEY,
        message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        thinking TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX journal_by_message ON journal (message_id)",
)

_SEARCH: Final = (
    "CREATE VIEW message_search_source AS SELECT seq, segmented(text) AS text FROM messages",
    """
    CREATE VIRTUAL TABLE message_search USING fts5 (
        text, content = 'message_search_source', content_rowid = 'seq',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    )
    """,
    """
    CREATE TRIGGER message_added AFTER INSERT ON messages BEGIN
        INSERT INTO message_search (rowid, text) VALUES (new.seq, segmented(new.text));
    END
    """,
    """
    CREATE TRIGGER message_removed AFTER DELETE ON messages BEGIN
        INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', old.seq, segmented(old.text));
    END
    """,
    """
    CREATE TRIGGER message_changed AFTER UPDATE OF text ON messages BEGIN
        INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', old.seq, segmented(old.text));
        INSERT INTO message_search (rowid, text) VALUES (new.seq, segmented(new.text));
    END
    """,
    "CREATE VIEW title_search_source AS SELECT seq, segmented(title) AS title FROM conversations",
    """
    CREATE VIRTUAL TABLE title_search USING fts5 (
        title, content = 'title_search_source', content_rowid = 'seq',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    )
    """,
    """
    CREATE TRIGGER conversation_added AFTER INSERT ON conversations BEGIN
        INSERT INTO title_search (rowid, title) VALUES (new.seq, segmented(new.title));
    END
    """,
    """
    CREATE TRIGGER conversation_removed AFTER DELETE ON conversations BEGIN
        INSERT INTO title_search (title_search, rowid, title) VALUES ('delete', old.seq, segmented(old.title));
    END
    """,
    """
    CREATE TRIGGER conversation_renamed AFTER UPDATE OF title ON conversations BEGIN
        INSERT INTO title_search (title_search, rowid, title) VALUES ('delete', old.seq, segmented(old.title));
        INSERT INTO title_search (rowid, title) VALUES (new.seq, segmented(new.title));
    END
    """,
)


def _add_server(connection: sqlite3.Connection) -> None:
    """Which server answers a conversation, and to which host it was last sent; empty where it stayed here."""
    connection.execute("ALTER TABLE conversations ADD COLUMN server_id TEXT NOT NULL DEFAULT ''")
    connection.execute("ALTER TABLE conversations ADD COLUMN sent_to TEXT NOT NULL DEFAULT ''")


def _add_sources(connection: sqlite3.Connection) -> None:
    """Where the sentences of an answer about documents come from; empty where nobody looked."""
    connection.execute("ALTER TABLE messages ADD COLUMN sources TEXT NOT NULL DEFAULT ''")


def _add_written_documents(connection: sqlite3.Connection) -> None:
    """Texts of the Write pane, what was changed of them since they were last put together, and earlier states."""
    for statement in _WRITTEN:
        connection.execute(statement)


# `content` is a JSON array with an element for each paragraph; `text` is what is searched of it.
_WRITTEN: Final = (
    """
    CREATE TABLE written_documents (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        title_source TEXT NOT NULL,
        created_at REAL NOT NULL,
        updated_at REAL NOT NULL,
        content TEXT NOT NULL DEFAULT '[]',
        text TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '',
        file_path TEXT NOT NULL DEFAULT '',
        file_sha256 TEXT NOT NULL DEFAULT '',
        original_name TEXT NOT NULL DEFAULT '',
        original_sha256 TEXT NOT NULL DEFAULT '',
        original_media_type TEXT NOT NULL DEFAULT '',
        folder_id TEXT REFERENCES folders (id) ON DELETE SET NULL,
        is_pinned INTEGER NOT NULL DEFAULT 0,
        deleted_at REAL
    ) STRICT
    """,
    "CREATE INDEX written_documents_by_folder ON written_documents (folder_id)",
    """
    CREATE TABLE written_edits (
        seq INTEGER PRIMARY KEY,
        document_seq INTEGER NOT NULL REFERENCES written_documents (seq) ON DELETE CASCADE,
        first INTEGER NOT NULL,
        n_removed INTEGER NOT NULL,
        added TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX written_edits_by_document ON written_edits (document_seq)",
    """
    CREATE TABLE written_versions (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document_seq INTEGER NOT NULL REFERENCES written_documents (seq) ON DELETE CASCADE,
        created_at REAL NOT NULL,
        reason TEXT NOT NULL,
        n_words INTEGER NOT NULL,
        content BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX written_versions_by_document ON written_versions (document_seq)",
    """
    CREATE VIEW written_search_source AS
    SELECT seq, segmented(title) AS title, segmented(text) AS text FROM written_documents
    """,
    """
    CREATE VIRTUAL TABLE written_search USING fts5 (
        title, text, content = 'written_search_source', content_rowid = 'seq',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
    )
    """,
    """
    CREATE TRIGGER written_document_added AFTER INSERT ON written_documents BEGIN
        INSERT INTO written_search (rowid, title, text) VALUES (new.seq, segmented(new.title), segmented(new.text));
    END
    """,
    """
    CREATE TRIGGER written_document_removed AFTER DELETE ON written_documents BEGIN
        INSERT INTO written_search (written_search, rowid, title, text)
        VALUES ('delete', old.seq, segmented(old.title), segmented(old.text));
    END
    """,
    """
    CREATE TRIGGER written_document_changed AFTER UPDATE OF title, text ON written_documents BEGIN
        INSERT INTO written_search (written_search, rowid, title, text)
        VALUES ('delete', old.seq, segmented(old.title), segmented(old.text));
        INSERT INTO written_search (rowid, title, text) VALUES (new.seq, segmented(new.title), segmented(new.text));
    END
    """,
)


def _add_prompt_drafts(connection: sqlite3.Connection) -> None:
    """Messages that were not sent. The chat that is new has no id."""
    connection.execute(
        """
        CREATE TABLE prompt_drafts (
            seq INTEGER PRIMARY KEY,
            conversation_id TEXT UNIQUE REFERENCES conversations (id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            files TEXT NOT NULL DEFAULT '[]',
            thinking TEXT NOT NULL DEFAULT ''
        ) STRICT
        """
    )


def _add_compose_brief(connection: sqlite3.Connection) -> None:
    """What is filled into the form of Write from which no text was made yet: one row, as there is one form."""
    connection.execute(
        """
        CREATE TABLE compose_brief (
            seq INTEGER PRIMARY KEY CHECK (seq = 1),
            kind TEXT NOT NULL,
            recipient TEXT NOT NULL,
            tone TEXT NOT NULL,
            n_words INTEGER NOT NULL,
            language TEXT NOT NULL,
            n_versions INTEGER NOT NULL,
            is_aside INTEGER NOT NULL,
            answered TEXT NOT NULL,
            about TEXT NOT NULL,
            points TEXT NOT NULL
        ) STRICT
        """
    )


def _add_begun_edits(connection: sqlite3.Connection) -> None:
    """Earlier messages that were changed, and not sent anew yet."""
    connection.execute(
        """
        CREATE TABLE begun_edits (
            seq INTEGER PRIMARY KEY,
            message_id TEXT NOT NULL UNIQUE REFERENCES messages (id) ON DELETE CASCADE,
            text TEXT NOT NULL
        ) STRICT
        """
    )


MIGRATIONS: Final[Sequence[Migration]] = (
    _create_conversations,
    _add_server,
    _add_sources,
    _add_written_documents,
    _add_prompt_drafts,
    _add_compose_brief,
    _add_begun_edits,
)
