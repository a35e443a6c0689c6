from pathlib import Path

import msgspec
import pytest

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.editing.rich_tasks import open_rich_text, written_new_file, written_rich_text
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.reader_messages import OpenRichText, WriteNewFile, WriteRichText
from desktop_llm.documents.rich_text import (
    Paragraph,
    ParagraphKind,
    RichText,
    RichTextFile,
    TableCell,
    TextFormat,
    TextRun,
)
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.rich_files import BOLD, heading, item, new, run, saying


def nothing(_done: int, _total: int) -> None: ...


def opened(path: Path) -> tuple[RichTextFile, list[Paragraph]]:
    found: list[Paragraph] = []
    return open_rich_text(OpenRichText(path=str(path)), nothing, found.extend), found


def failure(path: Path) -> ErrorCode:
    with pytest.raises(DocumentError) as caught:
        opened(path)
    return caught.value.code


def test_a_file_is_opened_with_its_language_and_what_its_name_says_wrongly(tmp_path: Path) -> None:
    path = tmp_path / "page.csv.txt"
    path.write_text("The weather in the mountains is very nice today.\n", "utf-8")
    file, found = opened(path)
    assert [paragraph.text for paragraph in found] == ["The weather in the mountains is very nice today."]
    assert (file.text.language, file.media_type, file.name, len(file.sha256)) == ("en", "text/plain", path.name, 64)
    page = tmp_path / "page.txt"
    page.write_bytes(b"Stra\xdfe und Gr\xfc\xdfe nach K\xf6ln, sch\xf6n")
    assert [each.kind for each in opened(page)[0].warnings] == [WarningKind.ENCODING_GUESSED]


def test_another_file_than_was_opened_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One", "utf-8")
    file, found = opened(path)
    text = RichText(paragraphs=(saying(found[0], "Eins"),))
    command = WriteRichText(path=str(path), sha256=file.sha256, media_type=file.media_type, text=text)
    assert b"".join(written_rich_text(command, nothing)) == b"Eins"
    path.write_text("Two", "utf-8")
    with pytest.raises(DocumentError) as caught:
        list(written_rich_text(command, nothing))
    assert caught.value.code is ErrorCode.DOCUMENT_CHANGED


def test_what_comes_from_another_file_is_nothing_of_this_one(tmp_path: Path) -> None:
    other, path = tmp_path / "other.md", tmp_path / "a.md"
    other.write_text("![theirs](theirs.png) one\n\n***\n", "utf-8")
    path.write_text("![ours](ours.png) two\n\nthree\n", "utf-8")
    theirs, (file, ours) = opened(other)[1], opened(path)
    text = RichText(paragraphs=(*theirs, *ours))
    command = WriteRichText(path=str(path), sha256=file.sha256, media_type=file.media_type, text=text)
    written = b"".join(written_rich_text(command, nothing)).decode()
    assert written.endswith("\n\n![ours](ours.png) two\n\nthree\n")
    assert written.count("png") == written.count("three") == 1
    assert "theirs" in written


def test_what_the_editor_cannot_open_is_refused(tmp_path: Path) -> None:
    for name, data, code in (
        ("a.csv", b"a,b", ErrorCode.DOCUMENT_NOT_EDITABLE),
        ("a.py", b"x = 1", ErrorCode.DOCUMENT_NOT_EDITABLE),
        ("a.fodt", b'<office:document xmlns:office="o"/>', ErrorCode.DOCUMENT_NOT_EDITABLE),
        ("a.docx", b"", ErrorCode.DOCUMENT_DAMAGED),
        ("a.odt", b"just text", ErrorCode.DOCUMENT_DAMAGED),
        ("a.docx", b"PK\x03\x04damaged", ErrorCode.DOCUMENT_DAMAGED),
    ):
        (tmp_path / name).write_bytes(data)
        assert failure(tmp_path / name) is code


def test_an_empty_file_is_an_empty_paragraph(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_bytes(b"")
        assert [paragraph.runs for paragraph in opened(tmp_path / name)[1]] == [()]


def test_a_new_file_takes_the_text_of_another_one(tmp_path: Path) -> None:
    kept = Paragraph(runs=(run("see "), TextRun(text="[picture]", kept="k1")), origin="p7")
    text = RichText(paragraphs=(heading("Title"), kept, new("end")), language="en")
    command = WriteNewFile(path=str(tmp_path / "a.md"), media_type=FileKind.MARKDOWN, text=text)
    assert b"".join(written_new_file(command, nothing)) == b"# Title\n\nsee [picture]\n\nend\n"
    command = WriteNewFile(path=str(tmp_path / "a.txt"), media_type=FileKind.TEXT, text=text)
    assert b"".join(written_new_file(command, nothing)) == b"Title\nsee [picture]\nend\n"


@pytest.mark.parametrize("kind", [FileKind.DOCX, FileKind.ODT])
def test_letters_that_a_format_cannot_hold_keep_no_file_from_being_written(tmp_path: Path, kind: FileKind) -> None:
    link = run("there\x01", TextFormat(link="https://x.org/\x0b"))
    text = RichText(paragraphs=(heading("Title\x01"), new("see ", link)))
    command = WriteNewFile(path=str(tmp_path / "a"), media_type=kind, text=text)
    (tmp_path / "a").write_bytes(b"".join(written_new_file(command, nothing)))
    title, line = opened(tmp_path / "a")[1]
    assert (title.text, line.text, line.runs[-1].format.link) == ("Title", "see there", "https://x.org/")


@pytest.mark.parametrize("kind", [FileKind.DOCX, FileKind.HTML, FileKind.ODT])
def test_a_new_file_is_read_as_it_was_written(tmp_path: Path, kind: FileKind) -> None:
    quote, code = new("q", kind=ParagraphKind.QUOTE, level=1), new("x = 1", kind=ParagraphKind.CODE)
    cells = [new(str(n), cell=TableCell(table=0, row=n // 2, column=n % 2)) for n in range(4)]
    items = [item("1"), item("2", 2, is_numbered=True), item("3")]
    text = RichText(paragraphs=(heading("Title"), new("a ", run("b", BOLD)), *items, quote, code, *cells, new("e")))
    path = tmp_path / ("a.html" if kind is FileKind.HTML else "a")
    command = WriteNewFile(path=str(path), media_type=kind, text=text)
    path.write_bytes(b"".join(written_new_file(command, nothing)))
    assert [msgspec.structs.replace(each, origin="") for each in opened(path)[1]] == list(text.paragraphs)


def test_a_kind_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    text = RichText(paragraphs=(new("a", kind=ParagraphKind.QUOTE),))
    command = WriteNewFile(path=str(tmp_path / "a.pdf"), media_type=FileKind.PDF, text=text)
    with pytest.raises(DocumentError) as caught:
        list(written_new_file(command, nothing))
    assert caught.value.code is ErrorCode.DOCUMENT_NOT_EDITABLE
