"""One program on one data folder. The operating system frees the lock when its process dies, however it dies.

Taken and freed on the thread that builds the program's objects.
"""

from pathlib import Path

from filelock import FileLock, Timeout

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder
from desktop_llm.storage.storage_errors import storage_errors


class FolderLock:
    """Holds a data folder from `acquire` to `release`, or until this object is forgotten: keep it."""

    def __init__(self, folder: DataFolder) -> None:
        self._path: Path = folder.lock
        self._root: Path = folder.root
        # Not bound to a thread: it is freed on whichever one the program ends on.
        self._lock = FileLock(self._path, thread_local=False)

    def acquire(self) -> None:
        """Raises StorageError: DATA_FOLDER_IN_USE, DATA_FOLDER_READ_ONLY, DISK_FULL, DATA_FOLDER_FAILED."""
        with storage_errors(self._path):
            self._root.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(timeout=0)
            except Timeout as error:
                raise StorageError(ErrorCode.DATA_FOLDER_IN_USE, path=str(self._root)) from error

    def release(self) -> None:
        self._lock.release()
