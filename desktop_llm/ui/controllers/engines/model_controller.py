"""Loads models on the user's wish and tells what the engine here is doing. GUI thread; the engine reports from its own.

Whether that is what the top bar shows is for `engine_controller` to say.
"""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.model_loading import load_command, model_entry
from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.messages import AnyEvent, Failed, ModelDescription, ModelLoaded
from desktop_llm.errors import DesktopLlmError, ErrorCode, Fact
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.hub.starter_model import STARTER_MODEL_ID, STARTER_MODEL_NAME, starter_model_path
from desktop_llm.params import LoadParams
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.first_start import FirstStartChoice, FirstStartOffer
from desktop_llm.ui.error_text import ErrorAction, ErrorText, error_text
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import sentences_text
from desktop_llm.ui.item_models.model_list_model import ModelChoice
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_sentences import model_sentences
from desktop_llm.ui.side_threads import SideTask, SideThreads
from desktop_llm.ui.widgets.frame.model_status_line import ModelPhase, ModelStatus
from desktop_llm.ui.widgets.toast import ToastContent

_log = logging.getLogger(__name__)

_PHASES = {
    EngineState.STOPPED: ModelPhase.ABSENT,
    EngineState.STARTING: ModelPhase.STARTING,
    EngineState.EMPTY: ModelPhase.ABSENT,
    EngineState.LOADING: ModelPhase.LOADING,
    EngineState.READY: ModelPhase.READY,
    EngineState.RESTARTING: ModelPhase.RESTARTING,
    EngineState.FAILED: ModelPhase.FAILED,
}
_WITHOUT_MODEL = (EngineState.STOPPED, EngineState.EMPTY)


class ListedModel(Struct, frozen=True):
    """A model of the list, whether its file is gone, and how much disk removing it frees."""

    entry: ModelEntry
    is_missing: bool = False
    frees_bytes: int = 0


class ModelController(QObject):
    """Between the list of models and the engine on this computer."""

    status_changed = Signal(object)  # EngineStatus
    shown_status_changed = Signal(object)  # ModelStatus
    choices_changed = Signal(object)  # tuple[ModelChoice, ...]
    models_changed = Signal(object)  # tuple[ListedModel, ...]
    first_start_due = Signal(object)  # FirstStartOffer, as far as it is known here
    error_action_requested = Signal(object)  # ErrorAction

    def __init__(
        self,
        window: MainWindow,
        engine: EngineClient,
        models: ModelStore,
        folder: DataFolder,
        settings: SettingsController,
        bridge: EventBridge,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engine = engine
        self._models = models
        self._folder = folder
        self._settings = settings
        self._bridge = bridge
        self._additions = SideThreads(bridge, "added-models")
        self._looks = SideThreads(bridge, "model-files")
        self._look: SideTask[tuple[ListedModel, ...]] | None = None
        self._status = EngineStatus()
        self._is_looking = False  # for the file of a model that is to be loaded
        self._names: dict[str, str] = {}
        self._failure: ErrorText | None = None
        self._load_id = ""
        self._wanted_id = settings.settings.last_model_id
        self._loaded_id = ""
        self._loaded_params: LoadParams | None = None
        self._tokens_per_second: float | None = None
        self._reading_fraction: float | None = None
        window.model_file_chosen.connect(self.open_file)
        window.first_start_choice_made.connect(self._on_first_start_choice)
        self._stop_watching = engine.watch(self._hear_status)

    @property
    def current_id(self) -> str:
        return self._wanted_id

    @property
    def used_id(self) -> str:
        """The model that is loaded, or about to be; empty where that did not work."""
        is_failed = self._failure is not None and self._status.state is not EngineState.READY
        return "" if is_failed else self._wanted_id

    @property
    def is_reload_due(self) -> bool:
        """True if the model was loaded with other settings than those that hold now."""
        return self._loaded_params is not None and self._loaded_params != self._settings.settings.load

    @property
    def tokens_per_second(self) -> float | None:
        """The speed of the last answer that was long enough to tell it; None before the first."""
        return self._tokens_per_second

    def name_of(self, model: ModelDescription) -> str:
        """What the list calls a loaded model: the name within a file may be that of an experiment."""
        return self._names.get(model.path, model.name)

    @Slot(int)
    def load_with_context(self, n_ctx_tokens: int) -> None:
        self._settings.note_context_tokens(n_ctx_tokens)
        self.reload()

    def start(self) -> None:
        """Load the model of the last time; offer one at the first start."""
        self.refresh()
        if last_id := self._settings.settings.last_model_id:
            self.load(last_id)
            return
        starter = starter_model_path()
        offer = FirstStartOffer(STARTER_MODEL_NAME, starter.stat().st_size) if starter else FirstStartOffer()
        self._window.show_first_start(offer)
        self.first_start_due.emit(offer)

    def stop(self) -> None:
        self._stop_watching()
        self._additions.stop()
        self._looks.stop()

    def refresh(self) -> None:
        self._bridge.run_in_background(self._models.list, self._look_at_files, self._show_failure)

    @Slot(float)
    def show_speed(self, tokens_per_second: float) -> None:
        self._tokens_per_second = tokens_per_second
        self._show_status(self._status)

    @Slot(float)
    def show_reading(self, fraction: float) -> None:
        """How much of a prompt has been read; 1 is all of it."""
        self._reading_fraction = fraction if fraction < 1 else None
        self._show_status(self._status)

    def repeat_status(self) -> None:
        """Tell those who came late."""
        self._show_status(self._status)

    def choose(self, model_id: str) -> None:
        """Load a model of the list, unless it is there already."""
        is_here = self._status.state is EngineState.READY and model_id == self._loaded_id
        if not is_here or self.is_reload_due:
            self.load(model_id)

    @Slot(str)
    def load(self, model_id: str) -> None:
        """Load a model of the list; what is loaded now is unloaded first."""
        self._wanted_id = model_id
        self._begin(partial(model_entry, self._models, model_id, ""))

    @Slot(str)
    def open_file(self, path: str) -> None:
        """Put a model file into the list and load it."""
        self._note_looking()
        self._add(Path(path), self._submit_load, self._show_failure)

    def add_file(self, path: Path, on_failed: Callable[[DesktopLlmError], None]) -> None:
        """Put a model file into the list."""
        self._add(path, self._on_added, on_failed)

    @Slot()
    def reload(self) -> None:
        """Load the same model again, with the settings as they are now."""
        self.load(self._wanted_id or STARTER_MODEL_ID)

    def leave(self, model_id: str) -> None:
        """It left the list. What was in use is unloaded, which frees its disk: the starter model takes its place."""
        if model_id == self._wanted_id and starter_model_path() is not None:
            self.load(STARTER_MODEL_ID)
            return
        self.refresh()

    def _on_added(self, _entry: ModelEntry) -> None:
        self.refresh()

    def _add(
        self, path: Path, on_added: Callable[[ModelEntry], None], on_failed: Callable[[DesktopLlmError], None]
    ) -> None:
        self._additions.run(partial(self._models.add, path), on_added, on_failed)

    def _look_at_files(self, entries: tuple[ModelEntry, ...]) -> None:
        """Which are still there. A disk on the network may take its time, or never answer: nothing else waits."""
        if not self._names:
            self._show_choices(tuple(map(ListedModel, entries)))
        if self._look is not None:
            self._look.forget()
        self._look = self._looks.run(partial(_looked_at, self._models, entries), self._show_models, self._show_failure)

    def _begin(self, find_entry: partial[ModelEntry]) -> None:
        self._note_looking()
        self._bridge.run_in_background(find_entry, self._submit_load, self._show_failure)

    def _note_looking(self) -> None:
        """From now on questions wait for the model; where its file is checked, that takes a moment."""
        self._failure = None
        self._is_looking = True
        self._show_status(self._status)

    def _submit_load(self, entry: ModelEntry) -> None:
        self._wanted_id = entry.id
        self._tokens_per_second = None
        command = load_command(entry, self._settings.settings, self._folder)
        self._loaded_params = command.params
        self._load_id = command.request_id
        self._engine.submit(command, partial(self._hear_load, entry.id))
        self._window.show_first_start(None)
        self.refresh()

    def _hear_load(self, model_id: str, event: AnyEvent) -> None:
        if isinstance(event, ModelLoaded):
            self._bridge.post(partial(self._on_loaded, model_id, event.model))

    def _on_loaded(self, model_id: str, model: ModelDescription) -> None:
        if sentences := model_sentences(model):
            self._window.show_toast(ToastContent(sentences_text(sentences)))
        self._loaded_id = model_id
        self._settings.note_model(model_id)
        self.refresh()

    def _hear_status(self, status: EngineStatus) -> None:
        self._bridge.post(partial(self._take_status, status))

    def _take_status(self, status: EngineStatus) -> None:
        self._is_looking = self._is_looking and status.state in _WITHOUT_MODEL and status.failure is None
        self._show_status(status)

    def _show_status(self, status: EngineStatus) -> None:
        self._status = status
        if status.state is EngineState.LOADING:
            self._failure = None
        if self._is_looking and status.state in _WITHOUT_MODEL:
            status = EngineStatus(state=EngineState.STARTING)
        if status.failure and status.failure.code is not ErrorCode.LOAD_CANCELLED:
            self._failure = error_text(status.failure.code, status.failure.facts)
        self.shown_status_changed.emit(self._shown_status(status))
        self.status_changed.emit(status)

    def _shown_status(self, status: EngineStatus) -> ModelStatus:
        is_failed = self._failure is not None and status.state is not EngineState.READY
        return ModelStatus(
            phase=ModelPhase.FAILED if is_failed else _PHASES[status.state],
            memory_bytes=status.model.memory_bytes if status.model else 0,
            tokens_per_second=self._tokens_per_second,
            load_fraction=status.load_fraction,
            reading_fraction=self._reading_fraction,
            failure=self._failure.sentence if self._failure and is_failed else "",
            button=self._failure.button if self._failure and is_failed else None,
            details=self._failure.details if self._failure and is_failed else "",
        )

    def _show_failure(self, error: DesktopLlmError) -> None:
        """In the top bar if there is no model; one that is loaded stays, and the failure is said in passing."""
        self._is_looking = False
        facts: dict[str, Fact] = dict(error.facts)
        if self._status.state is EngineState.READY:
            self._wanted_id = self._loaded_id or self._wanted_id
            self._window.show_toast(ToastContent(error_text(error.code, facts).sentence))
            self.refresh()
            return
        self._show_status(replace(self._status, failure=Failed(code=error.code, facts=facts)))

    def _show_models(self, models: tuple[ListedModel, ...]) -> None:
        self._show_choices(models)
        self.models_changed.emit(models)

    def _show_choices(self, models: tuple[ListedModel, ...]) -> None:
        self._names = {model.entry.path: model.entry.name for model in models}
        self.choices_changed.emit(tuple(_choice(model) for model in models if not model.entry.is_for_embedding))

    def cancel_load(self) -> None:
        self._engine.abort(self._load_id)

    @Slot(object)
    def _on_first_start_choice(self, choice: FirstStartChoice) -> None:
        match choice:
            case FirstStartChoice.STARTER:
                self.load(STARTER_MODEL_ID)
            case FirstStartChoice.OPEN_FILE:
                self._window.open_model_file_dialog()
            case _:
                pass  # see first_start_controller

    def help_failure(self) -> None:
        """Do what the button beside the last failure says."""
        match self._failure.action if self._failure else None:
            case ErrorAction.OPEN_MODEL_FILE:
                self._window.open_model_file_dialog()
            case ErrorAction.TRY_AGAIN:
                self.reload()
            case None:
                pass
            case action:
                self.error_action_requested.emit(action)


def _looked_at(store: ModelStore, entries: tuple[ModelEntry, ...]) -> tuple[ListedModel, ...]:
    return tuple(ListedModel(entry, not Path(entry.path).exists(), store.freed_by_removing(entry)) for entry in entries)


def _choice(model: ListedModel) -> ModelChoice:
    entry = model.entry
    return ModelChoice(
        id=entry.id,
        name=entry.name,
        size_bytes=entry.size_bytes,
        version=entry.source.quantization if entry.source else "",
        note=entry.note,
        path=entry.path,
        is_missing=model.is_missing,
    )
