"""The window with the Translate pane alone: the engine says what the test tells it."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.documents.document import Document
from desktop_llm.documents.editing.tasks import open_for_editing, written_translation
from desktop_llm.documents.reader_messages import OpenForEditing, WriteTranslation
from desktop_llm.documents.segments import EditableFile, FileSegment, Layout, SegmentTarget, contents_key
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.translation.translate_program import TranslateProgram
from desktop_llm.ui.panes.translate_pane import TranslatePane
from desktop_llm.ui.widgets.frame.sidebar import TRANSLATE_KEY
from desktop_llm.ui.widgets.translation.sentence_editor import SentenceEditor
from tests.fakes.pane_window import PaneWindow
from tests.fakes.reading import read_here
from tests.fakes.summarizing_window import ReaderHere


class TranslatingWindow(PaneWindow[TranslateProgram]):
    def __init__(self, qtbot: QtBot, folder: DataFolder, engine: EngineClient) -> None:
        super().__init__(qtbot, folder, engine)
        self.program = TranslateProgram(self.shell, folder, self.engines, EditingHere, self.bridge, pause_ms=1)
        self.show_pane(TRANSLATE_KEY)
        self.wait_for(lambda: self.is_shown("translation_source"))
        self.settle()  # the draft was asked for before

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
