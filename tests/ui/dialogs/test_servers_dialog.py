import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView
from pytestqt.qtbot import QtBot

from desktop_llm.ui.dialogs.servers_dialog import ServersDialog
from desktop_llm.ui.item_models.model_list_model import ModelChoice

SERVERS = (
    ModelChoice(id="gpu-box", name="GPU box", note="gpu-box.example · granite"),
    ModelChoice(id="near", name="Ollama", note="localhost:11434 · llama"),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> ServersDialog:
    dialog = ServersDialog()
    qtbot.addWidget(dialog)
    dialog.show_servers(SERVERS)
    dialog.show()
    return dialog


def button(dialog: ServersDialog, name: str) -> QAbstractButton:
    found = dialog.findChild(QAbstractButton, name)
    assert found is not None
    return found


def server_list(dialog: ServersDialog) -> QListView:
    found = dialog.findChild(QListView, "servers_list")
    assert found is not None
    return found


def choose(dialog: ServersDialog, row: int) -> QModelIndex:
    view = server_list(dialog)
    index = view.model().index(row, 0)
    view.setCurrentIndex(index)
    return index


def test_without_a_server_one_can_only_be_added(dialog: ServersDialog, qtbot: QtBot) -> None:
    dialog.show_servers(())
    none = dialog.findChild(QLabel, "servers_none")
    assert none is not None
    assert none.isVisible()
    assert not server_list(dialog).isVisible()
    assert not button(dialog, "servers_change").isEnabled()
    assert not button(dialog, "servers_remove").isEnabled()
    with qtbot.waitSignal(dialog.add_requested):
        button(dialog, "servers_add").click()


@pytest.mark.parametrize("row", [0, 1])
def test_the_chosen_server_is_changed_or_removed(dialog: ServersDialog, qtbot: QtBot, row: int) -> None:
    choose(dialog, row)
    with qtbot.waitSignal(dialog.change_requested) as changed:
        button(dialog, "servers_change").click()
    with qtbot.waitSignal(dialog.remove_requested) as removed:
        button(dialog, "servers_remove").click()
    assert changed.args == removed.args == [SERVERS[row].id]


def test_a_double_click_changes(dialog: ServersDialog, qtbot: QtBot) -> None:
    index = choose(dialog, 1)
    with qtbot.waitSignal(dialog.change_requested) as changed:
        server_list(dialog).doubleClicked.emit(index)
    assert changed.args == ["near"]


def test_the_choice_stays_when_another_goes(dialog: ServersDialog, qtbot: QtBot) -> None:
    choose(dialog, 1)
    dialog.show_servers(SERVERS[1:])
    with qtbot.waitSignal(dialog.remove_requested) as removed:
        button(dialog, "servers_remove").click()
    assert removed.args == ["near"]
