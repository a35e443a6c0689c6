import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.controllers.deletions import Deletions
from desktop_llm.ui.main_window import MainWindow, WindowPane
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY, PaneEntry


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow([WindowPane(PaneEntry(CHAT_KEY, "Chat", "chat"), QWidget())])
    qtbot.addWidget(window)
    return window


def test_what_was_deleted_last_comes_back_first(window: MainWindow) -> None:
    restored: list[str] = []
    deletions = Deletions(window)
    deletions.note("Chat", lambda: restored.append("chat"))
    deletions.note("Text", lambda: restored.append("text"))
    for _ in range(3):
        window.deletion_undo_requested.emit()
    assert restored == ["text", "chat"]


def test_what_has_no_title_is_told_in_words_of_its_own(window: MainWindow) -> None:
    restored: list[str] = []
    deletions = Deletions(window)
    deletions.note("Chat", lambda: restored.append("chat"))
    assert window.findChild(QLabel, "toast_label").text() == "Deleted “Chat”"
    deletions.say("Form cleared", lambda: restored.append("form"))
    assert window.findChild(QLabel, "toast_label").text() == "Form cleared"
    window.findChild(QPushButton, "toast_button").click()
    assert restored == ["form"]
