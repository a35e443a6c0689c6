import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.storage.compose_brief import NO_BRIEF
from desktop_llm.storage.written_records import ComposeBrief
from desktop_llm.ui.widgets.form_controls import Choice, OptionalNumber
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


def test_it_shows_what_it_told_and_who_writes_on_does_so_at_the_end(qtbot: QtBot) -> None:
    made = form(qtbot)
    brief = ComposeBrief(
        kind="reply",
        recipient="Ann",
        tone="short",
        n_words=200,
        language="de",
        n_versions=3,
        is_aside=True,
        answered="When?",
        about="Monday",
        points="noon",
    )
    made.show_brief(brief)
    assert made.brief == brief
    assert area(made, "compose_answered").isVisible()
    assert not made.findChild(Choice, "compose_place").isEnabled()
    with qtbot.waitSignal(made.brief_changed):
        qtbot.keyClicks(area(made, "compose_brief"), "!")
    assert made.brief.about == "Monday!"


def test_what_an_older_or_newer_program_named_is_as_usual(qtbot: QtBot) -> None:
    made = form(qtbot)
    made.show_brief(ComposeBrief(kind="ode", language="xx", n_versions=70, n_words=900_000, about="Monday"))
    brief, most = made.brief, made.findChild(OptionalNumber, "compose_words").maximum()
    assert (brief.kind, brief.language, brief.n_versions, brief.about) == ("email", "", 1, "Monday")
    assert brief.n_words == most


@pytest.mark.parametrize("name", ["compose_kind", "compose_language", "compose_count", "compose_place"])
def test_each_choice_is_told(qtbot: QtBot, name: str) -> None:
    made = form(qtbot)
    with qtbot.waitSignal(made.brief_changed):
        made.findChild(Choice, name).activated.emit(1)


@pytest.mark.parametrize("name", ["compose_to", "compose_tone"])
def test_each_line_is_told(qtbot: QtBot, name: str) -> None:
    made = form(qtbot)
    with qtbot.waitSignal(made.brief_changed):
        qtbot.keyClicks(made.findChild(QLineEdit, name), "a")


@pytest.mark.parametrize("name", ["compose_answered", "compose_brief", "compose_points"])
def test_each_area_is_told(qtbot: QtBot, name: str) -> None:
    made = form(qtbot)
    with qtbot.waitSignal(made.brief_changed):
        area(made, name).insertPlainText("a")


def test_the_number_of_words_is_told(qtbot: QtBot) -> None:
    made = form(qtbot)
    with qtbot.waitSignal(made.brief_changed):
        made.findChild(OptionalNumber, "compose_words").stepUp()


def test_only_what_is_filled_in_can_be_cleared(qtbot: QtBot) -> None:
    made = form(qtbot)
    clear = made.findChild(QPushButton, "clear_brief_button")
    assert not clear.isEnabled()
    qtbot.keyClicks(area(made, "compose_brief"), "a")
    assert clear.isEnabled()
    with qtbot.waitSignal(made.clear_requested):
        qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    made.show_brief(NO_BRIEF)
    assert not clear.isEnabled()
    made.show_brief(ComposeBrief(points="Monday"))
    assert clear.isEnabled()


@pytest.mark.parametrize("name", ["compose_kind", "compose_language", "compose_count", "compose_place"])
def test_what_was_chosen_is_cleared_too(qtbot: QtBot, name: str) -> None:
    made = form(qtbot)
    choice, clear = made.findChild(Choice, name), made.findChild(QPushButton, "clear_brief_button")
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert clear.isEnabled()
    made.show_brief(NO_BRIEF)
    assert choice.currentIndex() == 0
    assert not clear.isEnabled()


def test_the_number_of_words_is_cleared_too(qtbot: QtBot) -> None:
    made = form(qtbot)
    n_words, clear = made.findChild(OptionalNumber, "compose_words"), made.findChild(QPushButton, "clear_brief_button")
    n_words.stepUp()
    assert clear.isEnabled()
    made.show_brief(NO_BRIEF)
    assert n_words.number is None
    assert not clear.isEnabled()


def test_from_the_last_field_the_keyboard_reaches_both_buttons(qtbot: QtBot) -> None:
    made = form(qtbot)
    qtbot.keyClicks(area(made, "compose_points"), "Monday")
    area(made, "compose_points").setFocus()
    reached = []
    for _ in range(2):
        qtbot.keyClick(made.focusWidget(), Qt.Key.Key_Tab)
        reached.append(made.focusWidget().objectName())
    assert reached == ["compose_button", "clear_brief_button"]
