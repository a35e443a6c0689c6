"""Who answers the chat that is open: shows it in the top bar and the status line, and takes the wish for another.

GUI thread; engines report from their own. Nothing here changes who answers: a person chooses in the list of models, for
the chat that is open, and `chat_controller` stores it.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.engines import Engines
from desktop_llm.engine.client import EngineClient, EngineState, EngineStatus
from desktop_llm.engine.messages import Failed
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.settings import Settings
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.engines.open_engine import EngineNews, ShownEngine
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.error_text import ErrorAction, ErrorText, error_text
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.item_models.model_list_model import ModelChoice
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.server_choices import engine_of_choice, server_choice_id, server_choices
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.frame.model_status_line import ModelPhase, ModelStatus
from desktop_llm.ui.widgets.frame.status_line import TextPlace

_log = logging.getLogger(__name__)

_PHASES: Final = {
    EngineState.STOPPED: ModelPhase.ABSENT,
    EngineState.STARTING: ModelPhase.CONNECTING,
    EngineState.EMPTY: ModelPhase.ABSENT,
    EngineState.LOADING: ModelPhase.CONNECTING,
    EngineState.READY: ModelPhase.READY,
    EngineState.RESTARTING: ModelPhase.CONNECTING,
    EngineState.FAILED: ModelPhase.FAILED,
}


class _Server(Struct):
    """A server's engine that is listened to."""

    client: EngineClient
    stop_listening: Callable[[], None]
    status: EngineStatus = EngineStatus()
    tokens_per_second: float | None = None
    reading_fraction: float | None = None


class EngineController(QObject):
    """Between the top bar, the engine here and those on servers."""

    status_changed = Signal(object)  # EngineNews
    engine_chosen = Signal(object)  # EngineChoice
    server_shown = Signal()
    error_action_requested = Signal(object)  # ErrorAction

    def __init__(
        self,
        window: MainWindow,
        engines: Engines,
        models: ModelController,
        settings: SettingsController,
        bridge: EventBridge,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._engines = engines
        self._models = models
        self._settings = settings
        self._bridge = bridge
        self._threads = SideThreads(bridge, "servers-in-use")
        self._shown = ShownEngine()
        self._local_shown = ModelStatus()
        self._local_choices: tuple[ModelChoice, ...] = ()
        self._servers: dict[EngineChoice, _Server] = {}
        self._entries = settings.settings.servers
        engines.use_servers(self._entries)
        models.status_changed.connect(self._on_local_status)
        models.shown_status_changed.connect(self._on_local_shown)
        models.choices_changed.connect(self._on_local_choices)
        settings.settings_changed.connect(self._on_settings)
        window.model_selected.connect(self._on_selected)
        window.load_cancel_requested.connect(self._on_cancel)
        window.model_failure_action_requested.connect(self._on_failure_action)

    @Slot(object)
    def show_engine(self, shown: ShownEngine) -> None:
        """A chat was opened, or another engine was chosen for it."""
        self._shown = shown
        self._show_choices()
        self._show_status()
        self._show_place()
        if not shown.engine.is_local:
            self.server_shown.emit()
            self.make_ready(shown.engine)

    @Slot(object)
    def make_ready(self, engine: EngineChoice) -> None:
        """Look a server's model up, unless it is known; its status tells how that went."""
        try:
            client = self._engines.ready(engine)
        except DesktopLlmError as error:
            self._show_unknown(engine, error)
            return
        known = self._servers.get(engine)
        if known is None or known.client is not client:
            if known is not None:
                known.stop_listening()
            # Before listening begins: the first status comes from another thread.
            server = self._servers[engine] = _Server(client, _nothing)
            server.stop_listening = client.watch(partial(self._hear, engine, client))

    @Slot(float)
    def show_speed(self, tokens_per_second: float) -> None:
        """How fast the chat that is open was answered."""
        if server := self._servers.get(self._shown.engine):
            server.tokens_per_second = tokens_per_second
            self._show_status()
        elif self._shown.engine.is_local:
            self._models.show_speed(tokens_per_second)

    @Slot(float)
    def show_reading(self, fraction: float) -> None:
        """How much of its question has been read; 1 is all of it."""
        if server := self._servers.get(self._shown.engine):
            server.reading_fraction = fraction if fraction < 1 else None
            self._show_status()
        elif self._shown.engine.is_local:
            self._models.show_reading(fraction)

    def stop(self) -> None:
        for server in self._servers.values():
            server.stop_listening()
        self._threads.stop()

    # What engines tell

    @Slot(object)
    def _on_local_status(self, status: EngineStatus) -> None:
        self.status_changed.emit(EngineNews(LOCAL_ENGINE, status))

    @Slot(object)
    def _on_local_shown(self, status: ModelStatus) -> None:
        self._local_shown = status
        if self._shown.engine.is_local:
            self._window.show_model_status(status)

    @Slot(object)
    def _on_local_choices(self, choices: tuple[ModelChoice, ...]) -> None:
        self._local_choices = choices
        self._show_choices()

    def _hear(self, engine: EngineChoice, client: EngineClient, status: EngineStatus) -> None:
        """Called on the client's thread."""
        self._bridge.post(partial(self._on_server_status, engine, client, status))

    def _on_server_status(self, engine: EngineChoice, client: EngineClient, status: EngineStatus) -> None:
        server = self._servers.get(engine)
        if server is None or server.client is not client:
            return
        server.status = status
        if engine == self._shown.engine:
            self._show_status()
        self.status_changed.emit(EngineNews(engine, status))

    # What is shown

    def _show_choices(self) -> None:
        shown = self._shown.engine
        current_id = self._models.current_id if shown.is_local else server_choice_id(shown)
        servers = server_choices(self._settings.settings.servers, shown)
        self._window.show_models((*self._local_choices, *servers), current_id)

    def _show_status(self) -> None:
        if self._shown.engine.is_local:
            self._window.show_model_status(self._local_shown)
        elif server := self._servers.get(self._shown.engine):
            self._window.show_model_status(_shown_status(server))
        else:
            self._window.show_model_status(ModelStatus(phase=ModelPhase.CONNECTING))

    def _show_place(self) -> None:
        engine = self._shown.engine
        address = self._engines.address(engine)
        is_known = engine.is_local or address is not None
        self._window.show_text_place(TextPlace(address=address, sent_to=self._shown.sent_to, is_known=is_known))

    def _show_unknown(self, engine: EngineChoice, error: DesktopLlmError) -> None:
        """Its server was taken off the list. The chat stays where it was: it goes nowhere."""
        text = error_text(error.code, error.facts)
        if engine == self._shown.engine:
            self._window.show_model_status(_failed(text))
        failure = Failed(code=error.code, facts=dict(error.facts))
        self.status_changed.emit(EngineNews(engine, EngineStatus(state=EngineState.FAILED, failure=failure)))

    # Wishes

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        if settings.servers == self._entries:
            return
        self._entries = settings.servers
        use = partial(self._engines.use_servers, settings.servers)
        self._threads.run(use, self._on_servers_used, self._on_failed)

    def _on_servers_used(self, _nothing: None) -> None:
        self.show_engine(self._shown)

    def _on_failed(self, error: DesktopLlmError) -> None:
        _log.warning("the servers were not taken over: %s", error)

    @Slot(str)
    def try_again(self, server_id: str) -> None:
        """Its key is another one now."""
        if self._shown.engine.server_id == server_id:
            self.make_ready(self._shown.engine)

    @Slot(str)
    def _on_selected(self, choice_id: str) -> None:
        engine = engine_of_choice(choice_id)
        if engine.is_local:
            self._models.choose(choice_id)
        if engine != self._shown.engine:
            self.engine_chosen.emit(engine)

    @Slot()
    def _on_cancel(self) -> None:
        if self._shown.engine.is_local:
            self._models.cancel_load()
        else:
            self._engines.cancel(self._shown.engine)

    @Slot()
    def _on_failure_action(self) -> None:
        engine = self._shown.engine
        if engine.is_local:
            self._models.help_failure()
            return
        server = self._servers.get(engine)
        failure = server.status.failure if server else None
        code = failure.code if failure else ErrorCode.SERVER_UNKNOWN
        match error_text(code).action:
            case ErrorAction.TRY_AGAIN:
                self.make_ready(engine)
            case None:
                pass
            case action:
                self.error_action_requested.emit(action)


def _shown_status(server: _Server) -> ModelStatus:
    status = server.status
    if status.failure is not None and status.failure.code is not ErrorCode.LOAD_CANCELLED:
        return _failed(error_text(status.failure.code, status.failure.facts))
    return ModelStatus(
        phase=_PHASES[status.state],
        tokens_per_second=server.tokens_per_second,
        reading_fraction=server.reading_fraction,
    )


def _failed(text: ErrorText) -> ModelStatus:
    return ModelStatus(
        phase=ModelPhase.FAILED, failure=text.sentence, button=text.button, details=f"{text.advice}\n{text.details}"
    )


def _nothing() -> None:
    """There is nothing to end yet."""
