"""The files of one download on the disk, and the lock that keeps other programs away. Any thread, one at a time."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_folder import remove_empty_folders, target_of
from desktop_llm.hub.part_file import discard_part, finish_part, n_part_bytes, part_path

_LOCK_SUFFIX: Final = ".lock"
_MOST_TRIES: Final = 50  # each is lost to another download of the same repository that ends at this very moment


class DownloadFiles:
    """`targets` are the names that the files get once all of them are right. Methods raise OSError."""

    def __init__(self, folder: Path, model: RemoteModel) -> None:
        """`folder` is that of all models. Raises DownloadError(DOWNLOAD_NAME_UNSAFE)."""
        self._folder = folder
        self.targets = tuple(target_of(folder, file) for file in model.files)
        first = self.targets[0]
        # Not bound to a thread: several work on one download.
        self._lock = FileLock(first.with_name(first.name + _LOCK_SUFFIX), thread_local=False)

    def acquire(self) -> bool:
        """Keep other programs away; False if one is at it already."""
        if self._lock.is_locked:
            return True
        for _ in range(_MOST_TRIES):
            with suppress(FileExistsError, FileNotFoundError):  # the folder went while it was looked at
                return self._acquired()
        return self._acquired()

    def n_bytes(self) -> list[int]:
        """How much of each file is there."""
        return [n_part_bytes(target) for target in self.targets]

    def finish(self) -> Path:
        """Give the files, which all are right, their names; returns the first."""
        for target in self.targets:
            if part_path(target).exists():
                finish_part(target)
        return self.targets[0]

    def discard(self, *, with_finished: bool) -> None:
        """Delete what is not whole yet, and `with_finished` what is."""
        for target in self.targets:
            if with_finished:
                target.unlink(missing_ok=True)
            if target.exists():
                part_path(target).unlink(missing_ok=True)
            else:
                discard_part(target)

    def release(self) -> None:
        """Let others at it. The lock's file goes where nobody needs it to find what is there."""
        if not self._lock.is_locked:
            return
        if not any(part_path(target).exists() for target in self.targets):
            with suppress(OSError):  # Windows deletes no file that is open
                Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()
        remove_empty_folders(self.targets[0].parent, self._folder)

    def _acquired(self) -> bool:
        self.targets[0].parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            if not Path(self._lock.lock_file).exists():  # nobody holds it: the folder was away for a moment
                raise FileNotFoundError(self._lock.lock_file) from None
            return False
        return True
