"""The section of the Models page with models that still follow the data folder to its new disk. GUI thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.model_move import ModelMove, Rename
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.model_page.model_shelf import ModelShelf
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import ModelRow
from desktop_llm.ui.rows.move_rows import ModelMoveState, move_rows
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.toast import ToastContent


class ModelMoveShelf(ModelShelf):
    """Begins once, with the program; nothing is downloaded before `on_end`."""

    def __init__(
        self,
        window: MainWindow,
        models: ModelController,
        folder: DataFolder,
        store: ModelStore,
        threads: SideThreads,
        bridge: EventBridge,
        rename: Rename = Path.rename,
    ) -> None:
        """`rename` is the disks', and another one in tests."""
        super().__init__(models)
        self._window, self._models = window, models
        self._threads, self._bridge = threads, bridge
        self._move = ModelMove(folder, store, self._goes_on, rename=rename)
        self._state = ModelMoveState()
        self._told_percent = 0

    def start(self, on_end: Callable[[], None]) -> None:
        """What is on the same disk comes before a model is loaded from there."""
        self._bridge.run_in_background(
            self._move.bring_near, partial(self._on_near, on_end), partial(self._on_failed, on_end)
        )

    def rows(self) -> list[ModelRow]:
        return move_rows(self._state)

    def _on_near(self, on_end: Callable[[], None], is_all_here: bool) -> None:
        if is_all_here:
            on_end()
            return
        self._threads.run(self._move.run, partial(self._on_moved, on_end), partial(self._on_failed, on_end))

    def _goes_on(self, copied_bytes: int, all_bytes: int) -> bool:
        """On a side thread. Whole percents are told."""
        percent = copied_bytes * 100 // max(all_bytes, 1)
        if percent != self._told_percent:
            self._told_percent = percent
            self._bridge.post(partial(self._show, ModelMoveState(copied_bytes=copied_bytes, all_bytes=all_bytes)))
        return not self._threads.is_stopping

    def _on_moved(self, on_end: Callable[[], None], n_models: int) -> None:
        self._show(ModelMoveState())
        if n_models:
            text = translate("ModelMove", "Your models are in the new data folder now.")
            self._window.show_toast(ToastContent(text))
            self._models.refresh()
        on_end()

    def _on_failed(self, on_end: Callable[[], None], error: DesktopLlmError) -> None:
        self._show(ModelMoveState(failure=error_text_of(error)))
        on_end()

    @Slot(object)
    def _show(self, state: ModelMoveState) -> None:
        self._state = state
        self.rows_changed.emit()
