"""The conversations on disk: the one class through which the program reads and changes them.

Any thread; every method is one transaction, on the disk when it returns. Unknown ids raise StorageError
(CONVERSATION_UNKNOWN); any method may raise DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED, DATABASE_BROKEN,
DATABASE_CLOSED.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import Final

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.params import LOCAL_ENGINE, EngineChoice, SamplingParams
from desktop_llm.storage import begun_edits, conversation_search, message_tree, prompt_drafts
from desktop_llm.storage.database import Database
from desktop_llm.storage.records import (
    AnswerSources,
    Attachment,
    BegunEdit,
    Conversation,
    Folder,
    Message,
    MessageState,
    PathMessage,
    SearchHit,
    StoredDraft,
    Timings,
    TitleSource,
)
from desktop_llm.storage.rows import conversation_from_row, new_id, sampling_column
from desktop_llm.storage.storable_text import storable_text

TRASH_DAYS: Final = 30
UNCHANGED_SAMPLING: Final = SamplingParams()
_DAY_S: Final = 24 * 60 * 60
_RANK_BY_TITLE_SOURCE: Final = {TitleSource.FIRST_WORDS: 0, TitleSource.MODEL: 1, TitleSource.USER: 2}


class ConversationStore:
    """Conversations, folders, trash, messages and search over one database. `clock` tells seconds since the epoch."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    # Conversations

    def create_conversation(
        self,
        title: str,
        *,
        folder_id: str | None = None,
        instructions: str = "",
        engine: EngineChoice = LOCAL_ENGINE,
        sampling: SamplingParams = UNCHANGED_SAMPLING,
    ) -> Conversation:
        conversation_id, now = new_id(), self._clock()
        with self._database.writing() as connection:
            if folder_id is not None:
                require_folder(connection, folder_id)
            connection.execute(
                """
                INSERT INTO conversations (
                    id, title, title_source, created_at, updated_at, folder_id, instructions, server_id, model_id,
                    sampling
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                (
                    conversation_id,
                    storable_text(title),
                    TitleSource.FIRST_WORDS,
                    now,
                    now,
                    folder_id,
                    storable_text(instructions),
                    storable_text(engine.server_id),
                    storable_text(engine.model_id),
                    sampling_column(sampling),
                ),
            )
            return _conversation(connection, conversation_id)

    def conversation(self, conversation_id: str) -> Conversation:
        with self._database.reading() as connection:
            return _conversation(connection, conversation_id)

    def conversations(self, folder_id: str | None = None) -> tuple[Conversation, ...]:
        """Those not in the trash, of one folder or all: pinned ones first, then the latest changed."""
        with self._database.reading() as connection:
            rows = connection.execute(
                """
                SELECT * FROM conversations WHERE deleted_at IS NULL AND (?1 IS NULL OR folder_id = ?1)
                ORDER BY is_pinned DESC, updated_at DESC, seq DESC
                """,
                (folder_id,),
            ).fetchall()
        return tuple(conversation_from_row(row) for row in rows)

    def search(self, typed: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Conversations whose title or one of whose messages has words that begin with each of the typed ones."""
        with self._database.reading() as connection:
            return conversation_search.search(connection, storable_text(typed), limit)

    def rename(self, conversation_id: str, title: str, source: TitleSource) -> Conversation:
        """Give a title, unless the present one comes from a better source. Returns what is true now."""
        with self._database.writing() as connection:
            present = _conversation(connection, conversation_id)
            if _RANK_BY_TITLE_SOURCE[source] < _RANK_BY_TITLE_SOURCE[present.title_source]:
                return present
            connection.execute(
                "UPDATE conversations SET title = ?, title_source = ? WHERE id = ?",
                (storable_text(title), source, conversation_id),
            )
            return _conversation(connection, conversation_id)

    def set_pinned(self, conversation_id: str, *, is_pinned: bool) -> None:
        self._update("UPDATE conversations SET is_pinned = ? WHERE id = ?", is_pinned, conversation_id)

    def set_instructions(self, conversation_id: str, instructions: str) -> None:
        storable = storable_text(instructions)
        self._update("UPDATE conversations SET instructions = ? WHERE id = ?", storable, conversation_id)

    def set_sampling(self, conversation_id: str, sampling: SamplingParams) -> None:
        self._update("UPDATE conversations SET sampling = ? WHERE id = ?", sampling_column(sampling), conversation_id)

    def set_engine(self, conversation_id: str, engine: EngineChoice) -> Conversation:
        """Let another engine answer from now on. Returns what is true now."""
        values = (storable_text(engine.server_id), storable_text(engine.model_id), conversation_id)
        with self._database.writing() as connection:
            _conversation(connection, conversation_id)
            connection.execute("UPDATE conversations SET server_id = ?, model_id = ? WHERE id = ?", values)
            return _conversation(connection, conversation_id)

    def note_sent(self, conversation_id: str, host: str) -> None:
        """Its text goes to this host now."""
        self._update("UPDATE conversations SET sent_to = ? WHERE id = ?", storable_text(host), conversation_id)

    # Folders

    def create_folder(self, name: str) -> Folder:
        folder = Folder(new_id(), storable_text(name))
        with self._database.writing() as connection:
            connection.execute("INSERT INTO folders (id, name) VALUES (?, ?)", (folder.id, folder.name))
        return folder

    def folders(self) -> tuple[Folder, ...]:
        with self._database.reading() as connection:
            rows = connection.execute("SELECT id, name FROM folders").fetchall()
        folders = (Folder(row["id"], row["name"]) for row in rows)
        return tuple(sorted(folders, key=lambda folder: (folder.name.casefold(), folder.id)))

    def rename_folder(self, folder_id: str, name: str) -> None:
        self._update("UPDATE folders SET name = ? WHERE id = ?", storable_text(name), folder_id)

    def delete_folder(self, folder_id: str) -> None:
        """The conversations in it stay, in no folder."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM folders WHERE id = ?", (folder_id,))

    def move_to_folder(self, conversation_id: str, folder_id: str | None) -> None:
        with self._database.writing() as connection:
            _conversation(connection, conversation_id)
            if folder_id is not None:
                require_folder(connection, folder_id)
            connection.execute("UPDATE conversations SET folder_id = ? WHERE id = ?", (folder_id, conversation_id))

    # Trash

    def delete(self, conversation_id: str) -> None:
        """Put into the trash, from where it can be restored for TRASH_DAYS."""
        self._update("UPDATE conversations SET deleted_at = ? WHERE id = ?", self._clock(), conversation_id)

    def restore(self, conversation_id: str) -> None:
        self._update("UPDATE conversations SET deleted_at = ? WHERE id = ?", None, conversation_id)

    def trash(self) -> tuple[Conversation, ...]:
        """The latest deleted first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM conversations WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, seq DESC"
            ).fetchall()
        return tuple(conversation_from_row(row) for row in rows)

    def delete_for_good(self, conversation_ids: Iterable[str]) -> int:
        """Delete for ever those that are in the trash; others stay. Returns how many that were."""
        statement = "DELETE FROM conversations WHERE id = ? AND deleted_at IS NOT NULL"
        with self._database.writing() as connection:
            return connection.executemany(statement, [(item,) for item in conversation_ids]).rowcount

    def purge_trash(self) -> int:
        """Delete for ever what has been in the trash for more than TRASH_DAYS. Returns how many that were."""
        before = self._clock() - TRASH_DAYS * _DAY_S
        with self._database.writing() as connection:
            return connection.execute("DELETE FROM conversations WHERE deleted_at < ?", (before,)).rowcount

    # Messages that were not sent

    def prompt_drafts(self) -> dict[str, StoredDraft]:
        """By the ids of their conversations; NEW_CHAT is that of the chat that is new."""
        with self._database.reading() as connection:
            return prompt_drafts.drafts(connection)

    def keep_prompt_draft(self, conversation_id: str, draft: StoredDraft) -> None:
        """Instead of the one before. An empty one is not kept, nor that of a conversation that is gone."""
        with self._database.writing() as connection:
            prompt_drafts.keep(connection, conversation_id, draft)

    def begun_edits(self) -> dict[str, BegunEdit]:
        """By the ids of the messages that are being changed."""
        with self._database.reading() as connection:
            return begun_edits.edits(connection)

    def keep_begun_edit(self, message_id: str, text: str) -> None:
        """Instead of the one before. That of a message that is gone is not kept."""
        with self._database.writing() as connection:
            begun_edits.keep(connection, message_id, text)

    def drop_begun_edit(self, message_id: str) -> None:
        with self._database.writing() as connection:
            begun_edits.drop(connection, message_id)

    # Messages

    def add_messages(self, messages: Iterable[Message]) -> None:
        """Add whole messages, parents before their children, in one transaction: all of them or none."""
        with self._database.writing() as connection:
            for message in messages:
                message_tree.insert(connection, message)

    def add_user_message(
        self, conversation_id: str, parent_id: str | None, text: str, attachments: tuple[Attachment, ...] = ()
    ) -> Message:
        """With the parent of an earlier message this is a new branch beside it. Returns what was stored."""
        return self._add(
            Message(
                id=new_id(),
                conversation_id=conversation_id,
                parent_id=parent_id,
                role="user",
                text=text,
                created_at=self._clock(),
                attachments=attachments,
            )
        )

    def start_answer(
        self, conversation_id: str, parent_id: str, model_name: str, sampling: SamplingParams = UNCHANGED_SAMPLING
    ) -> Message:
        return self._add(
            Message(
                id=new_id(),
                conversation_id=conversation_id,
                parent_id=parent_id,
                role="assistant",
                text="",
                state=MessageState.STREAMING,
                created_at=self._clock(),
                model_name=model_name,
                sampling=sampling,
            )
        )

    def resume_answer(self, message_id: str) -> Message:
        """Let an answer that has ended stream on behind the text it has."""
        with self._database.writing() as connection:
            message_tree.require_message(connection, message_id)
            message_tree.resume(connection, message_id)
            return message_tree.message(connection, message_id)

    def journal(self, message_id: str, text: str, thinking: str = "") -> None:
        """Append to a streaming answer what came since the last call."""
        with self._database.writing() as connection:
            message_tree.require_message(connection, message_id)
            message_tree.append_to_journal(connection, message_id, text, thinking)

    def finish_answer(self, message_id: str, state: MessageState, timings: Timings | None = None) -> None:
        """End a streaming answer; its text is what was journaled."""
        with self._database.writing() as connection:
            conversation_id = message_tree.message(connection, message_id).conversation_id
            message_tree.finish(connection, message_id, state, timings)
            self._touch(connection, conversation_id)

    def set_sources(self, message_id: str, sources: AnswerSources) -> Message:
        """Keep where an answer comes from. Returns what is stored now."""
        with self._database.writing() as connection:
            message_tree.require_message(connection, message_id)
            message_tree.set_sources(connection, message_id, sources)
            return message_tree.message(connection, message_id)

    def recover_interrupted(self) -> int:
        """Once at start: end what was streaming when the program died. Returns how many answers that were."""
        with self._database.writing() as connection:
            ids = message_tree.streaming_ids(connection)
            for message_id in ids:
                message_tree.finish(connection, message_id, MessageState.INTERRUPTED)
        return len(ids)

    def message(self, message_id: str) -> Message:
        with self._database.reading() as connection:
            return message_tree.message(connection, message_id)

    def messages(self, conversation_id: str) -> tuple[Message, ...]:
        """The whole tree, parents before their children."""
        with self._database.reading() as connection:
            return message_tree.messages(connection, conversation_id)

    def path(self, conversation_id: str) -> tuple[PathMessage, ...]:
        """The shown messages, from the first to the leaf."""
        with self._database.reading() as connection:
            return message_tree.path(connection, conversation_id)

    def siblings(self, message_id: str) -> tuple[Message, ...]:
        """The message and its other branches, in order of creation."""
        with self._database.reading() as connection:
            return message_tree.siblings(connection, message_id)

    def select_branch(self, message_id: str) -> None:
        """Show the path through this message, below it as it was last shown."""
        with self._database.writing() as connection:
            conversation_id = message_tree.message(connection, message_id).conversation_id
            message_tree.show(connection, conversation_id, message_tree.leaf_below(connection, message_id))

    def set_left_out(self, message_ids: Iterable[str], *, is_left_out: bool) -> None:
        with self._database.writing() as connection:
            message_tree.leave_out(connection, message_ids, is_left_out=is_left_out)

    def _add(self, message: Message) -> Message:
        with self._database.writing() as connection:
            _conversation(connection, message.conversation_id)
            message_tree.insert(connection, message)
            self._touch(connection, message.conversation_id)
            return message_tree.message(connection, message.id)

    def _touch(self, connection: sqlite3.Connection, conversation_id: str) -> None:
        connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (self._clock(), conversation_id))

    def _update(self, statement: str, value: str | float | None, row_id: str) -> None:
        with self._database.writing() as connection:
            if connection.execute(statement, (value, row_id)).rowcount == 0:
                raise StorageError(ErrorCode.CONVERSATION_UNKNOWN, id=row_id)


def _conversation(connection: sqlite3.Connection, conversation_id: str) -> Conversation:
    row = connection.execute("SELECT * FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    if row is None:
        raise StorageError(ErrorCode.CONVERSATION_UNKNOWN, id=conversation_id)
    return conversation_from_row(row)


def require_folder(connection: sqlite3.Connection, folder_id: str) -> None:
    """Raises StorageError(CONVERSATION_UNKNOWN)."""
    if connection.execute("SELECT 1 FROM folders WHERE id = ?", (folder_id,)).fetchone() is None:
        raise StorageError(ErrorCode.CONVERSATION_UNKNOWN, id=folder_id)
