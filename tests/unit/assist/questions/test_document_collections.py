import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_llm.assist.questions.document_collections import CollectionProgress, CollectionState, DocumentCollection
from desktop_llm.documents.document import Document
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.storage.collection_store import CollectionStore, collection_store_in_memory
from desktop_llm.storage.passage_index import PassageIndex, passage_index_in_memory
from tests.fakes.written_documents import written_document


class Reader:
    """Reads lines as paragraphs; what happens while it does so, a test decides."""

    def __init__(self) -> None:
        self.read_names: list[str] = []
        self.while_reading: Callable[[Path], None] = lambda _path: None

    def read(self, path: Path, *, cancelled: threading.Event | None = None) -> Document:
        del cancelled
        self.read_names.append(path.name)
        self.while_reading(path)
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error
        if text == "damaged":
            raise DocumentError(ErrorCode.DOCUMENT_DAMAGED, path=str(path), reason="it is")
        return replace(written_document(*text.splitlines(), name=path.name), sha256=text)


class Watching:
    """A folder, and all that looks at it."""

    def __init__(self, folder: Path, store: CollectionStore, index: PassageIndex) -> None:
        self.folder, self.store, self.index = folder, store, index
        self.reader = Reader()
        self.progress: list[CollectionProgress] = []
        self.stopped = threading.Event()
        self.collection = DocumentCollection(store, index, store.add(folder).id)

    def write(self, name: str, text: str, *, age: int = 0) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(age, age))
        return path

    def refresh(self) -> CollectionState:
        self.reader.read_names.clear()
        return self.collection.refresh(self.folder, self.reader, self.progress.append, self.stopped)

    def names(self, question: str) -> list[str]:
        return [document.name for document in self.collection.fitting(question).documents]


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    folder = tmp_path / "papers"
    folder.mkdir()
    store, index = collection_store_in_memory(), passage_index_in_memory()
    yield Watching(folder, store, index)
    store.close()
    index.close()


def test_files_are_read_once_and_found_by_their_words(watching: Watching) -> None:
    watching.write("mill.txt", "The mill was built by Anna Meyer.")
    watching.write("sub/lease.md", "The rent is 1,250 euros a month.")
    for number in range(4):
        watching.write(f"z{number}.txt", "Nothing of interest happened today.")
    watching.write("photo.jpg", "no text")
    watching.write(".hidden.txt", "secret mill")
    state = watching.refresh()
    assert (state.n_read, state.n_changed, state.failed, state.is_complete) == (6, 6, (), True)
    assert watching.names("Who built the mill?")[0] == "mill.txt"
    assert watching.names("How many euros is the rent?")[0] == "sub/lease.md"
    assert watching.refresh().n_changed == 0
    assert watching.reader.read_names == []
    assert {each.path for each in watching.progress} >= {"mill.txt", "sub/lease.md"}


def test_what_changed_is_read_again_and_what_went_is_forgotten(watching: Watching) -> None:
    watching.write("mill.txt", "The mill was built by Anna Meyer.")
    lease = watching.write("lease.txt", "The rent is 1,250 euros.")
    watching.refresh()
    watching.write("mill.txt", "The windmill was sold to a baker.", age=1)
    lease.unlink()
    assert watching.refresh().n_changed == 1
    assert watching.names("baker") == ["mill.txt"]
    assert "lease.txt" not in watching.names("rent")


def test_a_file_that_was_only_touched_keeps_what_was_read(watching: Watching) -> None:
    watching.write("mill.txt", "The mill was built by Anna Meyer.")
    watching.refresh()
    watching.write("mill.txt", "The mill was built by Anna Meyer.", age=5)
    watching.refresh()
    assert watching.refresh().n_changed == 0
    assert watching.names("mill") == ["mill.txt"]


def test_a_bad_file_is_named_and_is_not_tried_again_until_it_changes(watching: Watching) -> None:
    watching.write("bad.txt", "damaged")
    watching.write("good.txt", "The mill.")
    state = watching.refresh()
    (failed,) = state.failed
    assert (failed.path, failed.failure) == ("bad.txt", ErrorCode.DOCUMENT_DAMAGED)
    assert failed.facts == {"path": "bad.txt", "reason": "it is"}
    assert watching.refresh().failed == state.failed
    assert watching.reader.read_names == []
    watching.write("bad.txt", "It is well again.", age=1)
    assert watching.refresh().failed == ()


def test_a_file_that_goes_while_it_is_read_is_no_failure(watching: Watching) -> None:
    watching.write("mill.txt", "The mill.")
    watching.reader.while_reading = Path.unlink
    assert watching.refresh().failed == ()
    assert watching.refresh().n_read == 0


def test_a_file_that_changes_while_it_is_read_is_read_by_the_next_look(watching: Watching) -> None:
    def change(path: Path) -> None:
        raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=str(path))

    watching.write("mill.txt", "The mill.")
    watching.reader.while_reading = change
    assert watching.refresh().failed == ()
    watching.reader.while_reading = lambda _path: None
    assert watching.refresh().n_read == 1


def test_five_hundred_files_can_be_stopped_and_gone_on_with(watching: Watching) -> None:
    for number in range(500):
        watching.write(f"{number:03}.txt", f"The family number {number} built a mill.")

    def stop_at_100(path: Path) -> None:
        if path.name == "100.txt":
            watching.stopped.set()

    watching.reader.while_reading = stop_at_100
    state = watching.refresh()
    assert (state.n_read, state.is_complete) == (101, False)
    watching.stopped.clear()
    state = watching.refresh()
    assert (state.n_read, state.n_changed, state.is_complete) == (500, 399, True)
    fitting = watching.collection.fitting("What did the family number 377 build?")
    assert fitting.documents[0].name == "377.txt"
    assert len(fitting.documents) < fitting.n_documents == fitting.n_passages == 500


def test_where_no_word_fits_the_first_documents_are_taken_and_that_is_known(watching: Watching) -> None:
    watching.write("mill.txt", "The mill.")
    watching.refresh()
    fitting = watching.collection.fitting("Xyz?")
    assert not fitting.is_by_words
    assert [document.name for document in fitting.documents] == ["mill.txt"]


def test_what_the_index_lost_is_put_into_it_again_without_reading(watching: Watching) -> None:
    watching.write("mill.txt", "The mill was built by Anna Meyer.")
    watching.refresh()
    (file,) = watching.store.files(watching.store.collections()[0].id)
    watching.index.forget(file.index_key)
    watching.refresh()
    assert watching.reader.read_names == []
    assert watching.names("Anna") == ["mill.txt"]
