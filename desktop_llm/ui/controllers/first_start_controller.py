"""What the first start offers beside the starter model, and what becomes of it. GUI thread.

That is the right model for this computer and the models found here; files are the model controller's part.
"""

from functools import partial
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import AnyEvent, MachineMeasured, MeasureMachine
from desktop_llm.hub.catalogue import CatalogueModel
from desktop_llm.hub.download_records import Download, DownloadState
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.model_page.catalogue_shelf import CatalogueShelf
from desktop_llm.ui.controllers.model_page.downloads_feed import DownloadsFeed
from desktop_llm.ui.controllers.model_page.found_model_shelf import FoundModelShelf
from desktop_llm.ui.dialogs.first_start import FirstStartChoice, FirstStartOffer, RecommendedOffer
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import RowAction
from desktop_llm.ui.rows.first_start_offer import recommended_offer

_ACTIONS: Final = {FirstStartChoice.PAUSE: RowAction.PAUSE, FirstStartChoice.RESUME: RowAction.RESUME}


class FirstStartController(QObject):
    """Keeps the offer up as long as no model was chosen."""

    found_models_requested = Signal()
    server_requested = Signal()

    def __init__(
        self,
        window: MainWindow,
        engine: EngineClient,
        models: ModelController,
        catalogue: CatalogueShelf,
        found: FoundModelShelf,
        downloads: DownloadsFeed,
        bridge: EventBridge,
    ) -> None:
        super().__init__(models)
        self._window, self._engine, self._models, self._bridge = window, engine, models, bridge
        self._catalogue, self._found, self._downloads = catalogue, found, downloads
        self._basic: FirstStartOffer | None = None
        self._n_found = 0
        self._shown: FirstStartOffer | None = None
        models.first_start_due.connect(self._on_due)
        catalogue.advice_changed.connect(self._renew)
        downloads.downloads_changed.connect(self._renew)
        found.found_changed.connect(self._on_found)
        window.first_start_choice_made.connect(self._on_choice)

    @Slot(object)
    def _on_due(self, offer: FirstStartOffer) -> None:
        """Show what is known at once, and look for more meanwhile."""
        self._basic = offer
        self._renew()
        self._found.refresh()
        self._catalogue.refresh()
        measure = MeasureMachine(request_id=f"first-start-{uuid4().hex}")
        self._engine.submit(measure, self._hear_measured)

    @Slot()
    def leave(self) -> None:
        """A server answers: no model is needed here."""
        if self._basic is not None:
            self._basic = self._shown = None
            self._window.show_first_start(None)

    def _hear_measured(self, event: AnyEvent) -> None:
        """On the engine's thread: now its devices and the speed of memory are known."""
        if isinstance(event, MachineMeasured):
            self._bridge.post(partial(self._catalogue.note_bandwidth, event.bandwidth_bytes_per_s))

    @Slot(int)
    def _on_found(self, n_found: int) -> None:
        self._n_found = n_found
        self._renew()

    @Slot()
    @Slot(object)
    def _renew(self, _news: object = None) -> None:
        if self._basic is None or self._models.current_id:
            return
        offer = FirstStartOffer(
            self._basic.starter_name, self._basic.starter_size_bytes, self._recommended(), self._n_found
        )
        if offer != self._shown:
            self._shown = offer
            self._window.show_first_start(offer)

    def _offered(self) -> CatalogueModel | None:
        """The one that somebody asked for, even if another would be recommended by now; else the recommended one."""
        advice = self._catalogue.advice
        if advice is None:
            return None
        answering = (model for model in advice.models if not model.is_for_embedding)
        fetched = (model for model in answering if self._downloads.of_repository(model.repository))
        return next(fetched, advice.recommended)

    def _recommended(self) -> RecommendedOffer | None:
        advice, model = self._catalogue.advice, self._offered()
        if advice is None or model is None:
            return None
        return recommended_offer(
            model,
            advice.fits[model.id],
            advice.facts,
            self._downloads.of_repository(model.repository),
            is_asked=self._catalogue.is_asked(model.id),
            failure=self._catalogue.failure(model.id),
        )

    @Slot(object)
    def _on_choice(self, choice: FirstStartChoice) -> None:
        match choice:
            case FirstStartChoice.FOUND_MODELS:
                self.found_models_requested.emit()
            case FirstStartChoice.SERVER:
                self.server_requested.emit()
            case FirstStartChoice.STARTER | FirstStartChoice.OPEN_FILE:
                pass
            case _:
                self._on_recommended(choice)

    def _on_recommended(self, choice: FirstStartChoice) -> None:
        if (model := self._offered()) is None:
            return
        download = self._downloads.of_repository(model.repository)
        if choice is FirstStartChoice.DOWNLOAD:
            self._download(model, download)
        elif download is not None and choice is FirstStartChoice.USE_DOWNLOADED:
            self._models.load(download.model_id)
        elif download is not None and choice in _ACTIONS:
            self._downloads.carry_out(download.id, _ACTIONS[choice])

    def _download(self, model: CatalogueModel, download: Download | None) -> None:
        """Begin, or go on with one that failed."""
        if download is not None and download.state is DownloadState.FAILED:
            self._downloads.carry_out(download.id, RowAction.RETRY)
            return
        self._catalogue.download(model)
