"""Opens the dialogs beside the window and carries out what is wished in them. GUI thread."""

import os
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, assert_never

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog

from desktop_llm.engine.client import EngineStatus
from desktop_llm.licences import LicensedPart, licences_file, load_licences
from desktop_llm.paths import DataFolder
from desktop_llm.storage.conversations import ConversationStore
from desktop_llm.storage.written_documents import WrittenDocumentStore
from desktop_llm.storage.written_records import WrittenDocument
from desktop_llm.ui.controllers.chat.library_controller import LibraryController
from desktop_llm.ui.controllers.engines.model_controller import ModelController
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.dialogs.about_dialog import AboutDialog, AboutPage, ProgramFacts
from desktop_llm.ui.dialogs.settings_dialog import SettingsContent, SettingsDialog, SettingsSection
from desktop_llm.ui.dialogs.trash_dialog import Deleted, TrashDialog
from desktop_llm.ui.error_text import ErrorAction
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.i18n import labelled_text, list_text, translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.widgets.toast import ToastContent
from desktop_llm.version import __version__

_SECTIONS: Final = {
    ErrorAction.OPEN_DOWNLOAD_SETTINGS: SettingsSection.DOWNLOADS,
    ErrorAction.OPEN_DATA_SETTINGS: SettingsSection.DATA,
    ErrorAction.OPEN_LOADING_SETTINGS: SettingsSection.LOADING,
}
_Dialog = TypeVar("_Dialog", bound=QDialog)


class DialogController(QObject):
    """One dialog of each kind at a time; opening it again brings it to the front."""

    data_folder_move_requested = Signal(str)
    restart_requested = Signal()
    settings_opened = Signal(object)  # SettingsDialog
    about_opened = Signal(object)  # AboutDialog
    text_restored = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        folder: DataFolder,
        store: ConversationStore,
        documents: WrittenDocumentStore,
        bridge: EventBridge,
        settings: SettingsController,
        models: ModelController,
        library: LibraryController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._store = store
        self._documents = documents
        self._deleted_texts: frozenset[str] = frozenset()
        self._bridge = bridge
        self._settings = settings
        self._language_of_start = settings.settings.language
        self._models = models
        self._library = library
        self._dialogs: dict[type[QDialog], QDialog] = {}
        self._status = EngineStatus()
        self._snapshot_bytes = 0
        window.settings_requested.connect(self.open_settings)
        window.settings_section_requested.connect(self.open_settings_section)
        window.trash_requested.connect(self.open_trash)
        window.shortcuts_requested.connect(self.open_shortcuts)
        window.about_requested.connect(self.open_about)
        settings.settings_changed.connect(self._show_settings)
        models.status_changed.connect(self._on_status)

    @Slot(object)
    def open_settings_section(self, section: SettingsSection | None) -> None:
        """The settings, where they help; None is from their top."""
        self.open_settings()
        dialog = self._dialogs.get(SettingsDialog)
        if section is not None and isinstance(dialog, SettingsDialog):
            dialog.show_section(section)

    @Slot()
    def open_settings(self) -> None:
        dialog = self._shown(SettingsDialog)
        if dialog is None:
            dialog = SettingsDialog(self._window)
            dialog.settings_changed.connect(self._settings.change)
            dialog.model_reload_requested.connect(self._models.reload)
            dialog.snapshots_delete_requested.connect(self._on_delete_snapshots)
            dialog.data_folder_open_requested.connect(self.open_data_folder)
            dialog.data_folder_move_requested.connect(self.data_folder_move_requested)
            dialog.restart_requested.connect(self.restart_requested)
            self._show(dialog)
            self.settings_opened.emit(dialog)
        self._show_settings()
        self._bridge.run_in_background(partial(_folder_bytes, self._folder.snapshots), self._on_snapshot_bytes)

    @Slot()
    def open_trash(self) -> None:
        if self._shown(TrashDialog) is None:
            dialog = TrashDialog(self._window)
            dialog.restore_requested.connect(self._on_restore)
            dialog.delete_for_good_requested.connect(self._on_delete_for_good)
            self._show(dialog)
        self._read_trash()

    @Slot()
    def open_shortcuts(self) -> None:
        self._open_about(AboutPage.SHORTCUTS)

    @Slot()
    def open_about(self) -> None:
        self._open_about(AboutPage.PROGRAM)

    @Slot()
    def open_data_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.root)))

    @Slot(object)
    def carry_out(self, action: ErrorAction) -> None:
        """Do what the button of an error says."""
        match action:
            case ErrorAction.OPEN_MODEL_FILE:
                self._window.open_model_file_dialog()
            case ErrorAction.MANAGE_MODELS:
                self._window.open_model_list()
            case ErrorAction.MANAGE_SERVERS:
                self._window.servers_requested.emit()
            case ErrorAction.TRY_AGAIN:
                self._models.reload()
            case (
                ErrorAction.OPEN_SETTINGS
                | ErrorAction.OPEN_DOWNLOAD_SETTINGS
                | ErrorAction.OPEN_DATA_SETTINGS
                | ErrorAction.OPEN_LOADING_SETTINGS
            ):
                self.open_settings_section(_SECTIONS.get(action))
            case ErrorAction.OPEN_DATA_FOLDER:
                self.open_data_folder()
            case ErrorAction.NEW_CHAT:
                self._window.new_chat_requested.emit()
            case ErrorAction.COPY_REPORT:
                self._copy_report()
            case ErrorAction.QUIT:
                self._window.close()
            case _:
                assert_never(action)

    def _copy_report(self) -> None:
        """Versions, folders and the last failure: nothing of the user's text."""
        facts = program_facts(self._folder, self._status, self._model_name())
        lines = [f"Desktop LLM {facts.version}", *(labelled_text(name, value) for name, value in facts.lines)]
        if self._status.failure:
            lines.append(str(self._status.failure))
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._window.show_toast(ToastContent(translate("Dialogs", "Report copied")))

    def _open_about(self, page: AboutPage) -> None:
        dialog = self._shown(AboutDialog)
        if dialog is None:
            dialog = AboutDialog(self._window)
            dialog.licences_requested.connect(self._on_licences_requested)
            self._show(dialog)
            self.about_opened.emit(dialog)
        dialog.show_facts(program_facts(self._folder, self._status, self._model_name()))
        dialog.show_page(page)

    @Slot()
    def _on_licences_requested(self) -> None:
        self._bridge.run_in_background(partial(load_licences, licences_file()), self._show_licences)

    def _show_licences(self, parts: tuple[LicensedPart, ...]) -> None:
        dialog = self._shown(AboutDialog)
        if dialog is not None:
            dialog.show_licences(parts)

    def _model_name(self) -> str:
        return self._models.name_of(self._status.model) if self._status.model else ""

    def _shown(self, kind: type[_Dialog]) -> _Dialog | None:
        dialog = self._dialogs.get(kind)
        if not isinstance(dialog, kind) or not dialog.isVisible():
            return None
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def _show(self, dialog: QDialog) -> None:
        if earlier := self._dialogs.get(type(dialog)):
            earlier.deleteLater()
        self._dialogs[type(dialog)] = dialog
        dialog.show()

    @Slot(object)
    def _show_settings(self, _settings: object = None) -> None:
        dialog = self._dialogs.get(SettingsDialog)
        if not isinstance(dialog, SettingsDialog) or not dialog.isVisible():
            return
        model = self._status.model
        content = SettingsContent(
            settings=self._settings.settings,
            data_folder=str(self._folder.root),
            snapshot_bytes=self._snapshot_bytes,
            n_processors=os.cpu_count() or 1,
            max_context_tokens=model.n_ctx_train_tokens if model else 1_048_576,
            max_gpu_layers=model.n_layers + 1 if model else 999,
            is_reload_due=self._models.is_reload_due,
            is_restart_due=self._settings.settings.language != self._language_of_start,
        )
        dialog.show_content(content)

    def _on_snapshot_bytes(self, size_bytes: int) -> None:
        self._snapshot_bytes = size_bytes
        self._show_settings()

    @Slot()
    def _on_delete_snapshots(self) -> None:
        delete = partial(_delete_files, self._folder.snapshots)
        self._bridge.run_in_background(delete, self._on_snapshot_bytes)

    @Slot(object)
    def _on_status(self, status: EngineStatus) -> None:
        self._status = status
        self._show_settings()

    def _read_trash(self) -> None:
        self._bridge.run_in_background(self._all_deleted, self._show_trash, self._library.show_failure)

    def _all_deleted(self) -> tuple[Deleted, ...]:
        return (*self._store.trash(), *self._documents.trash())

    def _show_trash(self, deleted: tuple[Deleted, ...]) -> None:
        self._deleted_texts = frozenset(each.id for each in deleted if isinstance(each, WrittenDocument))
        dialog = self._dialogs.get(TrashDialog)
        if isinstance(dialog, TrashDialog):
            dialog.show_deleted(deleted)

    @Slot(object)
    def _on_restore(self, ids: tuple[str, ...]) -> None:
        for each in ids:
            if each in self._deleted_texts:
                self.text_restored.emit(each)
            else:
                self._library.restore(each)
        self._read_trash()

    @Slot(object)
    def _on_delete_for_good(self, ids: tuple[str, ...]) -> None:
        self._library.change(partial(self._store.delete_for_good, ids))
        self._library.change(partial(self._documents.delete_for_good, ids))
        self._read_trash()


def program_facts(folder: DataFolder, status: EngineStatus, model_name: str) -> ProgramFacts:
    """What somebody who helps asks first. Versions and folders, nothing of the user's text."""
    lines = [
        (translate("Dialogs", "Data folder"), str(folder.root)),
        (translate("Dialogs", "Log"), str(folder.logs)),
    ]
    if status.engine:
        lines += [
            (translate("Dialogs", "Engine"), status.engine.binding_version),
            (translate("Dialogs", "Processor"), status.engine.system_info),
        ]
        lines += [(device.kind, device.description or device.name) for device in status.engine.devices]
    if status.model:
        lines.append((translate("Dialogs", "Model"), list_text((model_name, status.model.quantization))))
    return ProgramFacts(__version__, tuple(lines))


def _folder_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*") if file.is_file())


def _delete_files(folder: Path) -> int:
    """Delete the files of a cache folder; returns the bytes that are left."""
    for file in folder.glob("*"):
        if file.is_file():
            file.unlink(missing_ok=True)
    return _folder_bytes(folder)
