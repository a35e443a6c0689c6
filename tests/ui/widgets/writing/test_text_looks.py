import pytest
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from desktop_llm.documents.rich_text import TextFormat, TextRun
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter
from desktop_llm.ui.widgets.writing.text_looks import Look, TextLooks
from tests.fakes.written_texts import paragraph

pytestmark = pytest.mark.usefixtures("qapp")


def _red() -> QTextCharFormat:
    look = QTextCharFormat()
    look.setUnderlineColor(QColor("red"))
    return look


def test_links_have_a_colour_that_is_not_in_the_text() -> None:
    document = QTextDocument()
    looks = TextLooks(document)
    DocumentWriter(document).write([paragraph("see ", TextRun(text="here", format=TextFormat(link="https://a.org")))])
    looks.refresh(document.firstBlock())
    (drawn,) = document.firstBlock().layout().formats()
    assert (drawn.start, drawn.length, drawn.format.fontUnderline()) == (4, 4, True)
    assert not QTextCursor(document.lastBlock()).charFormat().fontUnderline()


def test_a_source_says_what_is_drawn_and_is_asked_again() -> None:
    document = QTextDocument("some words")
    looks = TextLooks(document)
    wanted: list[Look] = []

    def source(_block: QTextBlock) -> list[Look]:
        return wanted

    looks.add_source(source)
    looks.refresh(document.firstBlock())
    assert document.firstBlock().layout().formats() == []
    document.clearUndoRedoStacks()
    wanted.append(Look(5, 10, _red()))
    looks.refresh(document.firstBlock())
    (drawn,) = document.firstBlock().layout().formats()
    assert (drawn.start, drawn.length) == (5, 5)
    assert not document.isUndoAvailable()


def test_what_is_drawn_over_something_leaves_each_letter_of_it_as_it_is() -> None:
    document = QTextDocument("misspeled words")
    looks = TextLooks(document)
    italic = QTextCharFormat()
    italic.setFontItalic(True)
    looks.add_source(lambda _block: [Look(8, 9, italic)])
    looks.add_source(lambda _block: [Look(0, 9, _red())])
    looks.refresh(document.firstBlock())
    drawn = document.firstBlock().layout().formats()
    assert [(each.start, each.length, each.format.fontItalic()) for each in drawn] == [(0, 8, False), (8, 1, True)]
    assert all(each.format.underlineColor() == QColor("red") for each in drawn)


def test_nothing_is_drawn_where_there_is_no_block() -> None:
    TextLooks(QTextDocument()).refresh(QTextBlock())
