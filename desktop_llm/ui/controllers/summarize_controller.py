"""Runs the Summarize pane: documents that were read become a job, what it tells becomes the summary. GUI thread."""

import logging
import time
from pathlib import Path
from typing import Final, assert_never

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_llm.assist.engines import Engines
from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.summary_request import SummaryParts, SummaryRequest
from desktop_llm.assist.summary_result import (
    SectionRead,
    Summary,
    SummaryEvent,
    SummaryItemWritten,
    SummaryPlanned,
    SummaryProgressed,
    SummarySection,
    SummaryWritten,
)
from desktop_llm.errors import DesktopLlmError, ErrorCode
from desktop_llm.params import LOCAL_ENGINE
from desktop_llm.ui.controllers.document_queue import DocumentQueue
from desktop_llm.ui.controllers.source_desk import SourceDesk
from desktop_llm.ui.controllers.summary_runner import SummaryRunner
from desktop_llm.ui.error_text import ErrorAction, error_text
from desktop_llm.ui.i18n import duration_text, number_text, translate
from desktop_llm.ui.main_window import MainWindow
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.rows.summary_words import coverage_text, remarks, section_names, stage_text, time_left_text
from desktop_llm.ui.widgets.notice_bar import Notice, NoticeLevel
from desktop_llm.ui.widgets.sidebar import SUMMARIZE_KEY
from desktop_llm.ui.widgets.source_page import Passage
from desktop_llm.ui.widgets.summary_head import Activity
from desktop_llm.ui.widgets.summary_options import SummaryAction
from desktop_llm.ui.widgets.summary_view import ShownItem

_log = logging.getLogger(__name__)

_FAILURE_ID: Final = "summary_failed"
_LEFT_OUT_ID: Final = "files_left_out"


class SummarizeController(QObject):
    """One summary at a time. What is shown stays until the first sentence of the next one is there."""

    error_action_requested = Signal(object)  # ErrorAction
    questions_wished = Signal(object)  # tuple[Path, ...]

    def __init__(
        self,
        window: MainWindow,
        pane: SummarizePane,
        queue: DocumentQueue,
        runner: SummaryRunner,
        engines: Engines,
    ) -> None:
        super().__init__(pane)
        self._window = window
        self._pane = pane
        self._queue = queue
        self._runner = runner
        self._engines = engines
        self._sources = SourceDesk(pane, queue)
        self._is_running = False
        self._is_waiting = False
        self._is_stop_wanted = False
        self._asked: SummaryRequest | None = None
        self._asked_keys: tuple[str, ...] = ()
        self._sections: tuple[SummarySection, ...] = ()
        self._n_shown = 0
        self._began_s = 0.0
        self._summary: Summary | None = None
        self._state: JobState | None = None
        self._failure_action: ErrorAction | None = None
        pane.clear_summary()
        pane.show_sections(())
        self._connect()
        self._show_action()

    @Slot(object)
    def add_paths(self, paths: tuple[Path, ...]) -> None:
        self._queue.add_paths(paths)

    @Slot()
    def start(self) -> None:
        """Begin as soon as all documents are read."""
        if self._is_running:
            return
        self._pane.dismiss_notice(_FAILURE_ID)
        if self._queue.is_reading:
            self._is_waiting = True
            self._pane.show_activity(Activity(translate("SummarizePane", "Begins when the documents are read")))
            self._show_action()
            return
        self._is_waiting = False
        documents = self._queue.documents
        if documents:
            self._begin(self._pane.choices.request(tuple(documents.values())), tuple(documents))
        self._show_action()

    @Slot()
    def stop(self) -> None:
        """What is written stays."""
        self._is_waiting = False
        if self._is_running:
            self._is_stop_wanted = True
            self._runner.stop()
            self._pane.show_activity(Activity(translate("SummarizePane", "Stopping…")))
        self._show_action()

    @Slot(str)
    def _on_stop_requested(self, pane_key: str) -> None:
        if pane_key == SUMMARIZE_KEY:
            self.stop()

    def _begin(self, request: SummaryRequest, keys: tuple[str, ...]) -> None:
        try:
            engine = self._engines.ready(LOCAL_ENGINE)
        except DesktopLlmError as error:
            self._show_failure(error.code, dict(error.facts))
            return
        self._asked, self._asked_keys = request, keys
        self._n_shown = 0
        self._began_s = time.monotonic()
        self._state = None
        self._is_running, self._is_stop_wanted = True, False
        self._pane.show_activity(Activity(translate("SummarizePane", "Counting the text")))
        self._window.show_working(SUMMARIZE_KEY, is_working=True)
        self._runner.begin(engine, request, self._hear)

    # What the job tells

    def _hear(self, event: SummaryEvent) -> None:
        match event:
            case SummaryPlanned():
                self._show_plan(event)
            case SectionRead():
                self._pane.show_section_read(event.index)
            case SummaryProgressed():
                self._show_progress(event)
            case SummaryItemWritten():
                self._show_item(event)
            case SummaryWritten():
                self._show_written(event.summary)
            case JobEnded():
                self._show_end(event)
            case _:
                assert_never(event)

    def _show_plan(self, planned: SummaryPlanned) -> None:
        """Again from the beginning when another model took over: what it wrote begins anew."""
        documents = self._asked.documents if self._asked else ()
        self._sections = planned.sections
        self._n_shown = 0
        self._pane.show_sections(section_names(planned.sections, documents))

    def _show_progress(self, progress: SummaryProgressed) -> None:
        if not self._is_stop_wanted:
            self._pane.show_activity(Activity(stage_text(progress), time_left_text(progress.left_s)))

    def _show_item(self, written: SummaryItemWritten) -> None:
        if not self._n_shown:
            self._pane.clear_summary()
            self._sources.note_summarized(self._asked_keys)
            self._summary = None
        self._n_shown += 1
        request = self._asked
        has_titles = request is not None and len(request.documents) > 1 and request.parts is not SummaryParts.TOGETHER
        is_together = request is not None and len(request.documents) > 1 and not written.document
        title = written.document or translate("SummarizePane", "All together")
        self._pane.add_item(
            ShownItem(
                item=written.item,
                part_index=written.part_index,
                part_title=title if has_titles else "",
                has_named_sources=is_together,
            )
        )
        self._pane.show_summary_actions(are_possible=True)

    def _show_written(self, summary: Summary) -> None:
        self._summary = summary
        self._pane.show_remarks(remarks(summary))
        self._pane.show_sections_end()

    def _show_end(self, ended: JobEnded) -> None:
        self._is_running = False
        self._state = ended.state
        self._window.show_working(SUMMARIZE_KEY, is_working=False)
        took = translate("SummarizePane", "took {time}").format(time=duration_text(time.monotonic() - self._began_s))
        text = coverage_text(self._summary.coverage) if self._summary and self._summary.n_chunks else ""
        self._pane.show_activity(Activity(text, took if ended.state is JobState.DONE else ""))
        if ended.failure is not None:
            self._show_failure(ended.failure.code, dict(ended.failure.facts))
        self._show_action()

    def _show_failure(self, code: ErrorCode, facts: dict[str, str | int | float]) -> None:
        text = error_text(code, facts)
        self._failure_action = text.action
        notice = Notice(
            id=_FAILURE_ID,
            text=f"{text.sentence} {text.advice}".strip(),
            level=NoticeLevel.ERROR,
            action=text.button or "",
            details=text.details,
        )
        self._pane.show_notice(notice)

    # What the button does

    @Slot()
    def _show_action(self) -> None:
        documents = self._queue.documents
        if self._is_running or self._is_waiting:
            self._pane.show_action(SummaryAction.STOP, is_possible=not self._is_stop_wanted or self._is_waiting)
            return
        is_possible = bool(documents) or self._queue.is_reading
        reason = "" if is_possible else translate("SummarizePane", "There is no document that could be read.")
        self._pane.show_action(self._action(), is_possible=is_possible, reason=reason)

    def _action(self) -> SummaryAction:
        if self._asked is None or self._state is None:
            return SummaryAction.BEGIN
        if self._pane.choices.request(self._asked.documents) != self._asked or self._is_of_other_documents:
            return SummaryAction.AGAIN
        return SummaryAction.BEGIN if self._state is JobState.DONE else SummaryAction.GO_ON

    @property
    def _is_of_other_documents(self) -> bool:
        return tuple(self._queue.documents) != self._asked_keys

    @Slot()
    def _on_settled(self) -> None:
        if self._is_waiting and not self._queue.is_reading:
            self.start()
        self._show_action()

    @Slot(int)
    def _on_section_chosen(self, index: int) -> None:
        if index < len(self._sections) and self._sections[index].block_ids:
            section = self._sections[index]
            self._sources.show_passage(section.document_index, Passage(section.block_ids[0], 0, 1))

    @Slot(int)
    def _on_left_out(self, count: int) -> None:
        sentence = translate("SummarizePane", "{count} files of other kinds were left out.")
        self._pane.show_notice(Notice(id=_LEFT_OUT_ID, text=sentence.format(count=number_text(count))))

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
    def copy(self) -> None:
        if self._summary is not None:
            lines = [item.text for part in self._summary.parts for item in part.items]
            QGuiApplication.clipboard().setText("\n\n".join(lines))

    @Slot()
    def ask_about_documents(self) -> None:
        if self._queue.paths:
            self.questions_wished.emit(self._queue.paths)

    def _connect(self) -> None:
        pane, queue = self._pane, self._queue
        pane.paths_added.connect(self.add_paths)
        pane.start_requested.connect(self.start)
        pane.stop_requested.connect(self.stop)
        pane.choices_changed.connect(self._show_action)
        pane.section_chosen.connect(self._on_section_chosen)
        pane.copy_requested.connect(self.copy)
        pane.ask_requested.connect(self.ask_about_documents)
        pane.notice_action_requested.connect(self._on_notice_action)
        queue.rows_changed.connect(self._show_action)
        queue.document_settled.connect(self._on_settled)
        queue.files_left_out.connect(self._on_left_out)
        self._window.stop_requested.connect(self._on_stop_requested)
