"""Runs the Summarize pane: documents that were read become a job, and the job's end is told. GUI thread."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.summary.summary_request import SummaryRequest
from desktop_llm.assist.summary.summary_result import SummaryEvent
from desktop_llm.assist.summary.summary_session import SummarizedFile, SummarySession
from desktop_llm.documents.document import Document
from desktop_llm.engine.client import EngineState
from desktop_llm.errors import DesktopLlmError, ErrorCode, Fact
from desktop_llm.ui.controllers.engines.pane_engine import PaneEngine
from desktop_llm.ui.controllers.summary.document_queue import DocumentQueue
from desktop_llm.ui.controllers.summary.page_feed import PageFeed
from desktop_llm.ui.controllers.summary.source_desk import SourceDesk
from desktop_llm.ui.controllers.summary.summary_display import SummaryDisplay
from desktop_llm.ui.controllers.summary.summary_runner import SummaryRunner
from desktop_llm.ui.error_text import ErrorAction, error_text
from desktop_llm.ui.i18n import duration_text, number_text, translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.rows.summary_words import coverage_text
from desktop_llm.ui.widgets.frame.sidebar import SUMMARIZE_KEY
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.summary.summary_head import Activity
from desktop_llm.ui.widgets.summary.summary_options import OptionsHint, SummaryAction

_FAILURE_ID: Final = "summary_failed"
_LEFT_OUT_ID: Final = "files_left_out"
_RESTARTING_ID: Final = "engine_restarting"


class SummarizeController(QObject):
    """One summary at a time."""

    error_action_requested = Signal(object)  # ErrorAction
    questions_wished = Signal(object)  # tuple[Path, ...]
    session_changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        pane: SummarizePane,
        queue: DocumentQueue,
        runner: SummaryRunner,
        engine: PaneEngine,
        feed: PageFeed,
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._queue = queue
        self._runner = runner
        self._engine = engine
        self._display = SummaryDisplay(pane)
        self._sources = SourceDesk(pane, queue, self._display, feed)
        self._is_running = False
        self._is_waiting = False
        self._began_s = 0.0
        self._failure_action: ErrorAction | None = None
        self._connect()
        self._show_action()

    # What is kept over the end of the program

    @property
    def display(self) -> SummaryDisplay:
        return self._display

    @property
    def session(self) -> SummarySession:
        paths = tuple(map(str, self._queue.paths))
        return SummarySession(paths=paths, choices=self._pane.choices, kept=self._display.kept)

    @Slot(object)
    def restore(self, session: SummarySession) -> None:
        """As an earlier run of the program left it; what was added meanwhile stays."""
        self._pane.show_choices(session.choices)
        if session.paths:
            self._queue.add_paths(map(Path, session.paths))
        if session.kept is not None and not self._is_running:
            self._display.restore(session.kept)
            self._show_coverage("" if session.kept.is_whole else translate("SummarizePane", "Not finished"))
        self._show_action()

    # Beginning and stopping

    @Slot(object)
    def add_paths(self, paths: tuple[Path, ...]) -> None:
        self._queue.add_paths(paths)

    @Slot(object)
    def add_file(self, path: Path) -> None:
        self._queue.add_paths((path,))

    @Slot()
    def start(self) -> None:
        """Begin as soon as all documents are read."""
        if self._is_running:
            return
        self._pane.dismiss_notice(_FAILURE_ID)
        self._is_waiting = self._queue.is_reading
        if self._is_waiting:
            self._pane.show_activity(Activity(translate("SummarizePane", "Begins when the documents are read")))
        elif documents := tuple(self._queue.documents.values()):
            self._begin(self._pane.choices.request(documents))
        self._show_action()

    @Slot()
    def stop(self) -> None:
        """What is written stays."""
        if self._is_waiting:
            self._is_waiting = False
            self._show_coverage()
        elif self._is_running:
            self._display.show_stopping()
            self._runner.stop()
        self._show_action()

    @Slot(str)
    def _on_stop_requested(self, pane_key: str) -> None:
        if pane_key == SUMMARIZE_KEY:
            self.stop()

    def _begin(self, request: SummaryRequest) -> None:
        try:
            engine = self._engine.ready_client()
        except DesktopLlmError as error:
            self._show_failure(error.code, error.facts)
            return
        self._began_s = time.monotonic()
        self._is_running = True
        self._display.begin(request)
        self._window.show_working(SUMMARIZE_KEY, is_working=True)
        self.display.note_model(engine.status.model)
        self._runner.begin(engine, request, self._hear)

    def _hear(self, event: SummaryEvent) -> None:
        self._display.hear(event)
        if isinstance(event, JobEnded):
            self._show_end(event)

    def _show_end(self, ended: JobEnded) -> None:
        self._is_running = False
        self._window.show_working(SUMMARIZE_KEY, is_working=False)
        self._pane.dismiss_notice(_RESTARTING_ID)
        took = translate("SummarizePane", "took {time}").format(time=duration_text(time.monotonic() - self._began_s))
        texts = {
            JobState.DONE: took,
            JobState.STOPPED: translate("SummarizePane", "Stopped"),
        }
        self._show_coverage(texts.get(ended.state, ""))
        if ended.failure is not None:
            self._show_failure(ended.failure.code, ended.failure.facts)
        self._show_action()

    def _show_coverage(self, note: str = "") -> None:
        kept = self._display.kept
        text = coverage_text(kept.summary.coverage) if kept and kept.summary.coverage.n_blocks else ""
        self._pane.show_activity(Activity(text or note, note if text else ""))

    def _show_failure(self, code: ErrorCode, facts: Mapping[str, Fact]) -> None:
        text = error_text(code, facts)
        self._failure_action = text.action
        notice = Notice(
            id=_FAILURE_ID,
            text=text.whole,
            level=NoticeLevel.ERROR,
            action=text.button or "",
            details=text.details,
        )
        self._pane.show_notice(notice)

    # What the button does, and what is said before it is pressed

    @Slot()
    def _show_action(self) -> None:
        if self._is_running or self._is_waiting:
            self._pane.show_action(SummaryAction.STOP, is_possible=True)
            self._pane.show_hint(self._place_hint())
            return
        is_possible = bool(self._queue.documents) or self._queue.is_reading
        reason = "" if is_possible else translate("SummarizePane", "There is no document that could be read.")
        action = self._action()
        self._pane.show_action(action, is_possible=is_possible, reason=reason)
        self._pane.show_hint(self._place_hint() or _change_hint(action))

    def _action(self) -> SummaryAction:
        kept = self._display.kept
        if kept is None or self._queue.is_reading:
            return SummaryAction.BEGIN
        if self._pane.choices.request(()) != kept.choices.request(()) or self._files_now() != kept.files:
            return SummaryAction.AGAIN
        return SummaryAction.BEGIN if kept.is_whole else SummaryAction.GO_ON

    def _files_now(self) -> tuple[SummarizedFile, ...]:
        return tuple(map(_file_of, self._queue.documents.values()))

    def _place_hint(self) -> OptionsHint | None:
        """Text leaves this computer only after it was said."""
        address = self._engine.address
        if address is None or address.is_on_this_computer:
            return None
        sentence = translate("SummarizePane", "The whole text of these documents is sent to {host} to be summarized.")
        return OptionsHint(sentence.format(host=address.host), is_warning=True)

    @Slot()
    def _on_engine_changed(self) -> None:
        if self._is_running and self._engine.status.state is EngineState.RESTARTING:
            sentence = translate(
                "SummarizePane", "The model stopped unexpectedly and is started again; the summary goes on by itself."
            )
            self._pane.show_notice(Notice(id=_RESTARTING_ID, text=sentence))
        elif self._engine.status.state is EngineState.READY:
            self._pane.dismiss_notice(_RESTARTING_ID)
        self._show_action()

    @Slot()
    def _on_settled(self) -> None:
        if self._is_waiting and not self._queue.is_reading:
            self.start()
        self._show_action()

    @Slot()
    def _on_choices_changed(self) -> None:
        self._show_action()
        self.session_changed.emit()

    # Smaller wishes

    @Slot(int)
    def _on_left_out(self, count: int) -> None:
        one = translate("SummarizePane", "1 file of another kind was left out.")
        many = translate("SummarizePane", "{count} files of other kinds were left out.")
        text = one if count == 1 else many.format(count=number_text(count))
        self._pane.show_notice(Notice(id=_LEFT_OUT_ID, text=text))

    @Slot(object)
    def show_error(self, error: DesktopLlmError) -> None:
        self._show_failure(error.code, error.facts)

    @Slot(str)
    def _on_notice_action(self, notice_id: str) -> None:
        match self._failure_action if notice_id == _FAILURE_ID else None:
            case ErrorAction.TRY_AGAIN:
                self.start()
            case None:
                pass
            case action:
                self.error_action_requested.emit(action)

    @Slot()
    def ask_about_documents(self) -> None:
        if self._queue.paths:
            self.questions_wished.emit(self._queue.paths)

    def _connect(self) -> None:
        pane, queue = self._pane, self._queue
        pane.paths_added.connect(self.add_paths)
        pane.start_requested.connect(self.start)
        pane.stop_requested.connect(self.stop)
        pane.choices_changed.connect(self._on_choices_changed)
        pane.ask_requested.connect(self.ask_about_documents)
        pane.notice_action_requested.connect(self._on_notice_action)
        queue.rows_changed.connect(self._show_action)
        queue.rows_changed.connect(self.session_changed)
        queue.document_settled.connect(self._on_settled)
        queue.files_left_out.connect(self._on_left_out)
        self._display.changed.connect(self.session_changed)
        self._engine.changed.connect(self._on_engine_changed)
        self._window.stop_requested.connect(self._on_stop_requested)


def _file_of(document: Document) -> SummarizedFile:
    return SummarizedFile(document.path, document.sha256)


def _change_hint(action: SummaryAction) -> OptionsHint | None:
    if action is not SummaryAction.AGAIN:
        return None
    return OptionsHint(
        translate("SummarizePane", "What is shown was made otherwise. Update redoes only what that changes.")
    )
