"""The window with the Summarize pane alone: files are read in this process, the engine says what the test tells it."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from desktop_llm.documents.document import Document
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.summary.document_queue import DocumentQueue
from desktop_llm.ui.controllers.summary.summarize_program import SummarizeProgram
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.widgets.frame.sidebar import SUMMARIZE_KEY
from desktop_llm.ui.widgets.summary.summary_view import SummaryView
from tests.fakes.pane_window import PaneWindow
from tests.fakes.reading import read_here


class ReaderHere:
    """Reads at once; `locked` names open with the password "open" only; nothing is read while `may_read` is clear."""

    def __init__(self) -> None:
        self.locked: set[str] = set()
        self.on_read: Callable[[], None] = _nothing
        self.may_read = threading.Event()
        self.may_read.set()

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> Document:
        if on_progress is not None:
            on_progress(1, 2)
        self.may_read.wait(10)
        if path.name in self.locked and password != "open":
            code = ErrorCode.DOCUMENT_PASSWORD_WRONG if password else ErrorCode.DOCUMENT_PASSWORD_NEEDED
            raise DocumentError(code, path=str(path))
        try:
            document = read_here(path)
        except OSError as error:
            raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error

        self.on_read()
        return document

    def close(self) -> None:
        self.may_read.set()


class SummarizingWindow(PaneWindow[SummarizeProgram]):
    def __init__(self, qtbot: QtBot, folder: DataFolder, engine: EngineClient) -> None:
        super().__init__(qtbot, folder, engine)
        self.reader = ReaderHere()
        self.program = SummarizeProgram(self.shell, folder, self.engines, lambda: self.reader, self.bridge)
        self.show_pane(SUMMARIZE_KEY)
        self.wait_for(lambda: bool(self.window.findChildren(SummarizePane)) and self.pane.isVisible())

    def stop(self) -> None:
        if not self.is_stopped:
            self.window.close()
            self.reader.may_read.set()
            super().stop()

    @property
    def pane(self) -> SummarizePane:
        (pane,) = self.window.findChildren(SummarizePane)
        return pane

    @property
    def queue(self) -> DocumentQueue:
        (queue,) = self.pane.findChildren(DocumentQueue)
        return queue

    def add(self, *paths: Path) -> None:
        """Drop them and wait until they are read."""
        n_before = len(self.queue.keys)
        self.pane.paths_added.emit(paths)
        self.wait_for(lambda: len(self.queue.keys) > n_before and not self.queue.is_reading)
        self.wait_for(lambda: self.is_shown("summarize_button"))

    def summarize(self) -> None:
        """Press the button and wait for the end."""
        self.click("summarize_button")
        self.wait_for(lambda: self.button_text("summarize_button") != "Stop")
        self.wait_for(lambda: bool(self.summary) or self.is_shown("notice_bar"))

    def button_text(self, name: str) -> str:
        return self.part(QAbstractButton, name).text()

    @property
    def summary(self) -> str:
        return self.part(SummaryView).toPlainText() if self.is_shown("summary_view") else ""

    @property
    def activity(self) -> str:
        return self.part(QLabel, "summary_activity").accessibleName()

    @property
    def notes(self) -> list[str]:
        """What the list says of the documents."""
        return [row.note for row in self.queue.rows]


def _nothing() -> None:
    """Goes on."""
