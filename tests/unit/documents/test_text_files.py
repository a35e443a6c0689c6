from pathlib import Path

import pytest

from desktop_llm.documents.text_files import MAX_TEXT_BYTES, read_text_file
from desktop_llm.errors import DocumentError, ErrorCode


@pytest.mark.parametrize(
    "data",
    [
        "größe 你好 🙂\n".encode(),
        "größe 你好 🙂\n".encode("utf-8-sig"),
        "größe 你好 🙂\n".encode("utf-16"),
        "größe 你好 🙂\r\n".encode(),
    ],
)
def test_text_is_read_in_the_common_encodings(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)

    assert read_text_file(path) == "größe 你好 🙂\n"


def test_an_empty_file_is_an_empty_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch()

    assert read_text_file(path) == ""


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"a\x00b", "größe".encode("latin-1")])
def test_what_is_not_text_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)

    assert refused(path) is ErrorCode.FILE_NOT_TEXT


def test_a_file_that_is_gone_and_a_folder_are_refused_with_the_reason(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.txt") is ErrorCode.FILE_UNREADABLE
    assert refused(tmp_path) is ErrorCode.FILE_UNREADABLE


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_TEXT_BYTES + 1)

    assert refused(path) is ErrorCode.FILE_TOO_LARGE


def refused(path: Path) -> ErrorCode:
    with pytest.raises(DocumentError) as raised:
        read_text_file(path)
    return raised.value.code
