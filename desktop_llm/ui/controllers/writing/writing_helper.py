"""What a model does for the Write pane, built and wired: proofreading, rewriting, composing, words at the cursor.

GUI thread.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.paths import DataFolder
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.job_runner import JobRunner
from desktop_llm.ui.controllers.writing.action_shelf import ActionShelf
from desktop_llm.ui.controllers.writing.compose_controller import DRAFT_NOTICE_ID, ComposeController
from desktop_llm.ui.controllers.writing.ghost_controller import GhostController
from desktop_llm.ui.controllers.writing.proofread_controller import ProofreadController
from desktop_llm.ui.controllers.writing.rewrite_controller import RewriteController
from desktop_llm.ui.controllers.writing.writing_desk import WritingDesk, WritingPlace
from desktop_llm.ui.event_bridge import EventBridge
from desktop_llm.ui.panes.write_pane import WritePane
from desktop_llm.ui.side_threads import SideThreads
from desktop_llm.ui.widgets.writing.kept_places import kept_places
from desktop_llm.ui.widgets.writing.writing_panel import WritingHelp
from desktop_llm.ui.window_commands import WindowCommand


class WritingHelper(QObject):
    error_action_requested = Signal(object)  # ErrorAction
    working_changed = Signal(bool)
    text_composed = Signal()

    def __init__(
        self, pane: WritePane, place: WritingPlace, engine: PaneEngine, folder: DataFolder, bridge: EventBridge
    ) -> None:
        super().__init__(pane)
        panel, editor = pane.panel, pane.editor
        self._pane = pane
        self._side = SideThreads(bridge, "comparing")
        self._desk = WritingDesk(place, engine, JobRunner(folder, bridge), self)
        self._ghost_desk = WritingDesk(place, engine, JobRunner(folder, bridge), self)
        self._actions = ActionShelf(panel.rewrite, editor, folder.writing_actions, bridge)
        self.proofread = ProofreadController(
            panel.proofread, editor, kept_places, self._desk, folder.personal_dictionary
        )
        self._rewrite = RewriteController(panel.rewrite, editor, kept_places, self._desk, self._actions, self._side)
        self._compose = ComposeController(panel.compose, editor, self._desk, self._side)
        self._compose.text_made.connect(self.text_composed)
        self._ghost = GhostController(editor, self._ghost_desk)
        self._desk.working_changed.connect(self.working_changed)
        for desk in (self._desk, self._ghost_desk):
            desk.error_action_requested.connect(self.error_action_requested)
        self._actions.action_failed.connect(self._desk.show_failure)
        self._actions.action_given.connect(self._on_action_given)
        panel.rewrite.continue_requested.connect(self._ghost.go_on)
        editor.text_left.connect(self._on_text_left)
        pane.notice_action_requested.connect(self._on_notice_action)
        pane.draft_stop_requested.connect(self._desk.stop)
        self.proofread.layer.current_changed.connect(self._on_current_changed)

    def stop(self) -> None:
        """Blocks for seconds at most."""
        self._desk.close()
        self._ghost_desk.close()
        self._side.stop()

    @Slot()
    def stop_job(self) -> None:
        """What was found stays."""
        self._desk.stop()

    @Slot(str)
    def _on_notice_action(self, notice_id: str) -> None:
        if notice_id == DRAFT_NOTICE_ID:
            self._pane.dismiss_notice(notice_id)
            self._show(WritingHelp.COMPOSE)
        self._desk.on_notice_action(notice_id)
        self._ghost_desk.on_notice_action(notice_id)

    @Slot(object)
    def give(self, command: WindowCommand) -> None:
        """A command of MODEL_COMMANDS."""
        if command in (WindowCommand.FIX_ERRORS, WindowCommand.IMPROVE_TEXT):
            self._show(WritingHelp.PROOFREAD)
        layer = self.proofread.layer
        ways: dict[WindowCommand, Callable[[], object]] = {
            WindowCommand.FIX_ERRORS: self.proofread.fix,
            WindowCommand.IMPROVE_TEXT: self.proofread.improve,
            WindowCommand.NEXT_CHANGE: partial(layer.step, 1),
            WindowCommand.PREVIOUS_CHANGE: partial(layer.step, -1),
            WindowCommand.ACCEPT_CHANGE: layer.accept_current,
            WindowCommand.REJECT_CHANGE: layer.reject_current,
            WindowCommand.ACCEPT_ALL_CHANGES: self.proofread.accept_all,
            WindowCommand.REWRITE_TEXT: self._show_rewriting,
            WindowCommand.CONTINUE_TEXT: self._ghost.go_on,
            WindowCommand.SUGGEST_WORDS: self._ghost.suggest,
        }
        ways[command]()

    def _show_rewriting(self) -> None:
        self._show(WritingHelp.REWRITE)
        self._pane.panel.rewrite.focus_instruction()

    def compose(self) -> None:
        """The form for the brief."""
        self._show(WritingHelp.COMPOSE)
        self._pane.panel.compose.show_form()

    def _show(self, help_kind: WritingHelp) -> None:
        self._pane.panel.show_page(help_kind)
        self._pane.show_help()

    @Slot()
    def _on_action_given(self) -> None:
        self._show(WritingHelp.REWRITE)

    @Slot(object)
    def _on_current_changed(self, change: object) -> None:
        """It is shown in the text."""
        if change is not None:
            self._pane.show_text()

    @Slot()
    def _on_text_left(self) -> None:
        """What was found in it is nothing in another one."""
        self.proofread.clear()
        self._rewrite.leave()
