"""Of which kind a file is: by what is in it, and by its name where its content does not tell."""

import zipfile
from enum import StrEnum
from pathlib import Path
from typing import Final

from desktop_llm.errors import DocumentError, ErrorCode

_HEAD_BYTES: Final = 4096
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC: Final = b"PK\x03\x04"
# A stream of this name, in UTF-16, is what an office file that is locked with a password consists of.
_LOCKED_OFFICE_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_MARKS_OF_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


class FileKind(StrEnum):
    """The kinds that can be read; the value is the media type."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    CODE = "text/x-code"
    CSV = "text/csv"
    HTML = "text/html"
    SUBTITLES = "text/vtt"
    MAIL = "message/rfc822"
    RTF = "application/rtf"
    TBX = "application/x-tbx"
    PDF = "application/pdf"
    EPUB = "application/epub+zip"
    ODT = "application/vnd.oasis.opendocument.text"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


_SUFFIXES: Final[dict[FileKind, str]] = {
    FileKind.TEXT: "txt text log",
    FileKind.MARKDOWN: "md markdown mdown mkd",
    FileKind.CSV: "csv tsv",
    FileKind.HTML: "html htm xhtml",
    FileKind.SUBTITLES: "srt vtt",
    FileKind.MAIL: "eml",
    FileKind.RTF: "rtf",
    FileKind.TBX: "tbx",
    FileKind.PDF: "pdf",
    FileKind.EPUB: "epub",
    FileKind.ODT: "odt ott fodt",
    FileKind.DOCX: "docx docm dotx dotm",
    FileKind.PPTX: "pptx pptm ppsx ppsm potx",
    FileKind.XLSX: "xlsx xlsm xltx xltm",
    FileKind.CODE: (
        "asm awk bas bat c cc cfg clj cljs cmake cmd conf cpp cs css cxx d dart diff el elm erl ex exs f f90 fs gd "
        "go gradle groovy h hh hpp hs hxx inc ini ipynb java jl js json jsonl jsx kt kts less lisp lua m mk ml mm nim "
        "nix pas patch php pl pm po pot properties proto ps1 py pyi r rb rs rst sass scala scm scss sh sol sql sv svg "
        "swift tcl tex tf toml ts tsx v vb vhd vue xml xsd xsl yaml yml zig zsh"
    ),
}
_KIND_OF_SUFFIX: Final = {f".{suffix}": kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
READABLE_SUFFIXES: Final = frozenset(_KIND_OF_SUFFIX)

_PLAIN_KINDS: Final = frozenset(
    {
        FileKind.TEXT,
        FileKind.MARKDOWN,
        FileKind.CODE,
        FileKind.CSV,
        FileKind.HTML,
        FileKind.SUBTITLES,
        FileKind.MAIL,
        FileKind.TBX,
    }
)
_OFFICE_PARTS: Final = {"word/": FileKind.DOCX, "ppt/": FileKind.PPTX, "xl/": FileKind.XLSX}


def kind_by_name(name: str) -> FileKind | None:
    return _KIND_OF_SUFFIX.get(Path(name).suffix.lower())


def kind_of_file(path: Path) -> FileKind:
    """Content decides where it tells, then the name. Raises DocumentError: of no kind that can be read, or locked."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    named = kind_by_name(path.name)
    if head.startswith(_ZIP_MAGIC):
        return _kind_of_archive(path)
    if head.startswith(_OLE_MAGIC):
        raise DocumentError(_ole_failure(path), path=str(path))
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(b"{\\rtf"):
        return FileKind.RTF
    if not _looks_like_text(head):
        if named is None or named in _PLAIN_KINDS:
            raise DocumentError(ErrorCode.DOCUMENT_KIND_UNKNOWN, path=str(path))
        raise DocumentError(ErrorCode.DOCUMENT_DAMAGED, path=str(path), reason="it does not begin as such files do")
    return _kind_of_text(head, named)


def is_archive(path: Path) -> bool:
    """Office files and books are; an OpenDocument text may be one file of XML instead."""
    with path.open("rb") as file:
        return file.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC


def _kind_of_text(head: bytes, named: FileKind | None) -> FileKind:
    if named is not None and named in _PLAIN_KINDS and named is not FileKind.TEXT:
        return named
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return FileKind.HTML
    return FileKind.ODT if b"office:document" in start and named is FileKind.ODT else FileKind.TEXT


def _looks_like_text(head: bytes) -> bool:
    return head.startswith(_MARKS_OF_UTF16) or b"\0" not in head


def _kind_of_archive(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            media_type = (
                archive.open("mimetype").read(100).decode("ascii", "replace").strip() if "mimetype" in names else ""
            )
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise DocumentError(ErrorCode.DOCUMENT_DAMAGED, path=str(path), reason="it is not a whole archive") from error
    if media_type.startswith(FileKind.EPUB):
        return FileKind.EPUB
    if media_type.startswith(FileKind.ODT):
        return FileKind.ODT
    if "[Content_Types].xml" in names:
        for prefix, kind in _OFFICE_PARTS.items():
            if any(name.startswith(prefix) for name in names):
                return kind
    if "META-INF/container.xml" in names:
        return FileKind.EPUB
    raise DocumentError(ErrorCode.DOCUMENT_KIND_UNKNOWN, path=str(path))


def _ole_failure(path: Path) -> ErrorCode:
    """An office file of before 2007, or a newer one in a locked box."""
    with path.open("rb") as file:
        is_locked = _LOCKED_OFFICE_STREAM in file.read(1024 * 1024) or _has_at_end(path, _LOCKED_OFFICE_STREAM)
    return ErrorCode.DOCUMENT_LOCKED if is_locked else ErrorCode.DOCUMENT_KIND_UNKNOWN


def _has_at_end(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1024 * 1024, 0))
        return mark in file.read()
