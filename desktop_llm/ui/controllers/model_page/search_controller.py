"""Searches the Hub on wish and shows what was found. GUI thread; the Hub is asked on others."""

from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.fitting.fit_judge import FitJudge
from desktop_llm.engine.load_plan import offload_devices
from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import HubQuery, HubSort, RepositorySummary, SearchPage
from desktop_llm.ui.dialogs.settings_dialog import SettingsSection
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.hub_desk import HubDesk
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import RowAction, RowWish, SearchSort, SearchWish
from desktop_llm.ui.panes.models_pane import ModelsPane
from desktop_llm.ui.rows.result_rows import RESULT_PREFIX, SearchPhase, SearchState, result_rows
from desktop_llm.ui.side_threads import SideTask

_SORTS: Final = {
    SearchSort.DOWNLOADS: HubSort.DOWNLOADS,
    SearchSort.LIKES: HubSort.LIKES,
    SearchSort.UPDATED: HubSort.UPDATED,
    SearchSort.TRENDING: HubSort.TRENDING,
}


class _Found(Struct, frozen=True):
    """A page of results, and the memory that the largest model may take here."""

    page: SearchPage
    memory_bytes: int


class SearchController(QObject):
    """One search at a time: of an earlier one nobody hears any more."""

    repository_requested = Signal(object)  # RepositorySummary

    def __init__(self, window: MainWindow, desk: HubDesk, judge: FitJudge, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk, self._judge = window, desk, judge
        self._pane: ModelsPane | None = None
        self._query = HubQuery()
        self._next_page = ""
        self._state = SearchState(phase=SearchPhase.DONE)
        self._task: SideTask[_Found] | None = None

    @Slot(object)
    def attend(self, pane: ModelsPane) -> None:
        self._pane = pane
        pane.search_requested.connect(self._on_search)
        pane.result_action_requested.connect(self._on_action)

    @Slot(object)
    def _on_search(self, wish: SearchWish) -> None:
        self._query = _query(wish)
        self._next_page = ""
        self._state = SearchState(phase=SearchPhase.SEARCHING)
        self._ask()

    def _ask(self) -> None:
        if self._task is not None:
            self._task.forget()
        self._show(replace(self._state, phase=SearchPhase.SEARCHING, failure=None))
        search = partial(_found, self._query, self._next_page, self._judge)
        self._task = self._desk.ask(search, self._on_found, self._on_failed)

    def _on_found(self, found: _Found) -> None:
        self._next_page = found.page.next_page
        known = {result.id for result in self._state.results}
        new = tuple(result for result in found.page.results if result.id not in known)
        self._show(
            SearchState(
                phase=SearchPhase.DONE,
                results=self._state.results + new,
                has_more=bool(self._next_page),
                is_gated_included=self._query.is_gated_included,
                memory_bytes=found.memory_bytes,
            )
        )

    def _on_failed(self, error: DesktopLlmError) -> None:
        self._show(replace(self._state, phase=SearchPhase.FAILED, failure=error_text_of(error)))

    def _show(self, state: SearchState) -> None:
        self._state = state
        if self._pane is not None:
            self._pane.show_results(result_rows(state))

    @Slot(object)
    def _on_action(self, wish: RowWish) -> None:
        match wish.action:
            case RowAction.DETAILS:
                if (result := self._result(wish.key)) is not None:
                    self.repository_requested.emit(result)
            case RowAction.SHOW_MORE | RowAction.RETRY:
                self._ask()
            case RowAction.OPEN_SETTINGS:
                self._window.settings_section_requested.emit(SettingsSection.DOWNLOADS)
            case _:
                pass

    def _result(self, key: str) -> RepositorySummary | None:
        return next((each for each in self._state.results if RESULT_PREFIX + each.id == key), None)


def _query(wish: SearchWish) -> HubQuery:
    return HubQuery(
        text=wish.text,
        sort=_SORTS[wish.sort],
        licence=wish.licence,
        language=wish.language,
        max_parameters=wish.max_parameters or 0,
        is_gated_included=wish.is_gated_included,
    )


def _found(query: HubQuery, page: str, judge: FitJudge, client: HubClient) -> _Found:
    """Raises HubError."""
    results = client.search(query, page)
    facts = judge.facts()
    card_bytes = sum(card.free_bytes for card in offload_devices(facts.devices))
    return _Found(results, max(facts.machine.free_bytes, card_bytes))
