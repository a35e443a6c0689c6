"""The downloads in the window, from the first click until the model is used."""

from collections.abc import Callable
from pathlib import Path

from desktop_llm.hub.catalogue import CatalogueModel, load_catalogue
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.hub.starter_model import STARTER_MODEL_ID
from desktop_llm.settings import HubSettings, Settings
from desktop_llm.ui.controllers.model_page.catalogue_shelf import CatalogueShelf
from desktop_llm.ui.controllers.model_page.download_shelf import DownloadShelf
from desktop_llm.ui.controllers.model_page.downloads_feed import DownloadsFeed
from desktop_llm.ui.item_models.model_list_model import ModelListModel
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.rows.catalogue_rows import CATALOGUE_PREFIX
from desktop_llm.ui.widgets.frame.model_picker import ModelPicker
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import SmallProgram
from tests.fakes.tiny_models import write_tiny_bert

CONTENT = b"GGUF" + bytes(2_000_000)
MODEL: CatalogueModel = next(model for model in load_catalogue().models if not model.is_for_embedding)
KEY = CATALOGUE_PREFIX + MODEL.id


def publish(hub: LoopbackHub) -> None:
    hub.add_repository(MODEL.repository, {MODEL.file: CONTENT})


def shelf(program: SmallProgram, kind: type[DownloadShelf | CatalogueShelf]) -> DownloadShelf | CatalogueShelf:
    (found,) = program.window.findChildren(kind)
    return found


def downloads_of(program: SmallProgram) -> DownloadsFeed:
    (feed,) = program.window.findChildren(DownloadsFeed)
    return feed


def wait_for_row(program: SmallProgram, key: str, condition: Callable[[ModelRow], bool]) -> ModelRow:
    catalogue = shelf(program, CatalogueShelf)
    found: list[ModelRow] = []

    def is_there() -> bool:
        found[:] = [row for row in catalogue.rows() if row.key == key and condition(row)]
        return bool(found)

    program.wait_for(is_there)
    return found[0]


def open_catalogue(program: SmallProgram) -> None:
    """The page, with all of the models to start with."""
    program.window.models_requested.emit()
    program.wait_for(lambda: bool(shelf(program, CatalogueShelf).rows()))
    shelf(program, CatalogueShelf).carry_out(RowWish(f"{CATALOGUE_PREFIX}more", RowAction.SHOW_MORE))


def begin(program: SmallProgram) -> None:
    open_catalogue(program)
    shelf(program, CatalogueShelf).carry_out(RowWish(KEY, RowAction.DOWNLOAD))


def test_a_model_to_start_with_is_fetched_told_and_used(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    publish(hub)
    begin(hub_program)
    hub_program.wait_for(lambda: hub_program.toast == f"{MODEL.name} is here and can be used.")
    (entry,) = [each for each in ModelStore(hub_program.folder).list() if not each.is_starter]
    assert entry.source is not None
    hub_program.wait_for(lambda: KEY not in {row.key for row in shelf(hub_program, CatalogueShelf).rows()})
    hub_program.click("toast_button")
    hub_program.wait_for(lambda: hub_program.loads[-1].path == entry.path)
    assert hub_program.window.pane_key == "chat"


def test_a_model_that_finds_passages_is_fetched_and_not_offered_for_chats(
    hub: LoopbackHub, hub_program: SmallProgram, tmp_path: Path
) -> None:
    finder = next(model for model in load_catalogue().models if model.is_for_embedding)
    write_tiny_bert(tmp_path / "bert.gguf")
    hub.add_repository(finder.repository, {finder.file: (tmp_path / "bert.gguf").read_bytes()})
    open_catalogue(hub_program)
    row = wait_for_row(hub_program, CATALOGUE_PREFIX + finder.id, lambda row: bool(row.status))
    assert row.text == "Finds passages of documents by meaning, in 12 languages"
    assert "words" not in row.status
    n_loads = len(hub_program.loads)
    shelf(hub_program, CatalogueShelf).carry_out(RowWish(row.key, RowAction.DOWNLOAD))
    hub_program.wait_for(lambda: hub_program.toast == f"{finder.name} is here and finds passages from now on.")
    assert not hub_program.is_shown("toast_button")
    store = ModelStore(hub_program.folder)
    assert [each.name for each in store.list() if each.is_for_embedding] == [finder.name]
    hub_program.settle()
    (offered,) = hub_program.part(ModelPicker).findChildren(ModelListModel)
    names = [offered.index(row, 0).data() for row in range(offered.rowCount())]
    assert names
    assert finder.name not in names
    assert len(hub_program.loads) == n_loads


def test_a_paused_download_is_there_after_a_restart_and_goes_on(
    hub: LoopbackHub, start_program: Callable[..., SmallProgram]
) -> None:
    publish(hub)
    hub.cdn.fail(Fault(bytes_per_s=100_000, times=None))
    settings = Settings(last_model_id=STARTER_MODEL_ID, suggest_titles=False, hub=HubSettings(endpoint=hub.endpoint))
    first = start_program(settings=settings)
    begin(first)
    first.wait_for(lambda: len(shelf(first, DownloadShelf).rows()) == 2)
    (_, under_way) = shelf(first, DownloadShelf).rows()
    first.wait_for(lambda: KEY not in {row.key for row in shelf(first, CatalogueShelf).rows()})
    shelf(first, DownloadShelf).carry_out(RowWish(under_way.key, RowAction.PAUSE))
    first.wait_for(lambda: shelf(first, DownloadShelf).rows()[-1].status.startswith("Paused"))
    first.stop()
    hub.cdn.clear()
    second = start_program(is_prepared=False)
    second.wait_for(lambda: bool(shelf(second, DownloadShelf).rows()))
    heading, row = shelf(second, DownloadShelf).rows()
    assert row.title == MODEL.name
    assert [button.action for button in row.buttons] == [RowAction.RESUME]
    shelf(second, DownloadShelf).carry_out(RowWish(row.key, RowAction.RESUME))
    second.wait_for(lambda: second.toast == f"{MODEL.name} is here and can be used.")
    assert heading.title == "On the way to this computer"
    assert shelf(second, DownloadShelf).rows() == []


def test_a_cancelled_download_is_gone(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    publish(hub)
    hub.cdn.fail(Fault(bytes_per_s=100_000, times=None))
    begin(hub_program)
    hub_program.wait_for(lambda: bool(shelf(hub_program, DownloadShelf).rows()))
    (_, row) = shelf(hub_program, DownloadShelf).rows()
    shelf(hub_program, DownloadShelf).carry_out(RowWish(row.key, RowAction.CANCEL))
    hub_program.wait_for(lambda: not shelf(hub_program, DownloadShelf).rows())
    hub.cdn.clear()
