from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_llm.storage.records import Folder, TitleSource
from desktop_llm.storage.written_records import WrittenDocument, WrittenHit
from desktop_llm.ui.conversation_wishes import (
    ConversationExport,
    ConversationMove,
    ConversationPin,
    ConversationRename,
    ExportFormat,
    FolderRename,
)
from desktop_llm.ui.item_models.conversation_list_model import ConversationListModel
from desktop_llm.ui.widgets.frame.conversation_list_view import (
    ConversationListView,
    ConversationTarget,
    export_file_name,
)
from tests.fakes.conversations import conversation, hit


@pytest.fixture
def view(qtbot: QtBot) -> ConversationListView:
    model = ConversationListModel()
    view = ConversationListView(model)
    model.setParent(view)
    qtbot.addWidget(view)
    chats = [conversation("a"), conversation("b", is_pinned=True), conversation("c", folder_id="1")]
    model.show_conversations(chats, [Folder("1", "Work")])
    view.resize(232, 600)
    view.show()
    return view


def rows(view: ConversationListView) -> ConversationListModel:
    model = view.model()
    assert isinstance(model, ConversationListModel)
    return model


def choose(view: ConversationListView, conversation_id: str, *path: str) -> None:
    """Trigger an entry of the menu of a conversation."""
    menu = view.menu_for(rows(view).index_of(conversation_id))
    assert menu is not None
    *submenus, last = path
    for title in submenus:
        (menu,) = [each for each in menu.findChildren(QMenu) if each.title() == title]
    entry(menu, last).trigger()


def entry(menu: QMenu, text: str) -> QAction:
    (action,) = [each for each in menu.actions() if each.text() == text]
    return action


def test_a_click_opens(view: ConversationListView, qtbot: QtBot) -> None:
    place = view.visualRect(rows(view).index_of("a")).center()
    with qtbot.waitSignal(view.conversation_selected) as wish:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wish.args == [ConversationTarget("a")]


def test_enter_opens_a_hit_at_its_message(view: ConversationListView, qtbot: QtBot) -> None:
    rows(view).show_hits([hit("a", "x", "m7")])
    view.setCurrentIndex(rows(view).index(0, 0))
    with qtbot.waitSignal(view.conversation_selected) as wish:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wish.args == [ConversationTarget("a", "m7")]


def test_a_text_that_was_found_is_opened_and_has_no_menu(view: ConversationListView, qtbot: QtBot) -> None:
    text = WrittenDocument(id="t", title="A", title_source=TitleSource.USER, created_at=0, updated_at=0)
    rows(view).show_hits([WrittenHit(text, "a")])
    view.setCurrentIndex(rows(view).index(0, 0))
    with qtbot.waitSignal(view.text_selected) as wish:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert wish.args == ["t"]
    assert view.menu_for(rows(view).index(0, 0)) is None


def test_delete_asks_and_removes_nothing(view: ConversationListView, qtbot: QtBot) -> None:
    view.setCurrentIndex(rows(view).index_of("a"))
    n_rows = rows(view).rowCount()
    with qtbot.waitSignal(view.delete_requested) as wish:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert wish.args == ["a"]
    assert rows(view).rowCount() == n_rows


def test_the_title_is_edited_in_place(view: ConversationListView, qtbot: QtBot) -> None:
    view.rename("a")
    editor = view.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Bergen")
    with qtbot.waitSignal(rows(view).rename_requested) as wish:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert wish.args == [ConversationRename("a", "Bergen")]


def test_a_folder_closes_and_opens_by_key(view: ConversationListView, qtbot: QtBot) -> None:
    (folder,) = [number for number in range(rows(view).rowCount()) if rows(view).index(number, 0).data() == "Work"]
    view.setCurrentIndex(rows(view).index(folder, 0))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert not rows(view).index_of("c").isValid()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert rows(view).index_of("c").isValid()


def test_the_menu_pins_and_unpins(view: ConversationListView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.pin_changed) as wish:
        choose(view, "a", "Pin")
    assert wish.args == [ConversationPin("a", is_pinned=True)]
    with qtbot.waitSignal(view.pin_changed) as wish:
        choose(view, "b", "Unpin")
    assert wish.args == [ConversationPin("b", is_pinned=False)]


def test_the_menu_moves_into_and_out_of_folders(view: ConversationListView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.move_requested) as wish:
        choose(view, "a", "Move to folder", "Work")
    assert wish.args == [ConversationMove("a", "1")]
    with qtbot.waitSignal(view.move_requested) as wish:
        choose(view, "c", "Move to folder", "No folder")
    assert wish.args == [ConversationMove("c", None)]


def test_a_new_folder_is_named_first(view: ConversationListView, qtbot: QtBot) -> None:
    choose(view, "a", "Move to folder", "New folder…")
    dialog = view.findChild(QInputDialog, "folder_name_dialog")
    assert dialog is not None
    dialog.setTextValue(" Taxes ")
    with qtbot.waitSignal(view.move_requested) as wish:
        dialog.accept()
    assert wish.args == [ConversationMove("a", None, "Taxes")]


def test_a_folder_is_renamed(view: ConversationListView, qtbot: QtBot) -> None:
    (index,) = [
        rows(view).index(number, 0)
        for number in range(rows(view).rowCount())
        if rows(view).index(number, 0).data() == "Work"
    ]
    menu = view.menu_for(index)
    assert menu is not None
    entry(menu, "Rename folder…").trigger()
    dialog = view.findChild(QInputDialog, "folder_name_dialog")
    assert dialog is not None
    dialog.setTextValue("Office")
    with qtbot.waitSignal(view.folder_renamed) as wish:
        dialog.accept()
    assert wish.args == [FolderRename("1", "Office")]


def test_the_menu_exports(view: ConversationListView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.export_requested) as wish:
        choose(view, "a", "Export", "JSON…")
    assert wish.args == [ConversationExport("a", ExportFormat.JSON)]


def test_a_section_has_no_menu(view: ConversationListView) -> None:
    assert view.menu_for(rows(view).index(0, 0)) is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Trip to Bergen", "Trip to Bergen.md"),
        ("a/b\\c: d?\x00", "a b c d.md"),
        ("..", "chat.md"),
        ("x" * 300, "x" * 60 + ".md"),
        ("Überblick 你好", "Überblick 你好.md"),
    ],
)
def test_an_export_has_a_name_that_every_disk_takes(title: str, name: str) -> None:
    assert export_file_name(title, ExportFormat.MARKDOWN) == Path(name)
