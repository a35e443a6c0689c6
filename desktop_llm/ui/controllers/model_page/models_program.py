"""Everything behind the Models page, wired: downloads, fit, the Hub, other programs' models. GUI thread."""

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.engine.client import EngineClient
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.first_start_controller import FirstStartController
from desktop_llm.ui.controllers.hub_controller import HubController
from desktop_llm.ui.controllers.model_page.catalogue_shelf import CatalogueShelf
from desktop_llm.ui.controllers.model_page.download_shelf import DownloadShelf
from desktop_llm.ui.controllers.model_page.downloads_feed import DownloadsFeed
from desktop_llm.ui.controllers.model_page.fit_feed import FitFeed
from desktop_llm.ui.controllers.model_page.found_model_shelf import FoundModelShelf
from desktop_llm.ui.controllers.model_page.local_model_shelf import LocalModelShelf
from desktop_llm.ui.controllers.model_page.model_checks import ModelChecks
from desktop_llm.ui.controllers.model_page.model_move_shelf import ModelMoveShelf
from desktop_llm.ui.controllers.model_page.models_controller import ModelsController
from desktop_llm.ui.controllers.model_page.repository_controller import RepositoryController
from desktop_llm.ui.controllers.model_page.search_controller import SearchController
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.hub_desk import HubDesk
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.window_shell import WindowShell

_N_DISK_THREADS: Final = 2  # a file that is checked for a minute keeps nothing else waiting


class ModelsProgram(QObject):
    """`start` takes up what was being downloaded; `stop` lets it go on another time."""

    server_requested = Signal()
    first_start_left = Signal()  # wished from outside

    def __init__(
        self,
        shell: WindowShell,
        folder: DataFolder,
        store: ModelStore,
        models: ModelController,
        settings: SettingsController,
        engine: EngineClient,
        hub: HubController,
        bridge: EventBridge,
    ) -> None:
        super().__init__(models)
        window = shell.window
        threads = SideThreads(bridge, "models-on-disk", _N_DISK_THREADS)
        self._threads = threads
        self._desk = HubDesk(hub.access, bridge)
        self._fits = FitFeed(folder, settings, threads, self)
        self._checks = ModelChecks(store, threads, bridge, self)
        self._downloads = DownloadsFeed(folder, self._desk.client, store, threads, bridge, self)
        self._move = ModelMoveShelf(window, models, folder, store, threads, bridge)
        local = LocalModelShelf(window, models, store, self._fits, self._checks, bridge)
        found = FoundModelShelf(window, models, store, self._fits, threads)
        arriving = DownloadShelf(window, models, self._downloads)
        catalogue = CatalogueShelf(window, models, self._fits.judge, self._desk, self._downloads, threads)
        page = ModelsController(window, shell.models_frame, (arriving, self._move, local, found, catalogue))
        search = SearchController(window, self._desk, self._fits.judge, self)
        repository = RepositoryController(window, folder, models, self._downloads, self._desk, self._fits.judge)
        page.pane_made.connect(search.attend)
        page.pane_made.connect(repository.attend)
        hub.token_place_changed.connect(repository.show_token_place)
        search.repository_requested.connect(repository.open_result)
        catalogue.details_requested.connect(repository.open_repository)
        first_start = FirstStartController(window, engine, models, catalogue, found, self._downloads, bridge)
        first_start.found_models_requested.connect(page.open_found_models)
        first_start.server_requested.connect(self.server_requested)
        self.first_start_left.connect(first_start.leave)
        page.files_dropped.connect(local.add_files)
        local.repair_requested.connect(self._on_repair)
        models.status_changed.connect(self._fits.show_status)

    def start(self) -> None:
        self._move.start(self._downloads.start)

    def stop(self) -> None:
        """Blocks for some seconds at most."""
        self._threads.stop()
        self._desk.stop()
        self._downloads.stop()

    @Slot(object)
    def _on_repair(self, entry: ModelEntry) -> None:
        """What is damaged of it is fetched again."""
        if entry.source is not None:
            self._checks.forget(entry.id)
            self._downloads.fetch(entry.source, entry.name)
