"""Everything behind the Write pane, imported and built when the pane is shown for the first time. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.engines import Engines
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.summary.summary_engine import SummaryEngine
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.import_steps import ImportSteps
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.window_commands import MODEL_COMMANDS, WRITE_COMMANDS, WindowCommand
from desktop_llm.ui.window_shell import WindowShell

if TYPE_CHECKING:
    from desktop_llm.assist.writing.written_file import RichFileReader
    from desktop_llm.storage.written_documents import WrittenDocumentStore
    from desktop_llm.ui.controllers.deletions import Deletions
    from desktop_llm.ui.controllers.writing.text_files import TextFiles
    from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
    from desktop_llm.ui.controllers.writing.text_spelling import TextSpelling
    from desktop_llm.ui.controllers.writing.text_versions import TextVersions
    from desktop_llm.ui.controllers.writing.tracked_saving import TrackedSaving
    from desktop_llm.ui.controllers.writing.write_controller import WriteController
    from desktop_llm.ui.controllers.writing.writing_helper import WritingHelper
    from desktop_llm.ui.controllers.writing.written_shelf import FolderStore, WrittenShelf
    from desktop_llm.ui.panes.write_pane import WritePane

PIECES: Final = (
    "desktop_llm.ui.widgets.writing.text_styles",
    "desktop_llm.ui.widgets.writing.rich_document",
    "desktop_llm.ui.widgets.writing.paragraph_tracker",
    "desktop_llm.ui.widgets.writing.rich_editor",
    "desktop_llm.ui.widgets.writing.proofread_page",
    "desktop_llm.ui.widgets.writing.rewrite_page",
    "desktop_llm.ui.widgets.writing.compose_page",
    "desktop_llm.ui.widgets.writing.text_finder",
    "desktop_llm.ui.panes.write_pane",
    "desktop_llm.ui.controllers.writing.text_keeper",
    "desktop_llm.ui.controllers.writing.written_shelf",
    "desktop_llm.ui.controllers.writing.write_controller",
    "desktop_llm.ui.controllers.writing.text_versions",
    "desktop_llm.ui.controllers.writing.text_files",
    "desktop_llm.ui.controllers.writing.text_spelling",
    "desktop_llm.ui.controllers.writing.proofread_controller",
    "desktop_llm.ui.controllers.writing.writing_helper",
)
"""Each takes some milliseconds when those before it are there."""
_MENU: Final = (
    WindowCommand.SAVE_TEXT_AS,
    WindowCommand.SAVE_TRACKED,
    WindowCommand.OPEN_TEXT,
    WindowCommand.KEEP_VERSION,
    WindowCommand.VERSIONS,
    WindowCommand.FIND,
    WindowCommand.REPLACE,
)


@dataclass(frozen=True)
class _Parts:
    pane: WritePane
    keeper: TextKeeper
    shelf: WrittenShelf
    controller: WriteController
    versions: TextVersions
    helper: WritingHelper
    tracked: TrackedSaving
    files: TextFiles
    spelling: TextSpelling


@dataclass(frozen=True)
class _Stores:
    documents: WrittenDocumentStore
    folders: FolderStore
    deletions: Deletions


class WriteProgram(QObject):
    error_action_requested = Signal(object)  # ErrorAction

    def __init__(
        self,
        shell: WindowShell,
        folder: DataFolder,
        engines: Engines,
        make_reader: Callable[[], RichFileReader],
        bridge: EventBridge,
    ) -> None:
        super().__init__(shell.window)
        self._make_reader = make_reader
        self._shell = shell
        self.engine = SummaryEngine(engines, self)
        """This computer's, unless the person chooses a server here."""
        self._folder = folder
        self._bridge = bridge
        self._stores: _Stores | None = None
        self._parts: _Parts | None = None
        self._steps = ImportSteps(PIECES, self)
        shell.window.pane_shown.connect(self._on_pane_shown)
        shell.window.text_selected.connect(self._on_text_selected)
        shell.window.pane_command_given.connect(self._on_command)
        shell.window.stop_requested.connect(self._on_stop_requested)

    def begin(self, documents: WrittenDocumentStore, folders: FolderStore, deletions: Deletions) -> None:
        """The database is open."""
        self._stores = _Stores(documents, folders, deletions)
        self._steps.begin()
        self._on_pane_shown(self._shell.window.pane_key)

    @Slot(str)
    def restore(self, document_id: str) -> None:
        """From the trash."""
        if (parts := self._built()) is not None:
            parts.shelf.restore(document_id)

    def stop(self) -> None:
        """What was written is kept."""
        self._steps.stop()
        if self._parts is not None:
            self._parts.helper.stop()
            self._parts.tracked.stop()
            self._parts.controller.stop()
            self._parts.files.stop()
            self._parts.spelling.stop()

    def open_files(self, paths: tuple[Path, ...]) -> None:
        """Dropped on the window while the pane was shown."""
        if (parts := self._built()) is not None and paths:
            parts.files.open_paths(paths)

    @Slot(str)
    def _on_pane_shown(self, key: str) -> None:
        if key == WRITE_KEY and (parts := self._built()) is not None:
            parts.controller.enter()

    @Slot(str)
    def _on_text_selected(self, document_id: str) -> None:
        if (parts := self._built()) is not None:
            parts.controller.open(document_id)

    @Slot(object)
    def _on_command(self, command: WindowCommand) -> None:
        """From keys and the palette; the pane is shown by then."""
        if command not in WRITE_COMMANDS or (parts := self._built()) is None:
            return
        if command in MODEL_COMMANDS:
            parts.helper.give(command)
        else:
            self._ways(parts)[command]()

    def _ways(self, parts: _Parts) -> dict[WindowCommand, Callable[[], object]]:
        return {
            WindowCommand.NEW_TEXT: parts.controller.begin_new,
            WindowCommand.OPEN_TEXT: parts.files.ask_for_file,
            WindowCommand.SAVE_TEXT: parts.files.save,
            WindowCommand.SAVE_TEXT_AS: parts.files.ask_where,
            WindowCommand.SAVE_TRACKED: parts.tracked.ask_where,
            WindowCommand.VERSIONS: parts.versions.open_dialog,
            WindowCommand.KEEP_VERSION: parts.versions.keep_now,
            WindowCommand.FIND: parts.pane.finder.find,
            WindowCommand.REPLACE: parts.pane.finder.find_and_replace,
            WindowCommand.COMPOSE_TEXT: self._compose,
        }

    @Slot()
    def _compose(self) -> None:
        """Beside a text, so that there is one to be seen."""
        if (parts := self._built()) is not None:
            if parts.keeper.open_document is None:
                parts.controller.begin_new()
            parts.helper.compose()

    @Slot(str)
    def _on_stop_requested(self, pane_key: str) -> None:
        if pane_key == WRITE_KEY and self._parts is not None:
            self._parts.helper.stop_job()

    @Slot(bool)
    def _on_working_changed(self, is_working: bool) -> None:
        self._shell.window.show_working(WRITE_KEY, is_working=is_working)

    def _built(self) -> _Parts | None:
        """None before the database is open."""
        if self._parts is None and self._stores is not None:
            self._parts = self._make(self._stores)
        return self._parts

    def _make(self, stores: _Stores) -> _Parts:
        from desktop_llm.documents.spelling import SpellingChecker
        from desktop_llm.ui.controllers.writing.open_text_place import OpenTextPlace
        from desktop_llm.ui.controllers.writing.text_files import TextFiles
        from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
        from desktop_llm.ui.controllers.writing.text_spelling import TextSpelling
        from desktop_llm.ui.controllers.writing.text_versions import TextVersions
        from desktop_llm.ui.controllers.writing.tracked_saving import TrackedSaving
        from desktop_llm.ui.controllers.writing.write_controller import WriteController
        from desktop_llm.ui.controllers.writing.writing_helper import WritingHelper
        from desktop_llm.ui.controllers.writing.written_shelf import WrittenShelf
        from desktop_llm.ui.panes.write_pane import WritePane

        pane = WritePane()
        keeper = TextKeeper(pane.editor, stores.documents, self._bridge)
        shelf = WrittenShelf(stores.documents, stores.folders, stores.deletions, self._bridge)
        shelf.setParent(pane)
        controller = WriteController(self._shell.window, pane, keeper, shelf, stores.documents, self._bridge)
        versions = TextVersions(self._shell.window, pane, keeper, controller, stores.documents, self._bridge)
        place = OpenTextPlace(self._shell.window, pane, versions, controller)
        helper = WritingHelper(pane, place, self.engine, self._folder, self._bridge)
        helper.error_action_requested.connect(self.error_action_requested)
        helper.working_changed.connect(self._on_working_changed)
        pane.compose_requested.connect(self._compose)
        files = TextFiles(
            pane, keeper, controller, versions, stores.documents, self._folder, self._make_reader, self._bridge
        )
        tracked = TrackedSaving(pane, keeper, helper.proofread.changes, self._folder, self._make_reader, self._bridge)
        spelling = TextSpelling(pane.editor, self._folder.personal_dictionary, SpellingChecker, self._bridge)
        pane.show_actions(self._shell.window.command_actions(_MENU))
        self._shell.write_frame.fill(pane)
        self._shell.written_documents_frame.fill(shelf.view)
        return _Parts(pane, keeper, shelf, controller, versions, helper, tracked, files, spelling)
