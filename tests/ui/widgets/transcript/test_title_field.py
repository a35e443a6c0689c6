import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.title_field import TitleField


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
