from collections.abc import Callable

import pytest

from desktop_llm.storage.written_records import WrittenText
from desktop_llm.ui.conversation_wishes import ConversationMove, ConversationPin, ConversationRename, FolderRename
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView, ConversationTarget
from tests.fakes.writing_window import WritingWindow


@pytest.fixture
def window(writing: Callable[[], WritingWindow]) -> WritingWindow:
    """With two texts, of which "Later" is open."""
    window = writing()
    for title in ("Earlier", "Later"):
        window.begin_new()
        window.write(title)
        window.settle()
    window.wait_for(lambda: window.titles == ["Today", "Later", "Earlier"])
    return window


def _view(window: WritingWindow) -> ConversationListView:
    return window.part(ConversationListView, "conversation_list")


def _id(window: WritingWindow, title: str) -> str:
    return next(each.id for each in window.documents.documents() if each.title == title)


def test_a_click_opens_a_text(window: WritingWindow) -> None:
    _view(window).conversation_selected.emit(ConversationTarget(_id(window, "Earlier")))
    window.wait_for(lambda: window.text == "Earlier")


def test_the_open_text_is_deleted_and_comes_back(window: WritingWindow) -> None:
    _view(window).delete_requested.emit(_id(window, "Later"))
    window.wait_for(lambda: window.is_shown("empty_new_text_button"))
    assert window.titles == ["Today", "Earlier"]
    window.window.deletion_undo_requested.emit()
    assert window.titles == ["Today", "Later", "Earlier"]


def test_a_text_is_renamed_in_the_list(window: WritingWindow) -> None:
    _view(window).model().rename_requested.emit(ConversationRename(_id(window, "Later"), "Complaint"))
    assert window.titles == ["Today", "Complaint", "Earlier"]
    assert window.part(type(window.pane), "write_pane").isVisible()


def test_texts_are_pinned_and_lie_in_folders(window: WritingWindow) -> None:
    view = _view(window)
    view.pin_changed.emit(ConversationPin(_id(window, "Earlier"), is_pinned=True))
    view.move_requested.emit(ConversationMove(_id(window, "Later"), None, "Flat"))
    assert window.titles == ["Pinned", "Earlier", "Flat", "Later"]
    (folder,) = window.storage.store.folders()
    view.folder_renamed.emit(FolderRename(folder.id, "House"))
    assert window.titles == ["Pinned", "Earlier", "House", "Later"]
    view.folder_delete_requested.emit(folder.id)
    assert window.titles == ["Pinned", "Earlier", "Today", "Later"]


def test_folders_without_texts_are_not_shown(window: WritingWindow) -> None:
    window.storage.store.create_folder("Chats only")
    window.documents.create(WrittenText(title="Third"))
    _view(window).pin_changed.emit(ConversationPin(_id(window, "Earlier"), is_pinned=False))
    assert "Chats only" not in window.titles


def test_texts_are_not_exported_as_chats_are(window: WritingWindow) -> None:
    view = _view(window)
    menu = view.menu_for(view.model().index(1, 0))
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Rename",
        "Pin",
        "Move to folder",
        "Delete",
    ]
