"""Everything behind the Summarize pane, built piece by piece when the pane is shown for the first time. GUI thread.

It is imported then too, or before, while the window rests: importing takes twice as long as building.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.engines import Engines
from desktop_llm.assist.questions.text_embedding import TextEmbedder, without_embedder
from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.summary.document_shelf import DocumentShelf, FileReader
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.pane_building import PaneBuilding
from desktop_llm.ui.widgets.frame.sidebar import SUMMARIZE_KEY
from desktop_llm.ui.window_commands import SUMMARY_COMMANDS, SUMMARY_EXPORTS, WindowCommand
from desktop_llm.ui.window_shell import WindowShell

if TYPE_CHECKING:
    from desktop_llm.ui.controllers.summary.document_queue import DocumentQueue
    from desktop_llm.ui.controllers.summary.page_feed import PageFeed
    from desktop_llm.ui.controllers.summary.summarize_controller import SummarizeController
    from desktop_llm.ui.controllers.summary.summary_exports import SummaryExports
    from desktop_llm.ui.controllers.summary.summary_keeper import SummaryKeeper
    from desktop_llm.ui.controllers.summary.summary_runner import SummaryRunner
    from desktop_llm.ui.panes.summarize_pane import SummarizePane

PIECES: Final = (
    "desktop_llm.ui.controllers.summary.document_queue",
    "desktop_llm.documents.page_painter",
    "desktop_llm.ui.widgets.source.page_scroll",
    "desktop_llm.ui.controllers.summary.page_feed",
    "desktop_llm.ui.widgets.summary.document_list",
    "desktop_llm.ui.widgets.source.source_view",
    "desktop_llm.ui.widgets.summary.summary_options",
    "desktop_llm.ui.widgets.summary.summary_view",
    "desktop_llm.ui.panes.summarize_pane",
    "desktop_llm.ui.controllers.summary.source_desk",
    "desktop_llm.assist.checks.fact_checks",
    "desktop_llm.assist.checks.passages",
    "desktop_llm.assist.checks.source_finder",
    "desktop_llm.assist.summary.summary_notes",
    "desktop_llm.assist.summary.summary_writing",
    "desktop_llm.assist.summary.summarize",
    "desktop_llm.ui.controllers.summary.summarize_controller",
    "desktop_llm.ui.controllers.summary.summary_exports",
    "desktop_llm.ui.controllers.summary.summary_keeper",
)
"""Each takes some milliseconds when those before it are there: 100 ms and 2 MB together."""


@dataclass(frozen=True)
class _Parts:
    pane: SummarizePane
    queue: DocumentQueue
    runner: SummaryRunner
    keeper: SummaryKeeper
    feed: PageFeed
    controller: SummarizeController
    exports: SummaryExports


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
        current_embedder: Callable[[], TextEmbedder | None] = without_embedder,
    ) -> None:
        super().__init__(shell.window)
        self._shell = shell
        self._folder = folder
        self._make_reader = make_reader
        self._current_embedder = current_embedder
        self._bridge = bridge
        self.engine = PaneEngine(engines, self)
        self._building = PaneBuilding(PIECES, self._build, shell.summarize_frame.show_failure, self)
        shell.window.pane_shown.connect(self._on_pane_shown)
        shell.window.pane_command_given.connect(self._on_command)
        self._on_pane_shown(shell.window.pane_key)  # the window is there before this is

    def add_files(self, paths: tuple[Path, ...]) -> None:
        """Dropped somewhere on the window while the pane was shown."""
        self._building.when_built(partial(self._add_files, paths))

    def warm_up(self) -> None:
        """The window is there and rests."""
        self._building.warm_up()

    def stop(self) -> None:
        """Ends a summary that is being written; what is there of it is kept. Blocks for seconds at most."""
        self._building.stop()
        if (parts := self._building.parts) is not None:
            parts.runner.close()
            parts.keeper.stop(parts.controller.session)
            parts.queue.stop()
            parts.feed.stop()

    @Slot(str)
    def _on_pane_shown(self, key: str) -> None:
        """The keyboard goes along, so that what is in the clipboard can be pasted at once."""
        if key == SUMMARIZE_KEY:
            self._building.begin()
            self._building.when_built(self._give_keyboard)

    def _give_keyboard(self, parts: _Parts) -> None:
        if self._shell.window.pane_key == SUMMARIZE_KEY:
            parts.pane.setFocus()

    def _add_files(self, paths: tuple[Path, ...], parts: _Parts) -> None:
        parts.controller.add_paths(paths)

    @Slot(object)
    def _on_command(self, command: WindowCommand) -> None:
        """From the palette; the pane is shown by then, or being built."""
        if command in SUMMARY_COMMANDS:
            self._building.when_built(partial(self._carry_out, command))

    def _carry_out(self, command: WindowCommand, parts: _Parts) -> None:
        pane, controller = parts.pane, parts.controller
        match command:
            case WindowCommand.SUMMARIZE_FILES:
                pane.choose_files()
            case WindowCommand.SUMMARIZE_FOLDER:
                pane.choose_folder()
            case WindowCommand.SUMMARIZE_CLIPBOARD:
                pane.paste()
            case WindowCommand.COPY_SUMMARY:
                parts.exports.copy()
            case _ if command in SUMMARY_EXPORTS:
                parts.exports.export(SUMMARY_EXPORTS[command])
            case WindowCommand.ASK_ABOUT_DOCUMENTS:
                controller.ask_about_documents()
            case _:
                controller.start()

    def _build(self) -> Generator[None, None, _Parts]:
        from desktop_llm.ui.controllers.summary.document_queue import DocumentQueue
        from desktop_llm.ui.controllers.summary.page_feed import PageFeed
        from desktop_llm.ui.controllers.summary.summarize_controller import SummarizeController
        from desktop_llm.ui.controllers.summary.summary_exports import SummaryExports
        from desktop_llm.ui.controllers.summary.summary_keeper import SummaryKeeper
        from desktop_llm.ui.controllers.summary.summary_runner import SummaryRunner
        from desktop_llm.ui.panes.summarize_pane import SummarizePane

        bridge = self._bridge
        pane = SummarizePane()
        yield
        queue = DocumentQueue(DocumentShelf(self._make_reader, bridge), bridge, pane)
        runner = SummaryRunner(self._folder, bridge, self._current_embedder)
        keeper = SummaryKeeper(self._folder, bridge, pane)
        feed = PageFeed(pane.pages, bridge, pane)
        controller = SummarizeController(self._shell.window, pane, queue, runner, self.engine, feed)
        exports = SummaryExports(self._shell.window, pane, controller.display, bridge)
        exports.failed.connect(controller.show_error)
        controller.error_action_requested.connect(self.error_action_requested)
        controller.questions_wished.connect(self.questions_wished)
        controller.session_changed.connect(keeper.note_change)
        keeper.session_loaded.connect(controller.restore)
        keeper.saving_due.connect(self._on_saving_due)
        keeper.text_kept.connect(controller.add_file)
        keeper.text_failed.connect(controller.show_error)
        pane.text_pasted.connect(keeper.keep_text)
        yield
        self._shell.summarize_frame.fill(pane)
        self._shell.documents_frame.fill(pane.documents)
        keeper.load()
        return _Parts(pane, queue, runner, keeper, feed, controller, exports)

    @Slot()
    def _on_saving_due(self) -> None:
        self._building.when_built(_save)


def _save(parts: _Parts) -> None:
    parts.keeper.save(parts.controller.session)
