"""Where downloaded models lie: `models/<owner>/<repository>/` in the data folder, under the names they have on the Hub.

Names come from strangers: one that leads elsewhere, or that some system cannot have, is refused. Any thread.
"""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from desktop_llm.errors import DownloadError, ErrorCode
from desktop_llm.hub.hub_records import RemoteFile
from desktop_llm.hub.remote_models import is_safe_path

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MAX_NAME_BYTES: Final = 240  # of 255, because suffixes are added
_SUFFIX: Final = ".gguf"


def target_of(folder: Path, file: RemoteFile) -> Path:
    """The path that a file of the Hub gets below `folder`. Raises DownloadError(DOWNLOAD_NAME_UNSAFE)."""
    names = [*file.repository.split("/"), *file.path.split("/")]
    are_safe = is_safe_path(file.repository) and is_safe_path(file.path) and all(map(_is_possible, names))
    if not are_safe or not file.path.lower().endswith(_SUFFIX):
        raise DownloadError(ErrorCode.DOWNLOAD_NAME_UNSAFE, path=f"{file.repository}/{file.path}")
    return folder.joinpath(*names)


def remove_empty_folders(folder: Path, below: Path) -> None:
    """Remove `folder` and the folders above it, as far as they are empty and below `below`."""
    with suppress(OSError):
        while folder != below and folder.is_relative_to(below):
            folder.rmdir()
            folder = folder.parent


def _is_possible(name: str) -> bool:
    return not _RESERVED.fullmatch(name) and len(name.encode()) <= _MAX_NAME_BYTES
