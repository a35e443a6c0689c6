from pathlib import Path

from msgspec.structs import replace

from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.ui.model_rows import RowAction, RowLevel
from tests.fakes.file_source import remote_file
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import SmallProgram
from tests.ui.controllers.test_download_shelf import CONTENT
from tests.ui.controllers.test_model_checks import wait_for_row, wish


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
