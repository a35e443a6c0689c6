from pathlib import Path

import pytest

from desktop_llm.cli.text_source import read_source
from desktop_llm.errors import DocumentError, ErrorCode


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo")
    source = read_source(str(path))
    assert (source.content.original, source.content.text, source.name) == ("one\r\ntwo", "one \ntwo", "a.txt")
    source.check_unchanged()
    path.unlink()
    with pytest.raises(DocumentError) as caught:
        source.check_unchanged()
    assert caught.value.code is ErrorCode.DOCUMENT_CHANGED


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.bin").write_bytes(b"\xff\xff\x00")
    with pytest.raises(DocumentError) as caught:
        read_source(str(tmp_path / "b.bin"))
    assert caught.value.code is ErrorCode.FILE_NOT_TEXT
    with pytest.raises(DocumentError) as caught:
        read_source(str(tmp_path / "gone.txt"))
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
