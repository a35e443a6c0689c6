import zipfile
from pathlib import Path

import pytest

from desktop_llm.documents.file_kinds import READABLE_SUFFIXES, FileKind, kind_by_name, kind_of_file
from desktop_llm.errors import DocumentError, ErrorCode


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def archive(folder: Path, name: str, parts: dict[str, str]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as file:
        for part, text in parts.items():
            file.writestr(part, text)
    return path


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"Hello", FileKind.TEXT),
        ("a", b"Hello", FileKind.TEXT),
        ("a.odd", "größe".encode("latin-1"), FileKind.TEXT),
        ("a.txt", "你好".encode("utf-16"), FileKind.TEXT),
        ("empty.txt", b"", FileKind.TEXT),
        ("A.MD", b"# Hello", FileKind.MARKDOWN),
        ("a.py", b"x = 1", FileKind.CODE),
        ("a.csv", b"a,b", FileKind.CSV),
        ("a.srt", b"1\n", FileKind.SUBTITLES),
        ("a.eml", b"From: x", FileKind.MAIL),
        ("a.html", b"<p>Hello", FileKind.HTML),
        ("page", b"\xef\xbb\xbf\n<!DOCTYPE html><p>Hello", FileKind.HTML),
        ("a.txt", b"%PDF-1.4", FileKind.PDF),
        ("a.doc", b"{\\rtf1 Hello}", FileKind.RTF),
    ],
)
def test_content_decides_where_it_tells_then_the_name(tmp_path: Path, name: str, data: bytes, kind: FileKind) -> None:
    assert kind_of_file(written(tmp_path, name, data)) is kind


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"mimetype": "application/epub+zip"}, FileKind.EPUB),
        ({"META-INF/container.xml": ""}, FileKind.EPUB),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, FileKind.ODT),
        ({"[Content_Types].xml": "", "word/document.xml": ""}, FileKind.DOCX),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, FileKind.PPTX),
        ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, FileKind.XLSX),
    ],
)
def test_an_archive_is_known_by_its_parts_whatever_its_name(
    tmp_path: Path, parts: dict[str, str], kind: FileKind
) -> None:
    assert kind_of_file(archive(tmp_path, "a.txt", parts)) is kind


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("photo.jpg", b"\xff\xd8\xff\x00", ErrorCode.DOCUMENT_KIND_UNKNOWN),
        ("a.txt", b"a\0b", ErrorCode.DOCUMENT_KIND_UNKNOWN),
        ("a.pdf", b"\0\0\0\0", ErrorCode.DOCUMENT_DAMAGED),
        ("a.docx", b"PK\x03\x04 and no more", ErrorCode.DOCUMENT_DAMAGED),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ErrorCode.DOCUMENT_KIND_UNKNOWN),
        (
            "locked.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            ErrorCode.DOCUMENT_LOCKED,
        ),
    ],
)
def test_what_cannot_be_read_is_told_apart(tmp_path: Path, name: str, data: bytes, code: ErrorCode) -> None:
    with pytest.raises(DocumentError) as raised:
        kind_of_file(written(tmp_path, name, data))
    assert raised.value.code is code


def test_an_archive_of_anything_is_of_no_known_kind(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as raised:
        kind_of_file(archive(tmp_path, "a.zip", {"a.txt": "x"}))
    assert raised.value.code is ErrorCode.DOCUMENT_KIND_UNKNOWN


def test_a_name_tells_its_kind_by_its_ending() -> None:
    assert kind_by_name("Lease.PDF") is FileKind.PDF
    assert kind_by_name("photo.jpg") is None
    assert {".pdf", ".docx", ".txt"} <= READABLE_SUFFIXES
