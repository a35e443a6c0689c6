import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter, paragraph_of
from desktop_llm.ui.widgets.writing.text_replacement import has_replaced
from tests.fakes.written_texts import EVERYTHING, paragraph

pytestmark = pytest.mark.usefixtures("qapp")

_SOME = (
    paragraph("a"),
    paragraph("b", origin="p1"),
    paragraph("c", kind=ParagraphKind.HEADING, level=2),
    paragraph("d", kind=ParagraphKind.LIST_ITEM, level=1),
    paragraph("e", kind=ParagraphKind.QUOTE, level=1),
    Paragraph(),
)
_texts = st.lists(st.sampled_from(_SOME), min_size=1, max_size=7).map(tuple)


def _document(paragraphs: tuple[Paragraph, ...]) -> QTextDocument:
    document = QTextDocument()
    DocumentWriter(document).write(paragraphs)
    document.clearUndoRedoStacks()
    return document


def _read(document: QTextDocument) -> tuple[Paragraph, ...]:
    return tuple(paragraph_of(document.findBlockByNumber(number)) for number in range(document.blockCount()))


@settings(max_examples=200, deadline=None)
@given(_texts, _texts)
def test_one_text_becomes_the_other_in_one_step(before: tuple[Paragraph, ...], after: tuple[Paragraph, ...]) -> None:
    document = _document(before)
    assert has_replaced(QTextCursor(document), before, after)
    assert _read(document) == after
    if before != after:
        document.undo()
        assert _read(document) == before
    assert not document.isUndoAvailable()


def test_what_is_too_much_or_has_tables_is_left() -> None:
    document = _document(_SOME)
    many = tuple(paragraph(str(number)) for number in range(1000))
    assert not has_replaced(QTextCursor(document), _SOME, many)
    assert not has_replaced(QTextCursor(document), _SOME, EVERYTHING.paragraphs)
    assert _read(document) == _SOME
