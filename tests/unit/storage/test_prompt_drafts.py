from contextlib import closing

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, open_database
from desktop_llm.storage.migrations import bring_up_to_date
from desktop_llm.storage.prompt_drafts import NEW_CHAT
from desktop_llm.storage.records import DraftFile, StoredDraft
from desktop_llm.storage.schema import MIGRATIONS

FULL = StoredDraft("Who keeps it?", (DraftFile("a.txt", path="/files/a.txt"), DraftFile("Pasted text", text="…")), "on")


def test_each_conversation_and_the_new_chat_have_one_draft(store: ConversationStore) -> None:
    trip = store.create_conversation("Trip")
    store.keep_prompt_draft(trip.id, StoredDraft("Wh"))
    store.keep_prompt_draft(trip.id, FULL)
    store.keep_prompt_draft(NEW_CHAT, StoredDraft("H"))
    store.keep_prompt_draft(NEW_CHAT, StoredDraft("Hello"))
    assert store.prompt_drafts() == {trip.id: FULL, NEW_CHAT: StoredDraft("Hello")}


def test_an_empty_draft_is_not_kept(store: ConversationStore) -> None:
    store.keep_prompt_draft(NEW_CHAT, StoredDraft("Hello"))
    store.keep_prompt_draft(NEW_CHAT, StoredDraft("", thinking="on"))
    assert store.prompt_drafts() == {}


def test_a_draft_stays_in_the_trash_and_goes_for_good_with_its_conversation(store: ConversationStore) -> None:
    trip = store.create_conversation("Trip")
    store.keep_prompt_draft(trip.id, FULL)
    store.delete(trip.id)
    assert store.prompt_drafts() == {trip.id: FULL}
    store.delete_for_good([trip.id])
    store.keep_prompt_draft(trip.id, FULL)
    assert store.prompt_drafts() == {}


@pytest.mark.parametrize("text", ["half a pair \ud83d", "\0"])
def test_what_no_database_can_hold_is_replaced(store: ConversationStore, text: str) -> None:
    store.keep_prompt_draft(NEW_CHAT, StoredDraft(text, (DraftFile(text, text, text),)))
    stored = store.prompt_drafts()[NEW_CHAT]
    assert "\ufffd" in stored.text
    assert stored.files[0].path == stored.text


def test_files_that_cannot_be_read_cost_no_text(store: ConversationStore, database: Database) -> None:
    store.keep_prompt_draft(NEW_CHAT, FULL)
    with database.writing() as connection:
        connection.execute("UPDATE prompt_drafts SET files = '{'")
    assert store.prompt_drafts() == {NEW_CHAT: StoredDraft("Who keeps it?", (), "on")}


def test_a_database_of_before_gets_room_for_drafts_and_keeps_its_chats(folder: DataFolder) -> None:
    folder.root.mkdir()
    bring_up_to_date(folder.database, folder.backups, MIGRATIONS[:4])
    with closing(connect(folder.database)) as connection:
        connection.execute(
            "INSERT INTO conversations (id, title, title_source, created_at, updated_at)"
            " VALUES ('a', 'Trip', 'user', 0.0, 0.0)"
        )
    database = open_database(folder).database
    store = ConversationStore(database)
    store.keep_prompt_draft("a", FULL)
    assert store.prompt_drafts() == {"a": FULL}
    assert [each.title for each in store.conversations()] == ["Trip"]
    database.close()
