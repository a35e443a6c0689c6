"""Reads plain text files. Background thread."""

import codecs
from pathlib import Path
from typing import Final

from desktop_llm.errors import DocumentError, ErrorCode

MAX_TEXT_BYTES: Final = 20_000_000
_BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_text_file(path: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark. Raises DocumentError(FILE_UNREADABLE)."""
    try:
        size_bytes = path.stat().st_size
        if size_bytes > MAX_TEXT_BYTES:
            raise DocumentError(
                ErrorCode.FILE_TOO_LARGE, path=str(path), size_bytes=size_bytes, limit_bytes=MAX_TEXT_BYTES
            )
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=error.strerror or str(error)) from error
    marked = (name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark))
    try:
        text = data.decode(next(marked, "utf-8"))
    except UnicodeDecodeError as error:
        raise DocumentError(ErrorCode.FILE_NOT_TEXT, path=str(path)) from error
    if "\0" in text:
        raise DocumentError(ErrorCode.FILE_NOT_TEXT, path=str(path))
    return text.replace("\r\n", "\n")
