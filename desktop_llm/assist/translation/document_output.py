"""Where the translation of a file goes, and whether it can: found out before the work, not after it. Any thread."""

import os
from pathlib import Path
from typing import Final

from desktop_llm.durable_files import code_of_os_error, replace_file
from desktop_llm.errors import DocumentError, ErrorCode

# ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION
_SHARING: Final = frozenset({32, 33})


def usual_output(source: Path, language: str) -> Path:
    """Beside the file: `report.de.docx`."""
    suffix = ".docx" if source.suffix.lower() == ".pdf" else source.suffix
    return source.with_name(f"{source.stem}.{language}{suffix}")


def check_output(path: Path, source: Path | None = None) -> None:
    """Raises DocumentError(FILE_NOT_WRITTEN): the original itself, no folder, not a file; FILE_READ_ONLY."""
    if path.exists():
        if source is not None and source.exists() and path.samefile(source):
            raise _error(path, "it is the original")
        if not path.is_file():
            raise _error(path, "it is not a file")
        if not os.access(path, os.W_OK):
            raise DocumentError(ErrorCode.FILE_READ_ONLY, path=str(path))
    if not path.parent.is_dir():
        raise _error(path, "there is no such folder")
    if not os.access(path.parent, os.W_OK):
        raise DocumentError(ErrorCode.FILE_READ_ONLY, path=str(path))


def write_output(path: Path, data: bytes) -> None:
    """Whole or not at all. Raises DocumentError(DISK_FULL, FILE_READ_ONLY, FILE_IN_USE, FILE_NOT_WRITTEN)."""
    try:
        replace_file(path, data)
    except OSError as error:
        raise output_error(path, error) from error


def output_error(path: Path, error: OSError) -> DocumentError:
    """Windows keeps a file that a program has open; others let it be replaced."""
    if getattr(error, "winerror", 0) in _SHARING:
        return DocumentError(ErrorCode.FILE_IN_USE, path=str(path))
    match code_of_os_error(error):
        case ErrorCode.DISK_FULL:
            return DocumentError(ErrorCode.DISK_FULL, path=str(path))
        case ErrorCode.DATA_FOLDER_READ_ONLY:
            return DocumentError(ErrorCode.FILE_READ_ONLY, path=str(path))
        case _:
            return _error(path, error.strerror or str(error))


def _error(path: Path, reason: str) -> DocumentError:
    return DocumentError(ErrorCode.FILE_NOT_WRITTEN, path=str(path), reason=reason)
