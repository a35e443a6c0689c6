"""The words that the person says are right: one on each line of a file, shared by all panes. Any thread."""

from pathlib import Path
from typing import Final

from desktop_llm.durable_files import code_of_os_error, replace_file
from desktop_llm.errors import StorageError

_MOST_CHARACTERS: Final = 100


def known_words(path: Path) -> tuple[str, ...]:
    """Empty where there is no such file, or it cannot be read: nothing fails for want of a dictionary."""
    try:
        return _words_of(path.read_bytes())
    except OSError:
        return ()


def add_known_word(path: Path, word: str) -> None:
    """What is there stays as it is, in whatever encoding. Raises StorageError, also where it cannot be read."""
    content = _content(path)
    wanted = " ".join(word.split())[:_MOST_CHARACTERS]
    if wanted and wanted not in _words_of(content):
        line_end = b"" if not content or content.endswith((b"\n", b"\r")) else b"\n"
        _write(path, content + line_end + wanted.encode("utf-8", "replace") + b"\n")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise _error(path, error) from error


def _words_of(content: bytes) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for line in content.splitlines() if (word := _word_of(line))))


def _word_of(line: bytes) -> str:
    return line.decode("utf-8-sig", "replace").strip()


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except OSError as error:
        raise _error(path, error) from error


def _error(path: Path, error: OSError) -> StorageError:
    return StorageError(code_of_os_error(error), path=str(path), reason=error.strerror or str(error))
