"""Everything behind the Translate pane, imported and built when the pane is shown for the first time. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.engines import Engines
from desktop_llm.documents.file_kinds import FileKind, kind_by_name
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.summary.summary_engine import SummaryEngine
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.widgets.frame.sidebar import TRANSLATE_KEY
from desktop_llm.ui.window_commands import TRANSLATION_COMMANDS, WindowCommand
from desktop_llm.ui.window_shell import WindowShell

if TYPE_CHECKING:
    from desktop_llm.ui.controllers.translation.document_files import EditingReader
    from desktop_llm.ui.controllers.translation.documents_program import DocumentsProgram
    from desktop_llm.ui.controllers.translation.translate_controller import TranslateController
    from desktop_llm.ui.controllers.translation.translation_desk import TranslationDesk

PAUSE_MS: Final = 700
_MOST_BYTES: Final = 1_000_000
_CATALOGUES: Final = frozenset({".po", ".pot", ".xlf", ".xliff", ".sdlxliff", ".mxliff"})
_DOCUMENTS: Final = frozenset(
    {
        FileKind.TEXT,
        FileKind.MARKDOWN,
        FileKind.HTML,
        FileKind.SUBTITLES,
        FileKind.PDF,
        FileKind.EPUB,
        FileKind.ODT,
        FileKind.DOCX,
        FileKind.PPTX,
        FileKind.XLSX,
    }
)


class TranslateProgram(QObject):
    error_action_requested = Signal(object)  # ErrorAction

    def __init__(
        self,
        shell: WindowShell,
        folder: DataFolder,
        engines: Engines,
        make_reader: Callable[[], EditingReader],
        bridge: EventBridge,
        pause_ms: int = PAUSE_MS,
    ) -> None:
        """`pause_ms`: so long the typing rests before it is translated."""
        super().__init__(shell.window)
        self._shell = shell
        self._pause_ms = pause_ms
        self.engine = SummaryEngine(engines, self)
        """This computer's, unless the person chooses a server here: what is typed goes there while it is typed."""
        self._bridge = bridge
        self._folder = folder
        self._make_reader = make_reader
        self._desk: TranslationDesk | None = None
        self._controller: TranslateController | None = None
        self._documents: DocumentsProgram | None = None
        shell.window.pane_shown.connect(self._on_pane_shown)
        shell.window.pane_command_given.connect(self._on_command)

    def add_files(self, paths: tuple[Path, ...]) -> None:
        """Dropped on the window while the pane was shown. What is no document to be translated in place is a text."""
        if self._controller is None or self._documents is None or not paths:
            return
        documents = tuple(path for path in paths if is_document(path))
        if documents:
            self._documents.add_paths(documents)
            return
        controller = self._controller
        self._documents.show_text()
        self._bridge.run_in_background(
            partial(text_of_file, paths[0]), controller.open_text, controller.show_file_error
        )

    def stop(self) -> None:
        """Keeps what is there. Blocks for seconds at most."""
        if self._documents is not None:
            self._documents.stop()
        if self._controller is not None:
            self._controller.save()
        if self._desk is not None:
            self._desk.stop()

    @Slot(object)
    def _on_command(self, command: WindowCommand) -> None:
        """From the palette; the pane is shown by then."""
        if self._controller is None or self._documents is None or command not in TRANSLATION_COMMANDS:
            return
        match command:
            case WindowCommand.TRANSLATE_FILES:
                self._documents.choose_files()
            case WindowCommand.TRANSLATE_DOCUMENT:
                self._documents.translate()
            case WindowCommand.SAVE_TRANSLATION:
                self._documents.save()
            case WindowCommand.TRANSLATE_CLIPBOARD:
                self._documents.show_text()
                self._controller.open_text(QGuiApplication.clipboard().text())
            case _:
                self._controller.copy()

    @Slot(str)
    def _on_pane_shown(self, key: str) -> None:
        if key == TRANSLATE_KEY and self._controller is None:
            from desktop_llm.ui.controllers.translation.documents_program import DocumentsProgram
            from desktop_llm.ui.controllers.translation.translate_controller import TranslateController
            from desktop_llm.ui.controllers.translation.translation_desk import TranslationDesk
            from desktop_llm.ui.panes.translate_pane import TranslatePane

            pane = TranslatePane()
            self._desk = TranslationDesk(self._folder, self._make_reader, self._bridge)
            self._controller = TranslateController(self._shell.window, pane, self._desk, self.engine, self._pause_ms)
            self._controller.error_action_requested.connect(self.error_action_requested)
            self._documents = DocumentsProgram(
                self._shell, pane, self._folder, self._desk, self.engine, self._make_reader, self._bridge
            )
            self._documents.error_action_requested.connect(self.error_action_requested)


def is_document(path: Path) -> bool:
    """By its name: whether it is translated in place."""
    if path.suffix.lower() in _CATALOGUES:
        return True
    return kind_by_name(path.name) in _DOCUMENTS


def text_of_file(path: Path) -> str:
    """Raises DocumentError (FILE_UNREADABLE, FILE_NOT_TEXT, DOCUMENT_TOO_LARGE)."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise DocumentError(ErrorCode.DOCUMENT_TOO_LARGE, path=str(path), limit_bytes=_MOST_BYTES)
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise DocumentError(ErrorCode.FILE_NOT_TEXT, path=str(path)) from error
