"""Everything behind the Write pane, built piece by piece when the pane is shown for the first time. GUI thread.

It is imported then too, or before, while the window rests.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.engines import Engines
from desktop_llm.errors import DesktopLlmError
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.pane_building import PaneBuilding
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.window_commands import MODEL_COMMANDS, WRITE_COMMANDS, WindowCommand
from desktop_llm.ui.window_shell import WindowShell

if TYPE_CHECKING:
    from desktop_llm.assist.writing.written_file import RichFileReader
    from desktop_llm.storage.written_documents import WrittenDocumentStore
    from desktop_llm.ui.controllers.deletions import Deletions
    from desktop_llm.ui.controllers.writing.brief_keeper import BriefKeeper
    from desktop_llm.ui.controllers.writing.close_gate import CloseGate
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
    "desktop_llm.ui.controllers.writing.open_text_place",
    "markdown_it",
    "desktop_llm.ui.controllers.writing.compose_controller",
    "desktop_llm.ui.controllers.writing.writing_helper",
    "desktop_llm.ui.controllers.writing.brief_keeper",
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
    briefs: BriefKeeper
    tracked: TrackedSaving
    files: TextFiles
    spelling: TextSpelling
    gate: CloseGate


@dataclass(frozen=True)
class _Stores:
    documents: WrittenDocumentStore
    folders: FolderStore
    deletions: Deletions


class WriteProgram(QObject):
    error_action_requested = Signal(object)  # ErrorAction
    closing_given_up = Signal()

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
        self.engine = PaneEngine(engines, self)
        """This computer's, unless the person chooses a server here."""
        self._folder = folder
        self._bridge = bridge
        self._stores: _Stores | None = None
        self._building = PaneBuilding(PIECES, self._build, shell.write_frame.show_failure, self)
        shell.window.pane_shown.connect(self._on_pane_shown)
        shell.window.text_selected.connect(self._on_text_selected)
        shell.window.pane_command_given.connect(self._on_command)
        shell.window.stop_requested.connect(self._on_stop_requested)

    def begin(self, documents: WrittenDocumentStore, folders: FolderStore, deletions: Deletions) -> None:
        """The database is open."""
        self._stores = _Stores(documents, folders, deletions)
        self._building.warm_up()
        self._on_pane_shown(self._shell.window.pane_key)

    @Slot(str)
    def restore(self, document_id: str) -> None:
        """From the trash."""
        self._when_built(lambda parts: parts.shelf.restore(document_id))

    def settle(self, on_kept: Callable[[], object], on_failed: Callable[[DesktopLlmError], object]) -> None:
        """Call one of them: once all that was written is in the store and in its files, or when that failed."""
        if (parts := self._building.parts) is None:
            on_kept()
        else:
            parts.briefs.save()
            parts.gate.settle(on_kept, on_failed)

    def stop(self) -> None:
        """What was written is kept."""
        self._building.stop()
        if (parts := self._building.parts) is not None:
            parts.briefs.save()
            parts.gate.stop()
            parts.helper.stop()
            parts.tracked.stop()
            parts.controller.stop()
            parts.files.stop()
            parts.spelling.stop()

    def open_files(self, paths: tuple[Path, ...]) -> None:
        """Dropped on the window while the pane was shown."""
        if paths:
            self._when_built(lambda parts: parts.files.open_paths(paths))

    @Slot(str)
    def _on_pane_shown(self, key: str) -> None:
        if key == WRITE_KEY:
            self._when_built(self._enter)

    def _enter(self, parts: _Parts) -> None:
        if self._shell.window.pane_key == WRITE_KEY:
            parts.controller.enter()

    @Slot(str)
    def _on_text_selected(self, document_id: str) -> None:
        self._when_built(lambda parts: parts.controller.open(document_id))

    @Slot(object)
    def _on_command(self, command: WindowCommand) -> None:
        """From keys and the palette; the pane is shown by then, or being built."""
        if command in WRITE_COMMANDS:
            self._when_built(lambda parts: self._carry_out(command, parts))

    def _carry_out(self, command: WindowCommand, parts: _Parts) -> None:
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
        self._when_built(_compose)

    @Slot(str)
    def _on_stop_requested(self, pane_key: str) -> None:
        if pane_key == WRITE_KEY and (parts := self._building.parts) is not None:
            parts.helper.stop_job()

    @Slot(bool)
    def _on_working_changed(self, is_working: bool) -> None:
        self._shell.window.show_working(WRITE_KEY, is_working=is_working)

    def _when_built(self, call: Callable[[_Parts], None]) -> None:
        """The pane is wanted. Before the database is open, nothing comes of it."""
        if self._stores is not None:
            self._building.begin()
            self._building.when_built(call)

    def _build(self) -> Generator[None, None, _Parts]:
        from desktop_llm.documents.spelling import SpellingChecker
        from desktop_llm.ui.controllers.writing.close_gate import CloseGate
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
        from desktop_llm.ui.widgets.writing.writing_panel import WritingPanel

        stores = self._stores
        assert stores is not None  # else nobody wants the pane yet
        panel = WritingPanel()
        yield
        pane = WritePane(panel)
        yield
        keeper = TextKeeper(pane.editor, stores.documents, self._bridge)
        shelf = WrittenShelf(stores.documents, stores.folders, stores.deletions, self._bridge)
        shelf.setParent(pane)
        controller = WriteController(self._shell.window, pane, keeper, shelf, stores.documents, self._bridge)
        versions = TextVersions(self._shell.window, pane, keeper, controller, stores.documents, self._bridge)
        place = OpenTextPlace(self._shell.window, pane, versions, controller)
        spelling = TextSpelling(pane.editor, self._folder.personal_dictionary, SpellingChecker, self._bridge)
        helper = WritingHelper(pane, place, self.engine, self._folder, self._bridge)
        helper.error_action_requested.connect(self.error_action_requested)
        helper.working_changed.connect(self._on_working_changed)
        pane.compose_requested.connect(self._compose)
        briefs = _keep_briefs(pane, helper, stores, self._bridge)
        files = TextFiles(
            pane, keeper, controller, versions, stores.documents, self._folder, self._make_reader, self._bridge
        )
        tracked = TrackedSaving(pane, keeper, helper.proofread.changes, self._folder, self._make_reader, self._bridge)
        gate = CloseGate(self._shell.window, keeper, (files, tracked))
        gate.closing_given_up.connect(self.closing_given_up)
        yield
        pane.show_actions(self._shell.window.command_actions(_MENU))
        self._shell.write_frame.fill(pane)
        self._shell.written_documents_frame.fill(shelf.view)
        return _Parts(pane, keeper, shelf, controller, versions, helper, briefs, tracked, files, spelling, gate)


def _keep_briefs(pane: WritePane, helper: WritingHelper, stores: _Stores, bridge: EventBridge) -> BriefKeeper:
    from desktop_llm.ui.controllers.writing.brief_keeper import BriefKeeper

    briefs = BriefKeeper(pane.panel.compose, stores.documents, stores.deletions, bridge)
    helper.text_composed.connect(briefs.drop)
    briefs.load()
    return briefs


def _compose(parts: _Parts) -> None:
    if parts.keeper.open_document is None:
        parts.controller.begin_new()
    parts.helper.compose()
