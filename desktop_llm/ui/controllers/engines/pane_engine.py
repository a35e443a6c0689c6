"""Who answers in a pane that keeps no conversations: the engine here, or a server chosen for it. GUI thread.

As with chats, another engine is only ever chosen by the person, and where the text goes is said before it goes.
"""

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.engines import Engines
from desktop_llm.engine.client import EngineClient, EngineStatus
from desktop_llm.engine.server.server_address import ServerAddress
from desktop_llm.params import LOCAL_ENGINE, EngineChoice
from desktop_llm.ui.controllers.engines.open_engine import EngineNews, ShownEngine


class PaneEngine(QObject):
    """Begins with the engine of new chats."""

    engine_shown = Signal(object)  # ShownEngine
    changed = Signal()

    def __init__(self, engines: Engines, parent: QObject) -> None:
        super().__init__(parent)
        self._engines = engines
        self._first = self._choice = LOCAL_ENGINE
        self._statuses: dict[EngineChoice, EngineStatus] = {}

    @property
    def status(self) -> EngineStatus:
        return self._statuses.get(self._choice, EngineStatus())

    @property
    def address(self) -> ServerAddress | None:
        """Where the text goes; None: it stays here."""
        return self._engines.address(self._choice)

    def ready_client(self) -> EngineClient:
        """A server's model is looked up if it is not known yet. Raises ServerError."""
        return self._engines.ready(self._choice)

    def show_first(self, engine: EngineChoice) -> None:
        """Who answers new chats from now on."""
        if engine != self._first:
            self._first = engine
            self.choose(engine)

    @Slot(object)
    def choose(self, engine: EngineChoice) -> None:
        self._choice = engine
        self.engine_shown.emit(ShownEngine(engine))
        self.changed.emit()

    @Slot(object)
    def show_status(self, news: EngineNews) -> None:
        self._statuses[news.engine] = news.status
        if news.engine == self._choice:
            self.changed.emit()
