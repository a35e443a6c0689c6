from contextlib import closing

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.storage.compose_brief import NO_BRIEF
from desktop_llm.storage.connection import connect
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, open_database
from desktop_llm.storage.migrations import bring_up_to_date
from desktop_llm.storage.records import StoredDraft
from desktop_llm.storage.schema import MIGRATIONS
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import ComposeBrief

FULL = ComposeBrief(
    kind="reply",
    recipient="my landlord",
    tone="polite",
    n_words=150,
    language="fr",
    n_versions=2,
    is_aside=True,
    answered="When do you come?",
    about="The heating is broken.\n",
    points="since Monday",
)


@pytest.fixture
def documents(database: Database) -> WrittenDocumentStore:
    return WrittenDocumentStore(database)


def test_the_form_is_kept_as_it_was_filled_in_last(documents: WrittenDocumentStore) -> None:
    assert documents.compose_brief() == NO_BRIEF
    documents.keep_compose_brief(ComposeBrief(kind="email", about="The"))
    documents.keep_compose_brief(FULL)
    assert documents.compose_brief() == FULL


def test_a_form_in_which_nothing_is_written_is_not_kept(documents: WrittenDocumentStore) -> None:
    documents.keep_compose_brief(FULL)
    documents.keep_compose_brief(ComposeBrief(kind="letter", n_words=50, is_aside=True))
    assert documents.compose_brief() == NO_BRIEF


@pytest.mark.parametrize("field", ["recipient", "tone", "answered", "about", "points"])
def test_each_of_its_texts_alone_is_worth_keeping(documents: WrittenDocumentStore, field: str) -> None:
    filled = ComposeBrief(kind="email", **{field: "typed"})
    documents.keep_compose_brief(filled)
    assert documents.compose_brief() == filled


@pytest.mark.parametrize("text", ["half a pair \ud83d", "\0"])
def test_what_no_database_can_hold_is_replaced(documents: WrittenDocumentStore, text: str) -> None:
    documents.keep_compose_brief(ComposeBrief(kind="reply", answered=text))
    assert "\ufffd" in documents.compose_brief().answered


def test_a_database_of_before_gets_room_for_it_and_keeps_what_is_in_it(folder: DataFolder) -> None:
    folder.root.mkdir()
    bring_up_to_date(folder.database, folder.backups, MIGRATIONS[:5])
    with closing(connect(folder.database)) as connection:
        connection.execute(
            "INSERT INTO conversations (id, title, title_source, created_at, updated_at)"
            " VALUES ('a', 'Trip', 'user', 0.0, 0.0)"
        )
        connection.execute("INSERT INTO prompt_drafts (conversation_id, text) VALUES ('a', 'And then')")
    database = open_database(folder).database
    documents, store = WrittenDocumentStore(database), ConversationStore(database)
    assert documents.compose_brief() == NO_BRIEF
    documents.keep_compose_brief(FULL)
    assert documents.compose_brief() == FULL
    assert store.prompt_drafts() == {"a": StoredDraft("And then")}
    assert [each.title for each in store.conversations()] == ["Trip"]
    database.close()
