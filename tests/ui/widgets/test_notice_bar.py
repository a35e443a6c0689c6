import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_llm.settings import Theme
from desktop_llm.ui.theme import apply_theme
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeBar, NoticeLevel


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    return bar


def test_it_is_hidden_until_there_is_something_to_say(bar: NoticeBar) -> None:
    assert not bar.isVisible()
    bar.show_notice(Notice(id="n", text="The disk is full."))
    assert bar.isVisible()
    assert bar.findChild(QLabel, "notice_text").text() == "The disk is full."
    assert bar.accessibleName() == "The disk is full."


def test_the_button_reports_which_notice_it_belongs_to(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(Notice(id="engine", text="The engine stopped.", level=NoticeLevel.ERROR, action="Restart"))
    with qtbot.waitSignal(bar.action_requested) as received:
        qtbot.mouseClick(bar.findChild(QPushButton, "notice_action_button"), Qt.MouseButton.LeftButton)
    assert received.args == ["engine"]


def test_details_unfold(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(Notice(id="n", text="It failed.", details="signal 9"))
    details = bar.findChild(QLabel, "notice_details")
    assert not details.isVisible()
    qtbot.mouseClick(bar.findChild(QPushButton, "notice_details_button"), Qt.MouseButton.LeftButton)
    assert details.isVisible()
    assert details.text() == "signal 9"


def test_what_is_not_there_has_no_button(bar: NoticeBar) -> None:
    bar.show_notice(Notice(id="n", text="Loading.", is_dismissible=False))
    assert not any(each.isVisible() for each in [*bar.findChildren(QPushButton), *bar.findChildren(QToolButton)])


def test_it_can_be_dismissed(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(Notice(id="n", text="Hello."))
    with qtbot.waitSignal(bar.dismissed) as received:
        qtbot.mouseClick(bar.findChild(QToolButton, "notice_dismiss_button"), Qt.MouseButton.LeftButton)
    assert received.args == ["n"]
    assert not bar.isVisible()


def test_only_the_shown_notice_is_withdrawn(bar: NoticeBar) -> None:
    bar.show_notice(Notice(id="new", text="New."))
    bar.dismiss("old")
    assert bar.isVisible()
    bar.dismiss("new")
    assert not bar.isVisible()


def test_text_is_never_taken_for_html(bar: NoticeBar) -> None:
    bar.show_notice(Notice(id="n", text="<b>x</b>", details="<img src='file:///x'>"))
    for name in ("notice_text", "notice_details"):
        assert bar.findChild(QLabel, name).textFormat() is Qt.TextFormat.PlainText


def test_the_sign_follows_the_colours(bar: NoticeBar, qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, Theme.LIGHT)
    bar.show_notice(Notice(id="a", text="Careful", level=NoticeLevel.WARNING))
    icon = next(label for label in bar.findChildren(QLabel) if not label.pixmap().isNull())
    light = icon.pixmap().toImage()
    apply_theme(qapp, Theme.DARK)
    qtbot.waitUntil(lambda: icon.pixmap().toImage() != light)


def test_what_is_shown_already_keeps_its_details_open(bar: NoticeBar) -> None:
    notice = Notice(id="a", text="It failed.", details="Why it failed")
    bar.show_notice(notice)
    bar.findChild(QPushButton, "notice_details_button").setChecked(True)
    bar.show_notice(notice)
    assert bar.findChild(QPushButton, "notice_details_button").isChecked()


def test_a_long_name_of_a_file_does_not_widen_the_window(bar: NoticeBar) -> None:
    text = f"“{'statement_of_the_costs_' * 9}.docx” could not be read."
    bar.show_notice(Notice(id="n", text=text, action="Try again", details="why"))
    assert bar.minimumSizeHint().width() <= 536  # of the smallest window that has to show all
    assert bar.accessibleName() == bar.findChild(QLabel, "notice_text").accessibleName() == text
