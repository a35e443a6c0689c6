import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.errors import ErrorCode, RequestFailedError, StorageError
from desktop_llm.ui.controllers.chat.chat_notices import ChatNotices
from desktop_llm.ui.error_text import ErrorAction
from desktop_llm.ui.panes.chat_pane import ChatPane

DISK_FULL = StorageError(ErrorCode.DISK_FULL, path="/data")


@pytest.fixture
def pane(qtbot: QtBot) -> ChatPane:
    pane = ChatPane()
    qtbot.addWidget(pane)
    pane.show()
    return pane


def button(pane: ChatPane) -> QPushButton:
    found = pane.findChild(QPushButton, "notice_action_button")
    assert found is not None
    return found


def test_the_button_of_an_error_asks_for_what_helps(pane: ChatPane, qtbot: QtBot) -> None:
    notices = ChatNotices(pane)
    notices.show_error(RequestFailedError(ErrorCode.NO_MODEL))
    with qtbot.waitSignal(notices.error_action_requested) as requested:
        button(pane).click()
    assert requested.args == [ErrorAction.MANAGE_MODELS]
    assert not button(pane).isVisible()


def test_trying_again_is_done_here(pane: ChatPane, qtbot: QtBot) -> None:
    notices, tries = ChatNotices(pane), []
    notices.show_error(DISK_FULL, lambda: tries.append(1))
    assert button(pane).text() == "Try again"
    with qtbot.assertNotEmitted(notices.error_action_requested):
        button(pane).click()
    assert tries == [1]


def test_there_is_no_button_where_there_is_nothing_to_try_again(pane: ChatPane) -> None:
    ChatNotices(pane).show_error(DISK_FULL)
    assert not button(pane).isVisible()


def test_a_sentence_is_told(pane: ChatPane) -> None:
    ChatNotices(pane).tell("One moment.")
    label = pane.findChild(QLabel, "notice_text")
    assert label is not None
    assert label.text() == "One moment."
    assert label.isVisible()
