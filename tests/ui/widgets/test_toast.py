import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.toast import Toast, ToastContent


@pytest.fixture
def toast(qtbot: QtBot) -> Toast:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    return Toast(host)


def test_a_button_gives_back_its_key_and_the_notice_leaves(toast: Toast, qtbot: QtBot) -> None:
    toast.show_content(ToastContent("Deleted “Lease”", "Undo", "undo"))
    button = toast.findChild(QPushButton, "toast_button")
    assert button is not None
    with qtbot.waitSignal(toast.button_clicked) as clicked:
        button.click()
    assert clicked.args == ["undo"]
    assert not toast.isVisible()


def test_markup_in_a_title_is_shown_and_not_obeyed(toast: Toast) -> None:
    toast.show_content(ToastContent("Deleted “<img src='file:///etc/x'><b>Lease</b>”"))
    label = toast.findChild(QLabel, "toast_label")
    assert label is not None
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_notice_without_a_button_has_none(toast: Toast) -> None:
    toast.show_content(ToastContent("Chat copied"))
    button = toast.findChild(QPushButton, "toast_button")
    assert button is not None
    assert not button.isVisible()


def test_a_notice_leaves_by_itself(toast: Toast, qtbot: QtBot) -> None:
    toast.show_content(ToastContent("Chat copied"))
    toast._timer.start(10)
    with qtbot.waitSignal(toast.toast_left):
        pass
    assert not toast.isVisible()


def test_a_lasting_notice_stays_until_another_comes(toast: Toast) -> None:
    toast.show_content(ToastContent("Chat copied"))
    toast.show_content(ToastContent("Moving…", is_lasting=True))
    assert not toast._timer.isActive()
    toast.show_content(ToastContent("Chat copied"))
    assert toast._timer.isActive()


def test_a_new_notice_takes_the_place_of_the_old(toast: Toast) -> None:
    toast.show_content(ToastContent("One"))
    toast.show_content(ToastContent("Two"))
    label = toast.findChild(QLabel, "toast_label")
    assert label is not None
    assert label.text() == "Two"


def test_a_long_title_does_not_widen_the_notice_beyond_the_window(toast: Toast) -> None:
    toast.show_content(ToastContent("x" * 1000, "Undo"))
    assert toast.width() <= 800
    close = toast.findChild(QToolButton, "toast_close")
    assert close is not None
    assert close.accessibleName() == "Dismiss"


def test_a_sentence_is_shown_whole_in_two_lines_where_one_has_no_room_for_it(toast: Toast) -> None:
    text = "This model continues text; it was not trained for conversations and may ramble."
    toast.show_content(ToastContent("Saved"))
    one_line_px = toast.height()
    toast.parentWidget().resize(600, 400)
    toast.show_content(ToastContent(text))
    (label,) = toast.findChildren(QLabel, "toast_label")
    assert label.text() == text
    assert one_line_px < toast.height() < 2 * one_line_px
    assert toast.parentWidget().rect().contains(toast.geometry())
    toast.show_content(ToastContent("Saved"))
    assert toast.height() == one_line_px
