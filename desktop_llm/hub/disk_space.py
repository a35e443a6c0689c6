"""How much a download may still write: never so much that nothing else can be saved. Any thread."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop_llm.errors import DownloadError, ErrorCode

# Stays free, for conversations and for the rest of the computer.
SPARE_BYTES: Final = 512 * 1024**2

FreeBytes = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    """What is free on the disk of a folder, which need not exist yet. Raises OSError."""
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return shutil.disk_usage(existing).free


def require_space(folder: Path, needed_bytes: int, free: FreeBytes = free_bytes) -> None:
    """Raises DownloadError(DISK_TOO_SMALL) if not that much can be written there; OSError."""
    available_bytes = free(folder) - SPARE_BYTES
    if available_bytes < needed_bytes:
        raise DownloadError(
            ErrorCode.DISK_TOO_SMALL, path=str(folder), needed_bytes=needed_bytes, free_bytes=max(0, available_bytes)
        )
