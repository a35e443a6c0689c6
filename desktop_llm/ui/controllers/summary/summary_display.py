"""The summary that is shown: grows with what its job tells, can be put back, and is what is copied. GUI thread."""

from typing import Final, assert_never

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.summary.summary_request import SummaryChoices, SummaryParts, SummaryRequest
from desktop_llm.assist.summary.summary_result import (
    Coverage,
    SectionRead,
    Summary,
    SummaryEvent,
    SummaryItem,
    SummaryItemWritten,
    SummaryPart,
    SummaryPlanned,
    SummaryProgressed,
    SummarySection,
    SummaryStage,
    SummaryWritten,
)
from desktop_llm.assist.summary.summary_session import KeptSection, KeptSummary, SummarizedFile
from desktop_llm.engine.messages import ModelDescription
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.panes.summarize_pane import SummarizePane
from desktop_llm.ui.rows.summary_words import remarks, section_names, stage_text, time_left_text
from desktop_llm.ui.widgets.summary.summary_head import Activity
from desktop_llm.ui.widgets.summary.summary_view import ShownItem

_TELL_EVERY_MS: Final = 1000
_NOT_READ: Final = Coverage(n_blocks=0, n_read_blocks=0)


class SummaryDisplay(QObject):
    """What is shown stays until the first sentence of the next summary is there."""

    changed = Signal()
    """Not more often than once a second while it grows."""

    def __init__(self, pane: SummarizePane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._asked: SummaryRequest | None = None
        self._choices = SummaryChoices()
        self._files: tuple[SummarizedFile, ...] = ()
        self._asked_name = self._model_name = ""
        self._sections: tuple[KeptSection, ...] = ()
        self._read_sections: set[int] = set()
        self._parts: dict[int, tuple[str, list[SummaryItem]]] = {}
        self._summary: Summary | None = None
        self._is_whole = False
        self._is_fresh = False
        self._is_stopping = False
        self._timer = QTimer(self, singleShot=True, interval=_TELL_EVERY_MS)
        self._timer.timeout.connect(self.changed)
        pane.clear_summary()
        pane.show_sections(())

    @property
    def kept(self) -> KeptSummary | None:
        """What is shown, whole or not; None while nothing is."""
        if not self._parts and self._summary is None:
            return None
        parts = tuple(SummaryPart(document=name, items=tuple(items)) for name, items in self._parts.values())
        summary = self._summary or Summary(parts=parts, coverage=_NOT_READ, n_chunks=0)
        sections = tuple(
            replace(section, is_read=index in self._read_sections) for index, section in enumerate(self._sections)
        )
        return KeptSummary(
            choices=self._choices,
            files=self._files,
            summary=summary,
            sections=sections,
            is_whole=self._is_whole,
            model_name=self._model_name,
        )

    @property
    def files(self) -> tuple[SummarizedFile, ...]:
        return self._files

    def section(self, index: int) -> KeptSection | None:
        return self._sections[index] if index < len(self._sections) else None

    def note_model(self, model: ModelDescription | None) -> None:
        """Who is asked."""
        self._asked_name = model.shown_name if model else ""

    def begin(self, request: SummaryRequest) -> None:
        """This is asked for now."""
        self._asked = request
        self._sections = ()
        self._read_sections = set()
        self._is_fresh = True
        self._is_stopping = False
        self._pane.show_remarks(())
        self._pane.show_activity(Activity(translate("SummarizePane", "Counting the text")))

    def show_stopping(self) -> None:
        self._is_stopping = True
        self._pane.show_activity(Activity(translate("SummarizePane", "Stopping…")))

    def restore(self, kept: KeptSummary) -> None:
        """Show what an earlier run of the program had."""
        self._choices, self._files, self._is_whole = kept.choices, kept.files, kept.is_whole
        self._model_name = kept.model_name
        self._summary = kept.summary
        self._pane.clear_summary()
        for index, part in enumerate(kept.summary.parts):
            self._parts[index] = (part.document, list(part.items))
            for item in part.items:
                self._add(index, part.document, item)
        self._show_remarks(kept.summary)
        self._sections = kept.sections
        self._read_sections = {index for index, section in enumerate(kept.sections) if section.is_read}
        self._pane.show_sections([section.name for section in kept.sections])
        for index in self._read_sections:
            self._pane.show_section_read(index)
        self._pane.show_sections_end()

    def hear(self, event: SummaryEvent) -> None:
        match event:
            case SummaryPlanned():
                self._show_plan(event)
            case SectionRead():
                self._read_sections.add(event.index)
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
        """Again from the beginning where another model took over."""
        documents = self._asked.documents if self._asked else ()
        names = section_names(planned.sections, documents)
        self._sections = tuple(map(_kept_section, names, planned.sections))
        self._read_sections = set()
        self._pane.show_sections(names)
        stage = SummaryStage.WRITING if planned.is_one_pass else SummaryStage.READING
        n_sections = len(planned.sections)
        self._show_progress(SummaryProgressed(job_id=planned.job_id, stage=stage, done=0, total=n_sections))
        self._is_fresh = True

    def _show_progress(self, progress: SummaryProgressed) -> None:
        if not self._is_stopping:
            self._pane.show_activity(Activity(stage_text(progress), time_left_text(progress.left_s)))

    def _show_item(self, written: SummaryItemWritten) -> None:
        if self._is_fresh:
            self._begin_anew()
        _, items = self._parts.setdefault(written.part_index, (written.document, []))
        items.append(written.item)
        self._add(written.part_index, written.document, written.item)
        if not self._timer.isActive():
            self._timer.start()

    def _begin_anew(self) -> None:
        self._is_fresh = False
        self._parts.clear()
        self._summary = None
        self._is_whole = False
        self._model_name = self._asked_name
        if self._asked is not None:
            self._choices = _choices_of(self._asked)
            self._files = tuple(SummarizedFile(each.path, each.sha256) for each in self._asked.documents)
        self._pane.clear_summary()

    def _add(self, part_index: int, document: str, item: SummaryItem) -> None:
        has_several = len(self._files) > 1
        title = document or translate("SummarizePane", "All together")
        has_titles = has_several and self._choices.parts is not SummaryParts.TOGETHER
        self._pane.add_item(
            ShownItem(
                item=item,
                part_index=part_index,
                part_title=title if has_titles else "",
                has_named_sources=has_several and not document,
            )
        )
        self._pane.show_summary_actions(are_possible=True)

    def _show_written(self, summary: Summary) -> None:
        if self._is_fresh and not any(part.items for part in summary.parts):
            return  # nothing came of it: what is shown stays
        self._summary = summary
        self._show_remarks(summary)
        self._pane.show_sections_end()

    def _show_end(self, ended: JobEnded) -> None:
        """What is shown now may be what was shown before."""
        if not self._is_fresh:
            self._is_whole = ended.state is JobState.DONE
        if self._summary is not None:
            self._show_remarks(self._summary)
        self.changed.emit()

    def _show_remarks(self, summary: Summary) -> None:
        self._pane.show_remarks(remarks(summary), is_missing_some=bool(summary.coverage.unread))


def _kept_section(name: str, section: SummarySection) -> KeptSection:
    return KeptSection(name, section.document_index, section.block_ids[0] if section.block_ids else "")


def _choices_of(request: SummaryRequest) -> SummaryChoices:
    return SummaryChoices(
        form=request.form,
        length=request.length,
        language=request.language,
        focus=request.focus,
        instruction=request.instruction,
        parts=request.parts,
    )
