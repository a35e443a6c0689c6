from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.ui.controllers.model_page.local_model_shelf import LocalModelShelf
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowLevel, RowWish
from desktop_llm.ui.rows.local_rows import LOCAL_PREFIX
from tests.fakes.file_source import remote_file
from tests.fakes.small_program import SmallProgram

CONTENT = b"GGUF" + bytes(3_000_000)


@pytest.fixture
def downloaded(program: SmallProgram) -> ModelEntry:
    """A model that this program fetched, in its own folder."""
    path = program.folder.downloaded_models / "owner" / "repo" / "tiny.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    file = remote_file(CONTENT, "tiny.gguf")
    source = RemoteModel(name="tiny", quantization="Q4_0", files=(file,), size_bytes=len(CONTENT))
    return ModelStore(program.folder).add_downloaded(path, source)


def shelf_of(program: SmallProgram) -> LocalModelShelf:
    (shelf,) = program.window.findChildren(LocalModelShelf)
    return shelf


def row_of(program: SmallProgram, entry: ModelEntry) -> ModelRow | None:
    return next((row for row in shelf_of(program).rows() if row.key == LOCAL_PREFIX + entry.id), None)


def wait_for_row(program: SmallProgram, entry: ModelEntry, condition: Callable[[ModelRow], bool]) -> ModelRow:
    def is_there() -> bool:
        row = row_of(program, entry)
        return row is not None and condition(row)

    program.wait_for(is_there)
    row = row_of(program, entry)
    assert row is not None
    return row


def wish(program: SmallProgram, entry: ModelEntry, action: RowAction) -> None:
    shelf_of(program).carry_out(RowWish(LOCAL_PREFIX + entry.id, action))


def test_a_whole_file_is_said_to_be_whole(program: SmallProgram, downloaded: ModelEntry) -> None:
    program.window.models_requested.emit()
    wait_for_row(program, downloaded, lambda row: bool(row.menu))
    wish(program, downloaded, RowAction.VERIFY)
    checking = row_of(program, downloaded)
    assert checking is not None
    assert checking.progress is not None
    row = wait_for_row(program, downloaded, lambda row: row.status == "The file is whole.")
    assert row.level is RowLevel.GOOD


def test_a_damaged_file_is_not_offered_any_more(program: SmallProgram, downloaded: ModelEntry) -> None:
    with Path(downloaded.path).open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"\xff")
    program.window.models_requested.emit()
    wait_for_row(program, downloaded, lambda row: bool(row.menu))
    wish(program, downloaded, RowAction.VERIFY)
    row = wait_for_row(program, downloaded, lambda row: row.level is RowLevel.ERROR)
    assert row.status == "The file is damaged, and its answers may be wrong."
    assert RowAction.USE not in {button.action for button in row.buttons}


def test_a_check_that_fails_says_why(program: SmallProgram, downloaded: ModelEntry) -> None:
    program.window.models_requested.emit()
    wait_for_row(program, downloaded, lambda row: bool(row.menu))
    ModelStore(program.folder).remove(downloaded.id)
    wish(program, downloaded, RowAction.VERIFY)
    row = wait_for_row(program, downloaded, lambda row: row.level is RowLevel.ERROR)
    assert row.status


def test_deleting_asks_first_and_frees_the_disk(program: SmallProgram, downloaded: ModelEntry) -> None:
    program.window.models_requested.emit()
    row = wait_for_row(program, downloaded, lambda row: bool(row.menu))
    assert row.menu[-1].text == "Delete, frees 3 MB"
    wish(program, downloaded, RowAction.REMOVE)
    wait_for_row(program, downloaded, lambda row: row.title == "Delete tiny and free 3 MB?")
    wish(program, downloaded, RowAction.KEEP)
    wait_for_row(program, downloaded, lambda row: row.title == "tiny")
    assert Path(downloaded.path).exists()
    wish(program, downloaded, RowAction.REMOVE)
    wish(program, downloaded, RowAction.REMOVE_FOR_GOOD)
    program.wait_for(lambda: row_of(program, downloaded) is None)
    assert not Path(downloaded.path).exists()
    assert program.toast == "Deleted; 3 MB are free again."
