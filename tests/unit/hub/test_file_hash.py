import hashlib
from pathlib import Path

import pytest

from desktop_llm.hub.file_hash import file_sha256

MEGABYTE = 1024**2


@pytest.mark.parametrize("content", [b"", b"abc", bytes(3 * MEGABYTE + 5)])
def test_the_hash_is_that_of_the_whole_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert file_sha256(path) == hashlib.sha256(content).hexdigest()


def test_progress_is_told_and_no_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(3 * MEGABYTE + 5))
    told: list[int] = []

    def goes_on(n_bytes: int) -> bool:
        told.append(n_bytes)
        return n_bytes < 2 * MEGABYTE

    assert file_sha256(path, goes_on) is None
    assert told == [MEGABYTE, 2 * MEGABYTE]
