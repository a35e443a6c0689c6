"""Shows a repository of the Hub in detail: what it is, which size fits, what stands in the way. GUI thread."""

from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop_llm.assist.fitting.fit_judge import FitJudge
from desktop_llm.assist.fitting.model_fit import ModelFit
from desktop_llm.credentials import CredentialPlace
from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.catalogue import model_title
from desktop_llm.hub.disk_space import SPARE_BYTES, free_bytes
from desktop_llm.hub.download_records import Download, download_id
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import Gating, RemoteModel, Repository, RepositorySummary
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.model_controller import ListedModel, ModelController
from desktop_llm.ui.controllers.model_page.downloads_feed import DownloadsFeed
from desktop_llm.ui.dialogs.settings_dialog import SettingsSection
from desktop_llm.ui.error_text import ErrorAction, error_text_of
from desktop_llm.ui.hub_desk import HubDesk
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import RowAction, RowWish
from desktop_llm.ui.panes.models_pane import ModelsPage, ModelsPane
from desktop_llm.ui.rows.repository_content import (
    FILE_PREFIX,
    SIZE_PREFIX,
    RepositoryState,
    repository_content,
)
from desktop_llm.ui.side_threads import SideTask
from desktop_llm.ui.widgets.model_page.card_text import readable_card


class _Facts(Struct, frozen=True, kw_only=True):
    """What was found out of a repository, on the Hub and here."""

    repository: Repository
    card: str
    page_url: str
    has_token: bool
    free_bytes: int | None


class RepositoryController(QObject):
    """One repository at a time: of an earlier one nobody hears any more."""

    def __init__(
        self,
        window: MainWindow,
        folder: DataFolder,
        models: ModelController,
        downloads: DownloadsFeed,
        desk: HubDesk,
        judge: FitJudge,
    ) -> None:
        super().__init__(models)
        self._window, self._models, self._downloads = window, models, downloads
        self._folder, self._desk, self._judge = folder.downloaded_models, desk, judge
        self._pane: ModelsPane | None = None
        self._state = RepositoryState(id="")
        self._local_ids: dict[str, str] = {}
        self._tasks: list[SideTask[_Facts] | SideTask[dict[str, ModelFit]]] = []
        downloads.downloads_changed.connect(self._on_downloads)
        models.models_changed.connect(self._on_models)

    @Slot(object)
    def attend(self, pane: ModelsPane) -> None:
        self._pane = pane
        pane.repository_action_requested.connect(self._on_action)

    @Slot(object)
    def open_result(self, summary: RepositorySummary) -> None:
        """Show one that a search found, with what is known of it at once."""
        self._open(RepositoryState(id=summary.id, summary=summary))

    @Slot(str)
    def open_repository(self, repository_id: str) -> None:
        self._open(RepositoryState(id=repository_id))

    @Slot(object)
    def show_token_place(self, place: CredentialPlace) -> None:
        """Somebody put a token into the settings, or took it away: ask again about what is not for everybody."""
        if self._pane is None or self._pane.page is not ModelsPage.REPOSITORY:
            return
        repository, failure = self._state.repository, self._state.failure
        if failure is not None and failure.action == ErrorAction.OPEN_DOWNLOAD_SETTINGS:
            self._open(replace(self._state, failure=None))
            return
        is_changed = (place is not CredentialPlace.NONE) != self._state.has_token
        if is_changed and repository is not None and repository.summary.gating is not Gating.NONE:
            self.open_result(repository.summary)

    def _open(self, state: RepositoryState) -> None:
        for task in self._tasks:
            task.forget()
        self._state = state
        if self._pane is not None:
            self._pane.show_repository(repository_content(self._current()))
        ask = partial(_facts, state.id, self._folder)
        self._tasks = [self._desk.ask(ask, self._on_facts, self._on_failed)]

    def _on_facts(self, facts: _Facts) -> None:
        self._show(
            replace(
                self._state,
                repository=facts.repository,
                card=facts.card,
                page_url=facts.page_url,
                has_token=facts.has_token,
                free_bytes=facts.free_bytes,
            )
        )
        judge = partial(_fits, facts.repository, self._judge)
        self._tasks.append(self._desk.ask(judge, self._on_fits, self._on_no_fits))

    def _on_failed(self, error: DesktopLlmError) -> None:
        self._show(replace(self._state, failure=error_text_of(error)))

    def _on_fits(self, fits: dict[str, ModelFit]) -> None:
        self._show(replace(self._state, fits=fits))

    def _on_no_fits(self, _error: DesktopLlmError) -> None:
        """A file that may not be read yet; each of its rows says that nothing is known."""
        self._show(replace(self._state, fits={}))

    def _show(self, state: RepositoryState) -> None:
        self._state = state
        pane = self._pane
        if pane is not None and pane.page is ModelsPage.REPOSITORY and pane.repository_id == state.id:
            pane.show_repository(repository_content(self._current()))

    def _current(self) -> RepositoryState:
        downloads = {each.id: each for each in self._downloads.downloads}
        return replace(self._state, downloads=downloads, local_ids=self._local_ids)

    @Slot(object)
    def _on_downloads(self, downloads: tuple[Download, ...]) -> None:
        if any(each.repository == self._state.id for each in downloads):
            self._show(self._state)

    @Slot(object)
    def _on_models(self, listed: tuple[ListedModel, ...]) -> None:
        with_sources = [(each.entry.source, each.entry.id) for each in listed if not each.is_missing]
        self._local_ids = {download_id(source): model_id for source, model_id in with_sources if source is not None}
        self._show(self._state)

    # Wishes

    @Slot(object)
    def _on_action(self, wish: RowWish) -> None:
        match wish.action:
            case RowAction.OPEN_SETTINGS:
                self._window.settings_section_requested.emit(SettingsSection.DOWNLOADS)
            case RowAction.OPEN_PAGE:
                QDesktopServices.openUrl(QUrl(self._state.page_url))
            case action if (model := self._model(wish.key)) is not None:
                self._carry_out(model, action)
            case RowAction.RETRY:
                self._open(replace(self._state, failure=None))
            case _:
                pass

    def _carry_out(self, model: RemoteModel, action: RowAction) -> None:
        key = download_id(model)
        match action:
            case RowAction.DOWNLOAD:
                self._downloads.fetch(model, model_title(self._state.id))
            case RowAction.USE if key in self._local_ids:
                self._window.show_chat()
                self._models.load(self._local_ids[key])
            case _:
                self._downloads.carry_out(key, action)

    def _model(self, key: str) -> RemoteModel | None:
        name = key.removeprefix(SIZE_PREFIX).removeprefix(FILE_PREFIX)
        models = self._state.repository.models if self._state.repository else ()
        return next((model for model in models if model.name == name), None)


def _facts(repository_id: str, folder: Path, client: HubClient) -> _Facts:
    """Raises HubError."""
    repository = client.repository(repository_id)
    try:
        room_bytes = max(0, free_bytes(folder) - SPARE_BYTES)
    except OSError:
        room_bytes = None
    return _Facts(
        repository=repository,
        card=readable_card(repository.card),
        page_url=client.page_url(repository_id),
        has_token=bool(client.access.token()),
        free_bytes=room_bytes,
    )


def _fits(repository: Repository, judge: FitJudge, client: HubClient) -> dict[str, ModelFit]:
    """Raises HubError."""
    return judge.remote(repository.models, client.read_range)
