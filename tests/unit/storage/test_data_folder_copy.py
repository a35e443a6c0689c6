from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, load_settings, save_settings
from desktop_llm.storage.connection import connect
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.data_folder_copy import copy_data_folder
from desktop_llm.storage.database import open_database


@pytest.fixture
def target(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "another disk" / "chats")


@pytest.fixture
def source(folder: DataFolder, store: ConversationStore) -> DataFolder:
    """A folder in use, with a bit of everything; its database is still open."""
    store.add_user_message(store.create_conversation("Trip").id, None, "Hello")
    save_settings(folder.settings, Settings(default_instructions="Be brief"))
    folder.models.write_text("{}")
    folder.downloads.write_text("{}")
    folder.personal_dictionary.write_text("Tanaka\n")
    folder.writing_actions.write_text("{}")
    folder.summary_session.write_text("{}")
    folder.translation.write_text("{}")
    for database in (folder.collections, folder.translation_memory, folder.summary_cache):
        with closing(connect(database)) as connection:
            connection.execute("CREATE TABLE kept (word TEXT)")
            connection.execute("INSERT INTO kept VALUES ('bridge')")
    places = (folder.backups, folder.pasted_texts, folder.document_translations, folder.snapshots, folder.logs)
    for place in places:
        place.mkdir()
        (place / "file").touch()
    return folder


def test_a_copy_holds_everything_but_caches_and_logs(source: DataFolder, target: DataFolder) -> None:
    copy_data_folder(source, target)
    assert {path.name for path in target.root.iterdir()} == {
        target.database.name,
        target.settings.name,
        target.models.name,
        target.downloads.name,
        target.personal_dictionary.name,
        target.writing_actions.name,
        target.summary_session.name,
        target.translation.name,
        target.collections.name,
        target.translation_memory.name,
        target.backups.name,
        target.pasted_texts.name,
        target.document_translations.name,
    }
    for copy in (target.collections, target.translation_memory):
        with closing(connect(copy)) as connection:
            assert [row["word"] for row in connection.execute("SELECT word FROM kept")] == ["bridge"]
    assert load_settings(target.settings).default_instructions == "Be brief"
    database = open_database(target).database
    assert [hit.conversation.title for hit in ConversationStore(database).search("hello")] == ["Trip"]
    database.close()


def test_the_source_stays_as_it_was(source: DataFolder, target: DataFolder, store: ConversationStore) -> None:
    copy_data_folder(source, target)
    assert [conversation.title for conversation in store.conversations()] == ["Trip"]


def test_other_conversations_are_not_overwritten(source: DataFolder, target: DataFolder) -> None:
    open_database(target).database.close()
    before = target.database.read_bytes()
    with pytest.raises(StorageError) as caught:
        copy_data_folder(source, target)
    assert caught.value.code is ErrorCode.DATA_FOLDER_TAKEN
    assert target.database.read_bytes() == before


def test_an_empty_folder_can_be_copied(target: DataFolder, tmp_path: Path) -> None:
    copy_data_folder(DataFolder(tmp_path / "nothing"), target)
    assert list(target.root.iterdir()) == []


def test_a_damaged_database_is_not_passed_on_as_whole(source: DataFolder, target: DataFolder, tmp_path: Path) -> None:
    copy_data_folder(source, target)
    content = target.database.read_bytes()
    half = len(content) // 2
    target.database.write_bytes(content[:half] + b"\xff" * (len(content) - half))
    third = DataFolder(tmp_path / "third")
    with pytest.raises(StorageError) as caught:
        copy_data_folder(target, third)
    assert caught.value.code is ErrorCode.DATABASE_BROKEN
    assert list(third.root.glob("conversations*")) == []


def test_a_place_that_cannot_be_used_is_reported(source: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        copy_data_folder(source, DataFolder(tmp_path / "file" / "chats"))
    assert caught.value.code is ErrorCode.DATA_FOLDER_FAILED
