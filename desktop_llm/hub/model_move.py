"""Lets downloaded models, whole and half, follow the data folder to its new place. Any thread but the window's.

The new folder notes where they were left, and they come with the next start: until then the list names the old place,
where they can be used. Whatever ends the program in between, each file is whole at one of the two places.
"""

import errno
import os
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from desktop_llm.durable_files import code_of_os_error, sync_folder
from desktop_llm.errors import DownloadError
from desktop_llm.hub.disk_space import FreeBytes, free_bytes, require_space
from desktop_llm.hub.download_files import DownloadFiles
from desktop_llm.hub.download_list import DownloadList
from desktop_llm.hub.download_records import download_id
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.part_file import part_path, pieces_path
from desktop_llm.hub.shared_file import SharedFile
from desktop_llm.paths import DataFolder

_COPY_BYTES: Final = 4 * 1024**2
_CLOCK_S: Final = 2.0  # to which FAT rounds the time of a file

GoesOn = Callable[[int, int], bool]  # bytes copied, bytes to copy; False ends it
Rename = Callable[[Path, Path], object]
Carry = Callable[[Path, Path], bool]  # whether it is there now


class _Origins(Struct, frozen=True):
    """Folders of models that were left behind."""

    folders: tuple[str, ...] = ()


class _LeftModel(Struct, frozen=True):
    """A model, or what there is of it, in an earlier folder."""

    folder: Path
    model: RemoteModel

    @property
    def files(self) -> DownloadFiles:
        return DownloadFiles(self.folder, self.model)

    @property
    def is_there(self) -> bool:
        return any(path.exists() for path in _all_paths(self.files))


def leave_models(origin: DataFolder, target: DataFolder) -> None:
    """Note in `target` that the models of `origin` follow, and those that were still to come there.

    Raises ModelStoreError as `SharedFile.locked` does.
    """
    earlier = SharedFile(origin.model_origins, _Origins).as_far_as_readable().folders
    file = SharedFile(target.model_origins, _Origins)
    with file.locked():
        file.write(_Origins((*earlier, str(origin.downloaded_models.resolve()))))


class ModelMove:
    """Brings what was left behind. `goes_on` is told while bytes are copied to another disk."""

    def __init__(
        self,
        folder: DataFolder,
        store: ModelStore,
        goes_on: GoesOn,
        free: FreeBytes = free_bytes,
        rename: Rename = Path.rename,
    ) -> None:
        self._folder, self._store = folder, store
        self._goes_on, self._free, self._rename = goes_on, free, rename
        self._n_copied_bytes = self._n_to_copy_bytes = 0

    def bring_near(self) -> bool:
        """Bring what lies on the same disk, which takes no time; whether all is here now. Raises as `run`."""
        with _disk_errors(self._folder.downloaded_models):
            return not self._missing_after(self._left_models(), self._renamed)

    def run(self) -> int:
        """Bring everything; returns how many models came. What does not come now is tried with the next start.

        Raises DownloadError: DISK_TOO_SMALL, DISK_FULL, DATA_FOLDER_READ_ONLY, DATA_FOLDER_FAILED; ModelStoreError.
        """
        left = self._left_models()
        with _disk_errors(self._folder.downloaded_models):
            far = self._missing_after(left, self._renamed)
            self._require_room(far)
            return len(left) - len(self._missing_after(far, self._copied))

    def _missing_after(self, left: Sequence[_LeftModel], carry: Carry) -> list[_LeftModel]:
        """Those that did not come. Once nothing is missing, nobody needs to look any more."""
        missing = [each for each in left if not self._bring(each, carry)]
        if not missing:
            self._folder.model_origins.unlink(missing_ok=True)
        return missing

    def _left_models(self) -> list[_LeftModel]:
        """Those of which a file is in an earlier folder, or should be."""
        origins = SharedFile(self._folder.model_origins, _Origins).as_far_as_readable().folders
        if not origins:
            return []
        entries = self._store.list()
        begun = [record.model for record in DownloadList(self._folder.downloads).records()]
        # One that is being repaired is in both lists.
        models = {download_id(model): model for model in (*(entry.source for entry in entries if entry.source), *begun)}
        listed = {entry.path for entry in entries}
        candidates = [_LeftModel(Path(folder), model) for folder in origins for model in models.values()]
        return [each for each in candidates if str(each.files.targets[0]) in listed or each.is_there]

    def _bring(self, left: _LeftModel, carry: Carry) -> bool:
        """Whether all of the model is here now. What another program is at is left to it, and a disk that is away."""
        if not left.folder.is_dir():
            return False
        old, new = left.files, DownloadFiles(self._folder.downloaded_models, left.model)
        try:
            if not (old.acquire() and new.acquire()):
                return False
            pairs = zip(_all_paths(old), _all_paths(new), strict=True)
            # What came anew meanwhile stays as it is.
            coming = [pair for pair in pairs if pair[0].exists() and (not pair[1].exists() or _are_copies(*pair))]
            if not all(target.exists() or carry(path, target) for path, target in coming):
                return False
            self._tell_store(old.targets[0], new.targets[0])
            for path, _ in coming:
                path.unlink(missing_ok=True)
            return True
        finally:
            new.release()
            old.release()

    def _tell_store(self, old: Path, new: Path) -> None:
        for entry in self._store.list():
            if entry.path == str(old) and new.exists():
                self._store.relocate(entry.id, new)

    def _renamed(self, path: Path, target: Path) -> bool:
        """False: it is on another disk."""
        try:
            self._rename(path, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            return False
        return True

    def _require_room(self, far: Iterable[_LeftModel]) -> None:
        """Raises DownloadError(DISK_TOO_SMALL), OSError."""
        paths = [path for each in far for path in _all_paths(each.files)]
        self._n_to_copy_bytes = sum(path.stat().st_size for path in paths if path.exists())
        if self._n_to_copy_bytes:
            require_space(self._folder.downloaded_models, self._n_to_copy_bytes, self._free)

    def _copied(self, path: Path, target: Path) -> bool:
        """False: it was ended."""
        unfinished = target.with_name(f"{target.name}.moving")
        try:
            with path.open("rb") as source, unfinished.open("wb") as copy:
                while data := source.read(_COPY_BYTES):
                    copy.write(data)
                    self._n_copied_bytes += len(data)
                    if not self._goes_on(self._n_copied_bytes, self._n_to_copy_bytes):
                        return False
                copy.flush()
                os.fsync(copy.fileno())
            shutil.copystat(path, unfinished)
            unfinished.replace(target)
            sync_folder(target.parent)
        finally:
            unfinished.unlink(missing_ok=True)
        return True


@contextmanager
def _disk_errors(folder: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise DownloadError(code_of_os_error(error), path=str(folder), reason=str(error)) from error


def _are_copies(path: Path, target: Path) -> bool:
    """And not one file that two folders lead to."""
    one, other = path.stat(), target.stat()
    if path.samefile(target):
        return False
    return one.st_size == other.st_size and abs(one.st_mtime - other.st_mtime) <= _CLOCK_S


def _all_paths(files: DownloadFiles) -> Iterator[Path]:
    """Whether they are there or not."""
    for target in files.targets:
        yield from (target, part_path(target), pieces_path(target))
