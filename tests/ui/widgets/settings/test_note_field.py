from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.settings.note_field import NoteField


def test_a_note_is_reported_once_when_the_field_is_left(qtbot: QtBot) -> None:
    note = NoteField("note", "Instructions")
    qtbot.addWidget(note)
    note.show_note("Be brief.")
    with qtbot.assertNotEmitted(note.note_edited):
        note.report()
    note.setPlainText(" Be kind. ")
    with qtbot.waitSignal(note.note_edited) as edited:
        note.report()
    assert edited.args == ["Be kind."]
    with qtbot.assertNotEmitted(note.note_edited):
        note.report()


def test_leaving_the_field_reports(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    note = NoteField("note", "Instructions")
    note.setParent(page)
    page.show()
    page.activateWindow()
    note.setFocus()
    qtbot.waitUntil(note.hasFocus)
    qtbot.keyClicks(note, "Hi")
    note.show_note("from elsewhere")
    with qtbot.waitSignal(note.note_edited) as edited:
        note.clearFocus()
    assert edited.args == ["Hi"]
