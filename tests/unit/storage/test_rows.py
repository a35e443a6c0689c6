import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.params import SamplingParams
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database
from desktop_llm.storage.records import Attachment, Message, MessageState, Timings
from desktop_llm.storage.rows import attachments_column, new_id, sampling_column, timings_column


def test_ids_are_never_the_same() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000


def test_a_row_comes_back_as_the_record_it_was(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip", sampling=SamplingParams(temperature=0.5, seed=7))
    assert store.conversation(conversation.id) == conversation
    assert conversation.sampling == SamplingParams(temperature=0.5, seed=7)
    assert conversation.is_pinned is False


def test_a_message_comes_back_with_all_its_columns(store: ConversationStore) -> None:
    conversation = store.create_conversation("Trip")
    asked = store.add_user_message(conversation.id, None, "Read this", (Attachment("a.txt", "A\ud800"),))
    assert asked.attachments == (Attachment("a.txt", "A\ufffd"),)
    answer = store.start_answer(conversation.id, asked.id, "Smol", SamplingParams(top_k=3))
    store.finish_answer(answer.id, MessageState.COMPLETE, Timings(prompt_tokens=9, generation_ms=1.5))
    read = store.message(answer.id)
    assert isinstance(read, Message)
    assert (read.model_name, read.sampling, read.state) == ("Smol", SamplingParams(top_k=3), MessageState.COMPLETE)
    assert read.timings == Timings(prompt_tokens=9, generation_ms=1.5)


def _read(store: ConversationStore, table: str, conversation_id: str) -> None:
    if table == "messages":
        store.path(conversation_id)
    else:
        store.conversation(conversation_id)


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("conversations", "UPDATE conversations SET sampling = '{\"temperature\": -4}'"),
        ("conversations", "UPDATE conversations SET title_source = 'the moon'"),
        ("messages", "UPDATE messages SET attachments = 'no json'"),
        ("messages", "UPDATE messages SET state = 'frozen'"),
    ],
)
def test_a_column_that_makes_no_sense_is_damage(
    store: ConversationStore, database: Database, table: str, statement: str
) -> None:
    conversation = store.create_conversation("Trip")
    store.add_user_message(conversation.id, None, "Hello")
    with database.writing() as connection:
        connection.execute(statement)
    with pytest.raises(StorageError) as caught:
        _read(store, table, conversation.id)
    assert caught.value.code is ErrorCode.DATABASE_BROKEN
    assert str(caught.value.facts["path"]).startswith(table)


def test_values_become_json_columns() -> None:
    assert sampling_column(SamplingParams(top_k=2)) == '{"top_k":2}'
    assert timings_column(None) is None
    assert attachments_column(()) == "[]"
