"""The models to start with, from the recommended one to its download."""

from desktop_llm.hub.catalogue import load_catalogue
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.ui.controllers.model_page.catalogue_shelf import CatalogueShelf
from desktop_llm.ui.model_rows import RowAction, RowLevel, RowWish
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import SmallProgram
from tests.ui.controllers.model_page.test_download_shelf import (
    CONTENT,
    KEY,
    MODEL,
    begin,
    open_catalogue,
    publish,
    shelf,
    wait_for_row,
)


def test_a_hub_that_is_not_there_is_told_in_the_row_and_can_be_asked_again(
    hub: LoopbackHub, hub_program: SmallProgram
) -> None:
    hub.hub.fail(Fault(status=503))
    begin(hub_program)
    row = wait_for_row(hub_program, KEY, lambda row: row.level is RowLevel.ERROR)
    assert row.status.startswith("The place where models are fetched from has trouble of its own.")
    hub.hub.clear()
    publish(hub)
    shelf(hub_program, CatalogueShelf).carry_out(RowWish(KEY, RowAction.DOWNLOAD))
    hub_program.wait_for(lambda: hub_program.toast == f"{MODEL.name} is here and can be used.")


def test_a_file_that_was_renamed_is_found_by_its_kind(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    hub.add_repository(MODEL.repository, {f"renamed-{MODEL.quantization}.gguf": CONTENT})
    begin(hub_program)
    hub_program.wait_for(lambda: hub_program.toast == f"{MODEL.name} is here and can be used.")


def test_without_a_card_the_version_that_reads_prompts_fastest_is_fetched(
    hub: LoopbackHub, hub_program: SmallProgram
) -> None:
    hub.add_repository(MODEL.repository, {MODEL.file: CONTENT, "quick-Q4_0.gguf": CONTENT[:-1]})
    begin(hub_program)
    hub_program.wait_for(lambda: hub_program.toast == f"{MODEL.name} is here and can be used.")
    (entry,) = [each for each in ModelStore(hub_program.folder).list() if not each.is_starter]
    assert entry.source is not None
    assert entry.source.quantization == "Q4_0"


def test_a_repository_without_models_is_told(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    hub.add_repository(MODEL.repository, {"README.md": b"# Nothing"})
    begin(hub_program)
    row = wait_for_row(hub_program, KEY, lambda row: row.level is RowLevel.ERROR)
    assert "was not found" in row.status


def test_offline_the_page_is_there_and_says_where_to_allow_it(program: SmallProgram) -> None:
    begin(program)
    row = wait_for_row(program, KEY, lambda row: row.level is RowLevel.ERROR)
    assert row.status.startswith("The program is set to stay offline.")
    with program.qtbot.waitSignal(program.window.settings_section_requested):
        shelf(program, CatalogueShelf).carry_out(RowWish(KEY, RowAction.OPEN_SETTINGS))


def test_one_is_recommended_and_all_are_held_against_this_computer(program: SmallProgram) -> None:
    open_catalogue(program)
    catalogue = shelf(program, CatalogueShelf)
    assert isinstance(catalogue, CatalogueShelf)
    assert catalogue.advice is not None
    assert set(catalogue.advice.fits) == {model.id for model in load_catalogue().models}


def test_details_are_asked_for_by_the_repository(program: SmallProgram) -> None:
    open_catalogue(program)
    catalogue = shelf(program, CatalogueShelf)
    assert isinstance(catalogue, CatalogueShelf)
    with program.qtbot.waitSignal(catalogue.details_requested) as asked:
        catalogue.carry_out(RowWish(KEY, RowAction.DETAILS))
    assert asked.args == [MODEL.repository]


def test_a_measured_memory_counts_at_once(program: SmallProgram) -> None:
    open_catalogue(program)
    catalogue = shelf(program, CatalogueShelf)
    assert isinstance(catalogue, CatalogueShelf)
    before = catalogue.advice
    catalogue.note_bandwidth(10**12)
    program.wait_for(lambda: catalogue.advice is not before)
    assert before is not None
    assert catalogue.advice is not None
    assert catalogue.advice.facts.bandwidth_bytes_per_s == 10**12
    assert catalogue.advice.fits[MODEL.id].tokens_per_s > before.fits[MODEL.id].tokens_per_s
