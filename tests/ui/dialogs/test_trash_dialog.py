import pytest
from msgspec import structs
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.dialogs.trash_dialog import TrashDialog
from tests.fakes.conversations import NOW_S, conversation

DELETED = tuple(structs.replace(conversation(key), deleted_at=NOW_S + number) for number, key in enumerate("ab"))


@pytest.fixture
def dialog(qtbot: QtBot) -> TrashDialog:
    dialog = TrashDialog()
    qtbot.addWidget(dialog)
    dialog.show_deleted(DELETED)
    dialog.show()
    return dialog


def button(dialog: TrashDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def entries(dialog: TrashDialog) -> QListWidget:
    found = dialog.findChild(QListWidget, "trash_list")
    assert found is not None
    return found


def test_the_last_deleted_stands_first_with_its_day(dialog: TrashDialog) -> None:
    assert entries(dialog).item(0).text().startswith("Chat b\nDeleted on ")
    assert "2026" in entries(dialog).item(0).text()


def test_what_is_chosen_is_put_back(dialog: TrashDialog, qtbot: QtBot) -> None:
    assert not button(dialog, "trash_restore").isEnabled()
    entries(dialog).item(1).setSelected(True)
    with qtbot.waitSignal(dialog.restore_requested) as wish:
        button(dialog, "trash_restore").click()
    assert wish.args == [("a",)]


def test_deleting_for_good_asks_once_more(dialog: TrashDialog, qtbot: QtBot) -> None:
    entries(dialog).item(0).setSelected(True)
    with qtbot.assertNotEmitted(dialog.delete_for_good_requested):
        button(dialog, "trash_delete").click()
    with qtbot.waitSignal(dialog.delete_for_good_requested) as wish:
        button(dialog, "trash_confirm").click()
    assert wish.args == [("b",)]


def test_keeping_deletes_nothing(dialog: TrashDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.delete_for_good_requested):
        button(dialog, "trash_empty").click()
        button(dialog, "trash_keep").click()
    assert button(dialog, "trash_empty").isVisible()
    assert not button(dialog, "trash_confirm").isVisible()


def test_emptying_takes_everything(dialog: TrashDialog, qtbot: QtBot) -> None:
    button(dialog, "trash_empty").click()
    with qtbot.waitSignal(dialog.delete_for_good_requested) as wish:
        button(dialog, "trash_confirm").click()
    assert wish.args
    assert sorted(wish.args[0]) == ["a", "b"]


def test_an_empty_trash_offers_nothing(dialog: TrashDialog) -> None:
    dialog.show_deleted(())
    assert not button(dialog, "trash_empty").isEnabled()
    assert not button(dialog, "trash_restore").isEnabled()
