import random

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument

from desktop_llm.documents.rich_text import Paragraph, RichText
from desktop_llm.ui.widgets.writing.paragraph_tracker import ParagraphTracker, TextCounts
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter
from tests.fakes.written_texts import EVERYTHING, paragraph

pytestmark = pytest.mark.usefixtures("qapp")


class _Tracked(QObject):
    def __init__(self, text: RichText) -> None:
        super().__init__()
        self.document = QTextDocument(self)
        self.tracker = ParagraphTracker(self.document, self)
        DocumentWriter(self.document).write(text.paragraphs)

    def read_anew(self) -> tuple[Paragraph, ...]:
        return ParagraphTracker(self.document, self).paragraphs


def _edit(document: QTextDocument, chance: random.Random) -> None:
    cursor = QTextCursor(document)
    cursor.setPosition(chance.randrange(document.characterCount()))
    end = min(document.characterCount() - 1, cursor.position() + chance.randrange(15))
    match chance.randrange(6):
        case 0:
            cursor.insertText("ab")
        case 1:
            cursor.insertBlock()
        case 2:
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        case 3:
            document.undo()
        case 4:
            document.redo()
        case _:
            italic = QTextCharFormat()
            italic.setFontItalic(True)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(italic)


@pytest.mark.parametrize("seed", range(5))
def test_the_paragraphs_are_right_after_any_edit(seed: int) -> None:
    tracked = _Tracked(EVERYTHING)
    assert tracked.tracker.paragraphs == EVERYTHING.paragraphs
    chance = random.Random(seed)
    for _ in range(120):
        _edit(tracked.document, chance)
        assert tracked.tracker.paragraphs == tracked.read_anew()


def test_only_what_was_changed_is_read_anew() -> None:
    tracked = _Tracked(RichText(paragraphs=tuple(paragraph(letter) for letter in "abc")))
    before = tracked.tracker.paragraphs
    cursor = QTextCursor(tracked.document.findBlockByNumber(1))
    cursor.insertText("x")
    after = tracked.tracker.paragraphs
    assert after[1].text == "xb"
    assert after[0] is before[0]
    assert after[2] is before[2]


def test_the_second_half_of_a_paragraph_is_a_new_one() -> None:
    tracked = _Tracked(RichText(paragraphs=(paragraph("one two", origin="p1"),)))
    cursor = QTextCursor(tracked.document)
    cursor.setPosition(3)
    cursor.insertBlock()
    assert [each.origin for each in tracked.tracker.paragraphs] == ["p1", ""]


def test_a_row_that_comes_into_a_table_moves_those_below_it() -> None:
    tracked = _Tracked(RichText(paragraphs=EVERYTHING.paragraphs[10:16]))
    assert tracked.tracker.paragraphs == EVERYTHING.paragraphs[10:16]
    QTextCursor(tracked.document.findBlockByNumber(1)).currentTable().insertRows(0, 1)
    moved = [replace(each.cell, row=each.cell.row + 1) for each in EVERYTHING.paragraphs[10:16] if each.cell]
    assert [each.cell for each in tracked.tracker.paragraphs][3:] == moved


def test_words_characters_and_paragraphs_are_counted() -> None:
    tracked = _Tracked(RichText(paragraphs=(paragraph("One two"), paragraph("three"))))
    assert tracked.tracker.counts == TextCounts(n_words=3, n_characters=12, n_paragraphs=2)
