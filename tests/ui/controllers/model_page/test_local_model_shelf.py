from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QListView

from desktop_llm.engine.client import EngineState, EngineStatus
from desktop_llm.engine.messages import Failed
from desktop_llm.engine.scripted_client import ScriptedEngineClient
from desktop_llm.errors import ErrorCode
from desktop_llm.hub.catalogue import load_catalogue
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.starter_model import STARTER_MODEL_NAME, starter_model_path
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings
from desktop_llm.ui.model_rows import RowAction, RowWish
from desktop_llm.ui.panes.models_pane import ModelsPane
from desktop_llm.ui.widgets.frame.sidebar import MODELS_KEY
from tests.fakes.file_source import remote_file
from tests.fakes.small_program import SmallProgram
from tests.ui.conftest import StartProgram
from tests.ui.controllers.model_page.test_model_checks import wait_for_row


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "Own-Model-Q4_K_M.gguf"
    path.write_bytes(b"GGUF" + bytes(60))
    return path


def open_page(program: SmallProgram) -> ModelsPane:
    program.window.models_requested.emit()
    program.settle()
    return program.part(ModelsPane)


def titles(program: SmallProgram) -> list[str]:
    """Of the models here; what can be had comes below."""
    model = program.part(QListView, "models_list").model()
    rows = [str(model.index(number, 0).data()) for number in range(model.rowCount())]
    return rows[: rows.index("Good models to start with")] if "Good models to start with" in rows else rows


def wish(program: SmallProgram, name: str, action: RowAction) -> None:
    entry = next(each for each in ModelStore(program.folder).list() if each.name == name)
    program.part(ModelsPane).row_action_requested.emit(RowWish(f"local:{entry.id}", action))


def test_the_models_of_the_list_are_shown(program: SmallProgram, model_file: Path) -> None:
    ModelStore(program.folder).add(model_file)
    open_page(program)
    program.wait_for(lambda: titles(program) == ["On this computer", STARTER_MODEL_NAME, "Own-Model-Q4_K_M"])


def test_a_model_that_is_used_is_loaded_and_the_chat_comes_back(program: SmallProgram, model_file: Path) -> None:
    ModelStore(program.folder).add(model_file)
    open_page(program)
    program.wait_for(lambda: len(titles(program)) == 3)
    wish(program, "Own-Model-Q4_K_M", RowAction.USE)
    assert program.window.pane_key == "chat"
    program.wait_for(lambda: len(program.loads) == 2)
    assert program.loads[-1].path == str(model_file)


def test_files_that_are_dropped_come_into_the_list_and_are_not_loaded(program: SmallProgram, model_file: Path) -> None:
    pane = open_page(program)
    pane.model_files_dropped.emit((model_file,))
    program.wait_for(lambda: "Own-Model-Q4_K_M" in titles(program))
    assert len(program.loads) == 1


def test_a_file_that_is_no_model_is_told(program: SmallProgram, tmp_path: Path) -> None:
    letter = tmp_path / "letter.gguf"
    letter.write_text("Dear Sir", "utf-8")
    pane = open_page(program)
    pane.model_files_dropped.emit((letter,))
    program.wait_for(lambda: program.toast.startswith("letter.gguf is not a model file"))


def test_a_model_that_is_removed_leaves_the_list_and_its_file_stays(program: SmallProgram, model_file: Path) -> None:
    ModelStore(program.folder).add(model_file)
    open_page(program)
    program.wait_for(lambda: len(titles(program)) == 3)
    wish(program, "Own-Model-Q4_K_M", RowAction.REMOVE)
    program.wait_for(lambda: len(titles(program)) == 2)
    assert model_file.exists()
    assert program.toast == "Removed from the list; the file stays."


def test_a_model_that_could_not_be_loaded_is_not_in_use(
    start_program: StartProgram, folder: DataFolder, model_file: Path
) -> None:
    engine = ScriptedEngineClient(status=EngineStatus(state=EngineState.EMPTY))
    engine.load_failure = Failed(code=ErrorCode.MODEL_LOAD_FAILED, facts={"path": str(model_file)})
    entry = ModelStore(folder).add(model_file)
    program = start_program(engine, Settings(last_model_id=entry.id, suggest_titles=False))
    open_page(program)
    row = wait_for_row(program, entry, lambda row: not row.tag)
    assert [button.action for button in row.buttons] == [RowAction.USE]


def test_what_was_in_use_is_unloaded_when_it_is_removed(program: SmallProgram, model_file: Path) -> None:
    ModelStore(program.folder).add(model_file)
    open_page(program)
    program.wait_for(lambda: len(titles(program)) == 3)
    wish(program, "Own-Model-Q4_K_M", RowAction.USE)
    program.wait_for(lambda: len(program.loads) == 2)
    open_page(program)
    wish(program, "Own-Model-Q4_K_M", RowAction.REMOVE)
    program.wait_for(lambda: len(program.loads) == 3)
    assert program.loads[-1].path == str(starter_model_path())
    program.wait_for(lambda: program.model_name == f"Model: {STARTER_MODEL_NAME}")


def test_a_model_of_the_catalogue_says_what_it_is_good_for(program: SmallProgram) -> None:
    known = next(model for model in load_catalogue().models if model.id == "qwen3.5-0.8b")
    path = program.folder.downloaded_models / known.repository / known.file
    path.parent.mkdir(parents=True)
    path.write_bytes(b"GGUF")
    file = replace(remote_file(b"GGUF", known.file), repository=known.repository)
    source = RemoteModel(name="m", quantization="Q4_0", files=(file,), size_bytes=4)
    entry = ModelStore(program.folder).add_downloaded(path, source, known.name)
    open_page(program)
    row = wait_for_row(program, entry, lambda row: bool(row.text))
    assert row.text == "For chat and writing, in 201 languages"
    assert row.facts.endswith("Q4_0 · Apache-2.0")


def test_the_folder_of_a_file_is_shown(
    program: SmallProgram, model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    ModelStore(program.folder).add(model_file)
    open_page(program)
    program.wait_for(lambda: len(titles(program)) == 3)
    wish(program, "Own-Model-Q4_K_M", RowAction.SHOW_FILE)
    assert opened == [str(model_file.parent)]


def test_a_file_that_is_gone_is_said(program: SmallProgram, model_file: Path) -> None:
    ModelStore(program.folder).add(model_file)
    model_file.unlink()
    open_page(program)
    program.wait_for(lambda: len(titles(program)) == 3)
    model = program.part(QListView, "models_list").model()
    spoken = model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Its file is no longer there" in spoken


def test_before_the_list_is_read_nothing_is_claimed(program: SmallProgram) -> None:
    program.window.models_requested.emit()
    assert program.window.pane_key == MODELS_KEY
    assert "There is no model yet." not in titles(program)
