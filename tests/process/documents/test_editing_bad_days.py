"""Files as they come on bad days, opened for translation through the process that reads, and written back."""

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.documents.reading import DocumentReader
from desktop_llm.documents.segments import SegmentTarget
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.written_archive import write_archive, write_docx, write_odt

PARAGRAPH = "<w:p><w:r><w:t>The lease ends in May.</w:t></w:r></w:p>"
# What a file may cost; anything else is a defect of the program.
SENTENCES = {
    ErrorCode.DOCUMENT_DAMAGED,
    ErrorCode.DOCUMENT_EMPTY,
    ErrorCode.DOCUMENT_KIND_UNKNOWN,
    ErrorCode.DOCUMENT_NOT_EDITABLE,
    ErrorCode.DOCUMENT_TOO_LARGE,
}


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    reader = DocumentReader()
    yield reader
    reader.close()


def failure(reader: DocumentReader, path: Path) -> ErrorCode:
    with pytest.raises(DocumentError) as raised:
        reader.open_for_editing(path)
    return raised.value.code


def test_a_zip_bomb_is_not_unpacked(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "")
        with file.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(bytes(2**20))
    assert failure(reader, path) is ErrorCode.DOCUMENT_TOO_LARGE


def test_entities_do_not_grow_and_lead_nowhere(reader: DocumentReader, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    grown = "<!ENTITY a0 'boom'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 20}'>" for n in range(1, 15))
    external = f"<!ENTITY e SYSTEM '{secret.as_uri()}'>"
    body = f"<w:document xmlns:w='w'><w:body>{PARAGRAPH}<w:p><w:r><w:t>&e;&a14;</w:t></w:r></w:p></w:body></w:document>"
    parts = {"[Content_Types].xml": "", "word/document.xml": f"<!DOCTYPE a [{grown}{external}]>{body}"}
    path = write_archive(tmp_path / "a.docx", dict(parts))
    assert failure(reader, path) is ErrorCode.DOCUMENT_DAMAGED
    write_archive(path, parts | {"word/document.xml": f"<!DOCTYPE a [{external}]>{body.replace('&a14;', '')}"})
    assert [segment.content for segment in reader.open_for_editing(path).segments] == [("The lease ends in May.",)]


@pytest.mark.parametrize("text", ["<div>", "<b>", "</b><i>", "<code>", "<p>x", '<a href="', "<b></i>", "<td>a</p>"])
def test_pages_without_ends_are_opened_in_no_time(reader: DocumentReader, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<p>Words {text * 5_000}", "utf-8")
    file = reader.open_for_editing(path)
    assert reader.written_translation(file, (), "en") == path.read_bytes()


def test_xml_without_bottom_is_damaged(reader: DocumentReader, tmp_path: Path) -> None:
    assert failure(reader, write_docx(tmp_path / "a.docx", "<w:sdt>" * 100_000)) is ErrorCode.DOCUMENT_DAMAGED


def samples(folder: Path) -> list[Path]:
    texts = {
        "a.html": f"<html><body>{'<p>The <b>lease</b> ends.' * 9}<table><tr><td>a<td>b</table>",
        "a.md": "# Lease\n\nThe **lease** [ends](x).\n\n| a | b |\n|---|---|\n| c | d |\n",
        "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nThe lease\n",
        "a.po": 'msgid "lease"\nmsgstr ""\n\nmsgid "%d lease"\nmsgid_plural "%d leases"\nmsgstr[0] ""\nmsgstr[1] ""\n',
        "a.xlf": "<xliff version='1.2'><trans-unit><source>A <g id='1'>b</g></source></trans-unit></xliff>",
        "a.txt": "The lease\n\n- ends in May\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    write_docx(folder / "a.docx", PARAGRAPH * 5, styles="<w:style/>")
    write_odt(folder / "a.odt", "<text:p>The <text:span text:style-name='T1'>lease</text:span> ends.</text:p>")
    return sorted(folder.iterdir())


def test_files_that_were_cut_or_garbled_are_written_or_cost_a_sentence(reader: DocumentReader, tmp_path: Path) -> None:
    seeded = random.Random(7)
    codes: set[ErrorCode] = set()
    for sample in samples(tmp_path):
        data = sample.read_bytes()
        for number in range(12):
            damaged = bytearray(data[: seeded.randrange(1, len(data))] if number % 2 else data)
            for _ in range(number // 2):
                damaged[seeded.randrange(len(damaged))] = seeded.randrange(256)
            sample.write_bytes(damaged)
            try:
                file = reader.open_for_editing(sample)
                targets = [SegmentTarget(id=segment.id, content=("Neu",)) for segment in file.segments]
                reader.written_translation(file, targets, "de")
            except DocumentError as error:
                codes.add(error.code)
    assert codes <= SENTENCES
