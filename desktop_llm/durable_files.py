"""Files that are either as they were or wholly new, whatever happens meanwhile. Any thread."""

import errno
import os
import stat
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop_llm.errors import ErrorCode

# Windows and some network file systems know these two by other numbers or not at all.
_FULL: Final = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_READ_ONLY: Final = {errno.EROFS, errno.EACCES, errno.EPERM}

_NAME_CHARACTERS: Final = 40


def code_of_os_error(error: OSError) -> ErrorCode:
    """What went wrong with the data folder: DISK_FULL, DATA_FOLDER_READ_ONLY or DATA_FOLDER_FAILED."""
    if error.errno in _FULL:
        return ErrorCode.DISK_FULL
    return ErrorCode.DATA_FOLDER_READ_ONLY if error.errno in _READ_ONLY else ErrorCode.DATA_FOLDER_FAILED


def replace_file(path: Path, data: bytes, *, is_private: bool = False) -> None:
    """Write a file through a temporary one beside it; when this returns it is on the disk. Raises OSError.

    A private file can be read by nobody but its owner, from its first byte on. One that is there keeps its permissions,
    and a link leads to the new file as it led to the old one.
    """
    place = path.resolve() if path.is_symlink() else path
    permissions = stat.S_IMODE(place.stat().st_mode) if place.is_file() and not is_private else None
    # Of its own for every thread, and no longer than a name may be, however long the file's is.
    temporary = place.with_name(f"{place.name[:_NAME_CHARACTERS]}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        if is_private or permissions is not None:
            temporary.unlink(missing_ok=True)
            temporary.touch(mode=0o600, exist_ok=False)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if permissions is not None:
            with suppress(OSError):  # of file systems that have none
                temporary.chmod(permissions)
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Put the folder's entries on the disk. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def set_aside(path: Path, companions: tuple[str, ...] = ()) -> Path:
    """Rename a broken file so that its name is free: settings.json becomes settings.broken-20261123-144030.json.

    `companions` are suffixes of files that belong to it (-wal) and go along. Raises OSError.
    """
    target = _free_name(path, f"{datetime.now().astimezone():%Y%m%d-%H%M%S}")
    path.rename(target)
    for suffix in companions:
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.rename(target.with_name(target.name + suffix))
    return target


def _free_name(path: Path, stamp: str) -> Path:
    target = path.with_name(f"{path.stem}.broken-{stamp}{path.suffix}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}.broken-{stamp}-{number}{path.suffix}")
    return target
