from collections.abc import Callable, Iterator

import pytest

from desktop_llm.assist.writing.stored_text import edit_between, paragraphs_of, written_text
from desktop_llm.documents.rich_text import RichText
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.opening import open_storage
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import TextEdit
from desktop_llm.ui.controllers.writing.text_journal import TextJournal
from tests.fakes.written_texts import paragraph

FIRST = RichText(paragraphs=(paragraph("A"),))
SECOND = RichText(paragraphs=(paragraph("New"), paragraph("A")))
THIRD = RichText(paragraphs=(paragraph("New"), paragraph("A!")))


class Kept:
    """A text in a store that may be full."""

    def __init__(self, store: WrittenDocumentStore) -> None:
        self.store = store
        self.journal = TextJournal(self.store)
        self.id = self.store.create(written_text(FIRST)).id

    def edit(self, before: RichText, after: RichText) -> None:
        edit = edit_between(before.paragraphs, after.paragraphs)
        assert edit is not None
        self.journal.add(self.id, edit, "")

    @property
    def text(self) -> RichText:
        return RichText(paragraphs=paragraphs_of(self.store.content(self.id)))


@pytest.fixture
def kept(folder: DataFolder) -> Iterator[Kept]:
    folder.root.mkdir(parents=True, exist_ok=True)
    storage = open_storage(folder)
    yield Kept(storage.documents)
    storage.close()


def full(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def find_no_room(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    monkeypatch.setattr(WrittenDocumentStore, method, find_no_room)


def refused(call: Callable[[], object]) -> ErrorCode:
    with pytest.raises(StorageError) as caught:
        call()
    return caught.value.code


def test_behind_an_edit_that_is_missing_none_is_put_until_the_whole_is_saved(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        full(patch, "journal")
        assert refused(lambda: kept.edit(FIRST, SECOND)) is ErrorCode.DISK_FULL
    assert refused(lambda: kept.edit(SECOND, THIRD)) is ErrorCode.DISK_FULL
    assert kept.text == FIRST
    kept.journal.save(kept.id, THIRD)
    kept.edit(THIRD, FIRST)
    assert kept.text == FIRST


def test_behind_a_whole_that_is_missing_none_is_put_either(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        full(patch, "save")
        assert refused(lambda: kept.journal.save(kept.id, SECOND)) is ErrorCode.DISK_FULL
    assert refused(lambda: kept.edit(SECOND, THIRD)) is ErrorCode.DISK_FULL
    assert kept.text == FIRST


def test_other_texts_go_on(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    other = kept.store.create(written_text(FIRST)).id
    with monkeypatch.context() as patch:
        full(patch, "journal")
        assert refused(lambda: kept.edit(FIRST, SECOND)) is ErrorCode.DISK_FULL
    kept.journal.add(other, TextEdit(0, 1, b"[]"), "")
    assert kept.store.content(other) == b"[]"
