import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from desktop_llm.documents.word_file import WordBlock, WordKind, WordParagraph, WordRun, WordTable, word_file


def _opened(*blocks: WordBlock, title: str = "Lease", language: str = "en") -> docx.document.Document:
    return docx.Document(io.BytesIO(word_file(title, language, blocks)))


def _text(*runs: WordRun, kind: WordKind = WordKind.TEXT, **facts: object) -> WordParagraph:
    return WordParagraph(kind=kind, runs=runs, **facts)


def test_paragraphs_have_styles_that_word_knows() -> None:
    run = WordRun(text="x")
    kinds = [WordKind.TITLE, WordKind.TEXT, WordKind.CODE, WordKind.QUOTE, WordKind.NOTE]
    file = _opened(*(_text(run, kind=kind) for kind in kinds), _text(run, kind=WordKind.HEADING, level=2))
    names = [paragraph.style.name for paragraph in file.paragraphs]
    assert names == ["Title", "Normal", "Code", "Quote", "Note", "Heading 2"]


def test_runs_have_their_looks() -> None:
    (paragraph,) = _opened(
        _text(
            WordRun(text="b", is_bold=True),
            WordRun(text="i", is_italic=True),
            WordRun(text="s", is_struck=True),
            WordRun(text="c", is_code=True),
        )
    ).paragraphs
    bold, italic, struck, code = paragraph.runs
    assert (bold.bold, italic.italic, struck.font.strike, code.font.name) == (True, True, True, "Consolas")


def test_a_list_item_hangs_from_its_marker() -> None:
    (paragraph,) = _opened(_text(WordRun(text="One"), indent=2, marker="1.")).paragraphs
    assert paragraph.text == "1.\tOne"
    assert paragraph.paragraph_format.left_indent.mm == pytest.approx(14, abs=0.1)
    assert paragraph.paragraph_format.first_line_indent.mm == pytest.approx(-7, abs=0.1)


def test_a_link_can_be_followed() -> None:
    file = _opened(_text(WordRun(text="see "), WordRun(text="this", link="https://example.org/?a=1&b=2")))
    (link,) = file.paragraphs[0].hyperlinks
    assert (link.text, link.address) == ("this", "https://example.org/?a=1&b=2")


def test_tables_have_a_head_and_take_rows_of_any_length() -> None:
    cell = (WordRun(text="Rent"),)
    (table,) = _opened(WordTable(((cell, cell), (cell,)))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["Rent", "Rent"], ["Rent", ""]]
    assert table.rows[0].cells[0].paragraphs[0].runs[0].bold
    assert not table.rows[1].cells[0].paragraphs[0].runs[0].bold
    assert not _opened(WordTable(((),))).tables


def test_text_that_is_read_from_the_right_is_set_so() -> None:
    hebrew, english = _opened(_text(WordRun(text="1. שלום")), _text(WordRun(text="Hello"))).paragraphs
    directions = [each._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for each in (hebrew, english)]
    assert directions == [True, False]
    assert hebrew.runs[0].font.rtl


def test_what_xml_cannot_hold_is_left_out_and_line_ends_are_kept() -> None:
    (paragraph,) = _opened(_text(WordRun(text="a\x00\x0bb\ud800c\nd\te")), title="T\x00").paragraphs
    assert paragraph.text == "abc\nd\te"


def test_the_file_names_its_title_and_language_and_no_library() -> None:
    data = word_file("Lease", "de", ())
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.language, properties.author) == ("Lease", "de", "")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"python-docx" not in archive.read("docProps/core.xml")
