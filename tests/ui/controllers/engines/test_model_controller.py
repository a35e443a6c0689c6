import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.model_loading import model_entry
from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import Failed, LoadNote
from desktop_llm.engine.scripted_client import READY_STATUS, ScriptedEngineClient
from desktop_llm.errors import ErrorCode, ModelStoreError
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.hub.starter_model import STARTER_MODEL_ID, STARTER_MODEL_NAME, starter_model_path
from desktop_llm.settings import Settings, load_settings
from desktop_llm.ui.controllers.engines import model_controller
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.dialogs.settings_dialog import SettingsDialog
from desktop_llm.ui.error_text import ErrorAction
from desktop_llm.ui.widgets.prompt.prompt_field import PromptField
from tests.fakes.small_program import SmallProgram

NO_MODEL = EngineStatus(state=EngineState.EMPTY)

StartProgram = Callable[..., SmallProgram]


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "Own-Model-Q4_K_M.gguf"
    path.write_bytes(b"GGUF" + bytes(60))
    return path


def models(program: SmallProgram) -> ModelController:
    (controller,) = program.window.findChildren(ModelController)
    return controller


def listed(program: SmallProgram) -> list[str]:
    view = program.window.findChild(QAbstractItemView, "model_popup_list")
    assert view is not None
    return [str(view.model().index(row, 0).data()) for row in range(view.model().rowCount())]


def current_name(program: SmallProgram) -> str:
    picker = program.window.findChild(QWidget, "model_picker")
    assert picker is not None
    return picker.accessibleName()


def test_the_model_of_the_last_time_is_loaded_and_shown(program: SmallProgram) -> None:
    program.wait_for(lambda: program.model_status == "ready · 2 MB")
    assert current_name(program) == f"Model: {STARTER_MODEL_NAME}"
    assert program.loads[0].path == str(starter_model_path().resolve())
    assert program.loads[0].snapshot_folder == str(program.folder.snapshots)
    assert not program.is_shown("first_start")


def test_a_disk_that_does_not_answer_keeps_no_chat_from_being_stored(
    start_program: StartProgram, model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, is_asked = threading.Event(), threading.Event()

    def wait(_store: ModelStore, _entry: ModelEntry) -> int:
        is_asked.set()
        answers.wait(20)
        return 0

    monkeypatch.setattr(ModelStore, "freed_by_removing", wait)
    program = start_program()
    program.wait_for(is_asked.is_set)
    try:
        assert program.ask("Who keeps it?").text == "ok"
        assert listed(program) == [STARTER_MODEL_NAME]
        models(program).open_file(str(model_file))
        program.wait_for(lambda: bool(program.loads) and program.loads[-1].path == str(model_file))
    finally:
        answers.set()
    program.wait_for(lambda: len(listed(program)) == len([STARTER_MODEL_NAME, model_file.name]))


def test_a_card_that_could_not_be_used_is_said_where_the_model_is_loaded(start_program: StartProgram) -> None:
    engine = ScriptedEngineClient(status=NO_MODEL)
    engine.load_notes = (LoadNote.NO_GPU_LAYERS,)
    program = start_program(engine)
    program.wait_for(lambda: "graphics card could not be used" in program.toast)


def test_the_first_start_offers_the_starter_model_and_loads_it(start_program: StartProgram) -> None:
    program = start_program(settings=Settings())
    assert program.loads == []
    program.click("first_start_starter_button")
    program.wait_for(lambda: not program.is_shown("first_start") and program.model_status.startswith("ready"))
    program.settle()
    assert load_settings(program.folder.settings).last_model_id == STARTER_MODEL_ID
    assert program.window.focusWidget() is program.part(PromptField)


def test_a_model_file_is_put_into_the_list_loaded_and_remembered(program: SmallProgram, model_file: Path) -> None:
    program.window.open_model_file_dialog()
    dialog = program.window.findChild(QFileDialog, "model_file_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(model_file))
    dialog.close()
    program.wait_for(lambda: len(program.loads) == 2)
    program.settle()
    assert program.loads[-1].path == str(model_file)
    assert current_name(program) == "Model: Own-Model-Q4_K_M"
    assert len(listed(program)) == 2
    (entry,) = [each for each in ModelStore(program.folder).list() if not each.is_starter]
    assert load_settings(program.folder.settings).last_model_id == entry.id


def test_another_model_is_chosen_from_the_list(program: SmallProgram, model_file: Path) -> None:
    entry = ModelStore(program.folder).add(model_file)
    program.window.model_selected.emit(entry.id)
    program.wait_for(lambda: len(program.loads) == 2)
    assert program.loads[-1].path == str(model_file)


def test_loading_is_shown_and_can_be_cancelled(start_program: StartProgram) -> None:
    program = start_program(ScriptedEngineClient(is_manual=True, status=EngineStatus(state=EngineState.EMPTY)))
    program.wait_for(lambda: bool(program.loads))
    load_id = program.loads[0].request_id
    program.engine.deliver(load_id)
    program.engine.deliver(load_id)
    program.wait_for(lambda: program.model_status == "loading, 25 %")
    program.click("model_load_cancel")
    assert program.engine.aborted_ids == [load_id]
    program.engine.deliver_all(load_id)
    program.wait_for(lambda: program.model_status == "")
    assert not program.is_shown("model_failure_button")


def test_a_question_waits_while_the_file_of_the_model_is_looked_for(
    start_program: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_find = threading.Event()

    def find(*wanted: object) -> ModelEntry:
        may_find.wait(10)
        return model_entry(*wanted)

    monkeypatch.setattr(model_controller, "model_entry", find)
    program = start_program(ScriptedEngineClient(status=NO_MODEL))
    program.send("Where to?")
    assert program.notice == "Your message is sent as soon as the model is ready."
    may_find.set()
    program.wait_for(lambda: program.shown() == ["Where to?", "ok"])


def test_a_question_comes_back_where_the_file_of_the_model_is_not_found(
    start_program: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_look = threading.Event()

    def look(*_wanted: object) -> ModelEntry:
        may_look.wait(10)
        raise ModelStoreError(ErrorCode.MODEL_UNKNOWN, name="mill")

    monkeypatch.setattr(model_controller, "model_entry", look)
    program = start_program(ScriptedEngineClient(status=NO_MODEL))
    program.send("Where to?")
    assert program.notice == "Your message is sent as soon as the model is ready."
    may_look.set()
    program.wait_for(lambda: program.notice == "")
    assert program.draft == "Where to?"
    assert "mill" in program.model_status


def test_a_failed_load_is_said_with_a_button_that_tries_again(start_program: StartProgram) -> None:
    engine = ScriptedEngineClient()
    engine.load_failure = Failed(code=ErrorCode.MODEL_LOAD_FAILED, facts={"path": "/models/a.gguf"})
    program = start_program(engine)
    program.wait_for(lambda: program.model_status == "The model a.gguf could not be loaded.")
    assert program.button_text("model_failure_button") == "Try again"
    engine.load_failure = None
    program.click("model_failure_button")
    program.wait_for(lambda: program.model_status.startswith("ready"))
    assert not program.is_shown("model_failure_button")


def test_a_model_that_is_gone_is_said_with_a_button_that_opens_another(start_program: StartProgram) -> None:
    program = start_program(ScriptedEngineClient(status=NO_MODEL), settings=Settings(last_model_id="gone"))
    program.wait_for(lambda: program.model_status == "There is no model named gone in your list.")
    assert program.loads == []


def test_a_file_that_is_no_model_is_said_and_another_can_be_opened(start_program: StartProgram, tmp_path: Path) -> None:
    path = tmp_path / "letter.gguf"
    path.write_text("Dear Sir or Madam", "utf-8")
    program = start_program(ScriptedEngineClient(status=NO_MODEL), files=(path,))
    program.wait_for(lambda: program.model_status.startswith("letter.gguf is not a model file"))
    program.click("model_failure_button")
    dialog = program.window.findChild(QFileDialog, "model_file_dialog")
    assert dialog is not None
    dialog.close()


def test_a_file_that_is_no_model_leaves_the_loaded_one(program: SmallProgram, tmp_path: Path) -> None:
    path = tmp_path / "letter.gguf"
    path.write_text("Dear Sir or Madam", "utf-8")
    program.window.model_file_chosen.emit(str(path))
    program.wait_for(lambda: program.toast.startswith("letter.gguf is not a model file"))
    program.window.model_selected.emit("gone")
    program.wait_for(lambda: program.toast.startswith("There is no model named gone"))
    program.settle()
    assert program.model_status == "ready · 2 MB"
    assert current_name(program) == f"Model: {STARTER_MODEL_NAME}"


def test_a_dead_engine_is_told_and_leaves_when_it_is_back(program: SmallProgram) -> None:
    failure = Failed(code=ErrorCode.ENGINE_DIED, facts={"cause": "signal 9"})
    program.engine.set_status(EngineStatus(state=EngineState.FAILED, failure=failure))
    program.wait_for(lambda: program.model_status.startswith("The model stopped unexpectedly"))
    program.engine.set_status(READY_STATUS)
    program.wait_for(lambda: program.model_status.startswith("ready"))


def test_a_failure_that_the_window_cannot_mend_goes_to_who_can(program: SmallProgram, qtbot: QtBot) -> None:
    failure = Failed(code=ErrorCode.MODEL_DOES_NOT_FIT, facts={"needed_bytes": 8_000_000_000, "free_bytes": 1})
    program.engine.set_status(EngineStatus(state=EngineState.EMPTY, failure=failure))
    program.wait_for(lambda: program.is_shown("model_failure_button"))
    with qtbot.waitSignal(models(program).error_action_requested) as requested:
        program.click("model_failure_button")
    assert requested.args == [ErrorAction.MANAGE_MODELS]
    program.part(QWidget, "model_popup").close()


def test_changed_load_settings_ask_for_a_reload_which_uses_them(program: SmallProgram) -> None:
    assert not models(program).is_reload_due
    program.window.settings_requested.emit()
    program.settle()
    dialog = program.part(SettingsDialog)
    reload_button = dialog.findChild(QPushButton, "setting_reload")
    assert reload_button.isHidden() or not reload_button.isVisibleTo(reload_button.parentWidget().parentWidget())
    models(program).load_with_context(1024)
    program.wait_for(lambda: len(program.loads) == 2)
    assert program.loads[-1].params.n_ctx_tokens == 1024
    assert not models(program).is_reload_due
    dialog.close()


def test_another_model_forgets_the_speed_of_the_earlier_one(program: SmallProgram) -> None:
    models(program).show_speed(38.4)
    assert "38 tokens/s" in program.model_status
    models(program).reload()
    program.wait_for(lambda: len(program.loads) == 2 and program.model_status == "ready · 2 MB")


def test_prompts_are_not_kept_where_there_is_no_room_for_them(start_program: StartProgram) -> None:
    program = start_program(settings=Settings(last_model_id=STARTER_MODEL_ID, snapshot_limit_bytes=0))
    program.wait_for(lambda: bool(program.loads))
    assert program.loads[0].snapshot_folder == ""
