import time

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.conversation_wishes import SearchResults
from desktop_llm.ui.widgets.frame.sidebar import MODELS_KEY, PaneEntry, Sidebar
from tests.fakes.conversations import conversation, hit


@pytest.fixture
def sidebar(qtbot: QtBot) -> Sidebar:
    actions = [QAction(text) for text in ("New chat", "Models", "Settings")]
    for action in actions:
        action.setObjectName(action.text())
    panes = [PaneEntry("chat", "Chat", "chat-centered"), PaneEntry("write", "Write", "pencil")]
    sidebar = Sidebar(panes, actions[0], actions[1:])
    for action in actions:
        action.setParent(sidebar)
    qtbot.addWidget(sidebar)
    sidebar.show_conversations([conversation("a"), conversation("b")], [])
    sidebar.resize(232, 700)
    sidebar.show()
    return sidebar


def search_field(sidebar: Sidebar) -> QLineEdit:
    field = sidebar.findChild(QLineEdit, "search_field")
    assert field is not None
    return field


def test_the_models_are_a_place_like_the_panes(sidebar: Sidebar) -> None:
    models = sidebar.findChild(QPushButton, "Models_button")
    chat = sidebar.findChild(QPushButton, "pane_chat")
    assert models is not None
    assert chat is not None
    for key in ("chat", MODELS_KEY, "chat"):
        sidebar.show_pane(key)
        assert models.isChecked() == (key == MODELS_KEY)
        assert chat.isChecked() == (key == "chat")
    sidebar.show_models_note("45 %")
    assert (models.text().strip(), models.accessibleDescription()) == ("Models  45 %", "45 %")


def test_only_the_panes_that_are_given_are_shown(sidebar: Sidebar, qtbot: QtBot) -> None:
    names = [button.text().strip() for button in sidebar.findChildren(QPushButton)]
    assert names == ["Chat", "Write", "Models", "Settings"]
    write = sidebar.findChild(QPushButton, "pane_write")
    assert write is not None
    with qtbot.waitSignal(sidebar.pane_selected) as pane:
        write.click()
    assert pane.args == ["write"]


def test_what_is_typed_is_searched_for(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sidebar.search_changed) as query:
        search_field(sidebar).setText(" rent ")
    assert query.args == ["rent"]
    sidebar.show_search_results(SearchResults("rent", (hit("a", "x"),)))
    assert sidebar.conversation_model.rowCount() == 1


def test_late_results_of_an_earlier_query_are_dropped(sidebar: Sidebar) -> None:
    search_field(sidebar).setText("rent")
    sidebar.show_search_results(SearchResults("ren", ()))
    assert sidebar.conversation_model.rowCount() == 3


def test_an_emptied_search_shows_everything_again(sidebar: Sidebar) -> None:
    search_field(sidebar).setText("rent")
    sidebar.show_search_results(SearchResults("rent", ()))
    search_field(sidebar).clear()
    assert sidebar.conversation_model.rowCount() == 3


def test_the_open_conversation_stays_marked_when_the_list_changes(sidebar: Sidebar) -> None:
    sidebar.show_open_conversation("b")
    sidebar.show_conversations([conversation("x"), conversation("b")], [])
    assert sidebar.conversation_list.currentIndex().data() == "Chat b"


def test_two_thousand_conversations_are_drawn_quickly(sidebar: Sidebar) -> None:
    chats = [conversation(str(number), age_days=number / 20) for number in range(2000)]
    begun_s = time.perf_counter()
    sidebar.show_conversations(chats, [])
    sidebar.grab()
    assert time.perf_counter() - begun_s < 1.0
