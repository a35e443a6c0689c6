"""A file that is not whole yet, on disk: `<name>.part`, and beside it `<name>.pieces`, what is known of its pieces.

The name without a suffix exists only once the content was found right, and the pieces stay beside it. Any thread, one
at a time.
"""

import os
from pathlib import Path
from typing import Final

from desktop_llm.durable_files import sync_folder
from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.piece_log import PIECE_BYTES, PieceLog, PieceNotes

PART_SUFFIX: Final = ".part"
PIECES_SUFFIX: Final = ".pieces"


class PartFile:
    """What is there of a file, ready to be continued. What belongs to another version of the file is thrown away.

    `n_bytes_before` is how much of it was there. All methods raise OSError.
    """

    def __init__(self, target: Path, file: RemoteFile, piece_bytes: int = PIECE_BYTES) -> None:
        self.path = part_path(target)
        self._size_bytes = file.size_bytes
        target.parent.mkdir(parents=True, exist_ok=True)
        log = PieceLog.opened(pieces_path(target))
        if log is None or (log.file.sha256, log.file.size_bytes) != (file.sha256, file.size_bytes):
            self.path.unlink(missing_ok=True)
            log = PieceLog.created(pieces_path(target), file, piece_bytes)
        self.log = log
        self.path.touch()
        self.n_bytes_before = self._adopt()
        self._notes = PieceNotes(log)
        self._output = self.path.open("r+b", buffering=0)

    def write(self, offset: int, data: memoryview) -> None:
        """Write what came for this place, and note its pieces."""
        self._output.seek(offset)
        rest = data
        while rest:
            rest = rest[self._output.write(rest) :]
        self._notes.take(offset, data)

    def sync(self) -> None:
        """Return once everything written is on the disk."""
        os.fsync(self._output.fileno())

    def close(self) -> None:
        try:
            self._notes.pause()
        finally:
            self._output.close()
            self.log.close()

    def _adopt(self) -> int:
        """How much is there. What is known of bytes that a pulled plug took from the disk is forgotten."""
        n_bytes = self.path.stat().st_size
        if n_bytes > self._size_bytes:
            os.truncate(self.path, self._size_bytes)
            n_bytes = self._size_bytes
        self.log.forget_from(n_bytes)
        return n_bytes


def part_path(target: Path) -> Path:
    return target.with_name(target.name + PART_SUFFIX)


def pieces_path(target: Path) -> Path:
    return target.with_name(target.name + PIECES_SUFFIX)


def n_part_bytes(target: Path) -> int:
    """How much of a file is there: of its part, or of itself. 0 if that cannot be told."""
    for path in (target, part_path(target)):
        try:
            return path.stat().st_size
        except OSError:
            continue
    return 0


def finish_part(target: Path) -> None:
    """Give a part that was found right, and is on the disk, its name. Raises OSError."""
    part_path(target).replace(target)
    sync_folder(target.parent)


def reopen_as_part(target: Path, file: RemoteFile, piece_bytes: int = PIECE_BYTES) -> None:
    """Take a damaged file's name from it, so that nobody uses it until it is whole again. Raises OSError.

    Where the pieces are not known any more, all of them are hashed anew.
    """
    log = PieceLog.opened(pieces_path(target))
    if log is None or log.file.sha256 != file.sha256:
        PieceLog.created(pieces_path(target), file, piece_bytes)
    target.replace(part_path(target))


def discard_part(target: Path) -> None:
    """Remove what is there of a file. Raises OSError."""
    for path in (part_path(target), pieces_path(target)):
        path.unlink(missing_ok=True)
