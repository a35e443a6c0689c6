"""The folders that questions are asked about: brought up to date, asked, and forgotten when they are no longer wanted.

Any thread may ask; one folder is looked through at a time. Reading happens outside this process.
"""

import threading
from collections.abc import Callable
from pathlib import Path

from desktop_llm.assist.questions.document_collections import (
    CollectionProgress,
    CollectionState,
    DocumentCollection,
    FittingDocuments,
    Reader,
)
from desktop_llm.assist.questions.fitting_passages import Index
from desktop_llm.assist.questions.text_embedding import TextEmbedder, without_embedder
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.storage.collection_store import Collection, CollectionStore


class CollectionDesk:
    """All collections of a program."""

    def __init__(
        self,
        store: CollectionStore,
        index: Index,
        reader: Reader,
        current_embedder: Callable[[], TextEmbedder | None] = without_embedder,
    ) -> None:
        self._store = store
        self._index = index
        self._reader = reader
        self._current_embedder = current_embedder
        self._lock = threading.Lock()

    def known(self) -> tuple[Collection, ...]:
        """Raises StorageError."""
        return self._store.collections()

    def forget(self, path: str) -> None:
        """And the words of its documents, but for those in other folders; its files stay. Raises StorageError."""
        for collection in self._store.collections():
            if collection.path == path:
                keys = {file.index_key for file in self._store.files(collection.id) if file.index_key}
                self._store.remove(collection.id)
                for key in keys - self._store.used_keys(keys):
                    self._index.forget(key)

    def pause(self, path: str, *, is_paused: bool) -> None:
        """Nothing more of this folder is read, from the next file on; or all that is new again. Raises StorageError."""
        for collection in self._store.collections():
            if collection.path == path:
                self._store.pause(collection.id, is_paused=is_paused)

    def refresh(
        self, folder: Path, on_progress: Callable[[CollectionProgress], None], stopped: threading.Event
    ) -> CollectionState:
        """Look through a folder, which is a collection from now on.

        Raises DocumentError(FILE_UNREADABLE) for a folder that is not there now, whose collection stays as it is;
        StorageError.
        """
        if not folder.is_dir():
            raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(folder), reason="it is not there")
        with self._lock:
            collection = self._store.add(folder)
            return self._collection(collection).refresh(Path(collection.path), self._reader, on_progress, stopped)

    def fitting(self, path: str, question: str) -> FittingDocuments | None:
        """The documents of a folder that fit a question; None if it is no collection now. Raises StorageError."""
        for collection in self._store.collections():
            if collection.path == path:
                return self._collection(collection).fitting(question)
        return None

    def _collection(self, collection: Collection) -> DocumentCollection:
        return DocumentCollection(self._store, self._index, collection.id, self._current_embedder())
