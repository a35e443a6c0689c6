import errno
import os
from pathlib import Path

import pytest

from desktop_llm.assist.exports.exported_document import ExportedDocument, ExportedSection, SectionKind
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.ui.conversation_wishes import ExportFormat
from desktop_llm.ui.exported_files import exported_bytes, save_exported

DOCUMENT = ExportedDocument(
    title="Lease",
    language="en",
    facts=(),
    sections=(ExportedSection(kind=SectionKind.SUMMARY, heading="", text="**Rent**", is_markdown=True),),
)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("export_format", "beginning"),
    [
        (ExportFormat.MARKDOWN, b"# Lease\n\n**Rent**"),
        (ExportFormat.CLIPBOARD, b"# Lease\n\n**Rent**"),
        (ExportFormat.HTML, b"<!DOCTYPE html>"),
        (ExportFormat.DOCX, b"PK"),
        (ExportFormat.PDF, b"%PDF-"),
    ],
)
def test_every_format_has_its_bytes(export_format: ExportFormat, beginning: bytes) -> None:
    assert exported_bytes(DOCUMENT, export_format).startswith(beginning)


def test_json_is_not_made_to_be_read() -> None:
    with pytest.raises(ValueError, match="json"):
        exported_bytes(DOCUMENT, ExportFormat.JSON)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old and longer")
    save_exported(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_on_a_full_disk_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DocumentError) as raised:
        save_exported(path, b"new")
    assert raised.value.code is ErrorCode.FILE_NOT_WRITTEN
    assert raised.value.facts == {"path": str(path), "reason": "No space left on device"}
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as raised:
        save_exported(tmp_path / "gone" / "a.pdf", b"new")
    assert raised.value.code is ErrorCode.FILE_NOT_WRITTEN
