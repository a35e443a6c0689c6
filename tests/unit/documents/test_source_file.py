import hashlib
import os
from pathlib import Path

import pytest

from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.source_file import FileState, SourceFile
from desktop_llm.errors import DocumentError, ErrorCode


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    return path


def test_a_file_that_stayed_as_it_was_passes(path: Path) -> None:
    state = FileState(path)
    state.check_unchanged()
    assert state.sha256 == hashlib.sha256(b"text").hexdigest()


@pytest.mark.parametrize("change", ["grown", "replaced", "gone"])
def test_a_file_that_changed_is_noticed(path: Path, change: str) -> None:
    state = FileState(path)
    match change:
        case "grown":
            path.write_bytes(b"other text")
        case "replaced":
            other = path.with_name("b")
            other.write_bytes(b"test")
            os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
            other.replace(path)
        case _:
            path.unlink()
    with pytest.raises(DocumentError) as raised:
        state.check_unchanged()
    assert raised.value.code is ErrorCode.DOCUMENT_CHANGED


def test_what_is_no_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, tmp_path / "gone"):
        with pytest.raises(DocumentError) as raised:
            FileState(path)
        assert raised.value.code is ErrorCode.FILE_UNREADABLE


def test_errors_name_the_file(path: Path) -> None:
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    assert source.damaged("broken").facts == {"path": str(path), "reason": "broken"}
    assert source.too_large(7).facts == {"path": str(path), "limit_bytes": 7}
