"""Checks model files against what was published, beside the window, and knows how that goes. GUI thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_llm.errors import DesktopLlmError
from desktop_llm.hub.model_check import ModelCheck, check_model
from desktop_llm.hub.model_store import ModelEntry, ModelStore
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideThreads


class ModelChecks(QObject):
    """One file after the other. What was found is kept until the file is checked again or forgotten."""

    checks_changed = Signal()
    check_done = Signal(object)  # ModelCheck

    def __init__(self, store: ModelStore, threads: SideThreads, bridge: EventBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._threads, self._bridge = store, threads, bridge
        self._progress: dict[str, float] = {}
        self._checked: dict[str, bool] = {}
        self._failures: dict[str, DesktopLlmError] = {}

    def progress(self, model_id: str) -> float | None:
        """0 to 1 while it is checked or waits for that, else None."""
        return self._progress.get(model_id)

    def is_whole(self, model_id: str) -> bool | None:
        """None: it was not checked."""
        return self._checked.get(model_id)

    def failure(self, model_id: str) -> DesktopLlmError | None:
        return self._failures.get(model_id)

    def check(self, entry: ModelEntry) -> None:
        if entry.id in self._progress:
            return
        self.forget(entry.id)
        self._progress[entry.id] = 0.0
        self.checks_changed.emit()
        check = partial(self._check, entry)
        self._threads.run(check, self._on_checked, partial(self._on_failed, entry.id))

    def forget(self, model_id: str) -> None:
        """The file is another one now."""
        self._checked.pop(model_id, None)
        self._failures.pop(model_id, None)

    def _check(self, entry: ModelEntry) -> ModelCheck | None:
        """On a side thread. Whole percents are told."""
        told = 0

        def goes_on(n_bytes: int) -> bool:
            nonlocal told
            percent = min(100, n_bytes * 100 // max(entry.size_bytes, 1))
            if percent > told:
                told = percent
                self._bridge.post(partial(self._on_progress, entry.id, percent / 100))
            return not self._threads.is_stopping

        return check_model(self._store, entry.id, goes_on)

    def _on_progress(self, model_id: str, fraction: float) -> None:
        if model_id in self._progress:
            self._progress[model_id] = fraction
            self.checks_changed.emit()

    def _on_checked(self, check: ModelCheck | None) -> None:
        """None: the program ends."""
        if check is None:
            return
        self._progress.pop(check.entry.id, None)
        self._checked[check.entry.id] = check.is_whole
        self.checks_changed.emit()
        self.check_done.emit(check)

    def _on_failed(self, model_id: str, error: DesktopLlmError) -> None:
        self._progress.pop(model_id, None)
        self._failures[model_id] = error
        self.checks_changed.emit()
