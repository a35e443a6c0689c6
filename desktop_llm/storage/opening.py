"""Opens what a program needs of a data folder, or says why it goes on without. Background thread."""

import logging

from msgspec import Struct

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import Database, database_in_memory, open_database

_log = logging.getLogger(__name__)


class OpenedStorage(Struct, frozen=True):
    """An open database. `failure` says that it is not the user's, or that the user's was damaged and set aside."""

    database: Database
    store: ConversationStore
    failure: StorageError | None = None

    @property
    def is_kept(self) -> bool:
        """False where everything is gone when the program ends."""
        return self.failure is None or self.failure.code is ErrorCode.DATABASE_BROKEN


def open_storage(folder: DataFolder) -> OpenedStorage:
    """The folder's database with interrupted answers found and old trash emptied; in memory where that fails.

    The folder's lock must be held if it can be.
    """
    try:
        opened = open_database(folder)
    except StorageError as error:
        _log.warning("chats are not kept: %s", error)
        database = database_in_memory()
        return OpenedStorage(database, ConversationStore(database), error)
    store = ConversationStore(opened.database)
    _tidy(store)
    if opened.broken_path is None:
        return OpenedStorage(opened.database, store)
    facts = {"path": str(opened.broken_path), "reason": ""}
    return OpenedStorage(opened.database, store, StorageError(ErrorCode.DATABASE_BROKEN, **facts))


def _tidy(store: ConversationStore) -> None:
    """On a full disk this waits for the next start: that chats can be read matters more."""
    try:
        store.recover_interrupted()
        store.purge_trash()
    except StorageError as error:
        _log.warning("interrupted answers and old trash stay as they are: %s", error)
