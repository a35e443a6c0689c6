from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.window_actions import WindowActions
from desktop_llm.ui.window_commands import COMMANDS, WindowCommand


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[WindowActions]:
    window = QWidget()
    qtbot.addWidget(window)
    yield WindowActions(window)
    window.close()


@pytest.mark.parametrize("command", WindowCommand)
def test_every_command_can_be_given(actions: WindowActions, qtbot: QtBot, command: WindowCommand) -> None:
    with qtbot.waitSignal(actions.command_given) as given:
        actions.action(command).trigger()
    assert given.args == [command]


def test_actions_have_the_keys_of_the_table(actions: WindowActions) -> None:
    keys = [actions.action(description.command).shortcut() for description in COMMANDS]
    assert keys == [QKeySequence(description.keys) for description in COMMANDS]


def test_what_is_not_possible_is_not_offered(actions: WindowActions, qtbot: QtBot) -> None:
    actions.enable(WindowCommand.STOP, WindowCommand.RENAME, is_possible=False)
    possible = {description.command for description in actions.possible()}
    assert possible == set(WindowCommand) - {WindowCommand.STOP, WindowCommand.RENAME}
    with qtbot.assertNotEmitted(actions.command_given):
        actions.action(WindowCommand.STOP).trigger()
