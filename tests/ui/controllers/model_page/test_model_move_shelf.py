"""Models follow the data folder: its next start brings them, before anything is loaded or fetched."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.hub.download_list import DownloadList
from desktop_llm.hub.download_records import DownloadState, download_record
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_move import leave_models
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.model_page.model_move_shelf import ModelMoveShelf
from desktop_llm.ui.model_rows import RowLevel
from desktop_llm.ui.side_threads import SideThreads
from tests.fakes.file_source import remote_file
from tests.fakes.small_program import SmallProgram
from tests.ui.conftest import StartProgram
from tests.ui.controllers.model_page.test_download_shelf import downloads_of

CONTENT = b"GGUF" + bytes(9_000_000)


def remote(path: str) -> RemoteModel:
    return RemoteModel(name="m", quantization="Q4_0", files=(remote_file(CONTENT, path),), size_bytes=len(CONTENT))


@pytest.fixture
def left(folder: DataFolder, tmp_path: Path) -> ModelEntry:
    """A model and half of another one in an earlier data folder, which `folder` came from."""
    old = DataFolder(tmp_path / "old")
    place = old.downloaded_models / remote("whole.gguf").files[0].repository
    place.mkdir(parents=True)
    (place / "whole.gguf").write_bytes(CONTENT)
    (place / "begun.gguf.part").write_bytes(CONTENT[:1000])
    entry = ModelStore(old).add_downloaded(place / "whole.gguf", remote("whole.gguf"), "Whole")
    folder.root.mkdir(parents=True, exist_ok=True)
    folder.models.write_bytes(old.models.read_bytes())
    record = download_record(remote("begun.gguf"), "Begun")
    DownloadList(folder.downloads).put(type(record)(id=record.id, title="Begun", model=record.model, is_paused=True))
    leave_models(old, folder)
    return entry


def path_of(folder: DataFolder, entry: ModelEntry) -> Path:
    return Path(ModelStore(folder).listed(entry.id).path)


def test_the_model_is_loaded_and_the_download_shown_at_their_new_place(
    start_program: StartProgram, folder: DataFolder, left: ModelEntry
) -> None:
    program = start_program(settings=Settings(last_model_id=left.id, suggest_titles=False))
    program.wait_for(lambda: bool(program.loads))
    assert Path(program.loads[0].path).is_relative_to(folder.downloaded_models)
    program.wait_for(lambda: bool(downloads_of(program).downloads))
    (download,) = downloads_of(program).downloads
    assert (download.state, download.done_bytes) == (DownloadState.PAUSED, 1000)
    assert not Path(left.path).exists()


@pytest.fixture
def shelf(program: SmallProgram, left: ModelEntry) -> Iterator[ModelMoveShelf]:
    """Of a program that runs on another disk than the models are on."""

    def rename(path: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(path))

    (models,) = program.window.findChildren(ModelController)
    threads = SideThreads(program.bridge, "moves")
    store = ModelStore(program.folder)
    yield ModelMoveShelf(program.window, models, program.folder, store, threads, program.bridge, rename)
    threads.stop()


def test_from_another_disk_they_come_beside_everything_else(
    program: SmallProgram, left: ModelEntry, shelf: ModelMoveShelf
) -> None:
    seen: list[str] = []
    shelf.rows_changed.connect(lambda: seen.extend(row.status for row in shelf.rows() if row.progress))
    ended: list[bool] = []
    shelf.start(lambda: ended.append(True))
    program.wait_for(lambda: bool(ended))
    assert seen
    assert program.toast == "Your models are in the new data folder now."
    assert path_of(program.folder, left).is_relative_to(program.folder.downloaded_models)
    assert shelf.rows() == []


def test_a_move_that_fails_says_so_and_leaves_the_models_usable(
    program: SmallProgram, left: ModelEntry, shelf: ModelMoveShelf
) -> None:
    program.folder.downloaded_models.write_text("in the way", "utf-8")
    ended: list[bool] = []
    shelf.start(lambda: ended.append(True))
    program.wait_for(lambda: bool(ended))
    _, row = shelf.rows()
    assert row.level is RowLevel.ERROR
    assert path_of(program.folder, left).read_bytes() == CONTENT
