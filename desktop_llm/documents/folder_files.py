"""The files of folders that look readable by their names. Any thread; a disk may keep it waiting."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from desktop_llm.documents.file_kinds import READABLE_SUFFIXES

_MOST_FILES: Final = 5000


class FoundFiles(Struct, frozen=True, kw_only=True):
    """n_left_out files of folders are of kinds that nobody here reads, or are too many."""

    paths: tuple[Path, ...]
    n_left_out: int = 0


def found_files(paths: Iterable[Path]) -> FoundFiles:
    """Files that are named as they are, and those of named folders at any depth, in order; hidden ones are not meant.

    A folder that cannot be opened has none.
    """
    found: dict[Path, None] = {}
    n_left_out = 0
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        for file in _files_below(path):
            if file.suffix.lower() in READABLE_SUFFIXES and len(found) < _MOST_FILES:
                found[file] = None
            else:
                n_left_out += 1
    return FoundFiles(paths=tuple(found), n_left_out=n_left_out)


def _files_below(folder: Path) -> Iterator[Path]:
    for name, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (Path(name, each) for each in sorted(files) if not each.startswith("."))
