from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

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
