import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.frame.top_bar import TopBar


@pytest.fixture
def bar(qtbot: QtBot) -> TopBar:
    bar = TopBar(QAction("Instructions of this chat"), [QAction("Markdown…")], [QAction("Trash")])
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_what_concerns_a_conversation_is_there_only_with_one(bar: TopBar) -> None:
    buttons = [bar.findChild(QPushButton, name) for name in ("instructions_button", "export_button")]
    bar.show_conversation_actions(are_possible=False)
    assert [button.isVisible() for button in buttons if button] == [False, False]
    bar.show_conversation_actions(are_possible=True)
    assert [button.isVisible() for button in buttons if button] == [True, True]


def test_the_sidebar_button_is_named(bar: TopBar, qtbot: QtBot) -> None:
    button = bar.findChild(QToolButton, "sidebar_button")
    assert button is not None
    assert button.accessibleName() == "Show or hide the sidebar"
    with qtbot.waitSignal(bar.sidebar_toggled):
        button.click()
