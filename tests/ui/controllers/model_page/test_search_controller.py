from PySide6.QtWidgets import QListView

from desktop_llm.ui.model_rows import RowAction, RowWish, SearchSort, SearchWish
from desktop_llm.ui.panes.models_pane import ModelsPane
from desktop_llm.ui.rows.result_rows import MORE_KEY
from tests.fakes.loopback_host import Fault
from tests.fakes.loopback_hub import LoopbackHub
from tests.fakes.small_program import SmallProgram


def open_page(program: SmallProgram) -> ModelsPane:
    program.window.models_requested.emit()
    return program.part(ModelsPane)


def titles(program: SmallProgram) -> list[str]:
    (view,) = program.window.findChildren(QListView, "models_results")
    model = view.model()
    return [str(model.index(number, 0).data()) for number in range(model.rowCount())]


def publish(hub: LoopbackHub, *ids: str) -> None:
    for number, id in enumerate(ids):
        hub.add_repository(id, {"tiny.gguf": b"GGUF"}, downloads=1000 - number, likes=number)


def test_a_search_shows_what_it_found_in_the_wanted_order(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    publish(hub, "a/granite-one", "b/granite-two", "c/other")
    pane = open_page(hub_program)
    pane.search_requested.emit(SearchWish(text="granite"))
    assert titles(hub_program) == ["Searching…"]
    hub_program.wait_for(lambda: titles(hub_program) == ["granite one", "granite two"])
    pane.search_requested.emit(SearchWish(text="granite", sort=SearchSort.LIKES))
    hub_program.wait_for(lambda: titles(hub_program) == ["granite two", "granite one"])


def test_more_results_come_below_those_that_are_there(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    publish(hub, *(f"owner/model-{number:02}" for number in range(35)))
    pane = open_page(hub_program)
    pane.search_requested.emit(SearchWish())
    hub_program.wait_for(lambda: titles(hub_program)[-1] == "There are more.")
    assert len(titles(hub_program)) == 31
    pane.result_action_requested.emit(RowWish(MORE_KEY, RowAction.SHOW_MORE))
    hub_program.wait_for(lambda: len(titles(hub_program)) == 35)


def test_a_failure_is_told_and_the_search_tried_again(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    publish(hub, "a/granite")
    hub.hub.fail(Fault(status=503, path="/api/models"))
    pane = open_page(hub_program)
    pane.search_requested.emit(SearchWish(text="granite"))
    hub_program.wait_for(lambda: titles(hub_program)[0].startswith("The place where models are fetched from"))
    pane.result_action_requested.emit(RowWish("failed", RowAction.RETRY))
    hub_program.wait_for(lambda: titles(hub_program) == ["granite"])


def test_of_an_earlier_search_nobody_hears_any_more(hub: LoopbackHub, hub_program: SmallProgram) -> None:
    publish(hub, "a/granite", "b/other")
    hub.hub.fail(Fault(delay_s=0.5, path="granite"))
    pane = open_page(hub_program)
    pane.search_requested.emit(SearchWish(text="granite"))
    pane.search_requested.emit(SearchWish(text="other"))
    hub_program.wait_for(lambda: titles(hub_program) == ["other"])
    hub_program.wait_for(lambda: len(hub.hub.requests) == 2)
    hub_program.settle()
    assert titles(hub_program) == ["other"]


def test_offline_a_search_says_where_to_allow_it(program: SmallProgram) -> None:
    pane = open_page(program)
    pane.search_requested.emit(SearchWish(text="granite"))
    program.wait_for(lambda: titles(program) == ["The program is set to stay offline."])
    with program.qtbot.waitSignal(program.window.settings_section_requested):
        pane.result_action_requested.emit(RowWish("failed", RowAction.OPEN_SETTINGS))
