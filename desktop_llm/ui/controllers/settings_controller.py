"""Holds the current settings, saves each change in the background, and tells who wants to know. GUI thread."""

import logging
from functools import partial

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.errors import DesktopLlmError
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings, WindowPlacement, save_settings
from desktop_llm.ui.event_bridge import EventBridge

_log = logging.getLogger(__name__)


class SettingsController(QObject):
    """The one place that knows what is set now."""

    settings_changed = Signal(object)  # Settings
    saving_failed = Signal(object)  # DesktopLlmError

    def __init__(self, settings: Settings, folder: DataFolder, bridge: EventBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._folder = folder
        self._bridge = bridge

    @property
    def settings(self) -> Settings:
        return self._settings

    @Slot(object)
    def change(self, settings: Settings) -> None:
        if settings == self._settings:
            return
        self._settings = settings
        self.settings_changed.emit(settings)
        save = partial(save_settings, self._folder.settings, settings)
        self._bridge.run_in_background(save, on_error=self._on_saving_failed)

    def note_model(self, model_id: str) -> None:
        """Remember which model to load at the next start."""
        self.change(msgspec.structs.replace(self._settings, last_model_id=model_id))

    @Slot(object)
    def note_placement(self, placement: WindowPlacement) -> None:
        self.change(msgspec.structs.replace(self._settings, window=placement))

    def note_context_tokens(self, n_ctx_tokens: int) -> None:
        load = msgspec.structs.replace(self._settings.load, n_ctx_tokens=n_ctx_tokens)
        self.change(msgspec.structs.replace(self._settings, load=load))

    def _on_saving_failed(self, error: DesktopLlmError) -> None:
        _log.warning("the settings were not saved: %s", error)
        self.saving_failed.emit(error)
