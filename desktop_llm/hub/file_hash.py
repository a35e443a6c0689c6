"""SHA-256 of files of many gigabytes, which can be watched and stopped. Any thread."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

_BLOCK_BYTES: Final = 1024**2


def file_sha256(path: Path, goes_on: Callable[[int], bool] = lambda _n_bytes: True) -> str | None:
    """In hexadecimal digits. `goes_on` is told every megabyte how far it is; None once it says no. Raises OSError."""
    digest = hashlib.sha256()
    block = memoryview(bytearray(_BLOCK_BYTES))
    n_bytes = 0
    with path.open("rb", buffering=0) as file:
        while n_read := file.readinto(block):
            digest.update(block[:n_read])
            n_bytes += n_read
            if not goes_on(n_bytes):
                return None
    return digest.hexdigest()
