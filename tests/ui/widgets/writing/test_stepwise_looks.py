from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import Paragraph, RichText, TextRun
from desktop_llm.ui.widgets.writing.stepwise_looks import StepwiseLooks
from desktop_llm.ui.widgets.writing.text_looks import Look
from tests.fakes.changing_editor import ChangingEditor


class Asked:
    """Notes which blocks were asked about; makes each one higher."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def looks_of(self, block: QTextBlock) -> Iterator[Look]:
        self.numbers.append(block.blockNumber())
        large = QTextCharFormat()
        large.setFontPointSize(40)
        yield Look(0, 4, large)


def test_what_is_seen_comes_at_once_and_the_rest_in_steps_without_moving_it(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, *(f"Line {number}." for number in range(600)))
    steps = StepwiseLooks(editor.editor, editor.editor.looks)
    asked = Asked()
    editor.editor.looks.add_source(asked.looks_of)
    bar = editor.editor.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = editor.editor.cursorForPosition(editor.editor.viewport().rect().topLeft()).blockNumber()
    document = editor.editor.document()
    steps.refresh([document.findBlockByNumber(number) for number in range(600)])
    assert top in asked.numbers
    assert 0 not in asked.numbers
    seen = editor.editor.cursorRect(QTextCursor(document.findBlockByNumber(top))).top()
    qtbot.waitUntil(lambda: steps.is_settled)
    assert sorted(asked.numbers) == list(range(600))
    assert abs(editor.editor.cursorRect(QTextCursor(document.findBlockByNumber(top))).top() - seen) <= 2


def test_paragraphs_that_are_gone_until_their_turn_are_not_drawn(qtbot: QtBot) -> None:
    """Another text takes the place of a long one that has marks everywhere."""
    editor = ChangingEditor(qtbot, *(f"Line {number} of a long text." for number in range(3000)))
    steps = StepwiseLooks(editor.editor, editor.editor.looks)
    document = editor.editor.document()
    steps.refresh([document.findBlockByNumber(number) for number in range(3000)])
    editor.editor.show_rich_text(RichText(paragraphs=(Paragraph(runs=(TextRun(text="Another text."),)),)))
    asked = Asked()
    editor.editor.looks.add_source(asked.looks_of)
    qtbot.waitUntil(lambda: steps.is_settled)
    assert set(asked.numbers) <= {0}


def test_paragraphs_behind_those_that_come_and_go_have_their_turn(qtbot: QtBot) -> None:
    editor = ChangingEditor(qtbot, *(f"Line {number}." for number in range(600)))
    steps = StepwiseLooks(editor.editor, editor.editor.looks)
    document = editor.editor.document()
    steps.refresh([document.findBlockByNumber(number) for number in (300, 302, 599)])
    gone = QTextCursor(document.findBlockByNumber(301))
    gone.setPosition(document.findBlockByNumber(306).position(), QTextCursor.MoveMode.KeepAnchor)
    gone.removeSelectedText()
    QTextCursor(document.firstBlock()).insertText("One more.\n")
    asked = Asked()
    editor.editor.looks.add_source(asked.looks_of)
    qtbot.waitUntil(lambda: steps.is_settled)
    assert set(asked.numbers) == {301, 595}
