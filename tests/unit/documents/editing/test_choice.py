from pathlib import Path

import pytest

from desktop_llm.documents.editing.choice import PO, XLIFF, editor_of, media_type_of
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.written_archive import write_docx, write_odt


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.txt", "x", FileKind.TEXT),
        ("a.md", "x", FileKind.MARKDOWN),
        ("a.html", "<p>", FileKind.HTML),
        ("a.txt", "<!doctype html>", FileKind.HTML),
        ("a.srt", "x", FileKind.SUBTITLES),
        ("a.po", "msgid", PO),
        ("a.xlf", "<?xml?>", XLIFF),
        ("a.xml", "<xliff>", XLIFF),
    ],
)
def test_content_and_name_tell_the_kind_and_each_has_an_editor(
    tmp_path: Path, name: str, text: str, wanted: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert media_type_of(path) == wanted
    assert editor_of(wanted)


@pytest.mark.parametrize("kind", [FileKind.EPUB, FileKind.ODT, FileKind.DOCX, FileKind.PPTX, FileKind.XLSX])
def test_every_kind_of_archive_has_an_editor(kind: FileKind) -> None:
    assert editor_of(kind)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.docx", "%PDF-1.7"), ("a.docx", "{\\rtf1"), ("a.fodt", '<office:document xmlns:office="o"/>')],
)
def test_what_cannot_be_edited_is_refused(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        media_type_of(path)
    assert caught.value.code is ErrorCode.DOCUMENT_NOT_EDITABLE


def test_an_archive_is_opened_by_what_is_in_it_whatever_its_name(tmp_path: Path) -> None:
    assert media_type_of(write_docx(tmp_path / "a.odt", "<w:p/>")) == FileKind.DOCX
    assert media_type_of(write_odt(tmp_path / "a.docx", "<text:p/>")) == FileKind.ODT
    (tmp_path / "b.docx").write_text("only words", encoding="utf-8")
    assert media_type_of(tmp_path / "b.docx") == FileKind.TEXT
