from contextlib import closing

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.storage.connection import connect
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import open_database
from desktop_llm.storage.migrations import bring_up_to_date
from desktop_llm.storage.records import BegunEdit, Message
from desktop_llm.storage.schema import MIGRATIONS


def asked(store: ConversationStore, text: str = "Where to?") -> Message:
    return store.add_user_message(store.create_conversation("Trip").id, None, text)


def test_each_message_has_one_edit_as_it_was_typed_last(store: ConversationStore) -> None:
    first = asked(store)
    second = store.add_user_message(first.conversation_id, first.id, "And when?")
    store.keep_begun_edit(first.id, "Where")
    store.keep_begun_edit(first.id, "Where from?\n")
    store.keep_begun_edit(second.id, "")
    trip = first.conversation_id
    assert store.begun_edits() == {first.id: BegunEdit(trip, "Where from?\n"), second.id: BegunEdit(trip, "")}
    assert store.message(first.id).text == "Where to?"


def test_a_dropped_edit_is_gone_and_the_others_stay(store: ConversationStore) -> None:
    first, second = asked(store), asked(store)
    for each in (first, second):
        store.keep_begun_edit(each.id, "Where from?")
    store.drop_begun_edit(first.id)
    store.drop_begun_edit("unknown")
    assert list(store.begun_edits()) == [second.id]


def test_an_edit_stays_while_another_branch_is_shown(store: ConversationStore) -> None:
    first = asked(store)
    store.keep_begun_edit(first.id, "Where from?")
    store.add_user_message(first.conversation_id, None, "And when?")
    assert [each.message.text for each in store.path(first.conversation_id)] == ["And when?"]
    assert list(store.begun_edits()) == [first.id]


def test_an_edit_stays_in_the_trash_and_goes_for_good_with_its_conversation(store: ConversationStore) -> None:
    message = asked(store)
    store.keep_begun_edit(message.id, "Where from?")
    store.delete(message.conversation_id)
    assert list(store.begun_edits()) == [message.id]
    store.delete_for_good([message.conversation_id])
    assert store.begun_edits() == {}
    store.keep_begun_edit(message.id, "Where from?")
    assert store.begun_edits() == {}


@pytest.mark.parametrize("text", ["half a pair \ud83d", "\0"])
def test_what_no_database_can_hold_is_replaced(store: ConversationStore, text: str) -> None:
    message = asked(store)
    store.keep_begun_edit(message.id, text)
    assert "\ufffd" in store.begun_edits()[message.id].text


def test_a_database_of_before_gets_room_for_edits_and_keeps_its_chats(folder: DataFolder) -> None:
    folder.root.mkdir()
    bring_up_to_date(folder.database, folder.backups, MIGRATIONS[:6])
    with closing(connect(folder.database)) as connection:
        connection.execute(
            "INSERT INTO conversations (id, title, title_source, created_at, updated_at)"
            " VALUES ('a', 'Trip', 'user', 0.0, 0.0)"
        )
        connection.execute(
            "INSERT INTO messages (id, conversation_id, role, text, state, created_at, selected_as)"
            " VALUES ('q', 'a', 'user', 'Where to?', 'complete', 0.0, 0)"
        )
    database = open_database(folder).database
    store = ConversationStore(database)
    store.keep_begun_edit("q", "Where from?")
    assert store.begun_edits() == {"q": BegunEdit("a", "Where from?")}
    assert [each.text for each in store.messages("a")] == ["Where to?"]
    database.close()
