"""Files as they come on bad days, each through the process that reads: one sentence, and the next file is read."""

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from desktop_llm.documents.document import Document, UnreadReason, WarningKind
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.reading import DocumentReader
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.written_archive import write_archive, write_docx
from tests.fakes.written_pdf import Page, PdfWriter, lines

PARAGRAPH = "<w:p><w:r><w:t>The lease ends in May.</w:t></w:r></w:p>"
# What a file may cost; anything else is a defect of the program.
SENTENCES = {
    ErrorCode.DOCUMENT_DAMAGED,
    ErrorCode.DOCUMENT_EMPTY,
    ErrorCode.DOCUMENT_KIND_UNKNOWN,
    ErrorCode.DOCUMENT_LOCKED,
    ErrorCode.DOCUMENT_PASSWORD_NEEDED,
    ErrorCode.DOCUMENT_TOO_LARGE,
}


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    reader = DocumentReader()
    yield reader
    reader.close()


def failure(reader: DocumentReader, path: Path, limits: ReadLimits | None = None) -> ErrorCode:
    with pytest.raises(DocumentError) as raised:
        reader.read(path, limits=limits or ReadLimits())
    return raised.value.code


def test_a_zip_bomb_is_not_unpacked(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "")
        with file.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(bytes(2**20))
    assert failure(reader, path) is ErrorCode.DOCUMENT_TOO_LARGE


def test_entities_lead_nowhere_and_do_not_grow(reader: DocumentReader, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    body = f"<w:document xmlns:w='w'><w:body>{PARAGRAPH}<w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    external = f"<!DOCTYPE a [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>{body}"
    path = write_archive(tmp_path / "a.docx", {"[Content_Types].xml": "", "word/document.xml": external})
    assert reader.read(path).text == "The lease ends in May."
    grown = "<!ENTITY a0 'boom'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 20}'>" for n in range(1, 15))
    path.unlink()
    write_archive(
        path,
        {"[Content_Types].xml": "", "word/document.xml": f"<!DOCTYPE a [{grown}<!ENTITY e '&a14;'>]>{body}"},
    )
    assert failure(reader, path) is ErrorCode.DOCUMENT_DAMAGED


def test_xml_and_html_without_bottom_are_damaged(reader: DocumentReader, tmp_path: Path) -> None:
    deep = "<w:sdt>" * 100_000
    assert failure(reader, write_docx(tmp_path / "a.docx", deep)) is ErrorCode.DOCUMENT_DAMAGED
    page = tmp_path / "a.html"
    page.write_text("<div>" * 100_000, "utf-8")
    assert failure(reader, page) is ErrorCode.DOCUMENT_DAMAGED


def test_a_wrong_extension_is_said_and_the_file_read(reader: DocumentReader, tmp_path: Path) -> None:
    document = reader.read(write_docx(tmp_path / "a.pdf", PARAGRAPH))
    assert document.text == "The lease ends in May."
    assert [warning.kind for warning in document.warnings] == [WarningKind.KIND_DIFFERS]


def test_a_picture_called_a_text_is_of_no_known_kind(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert failure(reader, path) is ErrorCode.DOCUMENT_KIND_UNKNOWN


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv", "a.py", "a.srt", "a.docx", "a.pdf"])
def test_an_empty_file_holds_no_text(reader: DocumentReader, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    assert failure(reader, path) is ErrorCode.DOCUMENT_EMPTY


@pytest.mark.parametrize("paragraph", ["word " * 19 + "word\n\n", "word " * 20], ids=["paragraphs", "one line"])
def test_a_hundred_megabytes_of_text_are_read_as_far_as_allowed_and_the_rest_is_named(
    reader: DocumentReader, tmp_path: Path, paragraph: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(paragraph * 1_000_000, "utf-8")
    document = reader.read(path)
    n_read = sum(len(block.text) for block in document.blocks)
    assert 18_000_000 < n_read <= ReadLimits().n_characters
    assert {unread.reason for unread in document.unread} == {UnreadReason.TOO_LARGE}
    n_unread = sum(unread.n_characters_estimate for unread in document.unread)
    assert n_read + n_unread == pytest.approx(path.stat().st_size, rel=0.1)


def test_ten_thousand_pages_are_read(reader: DocumentReader, tmp_path: Path) -> None:
    pages = [Page(lines([f"Clause {number} of the lease."])) for number in range(1, 10_001)]
    document = reader.read(PdfWriter(pages).write(tmp_path / "a.pdf"))
    assert document.n_pages == 10_000
    assert document.blocks[-1].place.page == 10_000
    assert "Clause 5000 of the lease." in document.text


def samples(folder: Path) -> list[Path]:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Rent", 900])
    book.save(folder / "a.xlsx")
    texts = {
        "a.html": f"<html><body>{'<p>The <b>lease</b> ends.' * 9}<table><tr><td>a<td>b<tr><td>c<td>d</table>",
        "a.rtf": r"{\rtf1{\fonttbl{\f0 Arial;}}\trowd\intbl a\cell b\cell\row Text{\footnote Note.}\par}",
        "a.eml": "Subject: Lease\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nText\n--b--\n",
        "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nThe lease\n",
        "a.ipynb": '{"cells": [{"cell_type": "markdown", "source": ["# Lease"]}]}',
        "a.csv": "Item;Price\nRent;900\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    write_docx(folder / "a.docx", PARAGRAPH * 5, styles="<w:style/>")
    PdfWriter([Page(lines(["The lease ends in May."]))]).write(folder / "a.pdf")
    return sorted(folder.iterdir())


def test_files_that_were_cut_or_garbled_are_read_or_cost_a_sentence(reader: DocumentReader, tmp_path: Path) -> None:
    seeded = random.Random(7)
    for sample in samples(tmp_path):
        data = sample.read_bytes()
        damaged = [data[: len(data) * part // 8] for part in range(1, 8)]
        for _ in range(12):
            garbled = bytearray(data)
            for _ in range(5):
                garbled[seeded.randrange(len(garbled))] = seeded.randrange(256)
            damaged.append(bytes(garbled))
        for variant in damaged:
            sample.write_bytes(variant)
            result = read_or_code(reader, sample)
            assert isinstance(result, Document) or result in SENTENCES, (sample.name, variant)


def read_or_code(reader: DocumentReader, path: Path) -> Document | ErrorCode:
    try:
        return reader.read(path)
    except DocumentError as error:
        return error.code
