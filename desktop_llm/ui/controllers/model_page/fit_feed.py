"""Knows how models fit this computer, and finds it out beside the window. GUI thread; headers are read on others."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.fitting.fit_judge import FitJudge
from desktop_llm.assist.fitting.model_fit import ModelFit
from desktop_llm.engine.client import EngineStatus
from desktop_llm.engine.messages import Device, ModelDescription
from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.measurements import Measurements
from desktop_llm.params import LoadParams
from desktop_llm.paths import DataFolder
from desktop_llm.settings import Settings
from desktop_llm.ui.controllers.settings_controller import SettingsController
from desktop_llm.ui.side_threads import SideThreads

_BATCH: Final = 8  # files between two tellings


class _Judged(Struct, frozen=True):
    """How files fit, as long as memory is that fast."""

    fits: dict[str, ModelFit]
    bandwidth_bytes_per_s: int


class FitFeed(QObject):
    """What was found out stays shown until it is found out anew."""

    fits_changed = Signal()

    def __init__(self, folder: DataFolder, settings: SettingsController, threads: SideThreads, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._threads = settings, threads
        self._status = EngineStatus()
        self._params = settings.settings.load
        self._fits: dict[str, ModelFit] = {}
        self._asked: set[str] = set()
        self._bandwidth_bytes_per_s: int | None = None
        self.judge = FitJudge(Measurements(folder), self._load_params, self._devices, self._loaded)
        settings.settings_changed.connect(self._on_settings)

    def fit(self, path: str) -> ModelFit | None:
        """None: it is not known yet."""
        return self._fits.get(path)

    def want(self, paths: Iterable[str]) -> None:
        """Find out what is not known of these files; of the loaded one anew, which is measured while it is used."""
        loaded_path = self._status.model.path if self._status.model else ""
        new = [path for path in paths if path not in self._asked or path == loaded_path]
        self._asked.update(new)
        for start in range(0, len(new), _BATCH):
            batch = tuple(new[start : start + _BATCH])
            self._threads.run(partial(self._judged, batch), self._on_judged, partial(self._on_failed, batch))

    @Slot(object)
    def show_status(self, status: EngineStatus) -> None:
        """Another model in memory, or other devices, is another answer."""
        is_other = status.model != self._status.model or status.engine != self._status.engine
        self._status = status
        if is_other:
            self._asked.clear()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        if settings.load != self._params:
            self._params = settings.load
            self._asked.clear()

    def _judged(self, paths: tuple[str, ...]) -> _Judged:
        bandwidth = self.judge.facts().bandwidth_bytes_per_s
        fits = {path: self.judge.file(Path(path)) for path in paths if not self._threads.is_stopping}
        return _Judged(fits, bandwidth)

    def _on_judged(self, judged: _Judged) -> None:
        self._fits |= judged.fits
        is_other_speed = self._bandwidth_bytes_per_s not in (None, judged.bandwidth_bytes_per_s)
        self._bandwidth_bytes_per_s = judged.bandwidth_bytes_per_s
        if is_other_speed:
            self._asked.clear()
            self.want(tuple(self._fits))
        self.fits_changed.emit()

    def _on_failed(self, paths: tuple[str, ...], _error: DesktopLlmError) -> None:
        """It is asked again the next time."""
        self._asked.difference_update(paths)

    # What holds now; any thread.

    def _load_params(self) -> LoadParams:
        return self._params

    def _devices(self) -> tuple[Device, ...]:
        return self._status.engine.devices if self._status.engine else ()

    def _loaded(self) -> ModelDescription | None:
        return self._status.model
