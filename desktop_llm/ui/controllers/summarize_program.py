"""Everything behind the Summarize pane, built when the pane is shown for the first time. GUI thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.engines import Engines
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.document_queue import DocumentQueue
from desktop_llm.ui.controllers.document_shelf import DocumentShelf, FileReader
from desktop_llm.ui.controllers.summarize_controller import SummarizeController
from desktop_llm.ui.controllers.summary_runner import SummaryRunner
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.widgets.sidebar import SUMMARIZE_KEY
from desktop_llm.ui.window_commands import WindowCommand
from desktop_llm.ui.window_shell import WindowShell


class SummarizeProgram(QObject):
    error_action_requested = Signal(object)  # ErrorAction
    questions_wished = Signal(object)  # tuple[Path, ...]

    def __init__(
        self,
        shell: WindowShell,
        folder: DataFolder,
        engines: Engines,
        make_reader: Callable[[], FileReader],
        bridge: EventBridge,
    ) -> None:
        super().__init__(shell.window)
        self._shell = shell
        self._folder = folder
        self._engines = engines
        self._make_reader = make_reader
        self._bridge = bridge
        self._queue: DocumentQueue | None = None
        self._runner: SummaryRunner | None = None
        self._controller: SummarizeController | None = None
        self._pane: SummarizePane | None = None
        shell.window.pane_shown.connect(self._on_pane_shown)
        shell.window.summary_command_given.connect(self._on_command)

    def add_files(self, paths: tuple[Path, ...]) -> None:
        """Dropped somewhere on the window while the pane was shown."""
        if self._controller is not None:
            self._controller.add_paths(paths)

    def stop(self) -> None:
        """Ends a summary that is being written; what is there of it stays. Blocks for seconds at most."""
        if self._runner is not None:
            self._runner.close()
        if self._queue is not None:
            self._queue.stop()

    @Slot(str)
    def _on_pane_shown(self, key: str) -> None:
        if key == SUMMARIZE_KEY and self._controller is None:
            self._make_pane()

    @Slot(object)
    def _on_command(self, command: WindowCommand) -> None:
        """From the palette; the pane is shown by then."""
        pane, controller = self._pane, self._controller
        if pane is None or controller is None:
            return
        match command:
            case WindowCommand.SUMMARIZE_FILES:
                pane.choose_files()
            case WindowCommand.SUMMARIZE_FOLDER:
                pane.choose_folder()
            case WindowCommand.SUMMARIZE_CLIPBOARD:
                pane.paste()
            case WindowCommand.COPY_SUMMARY:
                controller.copy()
            case WindowCommand.ASK_ABOUT_DOCUMENTS:
                controller.ask_about_documents()
            case _:
                controller.start()

    def _make_pane(self) -> None:
        pane = SummarizePane()
        self._queue = DocumentQueue(DocumentShelf(self._make_reader, self._bridge), self._bridge, pane)
        self._runner = SummaryRunner(self._folder, self._bridge)
        controller = SummarizeController(self._shell.window, pane, self._queue, self._runner, self._engines)
        controller.error_action_requested.connect(self.error_action_requested)
        controller.questions_wished.connect(self.questions_wished)
        self._controller, self._pane = controller, pane
        self._shell.summarize_frame.fill(pane)
        self._shell.documents_frame.fill(pane.documents)
