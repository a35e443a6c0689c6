"""A text that a command works on: a file, or standard input; whole, and with its own line ends."""

import sys
from pathlib import Path
from typing import Final

from msgspec import Struct

from desktop_llm.assist.writing.file_text import FileText, file_text
from desktop_llm.errors import DocumentError, ErrorCode

_STANDARD_INPUT: Final = "-"


class TextSource(Struct, frozen=True):
    """A text and the file that it came from; None for standard input."""

    content: FileText
    data: bytes
    path: Path | None

    @property
    def name(self) -> str:
        return self.path.name if self.path is not None else "text"

    def check_unchanged(self) -> None:
        """Raises DocumentError: another program wrote, or removed, the file meanwhile."""
        if self.path is None:
            return
        try:
            is_same = self.path.read_bytes() == self.data
        except OSError:
            is_same = False
        if not is_same:
            raise DocumentError(ErrorCode.DOCUMENT_CHANGED, path=str(self.path))


def read_source(name: str) -> TextSource:
    """Raises DocumentError (FILE_UNREADABLE, FILE_NOT_TEXT)."""
    path = None if name == _STANDARD_INPUT else Path(name)
    try:
        data = sys.stdin.buffer.read() if path is None else path.read_bytes()
        return TextSource(file_text(data), data, path)
    except OSError as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=name, reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise DocumentError(ErrorCode.FILE_NOT_TEXT, path="standard input" if path is None else name) from error
