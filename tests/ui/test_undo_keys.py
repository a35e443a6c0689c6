from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.undo_keys import UndoKeys

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """A window with a field and an action on Ctrl+Z."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.field = QLineEdit(self.window)
        self.n_undone = 0
        shortcut = QShortcut(QKeySequence("Ctrl+Z"), self.window)
        shortcut.activated.connect(self.count)
        self.keys = UndoKeys(self.window)

    def count(self) -> None:
        self.n_undone += 1


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk()
    qtbot.addWidget(desk.window)
    desk.window.show()
    desk.window.activateWindow()
    desk.field.setFocus()
    qtbot.waitUntil(desk.field.hasFocus)
    yield desk
    desk.keys.watch(is_wanted=False)


def test_a_field_with_nothing_to_undo_leaves_the_keys_to_the_window(desk: Desk, qtbot: QtBot) -> None:
    desk.keys.watch(is_wanted=True)
    qtbot.keyClick(desk.field, Qt.Key.Key_Z, CTRL)
    assert desk.n_undone == 1


def test_typing_is_undone_first(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.field, "abc")
    desk.keys.watch(is_wanted=True)
    qtbot.keyClick(desk.field, Qt.Key.Key_Z, CTRL)
    assert desk.field.text() == ""
    assert desk.n_undone == 0
    qtbot.keyClick(desk.field, Qt.Key.Key_Z, CTRL)
    assert desk.n_undone == 1


def test_when_there_is_nothing_to_undo_the_field_keeps_its_keys(desk: Desk, qtbot: QtBot) -> None:
    desk.keys.watch(is_wanted=True)
    desk.keys.watch(is_wanted=False)
    qtbot.keyClick(desk.field, Qt.Key.Key_Z, CTRL)
    assert desk.n_undone == 0


def test_other_keys_pass(desk: Desk, qtbot: QtBot) -> None:
    desk.keys.watch(is_wanted=True)
    qtbot.keyClicks(desk.field, "z")
    assert desk.field.text() == "z"
