import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.markdown_chapters import Chapter, ChapterKind, chapters_of
from desktop_llm.ui.widgets.transcript.message_content import BranchStep, EditedMessage, MessageContent
from desktop_llm.ui.widgets.transcript.message_rows import ChapterRow, FooterRow, MessageRow, QuestionRow, ThinkingRow
from desktop_llm.ui.widgets.transcript.message_wishes import MessageWishes
from desktop_llm.ui.widgets.transcript.prose_style import INDENT_PX

CONTENT = MessageContent(id="m", role="assistant", text="x " * 400, thinking="hm")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(700, 900)
    parent.show()
    return parent


@pytest.fixture
def wishes(parent: QWidget) -> MessageWishes:
    return MessageWishes(parent)


def chapter_row(text: str, wishes: MessageWishes, *, is_thought: bool = False) -> ChapterRow:
    row = ChapterRow(CONTENT, 8, wishes, chapters_of(text)[0])
    row.is_thought = is_thought
    return row


def height(row: MessageRow, parent: QWidget) -> int:
    return row.build(parent, 700).heightForWidth(700)


@pytest.mark.parametrize(
    "text", ["word " * 200, "one line", "a\n\nb\n\nc\n\nd", "```\n" + "code\n" * 30, "- item\n" * 30]
)
def test_estimates_are_near_the_truth(parent: QWidget, wishes: MessageWishes, text: str) -> None:
    row = chapter_row(text, wishes)
    assert 0.4 < row.estimated_height(700) / height(row, parent) < 2.5


def test_thinking_and_code_in_lists_are_set_in(parent: QWidget, wishes: MessageWishes) -> None:
    plain = height(chapter_row("word " * 200, wishes), parent)
    thought = height(chapter_row("word " * 200, wishes, is_thought=True), parent)
    assert thought >= plain
    code = chapters_of("1. a\n   ```\n   x\n   ```\n")[1]
    frame = ChapterRow(CONTENT, 8, wishes, code).build(parent, 700)
    frame.resize(700, 100)
    frame.show()
    assert frame.code.x() == INDENT_PX
    assert frame.code.geometry().right() == 699


def test_a_row_is_drawn_again_only_when_it_changed(parent: QWidget, wishes: MessageWishes) -> None:
    row = chapter_row("text", wishes)
    row.widget = row.build(parent, 700)
    row.show(row.chapter, has_cursor_mark=False, is_final=True)
    row.measured_width_px = 700
    row.show(row.chapter, has_cursor_mark=False, is_final=True)
    assert row.measured_width_px == 700
    grown = Chapter(ChapterKind.PROSE)
    grown.append("text and more")
    row.show(grown, has_cursor_mark=False, is_final=True)
    assert row.measured_width_px == 0
    assert row.widget.prose.toPlainText() == "text and more"


def test_wishes_carry_the_messages_id(qtbot: QtBot, wishes: MessageWishes) -> None:
    cases = [
        (QuestionRow(CONTENT, wishes), "on_copy", (), wishes.copy_requested, "m"),
        (QuestionRow(CONTENT, wishes), "on_step", (1,), wishes.branch_requested, BranchStep("m", 1)),
        (QuestionRow(CONTENT, wishes), "on_edited", ("new",), wishes.edit_submitted, EditedMessage("m", "new")),
        (QuestionRow(CONTENT, wishes), "on_edit_changed", ("n",), wishes.edit_changed, EditedMessage("m", "n")),
        (QuestionRow(CONTENT, wishes), "on_edit_changed", (CONTENT.text,), wishes.edit_dropped, "m"),
        (QuestionRow(CONTENT, wishes), "on_edit_cancelled", (), wishes.edit_dropped, "m"),
        (ThinkingRow(CONTENT, wishes), "on_fold", (), wishes.fold_requested, "m"),
        (FooterRow(CONTENT, wishes), "on_regenerate", (), wishes.regenerate_requested, "m"),
        (FooterRow(CONTENT, wishes), "on_continue", (), wishes.continue_requested, "m"),
        (FooterRow(CONTENT, wishes), "on_notice_action", (), wishes.notice_action_requested, "m"),
    ]
    for row, name, arguments, signal, payload in cases:
        with qtbot.waitSignal(signal) as received:
            getattr(row, name)(*arguments)
        assert received.args == [payload]
