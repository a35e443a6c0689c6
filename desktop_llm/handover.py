"""How a second start gives its files to the window that is open: a file in a folder that the window watches.

The folder is in the data folder and its owner's alone, so whoever can leave something there could change the chats as
well; and it needs neither sockets nor Qt's network library (docs/decisions/0036). Any thread.
"""

import logging
import os
import re
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final
from uuid import uuid4

import msgspec
import psutil
from msgspec import Meta, Struct

from desktop_llm.paths import DataFolder, is_folder

_log = logging.getLogger(__name__)

_MOST_BYTES: Final = 4 * 1024 * 1024
_MOST_FILES: Final = 256
_SENT: Final = ".json"
_TAKEN: Final = ".taken"
_UNFINISHED: Final = ".new"
# The process that left it, and a name of its own. Whatever else lies there is left alone.
_NAME: Final = re.compile(r"(?P<pid>\d{1,9})-\w+\.(json|taken|new)")


class Handover(Struct, frozen=True, kw_only=True):
    """What the other start was asked for: files to open, as the system names them; without any, to be seen.

    activation_token lets a window come to the front where the system asks for one (Wayland).
    """

    files: Annotated[
        tuple[Annotated[bytes, Meta(min_length=1, max_length=8192)], ...], Meta(max_length=_MOST_FILES)
    ] = ()
    activation_token: Annotated[str, Meta(max_length=512, pattern=r"^[\x20-\x7e]*$")] = ""

    @property
    def paths(self) -> tuple[Path, ...]:
        """Absolute ones."""
        paths = (Path(os.fsdecode(name)) for name in self.files if b"\0" not in name)
        return tuple(path for path in paths if path.is_absolute())


def handovers_of(paths: Sequence[Path], activation_token: str = "") -> tuple[Handover, ...]:
    """One, or several where there are more files than one may hold."""
    names = [os.fsencode(path) for path in paths]
    pieces = [names[start : start + _MOST_FILES] for start in range(0, len(names), _MOST_FILES)] or [[]]
    return tuple(Handover(files=tuple(piece), activation_token=activation_token) for piece in pieces)


class HandoverFolder:
    """One data folder's. The window opens and closes it while it holds the data folder's lock."""

    def __init__(self, folder: DataFolder) -> None:
        self._path = folder.handovers

    @property
    def path(self) -> Path:
        return self._path

    @property
    def is_open(self) -> bool:
        """A window is there, or one ended without closing it."""
        return is_folder(self._path)

    # The window's side

    def open(self) -> None:
        """Let others leave something. Raises OSError."""
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(OSError):  # of file systems that have no permissions
            self._path.chmod(0o700)
        for path in self._left():
            if not _is_sender_alive(path):
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Others find the window gone."""
        with suppress(OSError):
            for path in self._left():
                path.unlink(missing_ok=True)
            self._path.rmdir()

    def take(self) -> tuple[Handover, ...]:
        """What was left since the last time, checked; its senders see that it was taken."""
        taken = [(path, _read(path)) for path in sorted(self._left()) if path.suffix == _SENT]
        for path, handover in taken:
            with suppress(OSError):
                # What cannot be understood goes away untaken: its sender says that the window is open already.
                path.replace(path.with_suffix(_TAKEN)) if handover else path.unlink()
        return tuple(handover for _, handover in taken if handover)

    # The other start's side

    def leave(self, handover: Handover) -> Path:
        """Returns the file to ask after. Raises OSError."""
        # They are taken in the order of their names.
        path = self._path / f"{os.getpid()}-{time.time_ns()}_{uuid4().hex}{_SENT}"
        unfinished = path.with_suffix(_UNFINISHED)
        try:
            unfinished.write_bytes(msgspec.json.encode(handover))
            unfinished.replace(path)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
            raise
        return path

    def was_taken(self, path: Path) -> bool:
        return path.with_suffix(_TAKEN).exists()

    def clear(self, path: Path) -> None:
        """Take back what was left, and what says that it was taken."""
        with suppress(OSError):
            path.unlink(missing_ok=True)
            path.with_suffix(_TAKEN).unlink(missing_ok=True)

    def _left(self) -> Iterator[Path]:
        with suppress(OSError):
            yield from (path for path in self._path.iterdir() if _NAME.fullmatch(path.name))


def _read(path: Path) -> Handover | None:
    """None for what is too large, no plain file of this user's, or makes no sense."""
    try:
        facts = path.lstat()
        is_ours = not hasattr(os, "getuid") or facts.st_uid == os.getuid()
        if not (stat.S_ISREG(facts.st_mode) and is_ours and facts.st_size <= _MOST_BYTES):
            return None
        return msgspec.json.decode(path.read_bytes(), type=Handover)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        _log.warning("what another start left cannot be read: %s", type(error).__name__)
        return None


def _is_sender_alive(path: Path) -> bool:
    match = _NAME.fullmatch(path.name)
    return match is not None and psutil.pid_exists(int(match["pid"]))
