"""Which words of a command line are files: of a double click, "open with" or a drop on the icon. Before any library.

Menu entries give files as paths or as addresses (file:///home/ana/lease.pdf), whatever the system likes better.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

_SCHEME: Final = "file:"


def given_files(words: Sequence[str]) -> tuple[Path, ...]:
    """The words as absolute paths, if the first of them is a file or looks like one; none if it is a command.

    A file that is gone still is one: the window can say so.
    """
    if not words or not _looks_like_file(words[0]):
        return ()
    return tuple(file_path(word) for word in words)


def file_path(word: str) -> Path:
    """An absolute path; what is no file of this computer (http://…, file://elsewhere/…) stays a path of that name."""
    if word[: len(_SCHEME)].lower() == _SCHEME:
        parts = urlsplit(word)
        if parts.netloc in {"", "localhost"} and parts.path:
            word = unquote(parts.path, errors="surrogateescape")
            if os.name == "nt":
                word = word.removeprefix("/")  # of /C:/Users
    return Path(word).absolute()


def _looks_like_file(word: str) -> bool:
    """Commands are single words: letters without a point or a slash. Where a file has such a name the command wins."""
    if word.startswith("-"):
        return False
    return "." in word or "/" in word or os.sep in word or _is_file_like_no_command(word)


def _is_file_like_no_command(word: str) -> bool:
    try:
        Path(word).stat()
    except OSError:  # not there, or too long for a name
        return False
    from desktop_llm.cli.program import is_command

    return not is_command(word)
