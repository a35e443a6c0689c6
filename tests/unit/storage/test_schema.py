import sqlite3
from contextlib import closing

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.params import LOCAL_ENGINE
from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, open_database
from desktop_llm.storage.migrations import bring_up_to_date
from desktop_llm.storage.records import MessageState
from desktop_llm.storage.schema import MIGRATIONS
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenText


def _check_search_index(database: Database) -> None:
    """FTS5's own comparison of each index with the text it was made from; raises if they differ."""
    with database.writing() as connection:
        for index in ("message_search", "title_search", "written_search"):
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")


def test_the_search_index_follows_every_change(store: ConversationStore, database: Database) -> None:
    conversation = store.create_conversation("First title 你好")
    other = store.create_conversation("Other")
    asked = store.add_user_message(conversation.id, None, "Question 我爱")
    answer = store.start_answer(conversation.id, asked.id, "Smol")
    store.journal(answer.id, "Answer")
    store.finish_answer(answer.id, MessageState.COMPLETE)
    store.add_user_message(other.id, None, "Gone soon")
    store.delete(other.id)
    store.delete_for_good([other.id])
    _check_search_index(database)


@pytest.mark.logs_errors
def test_a_search_index_that_does_not_follow_is_seen(store: ConversationStore, database: Database) -> None:
    conversation = store.create_conversation("Title")
    store.add_user_message(conversation.id, None, "Question")
    with database.writing() as connection:
        connection.execute("DROP TRIGGER message_changed")
        connection.execute("UPDATE messages SET text = 'something else'")
    with pytest.raises(StorageError) as caught:
        _check_search_index(database)
    assert caught.value.code is ErrorCode.DATABASE_BROKEN


def test_a_message_needs_its_conversation(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
        connection.execute(
            "INSERT INTO messages (id, conversation_id, role, text, state, created_at, selected_as)"
            " VALUES ('a', 'nowhere', 'user', '', 'complete', 0.0, 0)"
        )


@pytest.mark.parametrize("role", ["system", "User", ""])
def test_a_role_is_user_or_assistant(store: ConversationStore, database: Database, role: str) -> None:
    conversation = store.create_conversation("Trip")
    store.add_user_message(conversation.id, None, "Hello")
    with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
        connection.execute("UPDATE messages SET role = ?", (role,))


def test_a_conversation_of_2000_messages_can_be_deleted(store: ConversationStore, database: Database) -> None:
    conversation = store.create_conversation("Long")
    with database.writing() as connection:
        connection.executemany(
            "INSERT INTO messages (id, conversation_id, parent_id, role, text, state, created_at, selected_as)"
            " VALUES (?, ?, ?, 'user', '', 'complete', 0.0, 0)",
            [(str(number), conversation.id, str(number - 1) if number else None) for number in range(2000)],
        )
    store.delete(conversation.id)
    assert store.delete_for_good([conversation.id]) == 1
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM messages").fetchone()[0] == 0


def test_conversations_of_the_first_version_stay_on_this_computer(folder: DataFolder) -> None:
    folder.root.mkdir()
    bring_up_to_date(folder.database, folder.backups, MIGRATIONS[:1])
    with closing(connect(folder.database)) as connection:
        connection.execute(
            "INSERT INTO conversations (id, title, title_source, created_at, updated_at)"
            " VALUES ('a', 'Trip', 'user', 0.0, 0.0)"
        )
    database = open_database(folder).database
    (conversation,) = ConversationStore(database).conversations()
    database.close()
    assert conversation.engine == LOCAL_ENGINE
    assert len(list(folder.backups.iterdir())) == 1


def test_a_database_of_before_the_write_pane_gets_room_for_texts_and_keeps_its_chats(folder: DataFolder) -> None:
    folder.root.mkdir()
    bring_up_to_date(folder.database, folder.backups, MIGRATIONS[:3])
    with closing(connect(folder.database)) as connection:
        connection.execute(
            "INSERT INTO conversations (id, title, title_source, created_at, updated_at)"
            " VALUES ('a', 'Trip', 'user', 0.0, 0.0)"
        )
    database = open_database(folder).database
    documents = WrittenDocumentStore(database)
    text = documents.create(WrittenText(title="Trip report"))
    assert documents.documents() == (text,)
    assert [each.title for each in ConversationStore(database).conversations()] == ["Trip"]
    _check_search_index(database)
    database.close()
