from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QTextEdit
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.version_view import ShownVersion, VersionUse, VersionView

DONE = ShownVersion("The new text.", "<s>old</s> <b>new</b>", ("The number 3 is missing.",), is_done=True)


def view(qtbot: QtBot) -> VersionView:
    made = VersionView("test", (VersionUse.REPLACE, VersionUse.COPY, VersionUse.LEAVE))
    qtbot.addWidget(made)
    made.resize(320, 400)
    made.show()
    return made


def words(made: VersionView) -> str:
    found = made.findChild(QTextEdit, "test_version_text")
    assert found is not None
    return found.toPlainText()


def button(made: VersionView, name: str) -> QAbstractButton:
    found = made.findChild(QAbstractButton, name)
    assert found is not None
    return found


def test_a_version_that_grows_cannot_be_taken_but_left(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.show_version(ShownVersion("The new"), 1, 1)
    assert words(made) == "The new"
    assert not button(made, "test_replace_button").isEnabled()
    assert button(made, "test_leave_button").isEnabled()


def test_the_difference_is_shown_unless_the_person_wants_the_text_alone(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.show_version(DONE, 2, 3)
    assert words(made) == "old new"
    box = made.findChild(QCheckBox, "test_difference_box")
    assert box is not None
    box.click()
    assert words(made) == "The new text."
    warnings = made.findChild(QLabel, "test_version_warnings")
    assert warnings is not None
    assert warnings.text() == "The number 3 is missing."


def test_one_steps_through_the_versions_and_takes_one(qtbot: QtBot) -> None:
    made = view(qtbot)
    made.show_version(DONE, 2, 3)
    with qtbot.waitSignal(made.version_step_requested) as stepped:
        qtbot.mouseClick(button(made, "next_branch_button"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(made.use_requested) as used:
        qtbot.mouseClick(button(made, "test_replace_button"), Qt.MouseButton.LeftButton)
    assert stepped.args == [1]
    assert used.args == [VersionUse.REPLACE]
