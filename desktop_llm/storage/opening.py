"""Opens what a program needs of a data folder, or says why it goes on without. Background thread."""

import logging

from msgspec import Struct

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.collection_store import (
    CollectionStore,
    collection_store_in_memory,
    open_collection_store,
)
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, OpenedDatabase, database_in_memory, open_database
from desktop_llm.storage.passage_index import PassageIndex, open_passage_index, passage_index_in_memory
from desktop_llm.storage.written_documents import WrittenDocumentStore

_log = logging.getLogger(__name__)


class OpenedStorage(Struct, frozen=True):
    """An open database, and what lies beside it: passages of documents, folders of documents.

    `failure` says that the database is not the user's, or that the user's was damaged and set aside.
    """

    database: Database
    store: ConversationStore
    documents: WrittenDocumentStore
    passages: PassageIndex
    collections: CollectionStore
    failure: StorageError | None = None

    def close(self) -> None:
        self.collections.close()
        self.passages.close()
        self.database.close()

    @property
    def is_kept(self) -> bool:
        """False where everything is gone when the program ends."""
        return self.failure is None or self.failure.code is ErrorCode.DATABASE_BROKEN


def open_storage(folder: DataFolder) -> OpenedStorage:
    """The folder's database with interrupted answers found and old trash emptied; in memory where that fails.

    The folder's lock must be held if it can be.
    """
    passages, collections = _open_passages(folder), _open_collections(folder)
    try:
        opened = open_database(folder)
    except StorageError as error:
        _log.warning("chats are not kept: %s", error)
        database = database_in_memory()
        return _opened(database, passages, collections, error)
    storage = _opened(opened.database, passages, collections, _damage(opened))
    _tidy(storage)
    return storage


def _opened(
    database: Database, passages: PassageIndex, collections: CollectionStore, failure: StorageError | None
) -> OpenedStorage:
    stores = (ConversationStore(database), WrittenDocumentStore(database))
    return OpenedStorage(database, *stores, passages, collections, failure)


def _damage(opened: OpenedDatabase) -> StorageError | None:
    if opened.broken_path is None:
        return None
    return StorageError(ErrorCode.DATABASE_BROKEN, path=str(opened.broken_path), reason="")


def _open_passages(folder: DataFolder) -> PassageIndex:
    """A cache: where it cannot be kept it is made anew each time."""
    try:
        return open_passage_index(folder)
    except StorageError as error:
        _log.warning("the index of passages is not kept: %s", error)
        return passage_index_in_memory()


def _open_collections(folder: DataFolder) -> CollectionStore:
    """Where it cannot be kept, folders are forgotten at the end."""
    try:
        return open_collection_store(folder)
    except StorageError as error:
        _log.warning("folders of documents are not kept: %s", error)
        return collection_store_in_memory()


def _tidy(storage: OpenedStorage) -> None:
    """On a full disk this waits for the next start: that chats can be read matters more."""
    try:
        storage.store.recover_interrupted()
        storage.store.purge_trash()
        storage.documents.purge_trash()
    except StorageError as error:
        _log.warning("interrupted answers and old trash stay as they are: %s", error)
