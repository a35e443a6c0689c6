from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.compose_page import ComposePage
from desktop_llm.ui.widgets.writing.version_column import ShownVersion

VERSION = ShownVersion("Dear …", is_done=True)


def page(qtbot: QtBot) -> ComposePage:
    made = ComposePage()
    qtbot.addWidget(made)
    made.resize(348, 640)
    made.show()
    return made


def part(made: ComposePage, kind: type[QWidget], name: str) -> QWidget:
    found = made.findChild(kind, name)
    assert found is not None
    return found


def test_the_draft_takes_the_place_of_the_form_and_leads_back(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_versions((VERSION,))
    assert not part(made, QPlainTextEdit, "compose_brief").isVisible()
    qtbot.mouseClick(part(made, QPushButton, "back_to_brief_button"), Qt.MouseButton.LeftButton)
    assert part(made, QPlainTextEdit, "compose_brief").isVisible()


def test_several_versions_want_room_until_one_goes_back(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_versions((VERSION,))
    assert not made.wants_room
    with qtbot.waitSignal(made.room_changed):
        made.show_versions((VERSION,) * 3)
    assert made.wants_room
    with qtbot.waitSignal(made.room_changed):
        made.show_form()
    assert not made.wants_room


def test_of_a_draft_in_its_own_text_it_says_what_is_to_be_looked_at(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_drafting()
    note, warnings = part(made, QLabel, "draft_note"), part(made, QLabel, "draft_warnings")
    assert isinstance(note, QLabel)
    assert isinstance(warnings, QLabel)
    assert "being written" in note.text()
    made.show_draft_ended(("Missing: Monday", "Invented? 450"))
    assert "Look at this" in note.text()
    assert warnings.isVisible()
    assert warnings.text() == "Missing: Monday\nInvented? 450"
    made.show_draft_ended(None)
    assert "not written to its end" in note.text()
    assert not warnings.isVisible()
