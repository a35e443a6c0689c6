import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, database_in_memory, open_database
from desktop_llm.storage.schema import MIGRATIONS


def _titles(database: Database) -> list[str]:
    return [conversation.title for conversation in ConversationStore(database).conversations()]


def _overwrite_second_half(path: Path) -> None:
    """Damage a closed database behind its schema, where the messages are."""
    content = path.read_bytes()
    half = len(content) // 2
    path.write_bytes(content[:half] + b"\xff" * (len(content) - half))


def test_what_comes_after_the_end_is_refused_and_no_bug() -> None:
    database = database_in_memory()
    store = ConversationStore(database)
    database.close()
    for use in (store.conversations, lambda: store.create_conversation("Late")):
        with pytest.raises(StorageError) as refused:
            use()
        assert refused.value.code is ErrorCode.DATABASE_CLOSED


def test_a_database_is_created_with_its_folder_and_found_again(folder: DataFolder) -> None:
    opened = open_database(folder)
    ConversationStore(opened.database).create_conversation("Trip")
    opened.database.close()
    again = open_database(folder)
    assert again.broken_path is None
    assert again.database.path == folder.database
    assert _titles(again.database) == ["Trip"]
    again.database.close()


def test_it_is_written_ahead(database: Database) -> None:
    with database.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_transaction_that_fails_is_undone(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), database.writing() as connection:
        connection.executemany("INSERT INTO folders (id, name) VALUES (?, ?)", [("a", "A"), ("a", "B")])
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM folders").fetchone()[0] == 0


def test_what_was_written_is_seen_by_another_connection_at_once(database: Database, folder: DataFolder) -> None:
    with database.writing() as connection:
        connection.execute("INSERT INTO folders (id, name) VALUES ('a', 'A')")
    with closing(connect(folder.database)) as other:
        assert other.execute("SELECT name FROM folders").fetchone()[0] == "A"


def test_threads_take_turns(store: ConversationStore) -> None:
    def write(_: int) -> None:
        for number in range(20):
            conversation = store.create_conversation(str(number))
            store.add_user_message(conversation.id, None, "Hello")
            store.search("hel")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    assert len(store.conversations()) == 80


@pytest.mark.parametrize(
    "content", [b"this is a text file, long enough to hold a header" * 100, b"SQLite format 3\0junk"]
)
def test_a_file_that_is_no_database_is_set_aside(folder: DataFolder, content: bytes) -> None:
    folder.root.mkdir()
    folder.database.write_bytes(content)
    opened = open_database(folder)
    assert opened.broken_path is not None
    assert opened.broken_path.parent == folder.root
    assert opened.broken_path.read_bytes() == content
    assert _titles(opened.database) == []
    opened.database.close()


def test_a_truncated_database_is_set_aside(folder: DataFolder) -> None:
    database = open_database(folder).database
    ConversationStore(database).create_conversation("Lost")
    database.close()
    half = folder.database.read_bytes()[: folder.database.stat().st_size // 2]
    folder.database.write_bytes(half)
    opened = open_database(folder)
    assert opened.broken_path is not None
    assert opened.broken_path.read_bytes() == half
    opened.database.close()


@pytest.mark.logs_errors
def test_damage_found_in_use_has_the_database_set_aside_at_the_next_start(folder: DataFolder) -> None:
    database = open_database(folder).database
    store = ConversationStore(database)
    conversation = store.create_conversation("Lost")
    for number in range(50):
        store.add_user_message(conversation.id, None, f"{number} " * 500)
    database.close()
    _overwrite_second_half(folder.database)
    damaged = open_database(folder)
    assert damaged.broken_path is None
    with pytest.raises(StorageError) as caught:
        ConversationStore(damaged.database).path(conversation.id)
    assert caught.value.code is ErrorCode.DATABASE_BROKEN
    damaged.database.close()
    fresh = open_database(folder)
    assert fresh.broken_path is not None
    assert ConversationStore(fresh.database).create_conversation("New").title == "New"
    fresh.database.close()
    last = open_database(folder)
    assert last.broken_path is None
    last.database.close()


@pytest.mark.logs_errors
def test_a_broken_search_index_is_built_anew_at_the_next_start(folder: DataFolder) -> None:
    database = open_database(folder).database
    store = ConversationStore(database)
    conversation = store.create_conversation("Trip")
    store.add_user_message(conversation.id, None, "Where is the harbour?")
    with database.writing() as connection:
        connection.execute("UPDATE message_search_data SET block = x'ffffffff' WHERE id > 10")
    database.close()
    database = open_database(folder).database
    with pytest.raises(StorageError):
        ConversationStore(database).search("harbour")
    database.close()
    opened = open_database(folder)
    assert opened.broken_path is None
    assert len(ConversationStore(opened.database).search("harbour")) == 1
    opened.database.close()


def test_a_newer_database_is_not_set_aside(folder: DataFolder) -> None:
    open_database(folder).database.close()
    with closing(connect(folder.database)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StorageError) as caught:
        open_database(folder)
    assert caught.value.code is ErrorCode.DATABASE_NEWER
    assert list(folder.root.glob("*.broken*")) == []


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        open_database(DataFolder(tmp_path / "file" / "data"))
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED


def test_a_database_in_memory_does_the_same() -> None:
    database = database_in_memory()
    store = ConversationStore(database)
    conversation = store.create_conversation("Trip")
    store.add_user_message(conversation.id, None, "Hello")
    assert [hit.conversation.id for hit in store.search("hello")] == [conversation.id]
    database.close()


def test_a_full_disk_loses_nothing_and_later_writes_work(store: ConversationStore, database: Database) -> None:
    conversation = store.create_conversation("Trip")
    asked = store.add_user_message(conversation.id, None, "Before")
    answer = store.start_answer(conversation.id, asked.id, "Smol")
    store.journal(answer.id, "some text")
    with database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError) as caught:
        store.journal(answer.id, "x" * 100_000)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert caught.value.facts["path"] == str(database.path)
    with pytest.raises(StorageError):
        store.add_user_message(conversation.id, answer.id, "y" * 100_000)
    assert [item.message.text for item in store.path(conversation.id)] == ["Before", "some text"]
    with database.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    store.journal(answer.id, ", and more")
    assert store.message(answer.id).text == "some text, and more"
