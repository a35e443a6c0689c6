import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.folder_button import FolderButton
from desktop_llm.ui.widgets.prompt_draft import FolderChoice

PAPERS = FolderChoice("/a/papers", "papers · 3 documents")


@pytest.fixture
def button(qtbot: QtBot) -> FolderButton:
    button = FolderButton()
    qtbot.addWidget(button)
    return button


def named(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def test_without_folders_one_can_be_chosen(qtbot: QtBot, button: FolderButton) -> None:
    (choose,) = button.menu().actions()
    with qtbot.waitSignal(button.folder_requested):
        choose.trigger()


def test_a_known_folder_is_asked_or_forgotten(qtbot: QtBot, button: FolderButton) -> None:
    button.show_folders((PAPERS,))
    with qtbot.waitSignal(button.folder_chosen) as chosen:
        named(button.menu(), PAPERS.text).trigger()
    assert chosen.args == [PAPERS.path]
    forget = button.menu().findChild(QMenu, "forget_folder_menu")
    with qtbot.waitSignal(button.folder_forgotten) as forgotten:
        named(forget, PAPERS.text).trigger()
    assert forgotten.args == [PAPERS.path]
