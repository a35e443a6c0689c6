import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.form_controls import Choice, Fold, OptionalNumber, add_row, form


@pytest.fixture
def number(qtbot: QtBot) -> OptionalNumber:
    number = OptionalNumber("temperature", "The model's own", low=0, high=2, step=0.1, decimals=2)
    qtbot.addWidget(number)
    return number


def wheel(widget: QWidget) -> QWheelEvent:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event


def test_nothing_set_is_shown_in_words(number: OptionalNumber) -> None:
    assert number.number is None
    assert number.text() == "The model's own"


def test_zero_is_a_number_and_not_nothing(number: OptionalNumber, qtbot: QtBot) -> None:
    with qtbot.waitSignal(number.number_changed) as changed:
        number.stepUp()
    assert changed.args == [0.0]
    assert number.text() == "0.00"


def test_showing_a_number_reports_nothing(number: OptionalNumber, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(number.number_changed):
        number.show_number(0.7)
    assert number.number == 0.7


def test_showing_the_same_again_leaves_alone_what_is_typed(number: OptionalNumber, qtbot: QtBot) -> None:
    number.show_number(0.5)
    number.show()
    number.selectAll()
    qtbot.keyClicks(number, "1.7")
    number.show_highest(2)
    number.show_number(0.5)
    with qtbot.waitSignal(number.number_changed) as changed:
        qtbot.keyClick(number, Qt.Key.Key_Return)
    assert changed.args == [1.7]


def test_one_step_below_the_smallest_is_nothing_again(number: OptionalNumber, qtbot: QtBot) -> None:
    number.show_number(0.0)
    with qtbot.waitSignal(number.number_changed) as changed:
        number.stepDown()
    assert changed.args == [None]


def test_scrolling_past_a_control_changes_nothing(number: OptionalNumber, qtbot: QtBot) -> None:
    choice = Choice("theme", [(1, "Light"), (2, "Dark")])
    qtbot.addWidget(choice)
    choice.show_value(2)
    assert not wheel(number).isAccepted()
    assert not wheel(choice).isAccepted()
    assert number.number is None
    assert choice.chosen == 2


def test_only_the_users_choice_is_reported(qtbot: QtBot) -> None:
    choice = Choice("theme", [(1, "Light"), (2, "Dark")])
    qtbot.addWidget(choice)
    with qtbot.assertNotEmitted(choice.value_chosen):
        choice.show_value(2)
    choice.show()
    with qtbot.waitSignal(choice.value_chosen) as chosen:
        qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert chosen.args == [1]


def test_a_choice_outside_a_form_is_as_wide_as_its_texts(qtbot: QtBot) -> None:
    choice = Choice("size", [(1, "A"), (2, "A text that is longer than a control of a form is wide")])
    qtbot.addWidget(choice)
    in_form = choice.maximumWidth()
    choice.fit_to_texts()
    assert choice.sizeHint().width() > in_form
    assert choice.maximumWidth() > choice.sizeHint().width()


def test_a_choice_without_room_for_its_text_shows_that_there_is_more(qtbot: QtBot) -> None:
    choice = Choice("parts", [(1, "Each and together")])
    qtbot.addWidget(choice)
    choice.show()
    choice.setFixedWidth(300)
    assert choice.shown_text == "Each and together"
    choice.setFixedWidth(90)
    assert choice.shown_text.endswith("…")
    assert choice.fontMetrics().horizontalAdvance(choice.shown_text) < 90
    assert choice.currentText() == "Each and together"


def test_a_fold_hides_until_it_is_opened(qtbot: QtBot) -> None:
    content = QLabel("inside")
    fold = Fold("advanced", "Advanced", content)
    qtbot.addWidget(fold)
    fold.show()
    assert not content.isVisible()
    button = fold.findChild(QToolButton, "advanced")
    assert button is not None
    with qtbot.waitSignal(fold.fold_toggled) as toggled:
        button.click()
    assert toggled.args == [True]
    assert content.isVisible()
    fold.show_title("Advanced (3)")
    assert (button.text(), button.accessibleName()) == ("Advanced (3)", "Advanced (3)")


def test_a_row_names_its_control(qtbot: QtBot) -> None:
    number = OptionalNumber("temperature", "The model's own", low=0, high=2, step=0.1)
    page = QWidget()
    qtbot.addWidget(page)
    rows = form()
    add_row(rows, "Temperature", number, "Higher is more surprising.")
    page.setLayout(rows)
    assert number.accessibleName() == "Temperature"
    assert number.accessibleDescription() == "Higher is more surprising."


def test_a_choice_that_is_cut_tells_the_whole_in_a_tip(qtbot: QtBot) -> None:
    long = "As long as nobody would ever call a choice, and then some more"
    choice = Choice("theme", [(1, "Light"), (2, long)])
    qtbot.addWidget(choice)
    choice.show()
    for value, tip in ((1, ""), (2, f"<p>{long}</p>")):
        choice.show_value(value)
        QApplication.sendEvent(choice, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), choice.mapToGlobal(QPoint(5, 5))))
        assert QToolTip.text() == tip
    QToolTip.hideText()
