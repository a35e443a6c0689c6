from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.assist.translation.document_review import ReviewCounts, ReviewFilter
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.translation.review_bar import ReviewBar


def bar(qtbot: QtBot) -> ReviewBar:
    bar = ReviewBar()
    qtbot.addWidget(bar)
    bar.show()
    return bar


def counts(n_translated: int, n_accepted: int, n_to_look_at: int) -> ReviewCounts:
    return ReviewCounts(n_segments=10, n_translated=n_translated, n_accepted=n_accepted, n_to_look_at=n_to_look_at)


def button(bar: ReviewBar, name: str) -> QPushButton:
    found = bar.findChild(QPushButton, name)
    assert found is not None
    return found


def test_the_rest_can_be_accepted_while_there_is_some(qtbot: QtBot) -> None:
    shown = bar(qtbot)
    for state, is_possible in ((counts(0, 0, 0), False), (counts(10, 2, 3), True), (counts(10, 7, 3), False)):
        shown.show_counts(state)
        assert button(shown, "accept_faultless_button").isEnabled() is is_possible
    with qtbot.waitSignal(shown.accept_faultless_requested):
        shown.show_counts(counts(10, 2, 3))
        button(shown, "accept_faultless_button").click()


def test_doubts_are_counted_and_lead_to_the_next_one(qtbot: QtBot) -> None:
    shown = bar(qtbot)
    shown.show_counts(counts(10, 0, 3))
    assert button(shown, "to_look_at_button").text() == "3 to look at"
    with qtbot.waitSignal(shown.next_requested):
        button(shown, "to_look_at_button").click()
    shown.show_counts(counts(10, 0, 0))
    assert not button(shown, "to_look_at_button").isVisible()


def test_a_filter_and_a_typed_text_are_told(qtbot: QtBot) -> None:
    shown = bar(qtbot)
    choice, field = shown.findChild(Choice, "segment_filter"), shown.findChild(QLineEdit, "segment_search")
    assert choice is not None
    assert field is not None
    with qtbot.waitSignal(shown.filter_changed):
        choice.setFocus()
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert shown.chosen_filter is ReviewFilter.TO_LOOK_AT
    with qtbot.waitSignal(shown.filter_changed):
        qtbot.keyClicks(field, " pump ")
    assert shown.text == "pump"
    field.setFocus()
    with qtbot.waitSignal(shown.leave_requested):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    shown.show_filter(ReviewFilter.ALL, "")
    assert (shown.chosen_filter, shown.text) == (ReviewFilter.ALL, "")


def test_a_narrow_bar_leaves_out_how_much_there_is(qtbot: QtBot) -> None:
    shown = bar(qtbot)
    shown.show_counts(counts(10, 0, 3))
    label = shown.findChild(QLabel, "review_counts")
    assert label is not None
    for width, is_shown in ((900, True), (560, False)):
        shown.resize(width, 50)
        assert label.isVisible() is is_shown
