import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.assist.questions.collection_desk import CollectionDesk
from desktop_llm.assist.questions.document_collections import CollectionProgress
from desktop_llm.documents.document import Document
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.storage.collection_store import collection_store_in_memory
from desktop_llm.storage.passage_index import passage_index_in_memory
from tests.fakes.written_documents import written_document


class Reader:
    def read(self, path: Path, *, cancelled: threading.Event | None = None) -> Document:
        del cancelled
        return written_document(path.read_text(encoding="utf-8"), name=path.name)


def ignore(_progress: CollectionProgress) -> None:
    """Nobody looks."""


@pytest.fixture
def desk() -> Iterator[CollectionDesk]:
    store, index = collection_store_in_memory(), passage_index_in_memory()
    yield CollectionDesk(store, index, Reader())
    store.close()
    index.close()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "mill.txt").write_text("The mill was built by Anna Meyer.", encoding="utf-8")
    return tmp_path / "papers"


def test_a_folder_that_was_looked_through_is_known_and_can_be_asked(desk: CollectionDesk, papers: Path) -> None:
    assert desk.refresh(papers, ignore, threading.Event()).n_read == 1
    (known,) = desk.known()
    assert (known.name, known.n_read) == ("papers", 1)
    fitting = desk.fitting(known.path, "Who built the mill?")
    assert fitting is not None
    assert [document.name for document in fitting.documents] == ["mill.txt"]


def test_a_folder_that_was_forgotten_cannot_be_asked_and_its_files_stay(desk: CollectionDesk, papers: Path) -> None:
    desk.refresh(papers, ignore, threading.Event())
    path = desk.known()[0].path
    desk.forget(path)
    assert desk.known() == ()
    assert desk.fitting(path, "Who?") is None
    assert (papers / "mill.txt").exists()


def test_of_a_folder_that_was_forgotten_no_words_stay_but_those_of_other_folders(papers: Path, tmp_path: Path) -> None:
    store, index = collection_store_in_memory(), passage_index_in_memory()
    desk = CollectionDesk(store, index, Reader())
    other = tmp_path / "other"
    other.mkdir()
    for folder in (papers, other):
        (folder / "copy.txt").write_text("The rent is 1,250 euros.", encoding="utf-8")
        desk.refresh(folder, ignore, threading.Event())
    forgotten, kept = desk.known()
    assert forgotten.n_read == 2
    keys = {file.path: file.index_key for file in store.files(forgotten.id)}
    desk.forget(forgotten.path)
    assert (index.has(keys["mill.txt"]), index.has(keys["copy.txt"])) == (False, True)
    desk.forget(kept.path)
    assert not index.has(keys["copy.txt"])
    store.close()
    index.close()


def test_a_folder_on_a_disk_that_is_not_there_now_keeps_what_was_read(desk: CollectionDesk, papers: Path) -> None:
    desk.refresh(papers, ignore, threading.Event())
    path = desk.known()[0].path
    papers.rename(papers.with_name("elsewhere"))
    with pytest.raises(DocumentError) as caught:
        desk.refresh(papers, ignore, threading.Event())
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    fitting = desk.fitting(path, "mill")
    assert fitting is not None
    assert fitting.documents


def test_a_folder_that_is_paused_is_not_read_until_it_goes_on_and_can_be_asked(
    desk: CollectionDesk, papers: Path
) -> None:
    desk.refresh(papers, ignore, threading.Event())
    path = desk.known()[0].path
    desk.pause(path, is_paused=True)
    (papers / "lease.txt").write_text("The rent is 1,250 euros.", encoding="utf-8")
    state = desk.refresh(papers, ignore, threading.Event())
    assert (state.n_read, state.is_paused, state.is_complete) == (1, True, False)
    assert desk.known()[0].is_paused
    fitting = desk.fitting(path, "Who built the mill?")
    assert fitting is not None
    assert fitting.n_documents == 1
    desk.pause(path, is_paused=False)
    state = desk.refresh(papers, ignore, threading.Event())
    assert (state.n_read, state.is_paused, state.is_complete) == (2, False, True)


def test_a_pause_is_heard_before_the_next_file(desk: CollectionDesk, papers: Path) -> None:
    for number in range(5):
        (papers / f"{number}.txt").write_text(f"House {number}.", encoding="utf-8")

    def pause_at_second(progress: CollectionProgress) -> None:
        if progress.n_done == 1:
            desk.pause(str(papers.resolve()), is_paused=True)

    state = desk.refresh(papers, pause_at_second, threading.Event())
    assert (state.n_read, state.is_paused) == (2, True)
    desk.pause(str(papers.resolve()), is_paused=False)
    assert desk.refresh(papers, ignore, threading.Event()).n_changed == 4
