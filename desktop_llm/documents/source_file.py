"""The file that is being read, as readers see it. Reading process."""

import hashlib
import io
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.errors import DocumentError, ErrorCode

_PIECE_BYTES: Final = 1024 * 1024

ProgressSink = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What a reader is given. `progress` takes how many pages (sheets, chapters) are done, and of how many.

    `data` stands for a file that nobody wrote yet, which `path` names.
    """

    path: Path
    limits: ReadLimits
    progress: ProgressSink
    password: str = ""
    data: bytes | None = None

    @property
    def stream(self) -> Path | BinaryIO:
        """What `zipfile` opens."""
        return self.path if self.data is None else io.BytesIO(self.data)

    def read(self) -> bytes:
        """All of it. Raises DocumentError: larger than may be read."""
        if self.data is not None:
            return self.data
        if self.path.stat().st_size > self.limits.unpacked_bytes:
            raise self.too_large(self.limits.unpacked_bytes)
        return self.path.read_bytes()

    def damaged(self, reason: str) -> DocumentError:
        return DocumentError(ErrorCode.DOCUMENT_DAMAGED, path=str(self.path), reason=reason)

    def too_large(self, limit_bytes: int) -> DocumentError:
        return DocumentError(ErrorCode.DOCUMENT_TOO_LARGE, path=str(self.path), limit_bytes=limit_bytes)


class FileState:
    """What tells that a file is still the one that was opened."""

    def __init__(self, path: Path) -> None:
        """Raises DocumentError(FILE_UNREADABLE), also for what is not a file: a pipe would be read for ever."""
        self._path = path
        try:
            self._state = _state(path.stat())
            if not stat.S_ISREG(path.stat().st_mode):
                raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason="it is not a file")
            self.sha256 = _sha256(path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=reason) from error

    def check_unchanged(self) -> None:
        """Raises DocumentError(DOCUMENT_CHANGED), also when it is gone."""
        try:
            state = _state(self._path.stat())
        except OSError:
            state = None
        if state != self._state:
            raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=str(self._path))


def _state(status: os.stat_result) -> tuple[int, int, int]:
    return (status.st_size, status.st_mtime_ns, status.st_ino)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()
