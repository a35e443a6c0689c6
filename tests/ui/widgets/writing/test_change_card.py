from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.writing.text_change import ChangeCategory, TextChange
from desktop_llm.ui.widgets.writing.change_card import ChangeCard


def card(qtbot: QtBot, after: str = "received") -> tuple[QWidget, ChangeCard]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 400)
    made = ChangeCard(window)
    change = TextChange(
        start=0, end=8, before="recieved", after=after, category=ChangeCategory.SPELLING, reason="i & e"
    )
    made.show_change(change, change.before)
    made.fit(480)
    window.show()
    made.show()
    return window, made


def test_words_of_a_model_are_shown_as_they_are(qtbot: QtBot) -> None:
    _, made = card(qtbot, after="<b>received</b>")
    words = made.findChild(QLabel, "change_words")
    assert words is not None
    assert "&lt;b&gt;received" in words.text()


def test_it_is_as_high_as_its_words_need(qtbot: QtBot) -> None:
    _, short = card(qtbot)
    _window, long = card(qtbot, after="received " * 40)
    assert long.height() > short.height()
    assert long.width() <= 480


def test_wishes_are_told(qtbot: QtBot) -> None:
    _window, made = card(qtbot)
    for name, signal, payload in (
        ("previous_change_button", made.step_requested, [-1]),
        ("next_change_button", made.step_requested, [1]),
        ("close_change_button", made.close_requested, []),
    ):
        with qtbot.waitSignal(signal) as told:
            qtbot.mouseClick(made.findChild(QToolButton, name), Qt.MouseButton.LeftButton)
        assert told.args == payload
    with qtbot.waitSignal(made.close_requested):
        qtbot.keyClick(made, Qt.Key.Key_Escape)
