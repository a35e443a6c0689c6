"""Each pane may have another engine: the top bar shows that of the shown pane, and chooses for it. GUI thread."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from desktop_llm.params import EngineChoice
from desktop_llm.ui.controllers.engines.engine_controller import EngineController
from desktop_llm.ui.controllers.engines.open_engine import OpenEngine, ShownEngine
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.widgets.frame.sidebar import CHAT_KEY

ChosenEngine = OpenEngine | PaneEngine


class PaneEngines(QObject):
    """Panes without an engine of their own show that of the chat."""

    def __init__(self, window: MainWindow, shown: EngineController, engines: Mapping[str, ChosenEngine]) -> None:
        super().__init__(window)
        self._shown = shown
        self._engines = dict(engines)
        self._told = dict.fromkeys(engines, ShownEngine())
        self._shown_now = ShownEngine()
        self._key = CHAT_KEY
        for key, engine in engines.items():
            listener = _Listener(key, self)
            engine.engine_shown.connect(listener.hear)
        shown.engine_chosen.connect(self._on_chosen)
        window.pane_shown.connect(self._on_pane_shown)
        self._on_pane_shown(window.pane_key)

    def take(self, key: str, shown: ShownEngine) -> None:
        self._told[key] = shown
        if key == self._key:
            self._show(shown)

    @Slot(str)
    def _on_pane_shown(self, key: str) -> None:
        self._key = key if key in self._engines else CHAT_KEY
        if self._told[self._key] != self._shown_now:
            self._show(self._told[self._key])

    def _show(self, shown: ShownEngine) -> None:
        self._shown_now = shown
        self._shown.show_engine(shown)

    @Slot(object)
    def _on_chosen(self, engine: EngineChoice) -> None:
        self._engines[self._key].choose(engine)


class _Listener(QObject):
    """Knows for which pane it hears."""

    def __init__(self, key: str, panes: PaneEngines) -> None:
        super().__init__(panes)
        self._key = key
        self._panes = panes

    @Slot(object)
    def hear(self, shown: ShownEngine) -> None:
        self._panes.take(self._key, shown)
