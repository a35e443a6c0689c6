import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.storage.collection_store import (
    CollectedFile,
    CollectionStore,
    collection_store_in_memory,
    open_collection_store,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CollectionStore]:
    store = open_collection_store(DataFolder(tmp_path / "data"))
    yield store
    store.close()


def file(path: str, **more: object) -> CollectedFile:
    return CollectedFile(path=path, size_bytes=5, modified_ns=7, **more)  # type: ignore[arg-type]


def test_a_folder_is_there_once_and_counts_what_was_read_of_it(store: CollectionStore, tmp_path: Path) -> None:
    collection = store.add(tmp_path)
    store.keep(collection.id, file("a.txt", n_passages=3, index_key="k"), b"A")
    store.keep(collection.id, file("b.txt", failure="document_damaged"), b"")
    (again,) = store.collections()
    assert store.add(tmp_path) == again
    assert (again.name, again.n_read, again.n_failed, again.n_passages) == (tmp_path.name, 1, 1, 3)


def test_a_file_is_what_was_kept_of_it_last(store: CollectionStore, tmp_path: Path) -> None:
    collection_id = store.add(tmp_path).id
    store.keep(collection_id, file("a.txt", failure="document_damaged"), b"")
    assert store.document(collection_id, "a.txt") is None
    store.keep(collection_id, file("a.txt", sha256="s"), b"A")
    assert store.files(collection_id) == (file("a.txt", sha256="s"),)
    assert store.document(collection_id, "a.txt") == b"A"
    store.forget(collection_id, ["a.txt", "gone.txt"])
    assert store.files(collection_id) == ()


def test_with_a_folder_goes_what_was_read_of_it_and_nothing_comes_back(store: CollectionStore, tmp_path: Path) -> None:
    collection_id = store.add(tmp_path).id
    store.keep(collection_id, file("a.txt"), b"A")
    store.remove(collection_id)
    store.keep(collection_id, file("b.txt"), b"B")
    assert store.collections() == ()
    assert store.files(collection_id) == ()


def test_what_several_folders_have_is_used_until_the_last_goes(store: CollectionStore, tmp_path: Path) -> None:
    first, second = store.add(tmp_path / "a").id, store.add(tmp_path / "b").id
    for collection_id in (first, second):
        store.keep(collection_id, file("a.txt", index_key="k"), b"A")
    store.keep(first, file("b.txt", index_key="l"), b"B")
    assert store.used_keys({"k", "l", "m"}) == {"k", "l"}
    store.remove(first)
    assert store.used_keys({"k", "l"}) == {"k"}
    assert store.used_keys(set()) == set()


def test_a_pause_is_kept_and_ends_when_it_is_wanted(tmp_path: Path) -> None:
    store = open_collection_store(DataFolder(tmp_path / "data"))
    collection_id = store.add(tmp_path).id
    assert not store.is_paused(collection_id)
    store.pause(collection_id, is_paused=True)
    store.close()
    store = open_collection_store(DataFolder(tmp_path / "data"))
    assert store.is_paused(collection_id)
    assert store.add(tmp_path).is_paused
    store.pause(collection_id, is_paused=False)
    assert not store.add(tmp_path).is_paused
    store.close()


def test_folders_of_a_file_without_pauses_stay(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.root.mkdir()
    with closing(sqlite3.connect(folder.collections)) as connection:
        connection.execute("CREATE TABLE collections (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT")
        connection.execute("INSERT INTO collections (path) VALUES ('/papers')")
        connection.commit()
    store = open_collection_store(folder)
    assert [(each.path, each.is_paused) for each in store.collections()] == [("/papers", False)]
    store.close()


def test_a_store_in_memory_begins_empty() -> None:
    store = collection_store_in_memory()
    assert store.collections() == ()
    store.close()
