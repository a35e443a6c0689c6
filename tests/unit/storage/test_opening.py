from pathlib import Path

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, open_database
from desktop_llm.storage.opening import open_storage
from desktop_llm.storage.records import MessageState


def _leave_an_answer_streaming(database: Database) -> str:
    store = ConversationStore(database)
    conversation = store.create_conversation("Trip")
    asked = store.add_user_message(conversation.id, None, "Where?")
    answer = store.start_answer(conversation.id, asked.id, "Smol")
    store.journal(answer.id, "To Ber")
    return answer.id


def test_a_folder_is_opened_with_what_it_holds(folder: DataFolder) -> None:
    opened = open_storage(folder)
    opened.store.create_conversation("Trip")
    opened.database.close()
    again = open_storage(folder)
    assert (again.failure, again.is_kept) == (None, True)
    assert [conversation.title for conversation in again.store.conversations()] == ["Trip"]
    again.database.close()


def test_interrupted_answers_and_old_trash_are_seen_to(folder: DataFolder) -> None:
    database = open_database(folder).database
    answer_id = _leave_an_answer_streaming(database)
    long_ago = ConversationStore(database, clock=lambda: 1.0)
    long_ago.delete(long_ago.create_conversation("Old").id)
    database.close()
    opened = open_storage(folder)
    assert opened.store.message(answer_id).state is MessageState.INTERRUPTED
    assert opened.store.trash() == ()
    opened.database.close()


def test_a_damaged_database_is_reported_and_a_fresh_one_kept(folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.database.write_bytes(b"no database at all, and long enough for a header" * 100)
    opened = open_storage(folder)
    assert opened.failure is not None
    assert opened.failure.code is ErrorCode.DATABASE_BROKEN
    assert Path(str(opened.failure.facts["path"])).exists()
    assert opened.is_kept
    opened.database.close()


def test_where_nothing_can_be_kept_chatting_still_works(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    opened = open_storage(DataFolder(tmp_path / "file" / "data"))
    assert opened.failure is not None
    assert opened.failure.code is ErrorCode.DATA_FOLDER_FAILED
    assert not opened.is_kept
    assert opened.store.create_conversation("Trip").title == "Trip"
    opened.database.close()


def test_chats_can_be_read_though_the_disk_is_full(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def find_no_room(_store: ConversationStore) -> int:
        raise StorageError(ErrorCode.DISK_FULL, path=str(folder.database))

    database = open_database(folder).database
    answer_id = _leave_an_answer_streaming(database)
    database.close()
    monkeypatch.setattr(ConversationStore, "recover_interrupted", find_no_room)
    opened = open_storage(folder)
    assert opened.store.message(answer_id).text == "To Ber"
    opened.database.close()
