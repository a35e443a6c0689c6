"""Deletes the files of a model that this program downloaded, from its own folder and from nowhere else. Any thread."""

import logging
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.model_files import part_paths
from desktop_llm.hub.model_folder import remove_empty_folders
from desktop_llm.hub.part_file import part_path, pieces_path

_log = logging.getLogger(__name__)

_LOCK_SUFFIX: Final = ".lock"  # that of `download_files`: a download or a repair is at work while it is held


def freed_bytes(first: Path, folder: Path) -> int:
    """How much disk deleting the model would free. `first` is its file, or the first of its parts."""
    return sum(_size_bytes(path) for path in _own_files(first, folder))


def delete_model(first: Path, folder: Path) -> int:
    """Delete what lies in `folder` of the model; returns the bytes that this frees, 0 if there is nothing.

    Raises ModelStoreError(MODEL_NOT_DELETED); what was not deleted is still there then, and can be tried again.
    """
    if not _is_own(first, folder) or not first.parent.is_dir():
        return 0
    lock = FileLock(first.with_name(first.name + _LOCK_SUFFIX))
    try:
        with lock.acquire(blocking=False):
            freed = sum(map(_deleted, list(_own_files(first, folder))))
            with suppress(OSError):  # Windows keeps an open file; an empty one does no harm
                Path(lock.lock_file).unlink()
    except Timeout as error:
        reason = "it is being downloaded or repaired"
        raise ModelStoreError(ErrorCode.MODEL_NOT_DELETED, path=str(first), reason=reason) from error
    except OSError as error:
        raise ModelStoreError(ErrorCode.MODEL_NOT_DELETED, path=str(first), reason=str(error)) from error
    remove_empty_folders(first.parent, folder)
    return freed


def _own_files(first: Path, folder: Path) -> Iterator[Path]:
    """All parts, and what the download keeps beside each, as far as they are there."""
    if not _is_own(first, folder):
        return
    for part in part_paths(first):
        for path in (part, part_path(part), pieces_path(part)):
            if path.is_symlink() or path.is_file():
                yield path


def _is_own(first: Path, folder: Path) -> bool:
    """Whether its folder really is below ours; links and `..` in the path lead nowhere else."""
    place, root = first.parent.resolve(), folder.resolve()
    return place != root and place.is_relative_to(root)


def _deleted(path: Path) -> int:
    size_bytes = _size_bytes(path)
    path.unlink()
    _log.info("deleted %s", path)
    return size_bytes


def _size_bytes(path: Path) -> int:
    """What deleting it frees: nothing for a link, and nothing as long as the file has another name."""
    try:
        status = path.lstat()
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 else 0
