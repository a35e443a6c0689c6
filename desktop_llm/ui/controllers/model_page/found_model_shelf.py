"""The section of the Models page with the models of other programs on this computer. GUI thread."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.found_models import find_models
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.hub.programs.found_model import FoundModel
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.model_page.fit_feed import FitFeed
from desktop_llm.ui.controllers.model_page.model_shelf import ModelShelf
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.rows.fit_sentences import fit_text
from desktop_llm.ui.rows.found_rows import FOUND_PREFIX, found_rows
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.toast import ToastContent


class FoundModelShelf(ModelShelf):
    """Looks for them on a side thread: other programs' folders may be large, or on a slow disk."""

    found_changed = Signal(int)  # how many there are

    def __init__(
        self, window: MainWindow, models: ModelController, store: ModelStore, fits: FitFeed, threads: SideThreads
    ) -> None:
        super().__init__(models)
        self._window, self._models, self._store = window, models, store
        self._fits, self._threads = fits, threads
        self._found: tuple[FoundModel, ...] = ()
        self._is_unfolded = False
        self._is_looking = False

    def rows(self) -> list[ModelRow]:
        fits = {model.path: fit_text(self._fits.fit(model.path)) for model in self._found}
        return found_rows(self._found, fits, is_unfolded=self._is_unfolded)

    def owns(self, key: str) -> bool:
        return key.startswith(FOUND_PREFIX)

    def refresh(self) -> None:
        if not self._is_looking:
            self._is_looking = True
            self._threads.run(partial(_new_models, self._store), self._on_found, self._on_failed)

    def carry_out(self, wish: RowWish) -> None:
        if wish.action is RowAction.SHOW_MORE:
            self._is_unfolded = True
            self.rows_changed.emit()
            return
        model = next((each for each in self._found if FOUND_PREFIX + each.path == wish.key), None)
        if model is None:
            return
        match wish.action:
            case RowAction.USE:
                self._window.show_chat()
                self._add(model, is_used=True)
            case RowAction.ADD:
                self._add(model, is_used=False)
            case RowAction.SHOW_FILE:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(model.path).parent)))
            case _:
                pass

    def _add(self, model: FoundModel, *, is_used: bool) -> None:
        add = partial(self._store.add_found, model)
        self._threads.run(add, self._on_used if is_used else self._on_added, self._show_failure)

    def _on_used(self, entry: ModelEntry) -> None:
        """One that makes vectors is used by itself."""
        if entry.is_for_embedding:
            self._on_added(entry)
            return
        self._models.load(entry.id)
        self.refresh()

    def _on_added(self, _entry: ModelEntry) -> None:
        self._models.refresh()
        self.refresh()

    def _on_found(self, found: tuple[FoundModel, ...]) -> None:
        self._is_looking = False
        self._fits.want(model.path for model in found)
        if found != self._found:
            self._found = found
            self.rows_changed.emit()
        self.found_changed.emit(len(found))

    def _on_failed(self, _error: DesktopLlmError) -> None:
        self._is_looking = False

    def _show_failure(self, error: DesktopLlmError) -> None:
        self._window.show_toast(ToastContent(error_text_of(error).sentence))


def _new_models(store: ModelStore) -> tuple[FoundModel, ...]:
    return find_models(known_paths=[entry.path for entry in store.list()])
