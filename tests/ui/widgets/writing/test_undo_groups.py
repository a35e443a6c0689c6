from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.undo_groups import UndoGroups


class Grouped:
    def __init__(self, n_paragraphs: int = 3) -> None:
        self.owner = QObject()
        self.document = QTextDocument(self.owner)
        self.document.setPlainText("\n".join(f"word{number}" for number in range(n_paragraphs)))
        self.groups = UndoGroups(self.document, self.owner)
        self.before = self.text

    @property
    def text(self) -> str:
        return self.document.toPlainText()

    def type(self, typed: str) -> None:
        cursor = QTextCursor(self.document)
        cursor.insertText(typed)

    def change_all(self) -> None:
        self.groups.begin()
        for number in range(self.document.blockCount()):
            cursor = QTextCursor(self.document.findBlockByNumber(number))
            cursor.beginEditBlock()
            cursor.deleteChar()
            cursor.insertText("W")
            cursor.endEditBlock()
        self.groups.end()


def test_all_edits_of_a_group_are_undone_and_done_again_as_one(qtbot: QtBot) -> None:
    made = Grouped()
    made.change_all()
    after = made.text
    made.groups.undo()
    qtbot.waitUntil(lambda: made.text == made.before)
    made.groups.redo()
    qtbot.waitUntil(lambda: made.text == after == "Word0\nWord1\nWord2")


def test_a_long_group_is_undone_in_steps(qtbot: QtBot) -> None:
    made = Grouped(3000)
    made.change_all()
    running: list[bool] = []
    made.groups.running_changed.connect(running.append)
    made.groups.undo()
    assert running == [True]
    qtbot.waitUntil(lambda: running == [True, False])
    assert made.text == made.before


def test_edits_before_and_behind_a_group_are_steps_of_their_own(qtbot: QtBot) -> None:
    made = Grouped()
    made.type("a")
    made.change_all()
    made.type("b")
    made.groups.undo()
    assert made.text.startswith("W")
    made.groups.undo()
    qtbot.waitUntil(lambda: made.text == f"a{made.before}")
    made.groups.undo()
    assert made.text == made.before


def test_what_is_typed_after_an_undone_group_is_no_group(qtbot: QtBot) -> None:
    made = Grouped(1)
    made.change_all()
    made.groups.undo()
    for typed in ("a", "b"):
        cursor = QTextCursor(made.document)
        cursor.insertText(typed)
        cursor.insertBlock()
    made.groups.undo()
    assert made.text != made.before
    assert made.document.isUndoAvailable()


def test_without_anything_to_undo_nothing_happens(qtbot: QtBot) -> None:
    made = Grouped()
    made.groups.undo()
    made.groups.redo()
    made.groups.begin()
    made.groups.end()
    made.groups.undo()
    assert made.text == made.before


def test_one_group_does_not_begin_within_another_nor_while_one_is_undone(qtbot: QtBot) -> None:
    made = Grouped(3000)
    assert made.groups.begin()
    assert not made.groups.begin()
    made.groups.end()
    made.change_all()
    made.groups.undo()
    assert made.groups.is_busy
    assert not made.groups.begin()
    qtbot.waitUntil(lambda: made.text == made.before and not made.groups.is_busy)
    assert made.groups.begin()
