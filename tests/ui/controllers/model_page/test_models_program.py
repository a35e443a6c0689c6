from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QListView

from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.ui.model_rows import RowAction, RowLevel, SearchWish
from desktop_llm.ui.panes.models_pane import ModelsPane
from tests.fakes.file_source import remote_file
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import SmallProgram
from tests.ui.controllers.model_page.test_download_shelf import CONTENT
from tests.ui.controllers.model_page.test_model_checks import wait_for_row, wish


def test_a_damaged_model_is_repaired_from_the_hub(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    repository = hub.add_repository("owner/tiny", {"tiny-Q4_0.gguf": CONTENT})
    file = replace(remote_file(CONTENT, "tiny-Q4_0.gguf"), repository="owner/tiny", revision=repository.commit)
    path = hub_program.folder.downloaded_models / "owner" / "tiny" / "tiny-Q4_0.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT[:-1] + b"!")
    source = RemoteModel(name="tiny", quantization="Q4_0", files=(file,), size_bytes=len(CONTENT))
    entry = ModelStore(hub_program.folder).add_downloaded(path, source)
    hub_program.window.models_requested.emit()
    wait_for_row(hub_program, entry, lambda row: bool(row.menu))
    wish(hub_program, entry, RowAction.VERIFY)
    wait_for_row(hub_program, entry, lambda row: row.level is RowLevel.ERROR)
    wish(hub_program, entry, RowAction.REPAIR)
    hub_program.wait_for(lambda: hub_program.toast == "tiny-Q4_0 is here and can be used.")
    assert Path(entry.path).read_bytes() == CONTENT
    wait_for_row(hub_program, entry, lambda row: row.buttons[0].action is RowAction.USE)


def titles(program: SmallProgram, name: str) -> list[str]:
    (view,) = program.window.findChildren(QListView, name)
    model = view.model()
    return [str(model.index(number, 0).data()) for number in range(model.rowCount())]


def test_the_page_asks_the_hub_nothing_by_itself(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    hub_program.window.models_requested.emit()
    hub_program.wait_for(lambda: "SmolLM2 135M" in " ".join(titles(hub_program, "models_list")))
    hub_program.settle()
    assert hub.hub.requests == []


@pytest.mark.parametrize("is_silent", [True, False])
def test_without_the_hub_the_page_shows_what_is_on_this_computer(
    hub: LoopbackHub, hub_program: SmallProgram, *, is_silent: bool
) -> None:
    if is_silent:
        hub.hub.fail(Fault(is_stalled=True, times=None))
    else:
        hub.close()
    hub_program.window.models_requested.emit()
    assert "SmolLM2 135M" in " ".join(titles(hub_program, "models_list"))
    hub_program.part(ModelsPane).search_requested.emit(SearchWish(text="granite"))
    if is_silent:
        hub_program.wait_for(lambda: len(hub.hub.requests) == 1)
    else:
        hub_program.wait_for(lambda: "cannot be reached" in titles(hub_program, "models_results")[0])
    hub_program.window.models_requested.emit()
    assert "SmolLM2 135M" in " ".join(titles(hub_program, "models_list"))
