import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import Failed
from desktop_llm.errors import ErrorCode
from desktop_llm.ui.controllers.dialog_controller import DialogController
from desktop_llm.ui.dialogs.about_dialog import AboutDialog
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog
from desktop_llm.ui.dialogs.trash_dialog import TrashDialog
from desktop_llm.ui.error_text import ErrorAction
from tests.fakes.small_program import SmallProgram


def controller(program: SmallProgram) -> DialogController:
    (found,) = program.window.findChildren(DialogController)
    return found


def button(dialog: QDialog, name: str) -> QAbstractButton:
    found = dialog.findChild(QAbstractButton, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("signal", "kind"),
    [
        ("settings_requested", SettingsDialog),
        ("trash_requested", TrashDialog),
        ("shortcuts_requested", AboutDialog),
        ("about_requested", AboutDialog),
    ],
)
def test_a_dialog_opens_once_and_again_after_it_was_closed(
    program: SmallProgram, signal: str, kind: type[QDialog]
) -> None:
    getattr(program.window, signal).emit()
    first = program.part(kind)
    getattr(program.window, signal).emit()
    assert program.part(kind) is first
    first.close()
    getattr(program.window, signal).emit()
    program.settle()
    assert program.part(kind).isVisible()


def test_the_settings_show_folder_and_cache_which_can_be_emptied(program: SmallProgram) -> None:
    program.folder.snapshots.mkdir()
    (program.folder.snapshots / "a").write_bytes(bytes(2_000_000))
    program.window.settings_requested.emit()
    dialog = program.part(SettingsDialog)
    size = dialog.findChild(QLabel, "setting_snapshot_size")
    program.wait_for(lambda: size.text() == "2 MB in use")
    assert dialog.findChild(QLabel, "setting_data_folder").text() == str(program.folder.root)
    button(dialog, "setting_snapshots_delete").click()
    program.wait_for(lambda: size.text().startswith("0"))
    assert list(program.folder.snapshots.iterdir()) == []


def test_a_change_of_load_settings_offers_a_reload(program: SmallProgram) -> None:
    program.window.settings_requested.emit()
    dialog = program.part(SettingsDialog)
    reload = button(dialog, "setting_reload")
    assert reload.parentWidget().isHidden()
    program.program._settings.note_context_tokens(1024)
    assert not reload.parentWidget().isHidden()
    reload.click()
    program.wait_for(lambda: len(program.loads) == 2 and reload.parentWidget().isHidden())


def test_the_trash_gives_back_and_deletes_for_good(program: SmallProgram) -> None:
    kept = program.ask("Keep me").conversation_id
    program.new_chat()
    doomed = program.ask("Drop me").conversation_id
    for conversation_id in (kept, doomed):
        program.window.conversation_delete_requested.emit(conversation_id)
    program.settle()
    program.window.trash_requested.emit()
    dialog = program.part(TrashDialog)
    rows = dialog.findChild(QListWidget, "trash_list")
    program.wait_for(lambda: rows.count() == 2)
    dialog.restore_requested.emit((kept,))
    program.wait_for(lambda: rows.count() == 1 and program.shown() == ["Keep me", "ok"])
    dialog.delete_for_good_requested.emit((doomed,))
    program.wait_for(lambda: rows.count() == 0)
    assert [each.id for each in program.store.conversations()] == [kept]
    assert program.store.trash() == ()


@pytest.mark.parametrize(
    ("action", "name"),
    [
        (ErrorAction.OPEN_MODEL_FILE, "model_file_dialog"),
        (ErrorAction.MANAGE_MODELS, "model_popup"),
        (ErrorAction.OPEN_SETTINGS, "settings_dialog"),
        (ErrorAction.OPEN_DOWNLOAD_SETTINGS, "settings_dialog"),
    ],
)
def test_the_button_of_an_error_opens_what_helps(program: SmallProgram, action: ErrorAction, name: str) -> None:
    controller(program).carry_out(action)
    program.part(QWidget, name).close()


def test_the_button_of_an_error_begins_a_new_chat_or_quits_or_tries_again(program: SmallProgram) -> None:
    program.ask("One")
    controller(program).carry_out(ErrorAction.NEW_CHAT)
    assert program.chat.open_id == ""
    controller(program).carry_out(ErrorAction.TRY_AGAIN)
    program.wait_for(lambda: len(program.loads) == 2)
    controller(program).carry_out(ErrorAction.QUIT)
    assert not program.window.isVisible()


def test_the_data_folder_is_opened_by_the_system(program: SmallProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    controller(program).carry_out(ErrorAction.OPEN_DATA_FOLDER)
    assert opened == [str(program.folder.root)]


def test_a_report_names_versions_and_the_failure_and_nothing_of_the_users_text(program: SmallProgram) -> None:
    program.ask("my secret")
    failure = Failed(code=ErrorCode.ENGINE_DIED, facts={"cause": "signal 9"})
    program.engine.set_status(EngineStatus(state=EngineState.FAILED, failure=failure))
    program.settle()
    controller(program).carry_out(ErrorAction.COPY_REPORT)
    report = QGuiApplication.clipboard().text()
    assert report.startswith("Desktop LLM ")
    assert "signal 9" in report
    assert "secret" not in report
    assert program.toast == "Report copied"


def test_moving_the_data_folder_is_asked_for_once_a_folder_is_chosen(program: SmallProgram, qtbot: QtBot) -> None:
    program.window.settings_requested.emit()
    dialog = program.part(SettingsDialog)
    button(dialog, "setting_data_folder_move").click()
    chooser = dialog.findChild(QFileDialog, "folder_dialog")
    controller(program).data_folder_move_requested.disconnect()
    with qtbot.waitSignal(controller(program).data_folder_move_requested) as requested:
        chooser.fileSelected.emit("/elsewhere")
    chooser.close()
    assert requested.args == ["/elsewhere"]
