"""The words that the person says are right: one on each line of a file, shared by all panes. Any thread."""

from pathlib import Path
from typing import Final

from desktop_llm.durable_files import code_of_os_error, replace_file
from desktop_llm.errors import StorageError

_MOST_CHARACTERS: Final = 100


def known_words(path: Path) -> tuple[str, ...]:
    """Empty where there is no such file, or it cannot be read: nothing fails for want of a dictionary."""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ()
    return tuple(dict.fromkeys(word for line in lines if (word := line.strip())))


def add_known_word(path: Path, word: str) -> None:
    """Raises StorageError."""
    words = known_words(path)
    wanted = " ".join(word.split())[:_MOST_CHARACTERS]
    if wanted and wanted not in words:
        _write(path, (*words, wanted))


def remove_known_word(path: Path, word: str) -> None:
    """Raises StorageError."""
    words = known_words(path)
    if word in words:
        _write(path, tuple(each for each in words if each != word))


def _write(path: Path, words: tuple[str, ...]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, "".join(f"{word}\n" for word in words).encode("utf-8"))
    except OSError as error:
        raise StorageError(code_of_os_error(error), path=str(path), reason=error.strerror or str(error)) from error
