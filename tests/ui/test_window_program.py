import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.params import SamplingParams
from desktop_llm.paths import DataFolder, default_data_folder
from desktop_llm.settings import Settings, Theme, load_settings
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.database import open_database
from desktop_llm.storage.records import Message, MessageState
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.ui.controllers.dialog_controller import DialogController
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.quit_question import QuitQuestion
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog
from desktop_llm.ui.item_models.document_list_model import DocumentListModel
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.form_controls import Choice
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY, MODELS_KEY, SUMMARIZE_KEY, WRITE_KEY
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.window_commands import WindowCommand
from tests.fakes.small_program import SmallProgram

StartProgram = Callable[..., SmallProgram]


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "own.gguf"
    path.write_bytes(b"GGUF" + bytes(60))
    return path


def settings_of(program: SmallProgram) -> SettingsController:
    (controller,) = program.program.findChildren(SettingsController)
    return controller


def stored_in(folder: DataFolder) -> list[Message]:
    database = open_database(folder).database
    try:
        store = ConversationStore(database)
        return [message for each in store.conversations() for message in store.messages(each.id)]
    finally:
        database.close()


def drop(program: SmallProgram, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(program.window, QDragEnterEvent(QPoint(10, 10), copy, mime, button, keys))
    QApplication.sendEvent(program.window, QDropEvent(QPointF(10, 10), copy, mime, button, keys))


# Starting


def test_the_keyboard_is_in_the_prompt_and_in_each_pane_that_is_chosen(program: SmallProgram) -> None:
    def name_of_focused() -> str:
        focused = program.window.focusWidget()
        return focused.objectName() if focused else ""

    assert name_of_focused() == "prompt_field"
    for key, name in (("2", "summarize_files_button"), ("3", "translation_source"), ("1", "prompt_field")):
        program.qtbot.keyClick(program.window, f"{key}", Qt.KeyboardModifier.ControlModifier)
        program.wait_for(lambda name=name: name_of_focused() == name)


def test_chats_of_an_earlier_run_are_there(start_program: StartProgram) -> None:
    first = start_program()
    first.settle()
    answer = first.ask("One")
    first.stop()
    second = start_program()
    second.settle()
    assert [each.id for each in second.store.conversations()] == [answer.conversation_id]


def test_a_file_given_at_the_start_is_opened(start_program: StartProgram, model_file: Path) -> None:
    program = start_program(files=(model_file,))
    program.wait_for(lambda: bool(program.loads))
    assert [load.path for load in program.loads] == [str(model_file)]


def test_documents_given_at_the_start_are_attached_and_a_model_among_them_is_opened(
    start_program: StartProgram, model_file: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("two words", "utf-8")
    program = start_program(files=(notes, model_file))
    program.wait_for(lambda: [chip.partition(" ")[0] for chip in program.chips] == ["notes.txt"])
    program.wait_for(lambda: bool(program.loads))
    assert [load.path for load in program.loads] == [str(model_file)]


def test_a_document_that_is_given_while_a_pane_is_shown_goes_where_a_drop_would(
    program: SmallProgram, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("two words", "utf-8")
    program.window.show_pane(SUMMARIZE_KEY)
    program.program.open_files((notes,))
    program.wait_for(lambda: [each.rowCount() for each in program.window.findChildren(DocumentListModel)] == [1])
    program.window.show_pane(MODELS_KEY)
    program.program.open_files((notes,))
    program.wait_for(lambda: program.chips == ["notes.txt 2 tokens · fits"])
    assert program.window.pane_key == CHAT_KEY


def test_a_document_that_is_given_before_there_is_a_model_waits_and_is_not_forgotten(
    start_program: StartProgram, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("two words", "utf-8")
    program = start_program(files=(notes,), is_prepared=False)
    program.wait_for(lambda: program.toast == "“notes.txt” is added to your first message. Choose a model first.")
    program.click("first_start_starter_button")
    program.wait_for(lambda: program.chips == ["notes.txt 2 tokens · fits"])


def test_a_file_that_is_gone_is_told_in_one_sentence(start_program: StartProgram, tmp_path: Path) -> None:
    program = start_program(files=(tmp_path / "gone.pdf",))
    program.wait_for(lambda: program.notice.startswith("gone.pdf could not be read."))
    assert program.chips == []


def test_broken_settings_are_told_and_the_program_goes_on(start_program: StartProgram, folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.settings.write_text("{broken", "utf-8")
    program = start_program(is_prepared=False)
    program.click("first_start_starter_button")
    program.wait_for(lambda: program.notice.startswith("The settings could not be read"))
    program.settle()
    program.ask("One")


def test_a_broken_database_is_set_aside_and_told(start_program: StartProgram, folder: DataFolder) -> None:
    folder.root.mkdir()
    folder.database.write_bytes(b"this is no database at all" * 100)
    program = start_program()
    program.wait_for(lambda: program.notice.startswith("The file with your chats is damaged."))
    program.settle()
    program.ask("One")
    assert any(b"this is no database" in path.read_bytes() for path in folder.root.iterdir() if path.is_file())


def test_a_database_that_cannot_be_used_is_told_and_the_program_goes_on_without(
    start_program: StartProgram, folder: DataFolder
) -> None:
    folder.database.mkdir(parents=True)
    program = start_program()
    program.wait_for(lambda: "cannot be used" in program.notice or "Nothing can be saved" in program.notice)
    program.settle()
    program.ask("One")
    assert program.shown() == ["One", "ok"]
    assert folder.database.is_dir()


# Settings


def test_a_changed_look_and_key_hold_at_once_and_are_saved(program: SmallProgram) -> None:
    controller = settings_of(program)
    controller.change(Settings(last_model_id=STARTER_MODEL_ID, theme=Theme.DARK, font_size_pt=15.0, enter_sends=False))
    assert current_palette().is_dark
    assert QApplication.font().pointSizeF() == 15.0
    program.part(PromptField).setPlainText("Hello")
    program.send()
    program.settle()
    assert program.generations == []
    assert "\n" in program.draft
    assert load_settings(program.folder.settings).theme is Theme.DARK


def test_default_instructions_and_sampling_reach_the_model(program: SmallProgram) -> None:
    settings_of(program).change(
        Settings(
            last_model_id=STARTER_MODEL_ID,
            suggest_titles=False,
            default_instructions="Answer briefly.",
            sampling=SamplingParams(temperature=0.125),
        )
    )
    program.ask("One")
    assert program.last_prompt().turns[0].content == "Answer briefly."
    assert program.generations[-1].sampling.temperature == 0.125


def test_settings_that_cannot_be_saved_are_told(program: SmallProgram) -> None:
    program.folder.settings.unlink()
    program.folder.settings.mkdir()
    settings_of(program).note_context_tokens(1024)
    program.wait_for(lambda: program.notice != "")
    assert str(program.folder.settings) in program.notice or "settings.json" in program.notice


# Dropped files


def test_a_dropped_model_is_opened_and_another_file_is_attached(
    program: SmallProgram, model_file: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("two words", "utf-8")
    drop(program, notes)
    program.wait_for(lambda: program.chips == ["notes.txt 2 tokens · fits"])
    drop(program, model_file)
    program.wait_for(lambda: len(program.loads) == 2)
    assert program.loads[-1].path == str(model_file)
    assert len(program.chips) == 1


# Moving the data folder


def test_moving_copies_points_there_and_asks_for_a_restart(
    program: SmallProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.ask("One")
    target = tmp_path / "moved"
    (dialogs,) = program.window.findChildren(DialogController)
    dialogs.data_folder_move_requested.emit(str(target))
    assert not program.window.isEnabled()  # what is written meanwhile would stay behind
    assert program.part(QLabel, "toast_label").text() == "Moving the data folder…"
    program.wait_for(lambda: not program.window.isVisible())
    assert program.program.is_restart_wanted
    program.stop()
    assert [message.text for message in stored_in(DataFolder(target))] == ["One", "ok"]
    assert [message.text for message in stored_in(program.folder)] == ["One", "ok"]
    assert DataFolder(target).model_origins.exists()  # so that its models follow
    monkeypatch.delenv("DESKTOP_LLM_DATA")
    assert default_data_folder().root == target


def test_a_move_that_fails_is_told_and_changes_nothing(program: SmallProgram, tmp_path: Path) -> None:
    target = DataFolder(tmp_path / "taken")
    target.root.mkdir()
    target.database.write_text("another's chats", "utf-8")
    (dialogs,) = program.window.findChildren(DialogController)
    dialogs.data_folder_move_requested.emit(str(target.root))
    program.wait_for(lambda: program.notice.startswith("There are chats of Desktop LLM in the folder"))
    assert program.window.isVisible()
    assert program.window.isEnabled()
    assert not program.is_shown("toast")
    assert not program.program.is_restart_wanted
    assert target.database.read_text("utf-8") == "another's chats"


def test_another_language_is_spoken_after_a_restart_that_is_offered(program: SmallProgram) -> None:
    (dialogs,) = program.window.findChildren(DialogController)
    dialogs.open_settings()
    (dialog,) = program.window.findChildren(SettingsDialog)
    language, restart = dialog.findChild(Choice, "setting_language"), dialog.findChild(QPushButton, "setting_restart")
    for code, is_due in (("zh_CN", True), (None, False), ("zh_CN", True)):
        language.value_chosen.emit(code)
        assert restart.isVisible() == is_due
    restart.click()
    program.wait_for(lambda: not program.window.isVisible())
    assert program.program.is_restart_wanted
    program.stop()
    assert load_settings(program.folder.settings).language == "zh_CN"


def test_who_stays_after_all_is_not_restarted_when_the_window_is_closed_later(
    program: SmallProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    (dialogs,) = program.window.findChildren(DialogController)
    program.window.show_pane(WRITE_KEY)
    program.wait_for(lambda: program.is_shown("write_pane"))
    program.window.findChild(QAction, WindowCommand.NEW_TEXT).trigger()
    program.wait_for(lambda: program.is_shown("rich_editor"))

    def fail(*_arguments: object) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path="/")

    with monkeypatch.context() as full:
        for method in ("journal", "save"):
            full.setattr(WrittenDocumentStore, method, fail)
        program.part(RichEditor, "rich_editor").textCursor().insertText("Dear landlord")
        dialogs.restart_requested.emit()
        program.wait_for(lambda: bool(program.window.findChildren(QuitQuestion)))
        (question,) = program.window.findChildren(QuitQuestion)
        question.findChild(QPushButton, "quit_stay_button").click()
    assert program.window.isVisible()
    program.window.close()
    program.wait_for(lambda: not program.window.isVisible())
    assert not program.program.is_restart_wanted


# Ending


def test_closing_while_an_answer_is_written_keeps_its_text_and_leaves_no_thread(
    start_program: StartProgram, folder: DataFolder
) -> None:
    before = set(threading.enumerate())
    program = start_program()
    program.settle()
    program.begin_endless("A story", "Once", " upon")
    program.stop()
    assert program.engine.is_closed
    assert [thread.name for thread in threading.enumerate() if thread not in before] == []
    question, answer = stored_in(folder)
    assert (question.text, answer.text) == ("A story", "Once upon")
    assert answer.state is MessageState.FAILED


def test_while_anything_still_ends_python_does_not_search_for_garbage(start_program: StartProgram) -> None:
    """On one of the threads that end it would end widgets."""
    searches: list[bool] = []

    class LookedAt(ScriptedEngineClient):
        def close(self) -> None:
            searches.append(gc.isenabled())
            super().close()

    gc.enable()
    try:
        start_program(LookedAt()).stop()
    finally:
        gc.disable()
    assert searches == [False]


def test_the_place_of_the_window_is_kept(start_program: StartProgram, folder: DataFolder) -> None:
    program = start_program()
    program.settle()
    program.window.toggle_sidebar()
    program.stop()
    assert not load_settings(folder.settings).window.is_sidebar_shown


def test_a_program_can_end_before_its_database_is_open(start_program: StartProgram, folder: DataFolder) -> None:
    program = start_program(is_awaited=False)
    program.stop()
    assert stored_in(folder) == []


def test_a_file_that_is_dropped_on_write_is_opened_there(start_program: StartProgram, tmp_path: Path) -> None:
    program = start_program()
    letter = tmp_path / "letter.md"
    letter.write_text("It *leaks*.", encoding="utf-8")
    program.window.show_pane(WRITE_KEY)
    program.window.files_dropped.emit((letter,))
    program.wait_for(lambda: bool(program.window.findChildren(RichEditor, "rich_editor")))
    program.wait_for(lambda: program.part(RichEditor, "rich_editor").toPlainText() == "It leaks.")
