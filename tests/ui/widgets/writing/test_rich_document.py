import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtGui import QTextDocument

from desktop_llm.documents.rich_text import Paragraph, RichText, TableCell, TextRun
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter, cells_of, paragraph_of
from desktop_llm.ui.widgets.writing.text_styles import is_filler
from tests.fakes.written_texts import EVERYTHING, paragraph, rich_texts

pytestmark = pytest.mark.usefixtures("qapp")


def _document(*parts: tuple[Paragraph, ...]) -> QTextDocument:
    document = QTextDocument()
    writer = DocumentWriter(document)
    for part in parts:
        writer.write(part)
    return document


def _read(document: QTextDocument) -> tuple[Paragraph, ...]:
    cells = dict(cells_of(document))
    blocks = (document.findBlockByNumber(number) for number in range(document.blockCount()))
    return tuple(
        replace(paragraph_of(block), cell=cells.get(block.blockNumber())) for block in blocks if not is_filler(block)
    )


def test_a_text_with_everything_comes_back_as_it_was() -> None:
    assert _read(_document(EVERYTHING.paragraphs)) == EVERYTHING.paragraphs


@settings(max_examples=150, deadline=None)
@given(rich_texts())
def test_any_text_comes_back_as_it_was(text: RichText) -> None:
    assert _read(_document(text.paragraphs)) == text.paragraphs


@settings(max_examples=50, deadline=None)
@given(rich_texts(), st.integers(0, 20))
def test_a_text_written_in_parts_is_the_same(text: RichText, cut: int) -> None:
    """A table is written whole."""
    while 0 < cut < len(text.paragraphs) and text.paragraphs[cut].cell is not None:
        cut -= 1
    assert _read(_document(text.paragraphs[:cut], text.paragraphs[cut:])) == text.paragraphs


def test_letters_that_qt_uses_for_itself_break_no_paragraph() -> None:
    (read,) = _read(_document((Paragraph(runs=(TextRun(text="a\u2029b\ufdd0c\rd\0e\ufffcf"),)),)))
    assert read.text == "a\nb c\nd e f"


def test_an_empty_text_is_one_empty_paragraph() -> None:
    assert _read(QTextDocument()) == (Paragraph(),)


def test_a_cell_that_goes_over_one_with_a_text_of_its_own_does_not() -> None:
    wide = TableCell(table=0, row=0, column=0, n_columns=2)
    content = (paragraph("wide", cell=wide), paragraph("own", cell=TableCell(table=0, row=0, column=1)))
    read = _read(_document(content))
    assert [each.text for each in read] == ["wide", "own"]
    assert read[0].cell == TableCell(table=0, row=0, column=0)
