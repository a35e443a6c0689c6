"""Everything behind the Write pane, imported and built when the pane is shown for the first time. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.paths import DataFolder
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.import_steps import ImportSteps
from desktop_llm.ui.widgets.frame.sidebar import WRITE_KEY
from desktop_llm.ui.window_shell import WindowShell

if TYPE_CHECKING:
    from desktop_llm.storage.written_documents import WrittenDocumentStore
    from desktop_llm.ui.controllers.writing.write_controller import WriteController
    from desktop_llm.ui.panes.write_pane import WritePane

PIECES: Final = (
    "desktop_llm.ui.widgets.writing.text_styles",
    "desktop_llm.ui.widgets.writing.rich_document",
    "desktop_llm.ui.widgets.writing.paragraph_tracker",
    "desktop_llm.ui.widgets.writing.rich_editor",
    "desktop_llm.ui.panes.write_pane",
    "desktop_llm.ui.controllers.writing.text_keeper",
    "desktop_llm.ui.controllers.writing.write_controller",
)
"""Each takes some milliseconds when those before it are there."""


class WriteProgram(QObject):
    error_action_requested = Signal(object)  # ErrorAction

    def __init__(self, shell: WindowShell, folder: DataFolder, bridge: EventBridge) -> None:
        super().__init__(shell.window)
        self._shell = shell
        self._folder = folder
        self._bridge = bridge
        self._store: WrittenDocumentStore | None = None
        self._pane: WritePane | None = None
        self._controller: WriteController | None = None
        self._steps = ImportSteps(PIECES, self)
        shell.window.pane_shown.connect(self._on_pane_shown)

    def begin(self, store: WrittenDocumentStore) -> None:
        """The database is open."""
        self._store = store
        self._steps.begin()
        self._on_pane_shown(self._shell.window.pane_key)

    def stop(self) -> None:
        """What was written is kept."""
        self._steps.stop()
        if self._controller is not None:
            self._controller.stop()

    @Slot(str)
    def _on_pane_shown(self, key: str) -> None:
        if key != WRITE_KEY or self._store is None:
            return
        if self._controller is None:
            self._controller = self._make(self._store)
        self._controller.enter()

    def _make(self, store: WrittenDocumentStore) -> WriteController:
        from desktop_llm.ui.controllers.writing.text_keeper import TextKeeper
        from desktop_llm.ui.controllers.writing.write_controller import WriteController
        from desktop_llm.ui.panes.write_pane import WritePane

        pane = WritePane()
        keeper = TextKeeper(pane.editor, store, self._bridge)
        controller = WriteController(self._shell.window, pane, keeper, store, self._bridge)
        self._shell.write_frame.fill(pane)
        self._pane = pane
        return controller
