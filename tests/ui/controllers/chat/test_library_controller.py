from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget

from desktop_llm.storage.database import open_database
from desktop_llm.storage.records import TitleSource
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenText
from desktop_llm.ui.controllers.chat.library_controller import LibraryController
from desktop_llm.ui.conversation_wishes import (
    ConversationExport,
    ConversationMove,
    ConversationPin,
    ConversationRename,
    ExportFormat,
    FolderRename,
    SearchResults,
)
from desktop_llm.ui.dialogs.trash_dialog import TrashDialog
from desktop_llm.ui.widgets.frame.conversation_list_view import ConversationListView
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.widgets.transcript.title_field import TitleField
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]


def listed(program: SmallProgram) -> list[str]:
    model = program.part(ConversationListView).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.fixture
def chat_id(program: SmallProgram) -> str:
    return program.ask("May the landlord keep it?", "Not as a rule.").conversation_id


def test_a_chat_is_listed_once_it_has_begun(program: SmallProgram, chat_id: str) -> None:
    assert "May the landlord keep it?" in listed(program)


def test_renaming_is_stored_and_listed(program: SmallProgram, chat_id: str) -> None:
    program.window.conversation_renamed.emit(ConversationRename(chat_id, "Lease"))
    program.wait_for(lambda: "Lease" in listed(program))
    assert program.store.conversation(chat_id).title_source is TitleSource.USER


def test_renaming_in_the_list_renames_above_the_chat(program: SmallProgram, chat_id: str) -> None:
    program.window.conversation_renamed.emit(ConversationRename(chat_id, "Lease"))
    program.wait_for(lambda: program.part(QLineEdit, "title_field").text() == "Lease")


def test_a_chat_is_pinned(program: SmallProgram, chat_id: str) -> None:
    program.window.conversation_pin_changed.emit(ConversationPin(chat_id, is_pinned=True))
    program.settle()
    assert program.store.conversation(chat_id).is_pinned
    assert "Pinned" in listed(program)


def test_a_chat_moves_into_a_new_folder_which_is_renamed_and_deleted(program: SmallProgram, chat_id: str) -> None:
    program.window.conversation_move_requested.emit(ConversationMove(chat_id, new_folder_name="Work"))
    program.wait_for(lambda: "Work" in listed(program))
    (folder,) = program.store.folders()
    assert program.store.conversation(chat_id).folder_id == folder.id
    program.window.folder_renamed.emit(FolderRename(folder.id, "Office"))
    program.wait_for(lambda: "Office" in listed(program))
    program.window.folder_delete_requested.emit(folder.id)
    program.wait_for(lambda: "Office" not in listed(program))
    assert program.store.conversation(chat_id).folder_id is None


def test_deleting_the_open_chat_begins_a_new_one_and_undoing_opens_it_again(
    program: SmallProgram, chat_id: str
) -> None:
    program.window.conversation_delete_requested.emit(chat_id)
    assert program.toast == "Deleted “May the landlord keep it?”"
    program.wait_for(lambda: program.shown() == [] and "May the landlord keep it?" not in listed(program))
    assert program.chat.open_id == ""
    assert [each.id for each in program.store.trash()] == [chat_id]
    program.click("toast_button")
    program.wait_for(lambda: program.shown() == ["May the landlord keep it?", "Not as a rule."])
    assert program.store.trash() == ()
    assert "May the landlord keep it?" in listed(program)


def test_deleting_another_chat_leaves_the_open_one(program: SmallProgram, chat_id: str) -> None:
    program.new_chat()
    other = program.ask("Other")
    program.window.conversation_delete_requested.emit(chat_id)
    program.settle()
    assert program.chat.open_id == other.conversation_id
    assert program.shown() == ["Other", "ok"]


def test_typing_in_the_search_field_finds_chats_by_their_text(program: SmallProgram, chat_id: str) -> None:
    program.new_chat()
    program.ask("Other")
    program.part(QLineEdit, "search_field").setText("landlord")
    program.settle()
    assert any("landlord" in row for row in listed(program))
    assert not any("Other" in row for row in listed(program))


def test_results_of_an_old_query_are_dropped(program: SmallProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[SearchResults] = []
    monkeypatch.setattr(program.window, "show_search_results", shown.append)
    program.window.search_changed.emit("old")
    program.window.search_changed.emit("new")
    program.settle()
    assert [results.query for results in shown] == ["new"]


def test_search_results_follow_a_change(program: SmallProgram, chat_id: str) -> None:
    program.part(QLineEdit, "search_field").setText("landlord")
    program.settle()
    program.window.conversation_delete_requested.emit(chat_id)
    program.settle()
    assert not any("landlord" in row for row in listed(program))


@pytest.mark.parametrize(
    ("export_format", "name", "beginning"),
    [
        (ExportFormat.MARKDOWN, "chat.md", "# May the landlord"),
        (ExportFormat.HTML, "chat.html", "<!DOCTYPE html>"),
        (ExportFormat.JSON, "chat.json", "{"),
    ],
)
def test_a_chat_is_exported_to_a_file(
    program: SmallProgram, chat_id: str, tmp_path: Path, export_format: ExportFormat, name: str, beginning: str
) -> None:
    path = tmp_path / name
    program.window.conversation_export_requested.emit(ConversationExport(chat_id, export_format, path))
    program.wait_for(lambda: program.toast == f"Saved as {name}")
    text = path.read_text("utf-8")
    assert text.lower().startswith(beginning.lower())
    assert "Not as a rule." in text


@pytest.mark.parametrize(("export_format", "beginning"), [(ExportFormat.DOCX, b"PK"), (ExportFormat.PDF, b"%PDF-")])
def test_a_chat_is_exported_to_a_file_of_other_programs(
    program: SmallProgram, chat_id: str, tmp_path: Path, export_format: ExportFormat, beginning: bytes
) -> None:
    path = tmp_path / f"chat.{export_format}"
    path.write_bytes(b"old")
    program.window.conversation_export_requested.emit(ConversationExport(chat_id, export_format, path))
    program.wait_for(lambda: program.toast == f"Saved as {path.name}")
    assert path.read_bytes().startswith(beginning)


def test_the_menu_asks_where_to_export_to(program: SmallProgram, chat_id: str, tmp_path: Path) -> None:
    program.window._on_export_requested(ConversationExport(chat_id, ExportFormat.JSON))
    dialog = program.window.findChild(QFileDialog, "export_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "lease.json"))
    dialog.close()
    program.wait_for(lambda: program.toast == "Saved as lease.json")
    assert msgspec.json.decode((tmp_path / "lease.json").read_bytes())


def test_a_file_that_cannot_be_written_is_told(program: SmallProgram, chat_id: str, tmp_path: Path) -> None:
    path = tmp_path / "gone" / "chat.md"
    program.window.conversation_export_requested.emit(ConversationExport(chat_id, ExportFormat.MARKDOWN, path))
    program.wait_for(lambda: program.toast == "chat.md could not be saved.")


def test_a_chat_is_copied_as_markdown(program: SmallProgram, chat_id: str) -> None:
    program.window.conversation_export_requested.emit(ConversationExport(chat_id, ExportFormat.CLIPBOARD))
    program.wait_for(lambda: program.toast == "Chat copied")
    assert "Not as a rule." in QGuiApplication.clipboard().text()


def test_what_cannot_be_changed_is_told(program: SmallProgram) -> None:
    program.window.conversation_renamed.emit(ConversationRename("gone", "Lease"))
    program.wait_for(lambda: program.toast == "This chat no longer exists.")


def test_deleting_nothing_does_nothing(program: SmallProgram) -> None:
    (library,) = program.window.findChildren(LibraryController)
    library.delete("")
    program.settle()
    assert program.toast == ""


def test_texts_are_found_along_with_chats_and_opened(program: SmallProgram, chat_id: str) -> None:
    database = open_database(program.folder).database
    text = WrittenDocumentStore(database).create(WrittenText(title="Complaint", text="To the landlord of May street"))
    database.close()
    program.part(QLineEdit, "search_field").setText("landlord")
    program.wait_for(lambda: listed(program) == ["May the landlord keep it?", "Complaint"])
    program.part(ConversationListView).text_selected.emit(text.id)
    program.wait_for(lambda: program.window.pane_key == WRITE_KEY)
    program.wait_for(lambda: program.part(TitleField, "title_field").text() == "Complaint")


def test_a_deleted_text_comes_back_from_the_trash(program: SmallProgram) -> None:
    database = open_database(program.folder).database
    store = WrittenDocumentStore(database)
    text = store.create(WrittenText(title="Complaint"))
    store.delete(text.id)
    program.window.trash_requested.emit()
    dialog = program.window.findChild(TrashDialog)
    program.wait_for(lambda: dialog.findChild(QListWidget).count() == 1)
    dialog.restore_requested.emit((text.id,))
    program.wait_for(lambda: store.trash() == ())
    database.close()
