"""A database as the first version of the program left it, with one conversation: what a self-test brings up to date."""

from contextlib import closing
from pathlib import Path
from typing import Final

from desktop_llm.storage.connection import connect
from desktop_llm.storage.migrations import bring_up_to_date
from desktop_llm.storage.schema import MIGRATIONS
from desktop_llm.storage.storage_errors import storage_errors

OLD_VERSION: Final = 1
OLD_QUESTION: Final = "Who keeps the lighthouse?"
OLD_ANSWER: Final = "Nobody does; it is automatic."
_TITLE: Final = "The lighthouse"
_CONVERSATION: Final = "old-conversation"


def write_old_database(path: Path) -> None:
    """Create it at `path`, where nothing is yet. Raises StorageError."""
    bring_up_to_date(path, path.parent, MIGRATIONS[:OLD_VERSION])
    with storage_errors(path), closing(connect(path)) as connection:
        connection.execute("BEGIN")
        connection.execute(
            "INSERT INTO conversations (id, title, title_source, created_at, updated_at) VALUES (?, ?, 'user', 1, 1)",
            (_CONVERSATION, _TITLE),
        )
        messages = (
            ("old-question", None, "user", OLD_QUESTION, 1),
            ("old-answer", "old-question", "assistant", OLD_ANSWER, 2),
        )
        connection.executemany(
            f"""
            INSERT INTO messages (conversation_id, id, parent_id, role, text, state, created_at, selected_as)
            VALUES ('{_CONVERSATION}', ?, ?, ?, ?, 'complete', 1, ?)
            """,  # noqa: S608 names of ours
            messages,
        )
        connection.execute("UPDATE conversations SET leaf_id = 'old-answer'")
        connection.execute("COMMIT")
