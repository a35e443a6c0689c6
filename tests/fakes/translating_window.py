"""The window with the Translate pane alone: the engine says what the test tells it."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.assist.engines import Engines
from desktop_llm.documents.document import Document
from desktop_llm.documents.editing.tasks import open_for_editing, written_translation
from desktop_llm.documents.reader_messages import OpenForEditing, WriteTranslation
from desktop_llm.documents.segments import EditableFile, FileSegment, Layout, SegmentTarget, contents_key
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.translation.translate_program import TranslateProgram
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.panes.translate_pane import TranslatePane
from desktop_llm.ui.widgets.frame.sidebar import TRANSLATE_KEY
from desktop_llm.ui.widgets.translation.sentence_editor import SentenceEditor
from desktop_llm.ui.window_shell import WindowShell
from tests.fakes.reading import read_here
from tests.fakes.summarizing_window import ReaderHere

_Widget = TypeVar("_Widget", bound=QWidget)


class TranslatingWindow:
    """The test that makes one stops it."""

    def __init__(self, qtbot: QtBot, folder: DataFolder, engine: EngineClient) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        folder.root.mkdir(parents=True, exist_ok=True)
        self.qtbot = qtbot
        self.folder = folder
        self.is_stopped = False
        self.shell = WindowShell(app, folder)
        self.window = self.shell.window
        qtbot.addWidget(self.window)
        self.bridge = EventBridge(self.window)
        engines = Engines(engine, _no_server)
        self.program = TranslateProgram(self.shell, folder, engines, EditingHere, self.bridge, pause_ms=1)
        self.window.show()
        self.window.show_pane(TRANSLATE_KEY)
        self.wait_for(lambda: self.is_shown("translation_source"))
        read: list[None] = []
        self.bridge.run_in_background(_nothing, read.append)  # after the draft, which is read before it
        self.wait_for(lambda: bool(read))

    def stop(self) -> None:
        """As the program ends; once."""
        if self.is_stopped:
            return
        self.is_stopped = True
        self.program.stop()
        self.bridge.stop()
        self.shell.deleteLater()

    @property
    def pane(self) -> TranslatePane:
        (pane,) = self.window.findChildren(TranslatePane)
        return pane

    @property
    def source(self) -> SentenceEditor:
        return self.part(SentenceEditor, "translation_source")

    @property
    def target(self) -> SentenceEditor:
        return self.part(SentenceEditor, "translation_target")

    @property
    def translation(self) -> str:
        return self.target.toPlainText()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=60_000)

    def write(self, text: str) -> None:
        self.source.setFocus()
        self.source.insertPlainText(text)

    def translate(self, text: str, translation: str) -> None:
        """Type it and wait for this to be there."""
        self.write(text)
        self.wait_for(lambda: self.translation == translation and not self.is_shown("stop_translation_button"))

    def choose_sentence(self, position: int) -> None:
        self.target.setFocus()
        cursor = QTextCursor(self.target.document())
        cursor.setPosition(position)
        self.target.setTextCursor(cursor)

    def click(self, name: str) -> None:
        self.part(QAbstractButton, name).click()

    def part(self, kind: type[_Widget], name: str) -> _Widget:
        (found,) = (each for each in self.window.findChildren(kind, name) if each.isVisible())
        return found

    def is_shown(self, name: str) -> bool:
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    @property
    def notice(self) -> str:
        return self.part(QLabel, "notice_text").text() if self.is_shown("notice_bar") else ""


class EditingHere(ReaderHere):
    """Opens and writes files for their translation, too; locked PDFs open with their passwords."""

    def read(
        self,
        path: Path,
        *,
        password: str = "",
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: threading.Event | None = None,
    ) -> Document:
        return read_here(path, password=password)

    def open_for_editing(self, path: Path) -> EditableFile:
        try:
            opened = opened_here(path)
        except OSError as error:
            raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=str(error)) from error
        return opened

    def written_translation(
        self, file: EditableFile, targets: Sequence[SegmentTarget], language: str, *, layout: Layout
    ) -> bytes:
        command = WriteTranslation(
            path=file.path,
            sha256=file.sha256,
            contents=contents_key(file.segments),
            targets=tuple(targets),
            language=language,
            layout=layout,
        )
        return b"".join(written_translation(command, _no_progress))


def opened_here(path: Path) -> EditableFile:
    """What of a file is translated."""
    segments: list[FileSegment] = []
    file = open_for_editing(OpenForEditing(path=str(path)), _no_progress, segments.extend)
    return replace(file, segments=tuple(segments))


def _no_progress(_done: int, _total: int) -> None:
    """Nobody looks."""


def _nothing() -> None:
    """Work that is done."""


def _no_server(_entry: object) -> EngineClient:
    raise AssertionError("no server is known")
