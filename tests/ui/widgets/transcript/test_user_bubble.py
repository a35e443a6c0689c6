from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.message_content import MessageContent
from desktop_llm.ui.widgets.transcript.user_bubble import UserBubble

MakeBubble = Callable[..., UserBubble]


@pytest.fixture
def make_bubble(qtbot: QtBot) -> MakeBubble:
    def make(text: str, **content: object) -> UserBubble:
        bubble = UserBubble(None, MessageContent(id="q", role="user", text=text, **content))
        qtbot.addWidget(bubble)
        bubble.resize(700, bubble.heightForWidth(700))
        bubble.show()
        qtbot.waitExposed(bubble)
        return bubble

    return make


def frame(bubble: UserBubble) -> QFrame:
    found = bubble.findChild(QFrame, "user_bubble")
    assert found is not None
    return found


def opacity(bubble: UserBubble) -> float:
    (effect,) = [each.graphicsEffect() for each in bubble.findChildren(QWidget) if each.graphicsEffect()]
    assert isinstance(effect, QGraphicsOpacityEffect)
    return effect.opacity()


def test_a_short_question_is_a_small_bubble_on_the_right(make_bubble: MakeBubble) -> None:
    bubble = make_bubble("Why?")
    assert frame(bubble).width() < 120
    assert frame(bubble).geometry().right() == 699


def test_a_long_question_leaves_room_on_the_left(make_bubble: MakeBubble) -> None:
    bubble = make_bubble("word " * 80)
    assert 500 < frame(bubble).width() < 600
    assert frame(bubble).height() > 100


def test_attachments_are_named(make_bubble: MakeBubble) -> None:
    bubble = make_bubble("Sum up", attachments=("lease.pdf", "<b>x</b>.txt"))
    chips = [label for label in frame(bubble).findChildren(QLabel) if label.isVisible()]
    assert [chip.text() for chip in chips] == ["lease.pdf", "<b>x</b>.txt"]
    assert all(chip.textFormat() is Qt.TextFormat.PlainText for chip in chips)


def test_the_buttons_are_seen_when_the_keyboard_reaches_them(make_bubble: MakeBubble, qtbot: QtBot) -> None:
    bubble = make_bubble("Why?")
    bubble.activateWindow()
    bubble._fade_actions()
    assert opacity(bubble) == (1.0 if bubble.underMouse() else 0.0)
    bubble.findChild(QPushButton, "edit_button").setFocus()
    qtbot.waitUntil(lambda: opacity(bubble) == 1.0)


def test_branches_are_always_seen(make_bubble: MakeBubble) -> None:
    assert opacity(make_bubble("Why?", branch_number=1, branch_count=2)) == 1.0


def test_an_emptied_question_is_not_sent(make_bubble: MakeBubble, qtbot: QtBot) -> None:
    bubble = make_bubble("Why?")
    bubble.start_editing()
    bubble.findChild(QPlainTextEdit).setPlainText("  ")
    with qtbot.assertNotEmitted(bubble.edit_submitted):
        bubble.findChild(QPushButton, "send_edit_button").click()


def test_control_and_enter_send_the_edited_question(make_bubble: MakeBubble, qtbot: QtBot) -> None:
    bubble = make_bubble("Why?")
    bubble.start_editing()
    field = bubble.findChild(QPlainTextEdit)
    field.setPlainText("Why not?")
    with qtbot.waitSignal(bubble.edit_submitted) as received:
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert received.args == ["Why not?"]


def test_what_is_typed_into_the_editor_is_told_and_stays_there_when_it_is_sent(
    make_bubble: MakeBubble, qtbot: QtBot
) -> None:
    bubble = make_bubble("Why?")
    bubble.start_editing()
    field = bubble.findChild(QPlainTextEdit)
    with qtbot.waitSignals([bubble.edit_changed] * 2, check_params_cbs=["Why?!".__eq__, "Why?!?".__eq__]):
        qtbot.keyClicks(field, "!?")
    with qtbot.waitSignal(bubble.edit_submitted) as received:
        bubble.findChild(QPushButton, "send_edit_button").click()
    assert received.args == ["Why?!?"]
    assert (field.isVisible(), field.toPlainText()) == (True, "Why?!?")


def test_an_editor_that_is_shown_again_has_its_text_and_takes_the_focus_only_when_asked(
    make_bubble: MakeBubble, qtbot: QtBot
) -> None:
    bubble = make_bubble("Why?")
    bubble.activateWindow()
    bubble.show_editor("Why not")
    field = bubble.findChild(QPlainTextEdit)
    assert not field.hasFocus()
    bubble.findChild(QPushButton, "edit_button").click()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "?")
    assert field.toPlainText() == "Why not?"


def test_a_cancelled_editor_is_told_and_shows_the_question(make_bubble: MakeBubble, qtbot: QtBot) -> None:
    bubble = make_bubble("Why?")
    bubble.show_editor("Why not?")
    with qtbot.waitSignal(bubble.edit_cancelled):
        bubble.findChild(QPushButton, "cancel_edit_button").click()
    assert bubble.findChild(QWidget, "user_text").isVisible()
    bubble.start_editing()
    fields = [field for field in bubble.findChildren(QPlainTextEdit) if field.isVisible()]
    assert [field.toPlainText() for field in fields] == ["Why?"]


def test_escape_leaves_the_editor_but_throws_away_nothing_that_was_written(
    make_bubble: MakeBubble, qtbot: QtBot
) -> None:
    bubble = make_bubble("Why?")
    bubble.activateWindow()
    bubble.start_editing()
    field = bubble.findChild(QPlainTextEdit, "edit_message_field")
    qtbot.keyClicks(field, "!")
    with qtbot.assertNotEmitted(bubble.edit_cancelled):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    cancel = bubble.findChild(QPushButton, "cancel_edit_button")
    qtbot.waitUntil(cancel.hasFocus)
    assert field.toPlainText() == "Why?!"
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(bubble.edit_cancelled):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_control_characters_are_not_shown(make_bubble: MakeBubble) -> None:
    bubble = make_bubble("a\u202eb\x00c")
    assert bubble.findChild(QWidget, "user_text").toPlainText() == "abc"
