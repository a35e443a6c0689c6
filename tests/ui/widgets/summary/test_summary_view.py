from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.assist.checks.sourced_text import Check, CheckKind
from desktop_llm.assist.summary.summary_result import SummaryItem
from desktop_llm.ui.widgets.summary.summary_view import ShownItem, SourceWish, SummaryView
from tests.fakes.summaries import sentence, source

FIRST, SECOND = source("one", page=3), source("two", page=7)


def view_of(qtbot: QtBot, *items: SummaryItem) -> SummaryView:
    view = SummaryView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    for item in items:
        view.add_item(ShownItem(item=item))
    qtbot.waitUntil(lambda: not items or items[-1].text in view.toPlainText())
    return view


def place_of(view: SummaryView, text: str) -> QPoint:
    cursor: QTextCursor = view.document().find(text)
    return view.cursorRect(cursor).center() - QPoint(4, 0)


def click(qtbot: QtBot, view: SummaryView, text: str) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, text))


def test_a_click_on_a_sentence_asks_for_its_passage_and_a_second_one_for_the_next(qtbot: QtBot) -> None:
    view = view_of(qtbot, sentence("The rent is due.", FIRST, SECOND), sentence("The deposit is back.", FIRST, line=1))
    assert "The rent is due. 3 7\nThe deposit is back. 3" in view.toPlainText()
    wishes: list[SourceWish] = []
    view.source_requested.connect(wishes.append)
    click(qtbot, view, "rent is")
    click(qtbot, view, "rent is")
    click(qtbot, view, "rent is")
    assert [(wish.source.quote, wish.index, wish.count) for wish in wishes] == [
        ("one", 0, 2),
        ("two", 1, 2),
        ("one", 0, 2),
    ]


def test_a_chip_leads_to_its_own_passage(qtbot: QtBot) -> None:
    view = view_of(qtbot, sentence("The rent is due.", FIRST, SECOND))
    with qtbot.waitSignal(view.source_requested) as wish:
        click(qtbot, view, "7")
    assert wish.args[0].source == SECOND


def test_the_keyboard_goes_from_sentence_to_sentence_and_from_source_to_source(qtbot: QtBot) -> None:
    view = view_of(qtbot, sentence("Rent.", FIRST), sentence("Deposit.", SECOND, FIRST, line=1))
    wishes: list[SourceWish] = []
    view.source_requested.connect(wishes.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)
    assert [wish.source.quote for wish in wishes] == ["one", "two", "one", "two", "one"]
    assert view.accessibleDescription().startswith("Rent.")


def test_what_is_doubtful_is_said_below_its_sentence_in_words(qtbot: QtBot) -> None:
    red = Check(kind=CheckKind.NUMBER_NOT_IN_SOURCE, text="1,240")
    view = view_of(qtbot, sentence("Headcount rose to 1,240.", FIRST, checks=(red,)), sentence("Next.", line=1))
    assert view.toPlainText().split("\n") == [
        "Headcount rose to 1,240. 3",
        "Wrong? The number 1,240 is not in the document.",
        "Next.",
    ]


def test_many_items_do_not_hold_the_window_up(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    for number in range(2000):
        view.add_item(ShownItem(item=sentence(f"Sentence {number}.", FIRST, line=number)))
    qtbot.waitUntil(lambda: "Sentence 0." in view.toPlainText())
    assert "Sentence 1999." not in view.toPlainText()
    qtbot.waitUntil(lambda: "Sentence 1999." in view.toPlainText(), timeout=10_000)


def test_a_new_summary_begins_empty_and_other_colours_leave_it_as_it_is(qtbot: QtBot) -> None:
    view = view_of(qtbot, sentence("Old.", FIRST))
    font = view.font()
    font.setPointSizeF(font.pointSizeF() + 2)
    view.setFont(font)
    qtbot.waitUntil(lambda: view.document().begin().begin().fragment().charFormat().font() == font)
    assert view.toPlainText() == "Old. 3"
    view.clear_summary()
    assert view.toPlainText() == ""
    qtbot.keyClick(view, Qt.Key.Key_Down)
