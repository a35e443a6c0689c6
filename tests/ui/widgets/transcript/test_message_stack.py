import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.widgets.transcript.markdown_chapters import ChapterKind
from desktop_llm.ui.widgets.transcript.message_content import ContentState, MessageContent
from desktop_llm.ui.widgets.transcript.message_rows import ChapterRow, FooterRow, QuestionRow, SealedRow, ThinkingRow
from desktop_llm.ui.widgets.transcript.message_stack import MessageStack
from desktop_llm.ui.widgets.transcript.message_wishes import MessageWishes

ANSWER = MessageContent(id="a", role="assistant", text="one\n\n```py\nx\n```\n\ntwo")
STREAMING = replace(ANSWER, text="", state=ContentState.STREAMING)


@pytest.fixture
def wishes(qapp: QApplication) -> MessageWishes:
    return MessageWishes(QObject(qapp))


def kinds(stack: MessageStack) -> list[type]:
    return [type(row) for row in stack.rows]


def test_a_question_is_one_row(wishes: MessageWishes) -> None:
    assert kinds(MessageStack(MessageContent(id="q", role="user", text="x"), wishes)) == [QuestionRow]


def test_an_answer_is_cut_only_when_it_is_wanted(wishes: MessageWishes) -> None:
    stack = MessageStack(ANSWER, wishes)
    assert kinds(stack) == [SealedRow]
    rows = stack.rows[0].opened()
    assert [type(row) for row in rows] == [ChapterRow, ChapterRow, ChapterRow, FooterRow]
    assert [row.chapter.kind for row in rows[:3]] == [ChapterKind.PROSE, ChapterKind.CODE, ChapterKind.PROSE]
    assert stack.rows == rows


def test_a_growing_answer_keeps_its_rows(wishes: MessageWishes) -> None:
    stack = MessageStack(STREAMING, wishes)
    stack.grow("one\n\n```py\nx", "")
    before = stack.rows[:]
    stack.grow(" = 1\n```\nmore", "")
    assert stack.rows[: len(before)] == before
    assert kinds(stack) == [ChapterRow, ChapterRow, ChapterRow]


def test_the_cursor_is_in_the_last_row_only_while_the_answer_is_written(wishes: MessageWishes) -> None:
    stack = MessageStack(STREAMING, wishes)
    assert [row.has_cursor_mark for row in stack.rows] == [True]
    stack.grow("one\n\n```py\nx\n```\n", "")
    assert [row.has_cursor_mark for row in stack.rows] == [False, False, True]
    stack.show(ANSWER)
    assert [row.has_cursor_mark for row in stack.rows if isinstance(row, ChapterRow)] == [False, False, False]


def test_thinking_is_folded_and_unfolds_into_rows(wishes: MessageWishes) -> None:
    stack = MessageStack(replace(ANSWER, text="x", thinking="hm\n\n```\ncode\n```"), wishes)
    stack.open()
    assert kinds(stack) == [ThinkingRow, ChapterRow, FooterRow]
    stack.toggle_thinking()
    assert kinds(stack) == [ThinkingRow, ChapterRow, ChapterRow, ChapterRow, FooterRow]
    assert [row.is_thought for row in stack.rows if isinstance(row, ChapterRow)] == [True, True, False]


def test_an_answer_that_goes_on_grows_from_where_it_was(wishes: MessageWishes) -> None:
    stack = MessageStack(replace(ANSWER, text="one"), wishes)
    stack.show(replace(ANSWER, text="one", state=ContentState.STREAMING))
    stack.grow(" two", "")
    assert stack.content.text == "one two"
    assert stack.rows[0].chapter.text == "one two"
