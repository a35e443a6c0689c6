import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.errors import DesktopLlmError, ErrorCode, StorageError
from desktop_llm.ui.dialogs.quit_question import QuitQuestion

FULL = StorageError(ErrorCode.DISK_FULL, path="/")


class Asked:
    """A question and what was answered."""

    def __init__(self, qtbot: QtBot, failure: DesktopLlmError | None, *, is_lost: bool = True) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.answers: list[str] = []
        self.question = QuitQuestion(self.window, failure, is_lost=is_lost)
        self.question.retry_requested.connect(self._hear_retry)
        self.question.quit_requested.connect(self._hear_quit)
        self.question.stay_requested.connect(self._hear_stay)
        self.question.open()

    def button(self, name: str) -> QPushButton:
        found = self.question.findChild(QPushButton, name)
        assert found is not None
        return found

    def _hear_retry(self) -> None:
        self.answers.append("retry")

    def _hear_quit(self) -> None:
        self.answers.append("quit")

    def _hear_stay(self) -> None:
        self.answers.append("stay")


@pytest.mark.parametrize("answer", ["retry", "quit", "stay"])
def test_each_button_is_an_answer(qtbot: QtBot, answer: str) -> None:
    asked = Asked(qtbot, FULL)
    name = {"retry": "quit_retry_button", "quit": "quit_anyway_button", "stay": "quit_stay_button"}[answer]
    asked.button(name).click()
    assert asked.answers == [answer]


def test_who_closes_it_or_presses_escape_stays(qtbot: QtBot) -> None:
    asked = Asked(qtbot, FULL)
    qtbot.keyClick(asked.question, Qt.Key.Key_Escape)
    assert asked.answers == ["stay"]
    closed = Asked(qtbot, FULL)
    closed.question.close()
    assert closed.answers == ["stay"]


def test_what_is_answered_by_itself_answers_nothing(qtbot: QtBot) -> None:
    asked = Asked(qtbot, None)
    asked.question.put_away()
    assert asked.answers == []


def test_it_says_what_is_lost_and_what_is_not(qtbot: QtBot) -> None:
    lost, kept, waiting = Asked(qtbot, FULL), Asked(qtbot, FULL, is_lost=False), Asked(qtbot, None)
    assert "is lost" in lost.question.informativeText()
    assert "is kept" in kept.question.informativeText()
    assert "still being saved" in waiting.question.text()
    assert lost.button("quit_retry_button").isVisible()
    assert not kept.button("quit_retry_button").isVisible()
    assert not waiting.button("quit_retry_button").isVisible()
