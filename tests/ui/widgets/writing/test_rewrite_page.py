from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.rewrite_request import RewriteStyle
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.writing.rewrite_page import RewritePage, RewriteWish


def page(qtbot: QtBot) -> RewritePage:
    made = RewritePage()
    qtbot.addWidget(made)
    made.resize(348, 600)
    made.show()
    return made


def click(qtbot: QtBot, made: RewritePage, name: str) -> None:
    qtbot.mouseClick(made.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)


def test_every_style_is_a_button(qtbot: QtBot) -> None:
    made = page(qtbot)
    for style in RewriteStyle:
        if style is RewriteStyle.CUSTOM:
            continue
        with qtbot.waitSignal(made.rewrite_requested) as wished:
            click(qtbot, made, f"rewrite_{style}_button")
        assert wished.args == [RewriteWish(style)]


def test_an_instruction_in_own_words_is_given_by_enter(qtbot: QtBot) -> None:
    made = page(qtbot)
    count = made.findChild(Choice, "rewrite_count")
    assert count is not None
    count.show_value(3)
    field = made.findChild(QLineEdit, "rewrite_instruction")
    qtbot.keyClicks(field, "as a poem")
    with qtbot.waitSignal(made.rewrite_requested) as wished:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert wished.args == [RewriteWish(RewriteStyle.CUSTOM, "as a poem", "", 3)]


def test_own_actions_are_buttons_and_go_with_their_action(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_own_actions(["Calm & short", "Poem"])
    buttons = [each for each in made.findChildren(QPushButton, "own_action_button") if each.isVisible()]
    assert [each.accessibleName() for each in buttons] == ["Calm & short", "Poem"]
    with qtbot.waitSignal(made.rewrite_requested) as wished:
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert wished.args == [RewriteWish(RewriteStyle.CUSTOM, action="Calm & short")]
    made.show_own_actions([])
    assert not buttons[0].isVisible()


def test_it_says_what_is_rewritten(qtbot: QtBot) -> None:
    made = page(qtbot)
    label = made.findChild(QLabel, "rewrite_target")
    assert label is not None
    assert "whole text" in label.text()
    made.show_target(is_selection=True)
    assert "selected" in label.text()


def test_continuing_is_a_wish_of_its_own(qtbot: QtBot) -> None:
    made = page(qtbot)
    with qtbot.waitSignal(made.continue_requested):
        click(qtbot, made, "continue_button")
