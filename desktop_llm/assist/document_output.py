"""Where the translation of a file goes, and whether it can: found out before the work, not after it. Any thread."""

import os
from pathlib import Path

from desktop_llm.durable_files import replace_file
from desktop_llm.errors import DocumentError, ErrorCode


def usual_output(source: Path, language: str) -> Path:
    """Beside the file: `report.de.docx`."""
    suffix = ".docx" if source.suffix.lower() == ".pdf" else source.suffix
    return source.with_name(f"{source.stem}.{language}{suffix}")


def check_output(path: Path, source: Path | None = None) -> None:
    """Raises DocumentError(FILE_NOT_WRITTEN): the original itself, no folder, read-only, not a file."""
    if path.exists():
        if source is not None and source.exists() and path.samefile(source):
            raise _error(path, "it is the original")
        if not path.is_file():
            raise _error(path, "it is not a file")
        if not os.access(path, os.W_OK):
            raise _error(path, "it is read-only")
    if not path.parent.is_dir():
        raise _error(path, "there is no such folder")
    if not os.access(path.parent, os.W_OK):
        raise _error(path, "its folder is read-only")


def write_output(path: Path, data: bytes) -> None:
    """Whole or not at all. Raises DocumentError(FILE_NOT_WRITTEN), as when another program has it open."""
    try:
        replace_file(path, data)
    except OSError as error:
        raise _error(path, error.strerror or str(error)) from error


def _error(path: Path, reason: str) -> DocumentError:
    return DocumentError(ErrorCode.FILE_NOT_WRITTEN, path=str(path), reason=reason)
