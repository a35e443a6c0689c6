"""The section of the Models page with the models to start with, the right one for this computer first. GUI thread."""

from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot

from desktop_llm.assist.fitting.fit_judge import FitJudge
from desktop_llm.assist.fitting.model_choice import equal_model
from desktop_llm.assist.fitting.model_fit import FitVerdict, MachineFacts, ModelFit
from desktop_llm.assist.fitting.recommendation import catalogue_fit, recommended
from desktop_llm.errors import DesktopLlmError, ErrorCode, HubError
from desktop_llm.hub.catalogue import CatalogueModel, load_catalogue
from desktop_llm.hub.hub_client import HubClient
from desktop_llm.hub.hub_records import RemoteModel
from desktop_llm.ui.controllers.engines.model_controller import ListedModel, ModelController
from desktop_llm.ui.controllers.model_page.downloads_feed import DownloadsFeed
from desktop_llm.ui.controllers.model_page.model_shelf import ModelShelf
from desktop_llm.ui.dialogs.settings_dialog import SettingsSection
from desktop_llm.ui.error_text import ErrorText, error_text_of
from desktop_llm.ui.hub_desk import HubDesk
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.rows.catalogue_rows import CATALOGUE_PREFIX, CatalogueState, catalogue_rows
from desktop_llm.ui.side_threads import SideThreads


class Advice(Struct, frozen=True, kw_only=True):
    """The models to start with, held against this computer."""

    models: tuple[CatalogueModel, ...]
    recommended: CatalogueModel | None
    fits: dict[str, ModelFit]
    facts: MachineFacts


class CatalogueShelf(ModelShelf):
    """A download begins once the Hub has said what the file must be."""

    details_requested = Signal(str)  # a repository's id
    advice_changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        models: ModelController,
        judge: FitJudge,
        desk: HubDesk,
        downloads: DownloadsFeed,
        threads: SideThreads,
    ) -> None:
        super().__init__(models)
        self._window, self._judge, self._desk = window, judge, desk
        self._downloads, self._threads = downloads, threads
        self._advice: Advice | None = None
        self._asked: set[str] = set()
        self._failures: dict[str, ErrorText] = {}
        self._here: frozenset[str] = frozenset()
        self._is_unfolded = False
        self._bandwidth_bytes_per_s = 0
        models.models_changed.connect(self._on_models)
        downloads.downloads_changed.connect(self.rows_changed)

    @property
    def advice(self) -> Advice | None:
        """None until it was found out."""
        return self._advice

    def is_asked(self, model_id: str) -> bool:
        return model_id in self._asked

    def failure(self, model_id: str) -> ErrorText | None:
        return self._failures.get(model_id)

    def rows(self) -> list[ModelRow]:
        if self._advice is None:
            return []
        best = self._advice.recommended
        downloads = {model.id: self._downloads.of_repository(model.repository) for model in self._advice.models}
        return catalogue_rows(
            CatalogueState(
                models=self._advice.models,
                recommended_id=best.id if best else "",
                fits=self._advice.fits,
                downloads={model_id: each for model_id, each in downloads.items() if each is not None},
                asked=frozenset(self._asked),
                failures=self._failures,
                here=self._here,
                is_unfolded=self._is_unfolded,
            )
        )

    def owns(self, key: str) -> bool:
        return key.startswith(CATALOGUE_PREFIX)

    @Slot()
    def refresh(self) -> None:
        advise = partial(_advice, self._judge, self._bandwidth_bytes_per_s)
        self._threads.run(advise, self._on_advice, _raise)

    def note_bandwidth(self, bytes_per_s: int) -> None:
        """Memory was measured just now; what is kept of it on the disk may come later."""
        self._bandwidth_bytes_per_s = bytes_per_s
        self.refresh()

    def carry_out(self, wish: RowWish) -> None:
        if wish.action is RowAction.SHOW_MORE:
            self._is_unfolded = True
            self.rows_changed.emit()
            return
        model = self._find(wish.key.removeprefix(CATALOGUE_PREFIX))
        if model is None:
            return
        match wish.action:
            case RowAction.DOWNLOAD:
                self.download(model)
            case RowAction.DETAILS:
                self.details_requested.emit(model.repository)
            case RowAction.OPEN_SETTINGS:
                self._window.settings_section_requested.emit(SettingsSection.DOWNLOADS)
            case _:
                pass

    def download(self, model: CatalogueModel) -> None:
        """Ask the Hub for the file, then fetch it."""
        if model.id in self._asked:
            return
        self._asked.add(model.id)
        self._failures.pop(model.id, None)
        fit = self._advice.fits.get(model.id) if self._advice else None
        ask = partial(_remote_model, model, is_on_card=fit is not None and fit.verdict is FitVerdict.GPU)
        self._desk.ask(ask, partial(self._on_remote_model, model), partial(self._on_failed, model.id))
        self._tell()

    def _on_remote_model(self, model: CatalogueModel, remote: RemoteModel) -> None:
        self._asked.discard(model.id)
        self._downloads.fetch(remote, model.name)
        self._tell()

    def _on_failed(self, model_id: str, error: DesktopLlmError) -> None:
        self._asked.discard(model_id)
        self._failures[model_id] = error_text_of(error)
        self._tell()

    def _on_advice(self, advice: Advice) -> None:
        self._advice = advice
        self._tell()

    def _tell(self) -> None:
        self.rows_changed.emit()
        self.advice_changed.emit()

    def _find(self, model_id: str) -> CatalogueModel | None:
        models = self._advice.models if self._advice else ()
        return next((model for model in models if model.id == model_id), None)

    @Slot(object)
    def _on_models(self, listed: tuple[ListedModel, ...]) -> None:
        sources = [each.entry.source for each in listed]
        self._here = frozenset(source.files[0].repository for source in sources if source is not None)
        self._tell()


def _advice(judge: FitJudge, measured_bytes_per_s: int) -> Advice:
    """On a side thread."""
    models = load_catalogue().models
    facts = judge.facts()
    facts = replace(facts, bandwidth_bytes_per_s=max(facts.bandwidth_bytes_per_s, measured_bytes_per_s))
    fits = {model.id: catalogue_fit(model, facts) for model in models}
    return Advice(models=models, recommended=recommended(models, facts), fits=fits, facts=facts)


def _remote_model(model: CatalogueModel, client: HubClient, *, is_on_card: bool) -> RemoteModel:
    """The file of the catalogue, or its equal for this computer. Raises HubError."""
    models = client.repository(model.repository).models
    found = equal_model(models, model.file, model.quantization, is_on_card=is_on_card)
    if found is None:
        raise HubError(ErrorCode.HUB_NOT_FOUND, name=f"{model.repository}/{model.file}")
    return found


def _raise(error: DesktopLlmError) -> None:
    """The catalogue is part of the program: one that cannot be read is a bug."""
    raise error
