from pathlib import Path

import pytest

from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.programs.found_model import Program
from desktop_llm.ui.controllers.model_page.found_model_shelf import FoundModelShelf
from desktop_llm.ui.model_rows import RowAction, RowWish
from desktop_llm.ui.rows.found_rows import FOUND_PREFIX
from tests.fakes.small_program import SmallProgram
from tests.fakes.tiny_models import write_tiny_bert
from tests.fakes.user_homes import write_model


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return write_model(tmp_path / "home/.lmstudio/models/owner/repo/Foreign-Q4_K_M.gguf")


def shelf_of(program: SmallProgram) -> FoundModelShelf:
    (shelf,) = program.window.findChildren(FoundModelShelf)
    return shelf


def open_page(program: SmallProgram) -> None:
    program.window.models_requested.emit()
    program.wait_for(lambda: bool(shelf_of(program).rows()))


def test_a_model_of_another_program_is_used_where_it_is(foreign: Path, program: SmallProgram) -> None:
    open_page(program)
    shelf_of(program).carry_out(RowWish(FOUND_PREFIX + str(foreign), RowAction.USE))
    program.wait_for(lambda: bool(program.loads) and program.loads[-1].path == str(foreign))
    assert program.window.pane_key == "chat"


def test_one_that_finds_passages_is_added_and_not_loaded(foreign: Path, program: SmallProgram) -> None:
    write_tiny_bert(foreign)
    open_page(program)
    shelf_of(program).carry_out(RowWish(FOUND_PREFIX + str(foreign), RowAction.USE))
    program.wait_for(lambda: any(each.is_for_embedding for each in ModelStore(program.folder).list()))
    program.wait_for(lambda: not shelf_of(program).rows())
    assert str(foreign) not in [load.path for load in program.loads]


def test_one_that_was_added_is_no_longer_offered(foreign: Path, program: SmallProgram) -> None:
    open_page(program)
    shelf_of(program).carry_out(RowWish(FOUND_PREFIX + str(foreign), RowAction.ADD))
    program.wait_for(lambda: not shelf_of(program).rows())
    (entry,) = [each for each in ModelStore(program.folder).list() if not each.is_starter]
    assert entry.program is Program.LM_STUDIO
    assert len(program.loads) == 1


def test_one_that_is_gone_meanwhile_is_told(foreign: Path, program: SmallProgram) -> None:
    open_page(program)
    foreign.unlink()
    shelf_of(program).carry_out(RowWish(FOUND_PREFIX + str(foreign), RowAction.ADD))
    program.wait_for(lambda: "Foreign-Q4_K_M.gguf" in program.toast)
