"""Files as they come on bad days, opened for the editor through the process that reads, and written back."""

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from desktop_llm.documents.reading import DocumentReader
from desktop_llm.documents.rich_text import Paragraph, RichText, TextRun
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.rich_files import BOLD, heading, item, new, run, saying
from tests.fakes.written_archive import write_archive, write_docx, write_odt

KINDS = ("txt", "md", "html", "docx", "odt")
ARCHIVES = ("docx", "odt")
# What a file may cost; anything else is a defect of the program.
SENTENCES = {
    ErrorCode.DOCUMENT_DAMAGED,
    ErrorCode.DOCUMENT_KIND_UNKNOWN,
    ErrorCode.DOCUMENT_NOT_EDITABLE,
    ErrorCode.DOCUMENT_TOO_LARGE,
}
N_PARAGRAPHS = 2_000


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    reader = DocumentReader()
    yield reader
    reader.close()


def written(reader: DocumentReader, path: Path, *paragraphs: Paragraph) -> Path:
    path.write_bytes(reader.written_new_file(path, RichText(paragraphs=paragraphs, language="en")))
    return path


def saved(reader: DocumentReader, path: Path, *paragraphs: Paragraph) -> list[str]:
    """The texts of the file with these paragraphs in it."""
    data = reader.written_rich_text(reader.open_rich_text(path), RichText(paragraphs=paragraphs))
    path.write_bytes(data)
    return [paragraph.text for paragraph in reader.open_rich_text(path).text.paragraphs]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_one_word_and_one_of_none(reader: DocumentReader, tmp_path: Path, kind: str) -> None:
    path = written(reader, tmp_path / f"a.{kind}", new("word"))
    (paragraph,) = reader.open_rich_text(path).text.paragraphs
    assert paragraph.text == "word"
    assert saved(reader, path, saying(paragraph, "words")) == ["words"]
    assert saved(reader, path) == [""]
    assert saved(reader, path, new("again")) == ["again"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_200_000_words_is_opened_changed_and_saved(reader: DocumentReader, tmp_path: Path, kind: str) -> None:
    words = "word " * 97
    paragraphs = [
        heading(f"Chapter {n}")
        if n % 20 == 0
        else item(f"{words}item {n}")
        if n % 20 == 1
        else new(words, run("bold", BOLD), f" and {n}")
        for n in range(N_PARAGRAPHS)
    ]
    path = written(reader, tmp_path / f"a.{kind}", *paragraphs)
    file = reader.open_rich_text(path)
    found = list(file.text.paragraphs)
    assert len(found) == N_PARAGRAPHS
    assert sum(len(each.text.split()) for each in found) > 180_000
    middle = N_PARAGRAPHS // 2 + 5
    found[middle] = saying(found[middle], "A new sentence.")
    texts = saved(reader, path, *found)
    assert texts == [each.text for each in found]


@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_file_that_was_cut_or_garbled_costs_a_sentence(reader: DocumentReader, tmp_path: Path, kind: str) -> None:
    whole = written(reader, tmp_path / f"whole.{kind}", heading("A"), new("b ", run("c", BOLD)), item("d")).read_bytes()
    dice = random.Random(11)
    codes: set[ErrorCode] = set()
    for number in range(40):
        data = bytearray(whole[: dice.randrange(len(whole))] if number % 2 else whole)
        for _ in range(0 if number % 2 else 30):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(data)
        try:
            file = reader.open_rich_text(path)
            reader.written_rich_text(file, structs.replace(file.text, paragraphs=(new("x"),)))
        except DocumentError as error:
            codes.add(error.code)
    assert ErrorCode.DOCUMENT_DAMAGED in codes
    assert codes <= SENTENCES


def test_a_zip_bomb_is_not_unpacked(reader: DocumentReader, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "")
        with file.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(bytes(2**20))
    with pytest.raises(DocumentError) as caught:
        reader.open_rich_text(path)
    assert caught.value.code is ErrorCode.DOCUMENT_TOO_LARGE


def test_entities_do_not_grow_and_lead_nowhere(reader: DocumentReader, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    body = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>a &e; b</w:t></w:r></w:p></w:body></w:document>"
    xml = f"<!DOCTYPE a [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>{body}"
    path = write_archive(tmp_path / "a.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": xml})
    assert "secret" not in reader.open_rich_text(path).text.text


@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_file_that_another_program_wrote_meanwhile_is_not_mixed_up(
    reader: DocumentReader, tmp_path: Path, kind: str
) -> None:
    path = written(reader, tmp_path / f"a.{kind}", new("one"))
    file = reader.open_rich_text(path)
    written(reader, path, new("two"))
    with pytest.raises(DocumentError) as caught:
        reader.written_rich_text(file, file.text)
    assert caught.value.code is ErrorCode.DOCUMENT_CHANGED


def test_a_line_without_end_and_a_table_without_end(reader: DocumentReader, tmp_path: Path) -> None:
    long = "word and word " * 20_000
    path = write_docx(tmp_path / "a.docx", f"<w:p><w:r><w:t>{long}</w:t></w:r></w:p>")
    (paragraph,) = reader.open_rich_text(path).text.paragraphs
    changed = long.replace("word", "other").strip()
    assert saved(reader, path, structs.replace(paragraph, runs=(TextRun(text=changed),))) == [changed]
    cells = "<table:table-cell><text:p>c</text:p></table:table-cell>" * 20
    rows = f"<table:table-row>{cells}</table:table-row>" * 500
    table = write_odt(tmp_path / "a.odt", f"<table:table>{rows}</table:table>")
    found = list(reader.open_rich_text(table).text.paragraphs)
    found[5_000] = saying(found[5_000], "new")
    assert saved(reader, table, *found).count("c") == 9_999
