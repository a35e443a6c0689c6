import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.action_button import BranchSwitch, action_button


@pytest.fixture
def switch(qtbot: QtBot) -> BranchSwitch:
    switch = BranchSwitch(None)
    qtbot.addWidget(switch)
    return switch


def test_a_button_is_named_by_what_it_does(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    button = action_button(parent, "copy_button", "Copy", "Copy this answer")
    assert (button.objectName(), button.text(), button.accessibleName()) == ("copy_button", "Copy", "Copy this answer")


def test_one_version_needs_no_switch(switch: BranchSwitch) -> None:
    switch.show_branch(1, 1)
    assert not switch.isVisible()


@pytest.mark.parametrize(("number", "can_step"), [(1, (False, True)), (2, (True, True)), (3, (True, False))])
def test_steps_that_lead_nowhere_are_off(switch: BranchSwitch, number: int, can_step: tuple[bool, bool]) -> None:
    switch.show_branch(number, 3)
    assert switch.isVisible()
    assert tuple(button.isEnabled() for button in switch.findChildren(QPushButton)) == can_step
    label = switch.findChild(QLabel)
    assert label.text() == f"{number} / 3"
    assert label.accessibleName() == f"Version {number} of 3"


def test_the_buttons_step_back_and_forward(switch: BranchSwitch, qtbot: QtBot) -> None:
    switch.show_branch(2, 3)
    for button, step in zip(switch.findChildren(QPushButton), (-1, 1), strict=True):
        with qtbot.waitSignal(switch.step_requested) as received:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert received.args == [step]
