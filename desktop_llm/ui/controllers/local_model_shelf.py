"""The section of the Models page with the models on this computer: use, remove, show the file. GUI thread."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.model_store import ModelStore
from desktop_llm.ui.controllers.model_controller import ListedModel, ModelController
from desktop_llm.ui.controllers.model_shelf import ModelShelf
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.local_model_rows import LOCAL_PREFIX, LocalModel, LocalState, local_rows
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.widgets.toast import ToastContent


class LocalModelShelf(ModelShelf):
    """Shows the list that the model controller reads, and changes it on wish."""

    def __init__(
        self, window: MainWindow, models: ModelController, store: ModelStore, bridge: EventBridge, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._models = models
        self._store = store
        self._bridge = bridge
        self._listed: tuple[ListedModel, ...] | None = None
        self._asked_id = ""
        models.models_changed.connect(self._on_models)

    def rows(self) -> list[ModelRow]:
        if self._listed is None:
            return []
        return local_rows([_local_model(each) for each in self._listed], self._models.current_id, self._asked_id)

    def owns(self, key: str) -> bool:
        return key.startswith(LOCAL_PREFIX)

    def refresh(self) -> None:
        self._asked_id = ""
        self._models.refresh()

    def carry_out(self, wish: RowWish) -> None:
        model_id = wish.key.removeprefix(LOCAL_PREFIX)
        match wish.action:
            case RowAction.USE:
                self._window.show_chat()
                self._models.load(model_id)
            case RowAction.SHOW_FILE:
                self._show_file(model_id)
            case RowAction.REMOVE:
                self._remove(model_id)
            case _:
                pass

    @Slot(object)
    def add_files(self, paths: Sequence[Path]) -> None:
        """Put model files into the list; they stay where they are."""
        for path in paths:
            self._bridge.run_in_background(partial(self._store.add, path), self._on_changed, self._show_failure)

    def _show_file(self, model_id: str) -> None:
        for each in self._listed or ():
            if each.entry.id == model_id:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(each.entry.path).parent)))

    def _remove(self, model_id: str) -> None:
        remove = partial(self._store.remove, model_id)
        self._bridge.run_in_background(remove, self._on_removed, self._show_failure)

    def _on_removed(self, _result: object) -> None:
        self._window.show_toast(ToastContent(translate("LocalModels", "Removed from the list; the file stays.")))
        self._models.refresh()

    def _on_changed(self, _result: object) -> None:
        self._models.refresh()

    def _show_failure(self, error: DesktopLlmError) -> None:
        self._window.show_toast(ToastContent(error_text_of(error).sentence))

    @Slot(object)
    def _on_models(self, listed: tuple[ListedModel, ...]) -> None:
        self._listed = listed
        self.rows_changed.emit()


def _local_model(listed: ListedModel) -> LocalModel:
    entry = listed.entry
    return LocalModel(
        id=entry.id,
        name=entry.name,
        path=entry.path,
        size_bytes=entry.size_bytes,
        text=entry.note,
        state=LocalState.MISSING if listed.is_missing else LocalState.READY,
        is_removable=not entry.is_starter,
    )
