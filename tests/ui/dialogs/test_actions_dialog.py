from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.writing_actions import ActionResult, WritingAction
from desktop_llm.ui.dialogs.actions_dialog import ActionsDialog
from desktop_llm.ui.widgets.form_controls import Choice

ACTIONS = (WritingAction(name="Thank", instruction="Thank them."), WritingAction(name="Poem", instruction="A poem."))


def dialog(qtbot: QtBot) -> ActionsDialog:
    made = ActionsDialog()
    qtbot.addWidget(made)
    made.show_actions(ACTIONS)
    made.show()
    return made


def press(qtbot: QtBot, made: ActionsDialog, name: str) -> None:
    qtbot.mouseClick(made.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def saved(qtbot: QtBot, made: ActionsDialog) -> tuple[WritingAction, ...]:
    with qtbot.waitSignal(made.actions_changed) as told:
        press(qtbot, made, "save_actions_button")
    assert told.args is not None
    return told.args[0]


def test_an_action_is_made_with_all_that_belongs_to_it(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    press(qtbot, made, "add_action_button")
    made.findChild(QLineEdit, "action_name").setText("Calm")
    made.findChild(QPlainTextEdit, "action_instruction").setPlainText("Say it calmly.")
    result = made.findChild(Choice, "action_result")
    result.show_value(ActionResult.BELOW)
    result.value_chosen.emit(ActionResult.BELOW)
    made.findChild(QKeySequenceEdit, "action_keys").setKeySequence(QKeySequence("Ctrl+Alt+C"))
    calm = WritingAction(name="Calm", instruction="Say it calmly.", result=ActionResult.BELOW, shortcut="Ctrl+Alt+C")
    assert saved(qtbot, made) == (*ACTIONS, calm)


def test_one_is_removed_and_one_without_instruction_is_left_out(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    press(qtbot, made, "remove_action_button")
    press(qtbot, made, "add_action_button")
    assert saved(qtbot, made) == (ACTIONS[1],)


def test_keys_that_do_something_else_are_not_taken(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    warning = made.findChild(QLabel, "keys_taken")
    keys = made.findChild(QKeySequenceEdit, "action_keys")
    keys.setKeySequence(QKeySequence("F9"))
    assert warning.isVisible()
    assert saved(qtbot, made)[0].shortcut == ""


def test_each_action_has_its_own_fields(qtbot: QtBot) -> None:
    made = dialog(qtbot)
    made.findChild(QListWidget, "actions_list").setCurrentRow(1)
    assert made.findChild(QLineEdit, "action_name").text() == "Poem"
    assert made.findChild(QPlainTextEdit, "action_instruction").toPlainText() == "A poem."
