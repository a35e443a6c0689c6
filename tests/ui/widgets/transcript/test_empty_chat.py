from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.empty_chat import EmptyChat


def test_three_examples_can_be_taken(qtbot: QtBot) -> None:
    page = EmptyChat()
    qtbot.addWidget(page)
    buttons = page.findChildren(QPushButton)
    assert len(buttons) == 3
    with qtbot.waitSignal(page.example_chosen) as chosen:
        buttons[1].click()
    assert chosen.args == [buttons[1].text()]
