"""The section of the Models page with the models on this computer: use, check, repair, remove. GUI thread."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.catalogue import CatalogueModel, listed_model
from desktop_llm.hub.model_check import ModelCheck, is_checkable
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.ui.controllers.engines.model_controller import ListedModel, ModelController
from desktop_llm.ui.controllers.model_page.fit_feed import FitFeed
from desktop_llm.ui.controllers.model_page.model_checks import ModelChecks
from desktop_llm.ui.controllers.model_page.model_shelf import ModelShelf
from desktop_llm.ui.error_text import error_text_of
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import size_text, translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.model_rows import ModelRow, RowAction, RowWish
from desktop_llm.ui.rows.catalogue_rows import purpose_text
from desktop_llm.ui.rows.fit_sentences import fit_text
from desktop_llm.ui.rows.found_rows import program_name
from desktop_llm.ui.rows.licence_sentences import licence_text
from desktop_llm.ui.rows.local_rows import LOCAL_PREFIX, LocalModel, LocalState, local_rows
from desktop_llm.ui.widgets.toast import ToastContent


class LocalModelShelf(ModelShelf):
    """Shows the list that the model controller reads, and changes it on wish."""

    repair_requested = Signal(object)  # ModelEntry

    def __init__(
        self,
        window: MainWindow,
        models: ModelController,
        store: ModelStore,
        fits: FitFeed,
        checks: ModelChecks,
        bridge: EventBridge,
    ) -> None:
        super().__init__(models)
        self._window, self._models, self._store, self._bridge = window, models, store, bridge
        self._fits, self._checks = fits, checks
        self._listed: tuple[ListedModel, ...] | None = None
        self._asked_id = self._used_id = ""
        self._is_page_used = False  # before that nobody needs to know how hundreds of files fit
        models.models_changed.connect(self._on_models)
        models.shown_status_changed.connect(self._on_status)
        fits.fits_changed.connect(self.rows_changed)
        checks.checks_changed.connect(self.rows_changed)
        checks.check_done.connect(self._on_checked)

    def rows(self) -> list[ModelRow]:
        if self._listed is None:
            return []
        return local_rows([self._local_model(each) for each in self._listed], self._used_id, self._asked_id)

    def owns(self, key: str) -> bool:
        return key.startswith(LOCAL_PREFIX)

    def refresh(self) -> None:
        self._asked_id = self._used_id = ""
        self._is_page_used = True
        self._models.refresh()

    def carry_out(self, wish: RowWish) -> None:
        listed = self._find(wish.key.removeprefix(LOCAL_PREFIX))
        if listed is None:
            return
        match wish.action:
            case RowAction.USE:
                self._window.show_chat()
                self._models.load(listed.entry.id)
            case RowAction.SHOW_FILE:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(listed.entry.path).parent)))
            case RowAction.VERIFY:
                self._checks.check(listed.entry)
            case RowAction.REPAIR:
                self.repair_requested.emit(listed.entry)
            case RowAction.REMOVE if listed.frees_bytes:
                self._ask(listed.entry.id)
            case RowAction.REMOVE | RowAction.REMOVE_FOR_GOOD:
                self._remove(listed.entry.id)
            case RowAction.KEEP:
                self._ask("")
            case _:
                pass

    @Slot(object)
    def add_files(self, paths: Sequence[Path]) -> None:
        """Put model files into the list; they stay where they are."""
        for path in paths:
            self._models.add_file(path, self._show_failure)

    def _find(self, model_id: str) -> ListedModel | None:
        return next((each for each in self._listed or () if each.entry.id == model_id), None)

    def _ask(self, model_id: str) -> None:
        self._asked_id = model_id
        self.rows_changed.emit()

    def _remove(self, model_id: str) -> None:
        self._asked_id = ""
        remove = partial(self._store.remove, model_id)
        self._bridge.run_in_background(remove, partial(self._on_removed, model_id), self._show_failure)

    def _on_removed(self, model_id: str, freed_bytes: int) -> None:
        if freed_bytes:
            text = translate("LocalModels", "Deleted; {size} are free again.").format(size=size_text(freed_bytes))
        else:
            text = translate("LocalModels", "Removed from the list; the file stays.")
        self._window.show_toast(ToastContent(text))
        self._models.leave(model_id)

    def _show_failure(self, error: DesktopLlmError) -> None:
        self._window.show_toast(ToastContent(error_text_of(error).sentence))
        self.rows_changed.emit()

    @Slot(object)
    def _on_checked(self, _check: ModelCheck) -> None:
        self._models.refresh()

    @Slot(object)
    def _on_models(self, listed: tuple[ListedModel, ...]) -> None:
        self._listed, self._used_id = listed, self._models.used_id
        if self._is_page_used:
            self._fits.want(each.entry.path for each in listed if not each.is_missing)
        self.rows_changed.emit()

    @Slot(object)
    def _on_status(self, _status: object) -> None:
        """Comes with every step of loading and reading."""
        if self._models.used_id != self._used_id:
            self._used_id = self._models.used_id
            self.rows_changed.emit()

    def _local_model(self, listed: ListedModel) -> LocalModel:
        entry = listed.entry
        fit = fit_text(self._fits.fit(entry.path), has_speed=not entry.is_for_embedding)
        file = self._file_state(listed)
        known = listed_model(entry.source.files[0].repository) if entry.source else None
        return LocalModel(
            id=entry.id,
            name=entry.name,
            path=entry.path,
            size_bytes=entry.size_bytes,
            text=entry.note or (purpose_text(known) if known else ""),
            is_for_embedding=entry.is_for_embedding,
            fit=fit.sentence,
            fit_level=fit.level,
            facts=_facts(entry, known),
            state=file.state,
            progress=file.progress,
            failure=file.failure,
            is_removable=not entry.is_starter,
            is_checkable=is_checkable(entry),
            is_repairable=entry.source is not None,
            frees_bytes=listed.frees_bytes,
        )

    def _file_state(self, listed: ListedModel) -> "_FileState":
        """What is known of its file: a check that runs or was made says more than the list."""
        entry = listed.entry
        if listed.is_missing:
            return _FileState(LocalState.MISSING)
        if (progress := self._checks.progress(entry.id)) is not None:
            return _FileState(LocalState.CHECKING, progress=progress)
        if (failure := self._checks.failure(entry.id)) is not None:
            return _FileState(LocalState.FAILED, failure=error_text_of(failure).sentence)
        is_whole = self._checks.is_whole(entry.id)
        if entry.is_damaged or is_whole is False:
            return _FileState(LocalState.DAMAGED)
        return _FileState(LocalState.WHOLE if is_whole else LocalState.READY)


class _FileState(Struct, frozen=True):
    """As LocalModel has it."""

    state: LocalState
    progress: float | None = None
    failure: str = ""


def _facts(entry: ModelEntry, known: CatalogueModel | None) -> tuple[str, ...]:
    facts = [entry.source.quantization] if entry.source else []
    if known is not None:
        facts.append(licence_text(known.licence).name)
    if entry.program is not None:
        facts.append(translate("LocalModels", "from {program}").format(program=program_name(entry.program)))
    return tuple(facts)
