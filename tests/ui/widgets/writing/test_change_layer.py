from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.text_change import ChangeDoubt
from desktop_llm.ui.widgets.writing.change_card import ChangeCard
from desktop_llm.ui.widgets.writing.text_changes import WaitingChange
from tests.fakes.changing_editor import ChangingEditor


def two_changes(qtbot: QtBot) -> ChangingEditor:
    editor = ChangingEditor(qtbot, "we recieved it", "and beleive it")
    editor.propose("recieved", "received")
    editor.propose("beleive", "believe", doubt=ChangeDoubt.REWRITTEN)
    return editor


def card(editor: ChangingEditor) -> ChangeCard:
    found = editor.editor.findChild(ChangeCard)
    assert found is not None
    return found


def shown(editor: ChangingEditor, name: str) -> str:
    label = card(editor).findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def click_on(editor: ChangingEditor, change: WaitingChange) -> None:
    center = editor.layer.rect_of(change).center().toPoint()
    place = center - QPoint(0, editor.editor.verticalScrollBar().value())
    editor.qtbot.mouseClick(editor.editor.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_shows_what_a_change_is_about(qtbot: QtBot) -> None:
    editor = two_changes(qtbot)
    click_on(editor, editor.changes.waiting[0])
    assert editor.layer.current is editor.changes.waiting[0]
    assert card(editor).isVisible()
    assert shown(editor, "change_kind") == "Spelling"
    assert shown(editor, "change_reason") == "because"
    assert shown(editor, "change_doubt") == ""


def test_a_click_elsewhere_puts_it_away(qtbot: QtBot) -> None:
    editor = two_changes(qtbot)
    editor.layer.step(1)
    qtbot.mouseClick(editor.editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 400))
    assert editor.layer.current is None
    assert not card(editor).isVisible()


def test_the_keyboard_goes_from_one_to_the_next_and_round(qtbot: QtBot) -> None:
    editor = two_changes(qtbot)
    first, second = editor.changes.waiting
    seen: list[WaitingChange | None] = []
    editor.layer.current_changed.connect(seen.append)
    for direction in (1, 1, 1, -1):
        editor.layer.step(direction)
    assert seen == [first, second, first, second]
    assert shown(editor, "change_doubt") == "It is more than a correction."


def test_accepting_goes_on_to_the_next_and_ends_with_none(qtbot: QtBot) -> None:
    editor = two_changes(qtbot)
    editor.layer.step(1)
    accept = card(editor).findChild(QPushButton, "accept_change_button")
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    assert editor.text == "we received it\nand beleive it"
    assert editor.layer.current is editor.changes.waiting[0]
    reject = card(editor).findChild(QPushButton, "reject_change_button")
    qtbot.mouseClick(reject, Qt.MouseButton.LeftButton)
    assert editor.text == "we received it\nand beleive it"
    assert editor.layer.current is None
    assert not card(editor).isVisible()


def test_a_change_that_is_withdrawn_takes_its_card_along(qtbot: QtBot) -> None:
    editor = two_changes(qtbot)
    editor.layer.step(1)
    editor.type_at("recieved", "s")
    assert editor.layer.current is None
    assert not card(editor).isVisible()


def test_the_card_stays_within_the_editor(qtbot: QtBot) -> None:
    lines = [f"Line {number}." for number in range(60)]
    editor = ChangingEditor(qtbot, *lines, "and beleive it")
    editor.propose("beleive", "believe")
    editor.editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.layer.step(1)
    qtbot.waitUntil(card(editor).isVisible)
    assert editor.editor.rect().contains(card(editor).geometry())
    editor.editor.verticalScrollBar().setValue(0)
    assert not card(editor).isVisible()


def test_the_card_names_the_keys(qtbot: QtBot) -> None:
    editor = two_changes(qtbot)
    accept = card(editor).findChild(QPushButton, "accept_change_button")
    assert accept is not None
    assert "F9" in accept.toolTip()


def test_a_text_that_is_only_read_now_takes_no_change(qtbot: QtBot) -> None:
    editor = two_changes(qtbot)
    editor.layer.step(1)
    editor.editor.hold_typing(True)
    with qtbot.waitSignal(editor.layer.accepting_refused):
        editor.layer.accept_current()
    assert editor.text == "we recieved it\nand beleive it"
    editor.editor.hold_typing(False)
    editor.layer.accept_current()
    assert editor.text == "we received it\nand beleive it"
