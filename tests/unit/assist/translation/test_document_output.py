import errno
import os
from pathlib import Path

import pytest

from desktop_llm.assist.translation.document_output import check_output, output_error, usual_output, write_output
from desktop_llm.errors import DocumentError, ErrorCode


def test_the_usual_name_tells_the_language_and_a_pdf_becomes_a_word_file() -> None:
    assert usual_output(Path("/x/report.docx"), "de") == Path("/x/report.de.docx")
    assert usual_output(Path("/x/report.pdf"), "de") == Path("/x/report.de.docx")


def test_what_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(b"original")
    check_output(tmp_path / "b.docx", source)
    for path in (source, tmp_path, tmp_path / "none" / "b.docx"):
        with pytest.raises(DocumentError) as caught:
            check_output(path, source)
        assert caught.value.code is ErrorCode.FILE_NOT_WRITTEN


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_output(path, b"new")
    assert path.read_bytes() == b"new"
    folder = tmp_path / "folder.docx"
    folder.mkdir()
    (folder / "x").touch()
    with pytest.raises(DocumentError) as caught:
        write_output(folder, b"new")
    assert caught.value.code is ErrorCode.FILE_NOT_WRITTEN
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.docx", "folder.docx"]


def test_a_file_that_another_program_has_open_is_replaced_and_that_program_keeps_what_it_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")
    with path.open("rb") as opened:
        write_output(path, b"new")
        assert opened.read() == b"old"
    assert path.read_bytes() == b"new"


def test_a_full_disk_a_read_only_place_and_an_open_file_are_told_apart() -> None:
    in_use = OSError(errno.EACCES, "in use")
    in_use.winerror = 32  # pyright: ignore[reportAttributeAccessIssue]  Windows sets it
    codes = [
        output_error(Path("/x/a.docx"), error).code
        for error in (OSError(errno.ENOSPC, ""), OSError(errno.EROFS, ""), OSError(errno.EIO, "broken"), in_use)
    ]
    assert codes == [
        ErrorCode.DISK_FULL,
        ErrorCode.FILE_READ_ONLY,
        ErrorCode.FILE_NOT_WRITTEN,
        ErrorCode.FILE_IN_USE,
    ]


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "a.docx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DocumentError) as caught:
        write_output(path, b"new")
    assert caught.value.code is ErrorCode.DISK_FULL
    assert [each.name for each in tmp_path.iterdir()] == ["a.docx"]
    assert path.read_bytes() == b"old"
