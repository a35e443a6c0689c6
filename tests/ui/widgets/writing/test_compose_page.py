from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.writing.compose_page import ComposePage
from desktop_llm.ui.widgets.writing.version_view import ShownVersion


def page(qtbot: QtBot) -> ComposePage:
    made = ComposePage()
    qtbot.addWidget(made)
    made.resize(348, 640)
    made.show()
    return made


def area(made: ComposePage, name: str) -> QPlainTextEdit:
    found = made.findChild(QPlainTextEdit, name)
    assert found is not None
    return found


def write_button(made: ComposePage) -> QPushButton:
    found = made.findChild(QPushButton, "compose_button")
    assert found is not None
    return found


def test_the_form_becomes_a_brief_whose_points_must_occur(qtbot: QtBot) -> None:
    made = page(qtbot)
    qtbot.keyClicks(made.findChild(QLineEdit, "compose_to"), "my landlord")
    qtbot.keyClicks(made.findChild(QLineEdit, "compose_tone"), "polite")
    area(made, "compose_brief").setPlainText("The heating is broken.")
    area(made, "compose_points").setPlainText("since Monday\n\n- 14 degrees")
    count = made.findChild(Choice, "compose_count")
    assert count is not None
    count.show_value(2)
    with qtbot.waitSignal(made.compose_requested) as asked:
        qtbot.mouseClick(write_button(made), Qt.MouseButton.LeftButton)
    (request,) = asked.args or [None]
    assert request == ComposeRequest(
        kind="email",
        brief="The heating is broken.\n- since Monday\n- 14 degrees",
        to="my landlord",
        tone="polite",
        n_versions=2,
    )
    assert request.points == ("since Monday", "14 degrees")


def test_without_a_brief_nothing_can_be_written(qtbot: QtBot) -> None:
    made = page(qtbot)
    assert not write_button(made).isEnabled()
    area(made, "compose_points").setPlainText("since Monday")
    assert write_button(made).isEnabled()


def test_what_is_answered_belongs_to_a_reply_alone(qtbot: QtBot) -> None:
    made = page(qtbot)
    answered = area(made, "compose_answered")
    answered.setPlainText("When do you come?")
    assert not answered.isVisible()
    assert made.request.answered == ""
    kind = made.findChild(Choice, "compose_kind")
    assert kind is not None
    kind.show_value("reply")
    kind.value_chosen.emit("reply")
    assert answered.isVisible()
    assert made.request.answered == "When do you come?"


def test_the_draft_takes_the_place_of_the_form_and_leads_back(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_version(ShownVersion("Dear …", is_done=True), 1, 1)
    assert not area(made, "compose_brief").isVisible()
    qtbot.mouseClick(made.findChild(QPushButton, "back_to_brief_button"), Qt.MouseButton.LeftButton)
    assert area(made, "compose_brief").isVisible()
