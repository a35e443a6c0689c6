from contextlib import closing

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage import message_tree
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, database_in_memory
from desktop_llm.storage.records import Conversation, Message


@pytest.fixture
def conversation(store: ConversationStore) -> Conversation:
    return store.create_conversation("Trip")


def _shown(store: ConversationStore, conversation: Conversation) -> list[str]:
    return [item.message.text for item in store.path(conversation.id)]


def _places(store: ConversationStore, conversation: Conversation) -> list[tuple[int, int]]:
    return [(item.branch_number, item.branch_count) for item in store.path(conversation.id)]


def test_a_conversation_without_messages_shows_none(store: ConversationStore, conversation: Conversation) -> None:
    assert store.path(conversation.id) == ()


def test_messages_are_shown_from_the_first_to_the_last(store: ConversationStore, conversation: Conversation) -> None:
    one = store.add_user_message(conversation.id, None, "One")
    two = store.add_user_message(conversation.id, one.id, "Two")
    store.add_user_message(conversation.id, two.id, "Three")
    assert _shown(store, conversation) == ["One", "Two", "Three"]
    assert _places(store, conversation) == [(1, 1), (1, 1), (1, 1)]


def test_an_edited_question_is_a_branch_beside_the_old_one(
    store: ConversationStore, conversation: Conversation
) -> None:
    one = store.add_user_message(conversation.id, None, "One")
    two = store.add_user_message(conversation.id, one.id, "Two")
    store.add_user_message(conversation.id, two.id, "Three")
    edited = store.add_user_message(conversation.id, one.id, "Two, edited")
    assert _shown(store, conversation) == ["One", "Two, edited"]
    assert _places(store, conversation) == [(1, 1), (2, 2)]
    assert store.siblings(edited.id) == (store.message(two.id), edited)


def test_the_first_question_can_be_edited_too(store: ConversationStore, conversation: Conversation) -> None:
    first = store.add_user_message(conversation.id, None, "One")
    other = store.create_conversation("Other")
    store.add_user_message(other.id, None, "Elsewhere")
    edited = store.add_user_message(conversation.id, None, "One, edited")
    assert _places(store, conversation) == [(2, 2)]
    assert store.siblings(first.id) == (first, edited)


def test_going_back_to_a_branch_shows_it_as_it_was_left(store: ConversationStore, conversation: Conversation) -> None:
    one = store.add_user_message(conversation.id, None, "One")
    left = store.add_user_message(conversation.id, one.id, "Left")
    left_a = store.add_user_message(conversation.id, left.id, "Left A")
    store.add_user_message(conversation.id, left.id, "Left B")
    right = store.add_user_message(conversation.id, one.id, "Right")
    store.select_branch(left.id)
    assert _shown(store, conversation) == ["One", "Left", "Left B"]
    store.select_branch(left_a.id)
    store.select_branch(right.id)
    assert _shown(store, conversation) == ["One", "Right"]
    store.select_branch(left.id)
    assert _shown(store, conversation) == ["One", "Left", "Left A"]
    assert _places(store, conversation) == [(1, 1), (1, 2), (1, 2)]


def test_the_whole_tree_lists_parents_before_children(store: ConversationStore, conversation: Conversation) -> None:
    one = store.add_user_message(conversation.id, None, "One")
    store.add_user_message(conversation.id, one.id, "Left")
    store.add_user_message(conversation.id, one.id, "Right")
    assert [message.text for message in store.messages(conversation.id)] == ["One", "Left", "Right"]


def test_a_parent_in_another_conversation_is_refused(store: ConversationStore, conversation: Conversation) -> None:
    other = store.create_conversation("Other")
    elsewhere = store.add_user_message(other.id, None, "Elsewhere")
    with pytest.raises(StorageError) as caught:
        store.add_user_message(conversation.id, elsewhere.id, "Hello")
    assert caught.value.code is ErrorCode.CONVERSATION_UNKNOWN
    assert store.messages(conversation.id) == ()


def test_a_long_conversation_is_one_path(
    store: ConversationStore, database: Database, conversation: Conversation
) -> None:
    first = store.add_user_message(conversation.id, None, "0")
    with database.writing() as connection:
        for number in range(1, 3000):
            item = msgspec.structs.replace(
                first, id=f"m{number}", parent_id=first.id if number == 1 else f"m{number - 1}", text=str(number)
            )
            message_tree.insert(connection, item)
    assert _shown(store, conversation) == [str(number) for number in range(3000)]
    store.select_branch(first.id)
    assert len(store.path(conversation.id)) == 3000


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.data())
def test_any_tree_is_shown_through_the_selected_message(parents: list[int], data: st.DataObject) -> None:
    """Whatever was added and selected: the path is a chain from a first message to a leaf through what was selected."""
    with closing(database_in_memory()) as database:
        store = ConversationStore(database)
        conversation = store.create_conversation("Tree")
        added: list[Message] = []
        for number, parent in enumerate(parents):
            parent_id = added[parent % number].id if number and parent else None
            added.append(store.add_user_message(conversation.id, parent_id, str(number)))
        selected = data.draw(st.sampled_from(added))
        store.select_branch(selected.id)
        path = [item.message for item in store.path(conversation.id)]
    assert selected in path
    assert [message.parent_id for message in path] == [None, *(message.id for message in path[:-1])]
    assert path[-1].id not in {message.parent_id for message in added}
