import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.prompt.folder_button import FolderButton
from desktop_llm.ui.widgets.prompt.prompt_draft import FolderChoice

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


def test_a_folder_is_paused_and_goes_on(qtbot: QtBot, button: FolderButton) -> None:
    still = FolderChoice("/a/old", "old · 9 documents · paused", is_paused=True)
    button.show_folders((PAPERS, still))
    pause = button.menu().findChild(QMenu, "pause_folder_menu")
    assert [action.text() for action in pause.actions()] == [PAPERS.text]
    with qtbot.waitSignal(button.folder_paused) as paused:
        named(pause, PAPERS.text).trigger()
    assert paused.args == [PAPERS.path]
    resume = button.menu().findChild(QMenu, "resume_folder_menu")
    assert [action.text() for action in resume.actions()] == [still.text]
    with qtbot.waitSignal(button.folder_resumed) as resumed:
        named(resume, still.text).trigger()
    assert resumed.args == [still.path]
