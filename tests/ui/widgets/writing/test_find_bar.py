import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.find_bar import FindBar
from desktop_llm.ui.widgets.writing.text_search import SearchWish


@pytest.fixture
def bar(qtbot: QtBot) -> FindBar:
    bar = FindBar()
    qtbot.addWidget(bar)
    bar.open_with("boiler", is_replacing=True)
    return bar


def _words(bar: FindBar) -> QLineEdit:
    (field,) = bar.findChildren(QLineEdit, "find_field")
    return field


def test_what_is_typed_is_told_at_once(qtbot: QtBot, bar: FindBar) -> None:
    with qtbot.waitSignal(bar.wish_changed) as told:
        qtbot.keyClicks(_words(bar), "x")
    assert told.args == [SearchWish("x")]
    with qtbot.waitSignal(bar.wish_changed) as told:
        bar.findChild(QAbstractButton, "find_case").click()
    assert told.args == [SearchWish("x", is_case_exact=True)]


def test_enter_goes_on_and_with_shift_back(qtbot: QtBot, bar: FindBar) -> None:
    with qtbot.waitSignal(bar.step_requested) as told:
        qtbot.keyClick(_words(bar), Qt.Key.Key_Return)
    assert told.args == [1]
    with qtbot.waitSignal(bar.step_requested) as told:
        qtbot.keyClick(_words(bar), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert told.args == [-1]


def test_escape_closes(qtbot: QtBot, bar: FindBar) -> None:
    with qtbot.waitSignal(bar.bar_closed):
        qtbot.keyClick(_words(bar), Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_finding_alone_shows_no_other_words(bar: FindBar) -> None:
    bar.open_with("", is_replacing=False)
    assert not bar.findChild(QLineEdit, "replace_field").isVisible()
    assert bar.wish.words == "boiler"


def test_it_says_how_many_there_are_and_offers_only_what_can_be(qtbot: QtBot, bar: FindBar) -> None:
    count = bar.findChild(QLabel, "find_count")
    all_button = bar.findChild(QAbstractButton, "replace_all_button")
    bar.show_found(0, 0)
    assert (count.text(), all_button.isEnabled()) == ("Not found", False)
    bar.show_found(2, 1200)
    assert count.text() == "2 of 1,200"
    bar.findChild(QLineEdit, "replace_field").setText("heater")
    with qtbot.waitSignal(bar.replace_all_requested) as told:
        all_button.click()
    assert told.args == ["heater"]
    with qtbot.waitSignal(bar.replace_requested):
        bar.findChild(QAbstractButton, "replace_button").click()
