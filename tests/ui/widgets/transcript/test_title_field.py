from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.title_field import TitleField

LONG = "Statement of the costs of 2025, <i>second</i> edition"
ROOM_PX = 200


@pytest.fixture
def long_field(qtbot: QtBot) -> Iterator[TitleField]:
    """Its title has no room, and it has not the keyboard."""
    field = TitleField()
    qtbot.addWidget(field)
    field.resize(ROOM_PX, 32)
    field.show_title(LONG)
    field.show()
    qtbot.waitUntil(field.hasFocus)  # as the window's only field
    field.clearFocus()
    yield field
    QToolTip.hideText()


def tip(field: TitleField) -> str:
    place = QPoint(5, 5)
    QApplication.sendEvent(field, QHelpEvent(QEvent.Type.ToolTip, place, field.mapToGlobal(place)))
    return QToolTip.text()


def picture(field: TitleField) -> QImage:
    return field.grab().toImage()


@pytest.fixture
def field(qtbot: QtBot) -> TitleField:
    field = TitleField()
    qtbot.addWidget(field)
    field.show_title("Lease")
    field.show()
    field.setFocus()
    return field


def test_enter_keeps_what_was_typed(field: TitleField, qtbot: QtBot) -> None:
    field.selectAll()
    qtbot.keyClicks(field, " Rent ")
    with qtbot.waitSignal(field.title_edited) as edited:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert edited.args == ["Rent"]


def test_esc_goes_back(field: TitleField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "x")
    with qtbot.assertNotEmitted(field.title_edited):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "Lease"


def test_an_empty_title_goes_back(field: TitleField, qtbot: QtBot) -> None:
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(field.title_edited):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "Lease"


def test_a_title_from_elsewhere_does_not_disturb_typing(field: TitleField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "!")
    field.show_title("Suggested by the model")
    assert "!" in field.text()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "Suggested by the model"


def test_a_long_title_is_read_with_an_ellipsis_and_is_whole_for_programs(long_field: TitleField) -> None:
    assert long_field.shown_text.endswith("…")
    assert long_field.text() == LONG
    drawn = picture(long_field)
    long_field.show_title(long_field.shown_text)
    assert picture(long_field) == drawn


def test_who_edits_a_long_title_has_all_of_it(long_field: TitleField, qtbot: QtBot) -> None:
    read = picture(long_field)
    long_field.setFocus()
    long_field.end(False)
    assert picture(long_field) != read
    qtbot.keyClicks(long_field, "!")
    with qtbot.waitSignal(long_field.title_edited) as edited:
        qtbot.keyClick(long_field, Qt.Key.Key_Return)
    assert edited.args == [f"{LONG}!"]


def test_the_tip_tells_a_long_title_and_what_a_click_does(long_field: TitleField) -> None:
    assert tip(long_field) == f"<p>{LONG.replace('<', '&lt;').replace('>', '&gt;')}</p><p>Click to rename</p>"
    long_field.show_title("Lease")
    assert tip(long_field) == "Click to rename"
