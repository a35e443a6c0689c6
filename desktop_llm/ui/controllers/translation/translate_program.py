"""Everything behind the Translate pane, built piece by piece when the pane is shown for the first time. GUI thread.

It is imported then too, or before, while the window rests.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.engines import Engines
from desktop_llm.documents.file_kinds import FileKind, kind_by_name
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.pane_building import PaneBuilding
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


PIECES: Final = (
    "desktop_llm.assist.translation.translate",
    "desktop_llm.assist.translation.document_translation",
    "desktop_llm.ui.rows.segment_rows",
    "desktop_llm.ui.item_models.segment_table_model",
    "desktop_llm.ui.widgets.translation.segment_table",
    "desktop_llm.ui.widgets.translation.sentence_editor",
    "desktop_llm.ui.widgets.translation.translation_bar",
    "desktop_llm.ui.panes.translate_pane",
    "desktop_llm.ui.panes.document_pane",
    "desktop_llm.ui.controllers.translation.document_files",
    "desktop_llm.ui.controllers.translation.document_jobs",
    "desktop_llm.ui.controllers.translation.translation_desk",
    "desktop_llm.ui.controllers.translation.documents_controller",
    "desktop_llm.ui.controllers.translation.documents_program",
    "desktop_llm.ui.controllers.translation.translate_controller",
)
"""Each takes some milliseconds when those before it are there."""


@dataclass(frozen=True)
class _Parts:
    desk: TranslationDesk
    controller: TranslateController
    documents: DocumentsProgram


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
        self.engine = PaneEngine(engines, self)
        """This computer's, unless the person chooses a server here: what is typed goes there while it is typed."""
        self._bridge = bridge
        self._folder = folder
        self._make_reader = make_reader
        self._building = PaneBuilding(PIECES, self._build, shell.translate_frame.show_failure, self)
        shell.window.pane_shown.connect(self._on_pane_shown)
        shell.window.pane_command_given.connect(self._on_command)

    def add_files(self, paths: tuple[Path, ...]) -> None:
        """Dropped on the window while the pane was shown. What is no document to be translated in place is a text."""
        if paths:
            self._building.when_built(partial(self._add_files, paths))

    def warm_up(self) -> None:
        """The window is there and rests."""
        self._building.warm_up()

    def stop(self) -> None:
        """Keeps what is there. Blocks for seconds at most."""
        self._building.stop()
        if (parts := self._building.parts) is not None:
            parts.documents.stop()
            parts.controller.save()
            parts.desk.stop()

    @Slot(str)
    def _on_pane_shown(self, key: str) -> None:
        if key == TRANSLATE_KEY:
            self._building.begin()

    def _add_files(self, paths: tuple[Path, ...], parts: _Parts) -> None:
        documents = tuple(path for path in paths if is_document(path))
        if documents:
            parts.documents.add_paths(documents)
            return
        controller = parts.controller
        parts.documents.show_text()
        self._bridge.run_in_background(
            partial(text_of_file, paths[0]), controller.open_text, controller.show_file_error
        )

    @Slot(object)
    def _on_command(self, command: WindowCommand) -> None:
        """From the palette; the pane is shown by then, or being built."""
        if command in TRANSLATION_COMMANDS:
            self._building.when_built(partial(_carry_out, command))

    def _build(self) -> Generator[None, None, _Parts]:
        from desktop_llm.ui.controllers.translation.documents_program import DocumentsProgram
        from desktop_llm.ui.controllers.translation.translate_controller import TranslateController
        from desktop_llm.ui.controllers.translation.translation_desk import TranslationDesk
        from desktop_llm.ui.panes.document_pane import DocumentPane
        from desktop_llm.ui.panes.translate_pane import TranslatePane

        pane = TranslatePane()
        yield
        document_pane = DocumentPane()
        yield
        desk = TranslationDesk(self._folder, self._make_reader, self._bridge)
        controller = TranslateController(self._shell.window, pane, desk, self.engine, self._pause_ms)
        controller.error_action_requested.connect(self.error_action_requested)
        yield
        documents = DocumentsProgram(
            self._shell, pane, document_pane, self._folder, desk, self.engine, self._make_reader, self._bridge
        )
        documents.error_action_requested.connect(self.error_action_requested)
        return _Parts(desk, controller, documents)


def _carry_out(command: WindowCommand, parts: _Parts) -> None:
    match command:
        case WindowCommand.TRANSLATE_FILES:
            parts.documents.choose_files()
        case WindowCommand.TRANSLATE_DOCUMENT:
            parts.documents.translate()
        case WindowCommand.SAVE_TRANSLATION:
            parts.documents.save()
        case WindowCommand.TRANSLATE_CLIPBOARD:
            parts.documents.show_text()
            parts.controller.open_text(QGuiApplication.clipboard().text())
        case _:
            parts.controller.copy()


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
