import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.prompt.password_panel import GivenPassword, PasswordPanel, PasswordQuestion

QUESTION = PasswordQuestion("/a.pdf", "a.pdf is locked with a password.")


@pytest.fixture
def panel(qtbot: QtBot) -> PasswordPanel:
    panel = PasswordPanel()
    qtbot.addWidget(panel)
    return panel


def test_it_asks_and_hides_what_is_typed(panel: PasswordPanel) -> None:
    panel.show_question(QUESTION)
    assert panel.isVisible()
    assert panel.question_id == "/a.pdf"
    assert panel.findChild(QLabel, "password_sentence").text() == QUESTION.sentence
    assert panel.findChild(QLineEdit).echoMode() is QLineEdit.EchoMode.Password


def test_a_password_is_given_once_and_leaves_the_field(panel: PasswordPanel, qtbot: QtBot) -> None:
    panel.show_question(QUESTION)
    field = panel.findChild(QLineEdit)
    qtbot.keyClicks(field, "secret")
    with qtbot.waitSignal(panel.password_given) as given:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert given.args == [GivenPassword("/a.pdf", "secret")]
    assert field.text() == ""
    assert not panel.isVisible()


def test_nothing_typed_is_nothing_given(panel: PasswordPanel, qtbot: QtBot) -> None:
    panel.show_question(QUESTION)
    with qtbot.assertNotEmitted(panel.password_given):
        panel.findChild(QPushButton, "attachment_password_open").click()
    assert panel.isVisible()


def test_escape_and_the_button_refuse(panel: PasswordPanel, qtbot: QtBot) -> None:
    panel.show_question(QUESTION)
    with qtbot.waitSignal(panel.question_refused) as refused:
        qtbot.keyClick(panel.findChild(QLineEdit), Qt.Key.Key_Escape)
    assert refused.args == ["/a.pdf"]
    panel.show_question(QUESTION)
    with qtbot.waitSignal(panel.question_refused):
        panel.findChild(QPushButton, "attachment_password_refuse").click()
    assert panel.question_id == ""


def test_the_question_is_taken_back(panel: PasswordPanel) -> None:
    panel.show_question(QUESTION)
    panel.show_question(None)
    assert not panel.isVisible()
