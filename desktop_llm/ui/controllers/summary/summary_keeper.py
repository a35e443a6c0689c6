"""Keeps what stands on the Summarize pane on the disk, and the texts that were pasted into it. GUI thread.

It is written a moment after the last change, and once more at the end of the program.
"""

import logging
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_llm.assist.summary.summary_session import (
    SummarySession,
    forget_pasted_texts,
    keep_pasted_text,
    load_session,
    save_session,
)
from desktop_llm.errors import DesktopLlmError
from desktop_llm.paths import DataFolder
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.side_threads import SideThreads

_log = logging.getLogger(__name__)

_PAUSE_MS: Final = 1500


class SummaryKeeper(QObject):
    session_loaded = Signal(object)  # SummarySession
    saving_due = Signal()
    text_kept = Signal(object)  # Path
    text_failed = Signal(object)  # DesktopLlmError

    def __init__(self, folder: DataFolder, bridge: EventBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._threads = SideThreads(bridge, "summary-session")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.saving_due)
        self._is_loaded = False

    def load(self) -> None:
        self._threads.run(partial(load_session, self._folder), self._on_loaded, self._log_error)

    @Slot()
    def note_change(self) -> None:
        """Something is other than what was written last."""
        if self._is_loaded and not self._timer.isActive():
            self._timer.start()

    def save(self, session: SummarySession) -> None:
        self._threads.run(partial(_saved, self._folder, session), self._on_saved, self._log_error)

    @Slot(str)
    def keep_text(self, text: str) -> None:
        self._threads.run(partial(keep_pasted_text, self._folder, text), self._on_text_kept, self.text_failed.emit)

    def stop(self, session: SummarySession) -> None:
        """Blocks until the last state is written, after those before it."""
        self._threads.finish()
        if self._is_loaded:
            _saved(self._folder, session)
            forget_pasted_texts(self._folder, session.paths)

    def _on_loaded(self, session: SummarySession) -> None:
        self._is_loaded = True
        self.session_loaded.emit(session)

    def _on_saved(self, _nothing: None) -> None:
        """What is due next is told by the next change."""

    def _on_text_kept(self, path: Path) -> None:
        self.text_kept.emit(path)

    def _log_error(self, error: DesktopLlmError) -> None:
        _log.warning("what is summarized was not loaded: %s", error)


def _saved(folder: DataFolder, session: SummarySession) -> None:
    try:
        save_session(folder, session)
    except OSError as error:
        _log.warning("what is summarized was not kept: %s", error)
