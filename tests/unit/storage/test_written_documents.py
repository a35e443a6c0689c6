from collections.abc import Callable

import pytest

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database
from desktop_llm.storage.written_documents import N_VERSIONS_KEPT, WrittenDocumentStore
from desktop_llm.storage.written_records import TextEdit, VersionReason, WrittenFile, WrittenText
from tests.fakes.clock import Clock

_DAY_S = 24 * 60 * 60
_LETTER = WrittenText(content=b'["Dear","boiler","Yours"]', text="Dear\nboiler\nYours", title="Dear")


@pytest.fixture
def documents(database: Database, clock: Clock) -> WrittenDocumentStore:
    return WrittenDocumentStore(database, clock)


def _check_search_index(database: Database) -> None:
    with database.writing() as connection:
        connection.execute("INSERT INTO written_search (written_search, rank) VALUES ('integrity-check', 1)")


def test_a_text_comes_back_as_it_was_written(documents: WrittenDocumentStore) -> None:
    letter = documents.create(_LETTER, WrittenFile(path="/home/a.docx", sha256="12", original_name="a.docx"))
    assert documents.content(letter.id) == _LETTER.content
    assert (letter.title, letter.file_path, letter.file_sha256, letter.original_name) == (
        "Dear",
        "/home/a.docx",
        "12",
        "a.docx",
    )
    assert documents.documents() == (letter,)


def test_what_is_journaled_is_part_of_the_text(documents: WrittenDocumentStore, clock: Clock) -> None:
    letter = documents.create(_LETTER)
    clock.now_s += 5
    documents.journal(letter.id, TextEdit(1, 1, b'["boiler leaks","badly"]'), "Dear")
    changed = documents.journal(letter.id, TextEdit(0, 1, b'["Hello"]'), "Hello")
    assert documents.content(letter.id) == b'["Hello","boiler leaks","badly","Yours"]'
    assert changed.title == "Hello"
    assert changed.updated_at > letter.updated_at + 5
    assert documents.unsaved_ids() == (letter.id,)


def test_a_saved_text_is_found_by_its_words(documents: WrittenDocumentStore, database: Database) -> None:
    letter = documents.create(_LETTER)
    documents.journal(letter.id, TextEdit(1, 1, b'["heating"]'), "Dear")
    assert documents.search("heat") == ()
    documents.save(letter.id, WrittenText(content=b'["Dear","heating"]', text="Dear\nheating", title="Dear"))
    (hit,) = documents.search("heat")
    assert (hit.document.id, hit.snippet) == (letter.id, "Dear \x02heating\x03")
    assert documents.content(letter.id) == b'["Dear","heating"]'
    assert documents.unsaved_ids() == ()
    _check_search_index(database)


def test_a_title_counts_more_than_words(documents: WrittenDocumentStore) -> None:
    in_text = documents.create(WrittenText(text="a boiler here", title="Letter"))
    in_title = documents.create(WrittenText(text="nothing", title="The boiler"))
    assert [hit.document.id for hit in documents.search("boiler")] == [in_title.id, in_text.id]


def test_one_letter_is_looked_for_in_titles(documents: WrittenDocumentStore) -> None:
    documents.create(WrittenText(text="boiler", title="Letter"))
    titled = documents.create(WrittenText(text="nothing", title="Boiler"))
    assert [hit.document.id for hit in documents.search("b")] == [titled.id]


def test_nothing_is_found_where_nothing_is_asked(documents: WrittenDocumentStore) -> None:
    documents.create(_LETTER)
    assert documents.search(" ") == documents.search('"') == ()


def test_the_persons_own_title_stays(documents: WrittenDocumentStore) -> None:
    letter = documents.create(_LETTER)
    documents.rename(letter.id, "Landlord")
    documents.journal(letter.id, TextEdit(0, 1, b'["Hello"]'), "Hello")
    assert documents.save(letter.id, WrittenText(title="Hello")).title == "Landlord"


def test_a_deleted_text_is_kept_for_30_days(documents: WrittenDocumentStore, clock: Clock, database: Database) -> None:
    letter = documents.create(_LETTER)
    documents.delete(letter.id)
    assert (documents.documents(), documents.search("boiler")) == ((), ())
    assert [each.id for each in documents.trash()] == [letter.id]
    clock.now_s += 30 * _DAY_S - 10
    assert documents.purge_trash() == 0
    documents.restore(letter.id)
    assert documents.documents()[0].deleted_at is None
    documents.delete(letter.id)
    clock.now_s += 30 * _DAY_S + 1
    assert documents.purge_trash() == 1
    assert documents.trash() == ()
    _check_search_index(database)


def test_only_what_is_in_the_trash_is_deleted_for_good(documents: WrittenDocumentStore) -> None:
    kept, deleted = documents.create(_LETTER), documents.create(_LETTER)
    documents.keep_version(deleted.id, b"[]", 0, VersionReason.WISHED)
    documents.delete(deleted.id)
    assert documents.delete_for_good([kept.id, deleted.id]) == 1
    assert [each.id for each in documents.documents()] == [kept.id]


def test_pins_and_folders_are_those_of_the_conversations(
    documents: WrittenDocumentStore, store: ConversationStore
) -> None:
    letter = documents.create(_LETTER)
    folder = store.create_folder("Flat")
    documents.move_to_folder(letter.id, folder.id)
    documents.set_pinned(letter.id, is_pinned=True)
    changed = documents.document(letter.id)
    assert (changed.folder_id, changed.is_pinned) == (folder.id, True)
    store.delete_folder(folder.id)
    assert documents.document(letter.id).folder_id is None
    with pytest.raises(StorageError) as caught:
        documents.move_to_folder(letter.id, folder.id)
    assert caught.value.code is ErrorCode.CONVERSATION_UNKNOWN
    documents.move_to_folder(letter.id, None)


def test_the_file_of_a_text_can_change(documents: WrittenDocumentStore) -> None:
    letter = documents.create(_LETTER)
    changed = documents.set_file(letter.id, WrittenFile(path="/b.md", sha256="34"))
    assert (changed.file_path, changed.file_sha256, changed.original_name) == ("/b.md", "34", "")


def test_versions_are_kept_and_come_back(documents: WrittenDocumentStore, clock: Clock) -> None:
    letter = documents.create(_LETTER)
    assert documents.keep_version(letter.id, _LETTER.content, 3, VersionReason.OPENED_AGAIN)
    assert not documents.keep_version(letter.id, _LETTER.content, 3, VersionReason.WISHED)
    clock.now_s += 100
    assert documents.keep_version(letter.id, b'["other"]', 1, VersionReason.BEFORE_ACTION)
    newer, older = documents.versions(letter.id)
    assert (newer.reason, newer.n_words, newer.created_at) == (VersionReason.BEFORE_ACTION, 1, older.created_at + 101)
    assert documents.version_content(older.id) == _LETTER.content


def test_of_versions_nobody_asked_for_the_oldest_go(documents: WrittenDocumentStore) -> None:
    letter = documents.create(_LETTER)
    documents.keep_version(letter.id, b'["wished"]', 1, VersionReason.WISHED)
    for number in range(N_VERSIONS_KEPT + 3):
        documents.keep_version(letter.id, b'["%d"]' % number, 1, VersionReason.BEFORE_ACTION)
    versions = documents.versions(letter.id)
    assert len(versions) == N_VERSIONS_KEPT + 1
    assert versions[-1].reason is VersionReason.WISHED
    assert documents.version_content(versions[-2].id) == b'["3"]'


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.document("x"),
        lambda store: store.content("x"),
        lambda store: store.save("x", _LETTER),
        lambda store: store.journal("x", TextEdit(0, 0, b"[]"), ""),
        lambda store: store.rename("x", "y"),
        lambda store: store.set_file("x", WrittenFile()),
        lambda store: store.set_pinned("x", is_pinned=True),
        lambda store: store.delete("x"),
        lambda store: store.restore("x"),
        lambda store: store.versions("x"),
        lambda store: store.version_content("x"),
        lambda store: store.keep_version("x", b"[]", 0, VersionReason.WISHED),
    ],
)
def test_an_unknown_text_is_told(
    documents: WrittenDocumentStore, ask: Callable[[WrittenDocumentStore], object]
) -> None:
    with pytest.raises(StorageError) as caught:
        ask(documents)
    assert (caught.value.code, caught.value.facts["id"]) == (ErrorCode.WRITTEN_TEXT_UNKNOWN, "x")


def test_halves_of_letters_are_stored_whole(documents: WrittenDocumentStore) -> None:
    letter = documents.create(WrittenText(text="a\0b", title="\ud83d"))
    assert documents.document(letter.id).title == "\ufffd"


def test_a_file_is_that_of_one_text(documents: WrittenDocumentStore) -> None:
    file = WrittenFile(path="/a.docx", sha256="12", original_name="a.docx")
    first, second = documents.create(_LETTER, file), documents.create(_LETTER)
    documents.set_file(second.id, WrittenFile(path="/a.docx", sha256="34"))
    left = documents.document(first.id)
    assert (left.file_path, left.file_sha256, left.original_name) == ("", "", "a.docx")
    assert documents.document(second.id).file_path == "/a.docx"


def test_a_text_that_comes_back_leaves_its_file_to_the_one_that_has_it_by_now(
    documents: WrittenDocumentStore,
) -> None:
    file = WrittenFile(path="/a.docx", sha256="12")
    first = documents.create(_LETTER, file)
    documents.delete(first.id)
    second = documents.create(_LETTER, file)
    documents.restore(first.id)
    assert [each.file_path for each in map(documents.document, (first.id, second.id))] == ["", "/a.docx"]
    documents.delete(second.id)
    documents.restore(second.id)
    assert documents.document(second.id).file_path == "/a.docx"
