from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.writing.compose_form import ComposeForm, ComposeWish


def form(qtbot: QtBot) -> ComposeForm:
    made = ComposeForm()
    qtbot.addWidget(made)
    made.resize(348, 640)
    made.show()
    return made


def area(made: ComposeForm, name: str) -> QPlainTextEdit:
    found = made.findChild(QPlainTextEdit, name)
    assert found is not None
    return found


def write_button(made: ComposeForm) -> QPushButton:
    found = made.findChild(QPushButton, "compose_button")
    assert found is not None
    return found


def test_the_form_becomes_a_brief_whose_points_must_occur(qtbot: QtBot) -> None:
    made = form(qtbot)
    qtbot.keyClicks(made.findChild(QLineEdit, "compose_to"), "my landlord")
    qtbot.keyClicks(made.findChild(QLineEdit, "compose_tone"), "polite")
    area(made, "compose_brief").setPlainText("The heating is broken.")
    area(made, "compose_points").setPlainText("since Monday\n\n- 14 degrees")
    count = made.findChild(Choice, "compose_count")
    assert count is not None
    count.show_value(2)
    with qtbot.waitSignal(made.compose_requested) as asked:
        qtbot.mouseClick(write_button(made), Qt.MouseButton.LeftButton)
    (wish,) = asked.args or [None]
    assert isinstance(wish, ComposeWish)
    assert wish.request == ComposeRequest(
        kind="email",
        brief="The heating is broken.\n- since Monday\n- 14 degrees",
        to="my landlord",
        tone="polite",
        n_versions=2,
    )
    assert wish.request.points == ("since Monday", "14 degrees")


def test_without_a_brief_nothing_can_be_written(qtbot: QtBot) -> None:
    made = form(qtbot)
    assert not write_button(made).isEnabled()
    area(made, "compose_points").setPlainText("since Monday")
    assert write_button(made).isEnabled()


def test_what_is_answered_belongs_to_a_reply_alone(qtbot: QtBot) -> None:
    made = form(qtbot)
    answered = area(made, "compose_answered")
    answered.setPlainText("When do you come?")
    assert not answered.isVisible()
    assert made.wish.request.answered == ""
    kind = made.findChild(Choice, "compose_kind")
    assert kind is not None
    kind.show_value("reply")
    kind.value_chosen.emit("reply")
    assert answered.isVisible()
    assert made.wish.request.answered == "When do you come?"


def test_one_draft_goes_into_a_new_text_unless_it_is_to_be_looked_at_first(qtbot: QtBot) -> None:
    made = form(qtbot)
    assert not made.wish.is_aside
    place, count = made.findChild(Choice, "compose_place"), made.findChild(Choice, "compose_count")
    place.show_value("aside")
    assert made.wish.is_aside
    place.show_value("new_text")
    count.show_value(2)
    count.value_chosen.emit(2)
    assert made.wish.is_aside  # one is to be chosen
    assert not place.isEnabled()
