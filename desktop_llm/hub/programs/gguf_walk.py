"""Finds model files in a folder of another program, whatever else is in it: links, loops, half downloads, millions of
files. Any thread; takes a bounded time.
"""

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_log = logging.getLogger(__name__)

_MAX_DEPTH: Final = 8
_MAX_ENTRIES: Final = 20_000
_SUFFIX: Final = ".gguf"
# Half downloads, the eyes and ears that go with a model, and models that only make vectors of texts.
_NOT_OFFERED: Final = re.compile(r"^(incomplete|downloading)[-_]|mmproj|embed", re.IGNORECASE)
_LATER_PART: Final = re.compile(r"-(?!00001-of)\d{5}-of-\d{5}\.gguf$", re.IGNORECASE)


def gguf_files(root: Path, n_entries: int = _MAX_ENTRIES) -> Iterator[Path]:
    """Files below `root` that may be models, each once; of a split one only the first part.

    In order of their names, those of a folder before those below it; `n_entries` files and folders are looked at.
    """
    seen: set[tuple[int, int]] = set()
    for path in _files(root, n_entries):
        if not path.name.lower().endswith(_SUFFIX) or _NOT_OFFERED.search(path.name) or _LATER_PART.search(path.name):
            continue
        identity = identity_of(path)
        if identity is not None and identity not in seen:
            seen.add(identity)
            yield path


def identity_of(path: Path) -> tuple[int, int] | None:
    """The same for every name and link of a file; None if it cannot be read, as a link to nothing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _files(root: Path, n_entries: int) -> Iterator[Path]:
    """Links are followed, since large files are often kept elsewhere, but no folder is entered twice."""
    left = n_entries
    entered: set[tuple[int, int]] = set()
    waiting = [(root, 0)]
    while waiting:
        folder, depth = waiting.pop()
        identity = identity_of(folder)
        if identity is None or identity in entered or depth > _MAX_DEPTH:
            continue
        entered.add(identity)
        entries = _entries(folder, left)
        left -= len(entries)
        waiting += [(Path(entry.path), depth + 1) for entry in reversed(entries) if _is_folder(entry)]
        yield from (Path(entry.path) for entry in entries if not _is_folder(entry))
        if left <= 0:
            _log.info("%s holds more than %d files; the rest is left out", root, n_entries)
            return


def _entries(folder: Path, n_at_most: int) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as scan:
            found = [entry for entry, _ in zip(scan, range(n_at_most), strict=False)]
    except OSError as error:
        _log.info("%s cannot be looked into: %s", folder, error)
        return []
    return sorted(found, key=lambda entry: entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
