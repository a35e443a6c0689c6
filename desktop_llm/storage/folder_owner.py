"""Whose data folder it is: root keeps out of that of somebody else. Any thread."""

import os
from typing import Final

from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.paths import DataFolder

_ROOT: Final = 0


def check_owner(folder: DataFolder) -> None:
    """Raise StorageError(DATA_FOLDER_OF_ANOTHER) for root in the home of somebody else, before anything is written.

    What root writes there, its owner could neither change nor bring up to date.
    """
    if os.name == "nt" or os.geteuid() != _ROOT:
        return
    try:
        owner = next(path for path in (folder.root, *folder.root.parents) if path.exists()).stat().st_uid
    except OSError:
        return  # whoever opens the folder says what is wrong with it
    if owner != _ROOT:
        raise StorageError(ErrorCode.DATA_FOLDER_OF_ANOTHER, path=str(folder.root))
