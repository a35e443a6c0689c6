"""What a summary's job has so far, and the telling of it. A job's thread."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from msgspec.structs import replace

from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.summary.summary_budget import SummaryBudget
from desktop_llm.assist.summary.summary_items import ItemMaker
from desktop_llm.assist.summary.summary_merge import MergeStep
from desktop_llm.assist.summary.summary_notes import Notes
from desktop_llm.assist.summary.summary_pace import SummaryPace
from desktop_llm.assist.summary.summary_request import SummaryRequest
from desktop_llm.assist.summary.summary_result import (
    STOPPED,
    Coverage,
    ItemKind,
    SectionRead,
    Summary,
    SummaryItem,
    SummaryItemWritten,
    SummaryPart,
    SummaryPlanned,
    SummaryProgressed,
    SummarySection,
    SummarySink,
    SummaryStage,
    SummaryTimings,
    UnreadPart,
)
from desktop_llm.assist.summary.summary_sections import Section, SummaryPlan
from desktop_llm.documents.document import NOWHERE

_NO_BUDGET: Final = SummaryBudget(section_tokens=0, material_tokens=0, one_pass_tokens=0, n_at_once=0)
"""Before anything is planned."""


class SummaryRecord:
    """Grows while the job runs. `clock` tells seconds."""

    def __init__(
        self, job_id: str, request: SummaryRequest, sink: SummarySink, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.notes: dict[int, Notes] = {}
        self.was_nothing = False
        """Whether the model said of the last piece that there is nothing to be told."""
        self._job_id = job_id
        self._request = request
        self._sink = sink
        self._clock = clock
        self._plan = SummaryPlan(sections=(), parts=())
        self._maker: ItemMaker | None = None
        self._parts: list[list[SummaryItem]] = []
        self._first_lines: list[int] = []
        self._read_sections: set[int] = set()
        self._stage: SummaryStage | None = None
        self._stage_began = self._began = clock()
        self._pace = SummaryPace(request, self._plan, _NO_BUDGET, self._began)
        self._n_written = self._n_pieces = 0
        self._seconds = dict.fromkeys(SummaryStage, 0.0)

    def begin(self, stage: SummaryStage | None) -> None:
        now = self._clock()
        if self._stage is not None:
            self._seconds[self._stage] += now - self._stage_began
        self._stage, self._stage_began = stage, now

    def plan(self, plan: SummaryPlan, maker: ItemMaker, budget: SummaryBudget) -> None:
        """Reading begins now."""
        self._plan, self._maker = plan, maker
        self._pace = SummaryPace(self._request, plan, budget, self._clock())
        self._parts = [[] for _ in plan.parts]
        self._first_lines = [0 for _ in plan.parts]
        sections = tuple(
            SummarySection(
                document_index=section.document_index,
                block_ids=section.block_ids,
                heading_path=section.heading_path,
                n_tokens=section.n_tokens,
            )
            for section in plan.sections
        )
        is_one_pass = all(part.is_one_pass for part in plan.parts)
        self._sink(SummaryPlanned(job_id=self._job_id, sections=sections, is_one_pass=is_one_pass))

    def read(self, notes: Notes, *, is_remembered: bool = False) -> None:
        """A section was read by itself; is_remembered: by an earlier job."""
        (index,) = notes.section_indexes
        self.notes[index] = notes
        texts = tuple(note.text for note in notes.notes)
        self._mark_read(index, texts, is_extract=notes.is_extract)
        self._pace.read(notes, is_remembered=is_remembered)
        self._progress(len(self.notes), len(self._plan.noted_sections))

    def mark_read(self, section_indexes: Sequence[int]) -> None:
        """Sections were read in one go with the writing."""
        for index in section_indexes:
            self._mark_read(index, ())

    def _mark_read(self, index: int, texts: tuple[str, ...], *, is_extract: bool = False) -> None:
        if index not in self._read_sections:
            self._read_sections.add(index)
            self._sink(SectionRead(job_id=self._job_id, index=index, notes=texts, is_extract=is_extract))

    def begin_part(self, part_index: int) -> None:
        """Its notes are merged now."""
        self.begin(SummaryStage.MERGING)
        self._pace.begin_part(part_index)

    def merged(self, step: MergeStep) -> None:
        self._pace.merged(step)
        self._progress(step.n_done, step.n_total)

    def begin_writing(self, n_pieces: int) -> None:
        self.begin(SummaryStage.WRITING)
        self._n_written, self._n_pieces = 0, n_pieces
        self._pace.begin_writing()
        self._progress(0, n_pieces)

    def written(self, n_pieces: int) -> None:
        """So many of the pieces are there; they are told in their order."""
        self._n_written = n_pieces
        self._progress(n_pieces, self._n_pieces)

    def _progress(self, n_done: int, n_total: int) -> None:
        left_s = self._pace.left_s(self._clock())
        stage = self._stage or SummaryStage.WRITING
        self._sink(SummaryProgressed(job_id=self._job_id, stage=stage, done=n_done, total=n_total, left_s=left_s))

    def add_heading(self, part_index: int, text: str, level: int) -> None:
        self.add(part_index, SummaryItem(text=text, kind=ItemKind.HEADING, line=0, level=level))
        self.end_piece(part_index)

    def add(self, part_index: int, item: SummaryItem) -> None:
        """The next item; its line counts from the beginning of its piece."""
        item = replace(item, line=self._first_lines[part_index] + item.line)
        self._parts[part_index].append(item)
        document = self._name(part_index)
        written = SummaryItemWritten(job_id=self._job_id, part_index=part_index, document=document, item=item)
        self._sink(written)
        if self._stage is SummaryStage.WRITING:
            self._pace.wrote(len(word_keys(item.text)))
            self._progress(self._n_written, self._n_pieces)

    def end_piece(self, part_index: int) -> None:
        """What comes next begins a line."""
        items = self._parts[part_index]
        self._first_lines[part_index] = items[-1].line + 1 if items else 0

    def keep_notes(self) -> None:
        """Let the notes stand for the summary where the job ended before anything was written."""
        if self._maker is None or any(self._parts):
            return
        self.begin(None)
        for part_index, part in enumerate(self._plan.parts):
            notes = [self.notes[index] for index in part.section_indexes if index in self.notes]
            for each in notes:
                for note in each.notes:
                    self.add(part_index, self._maker.of_note(note, 0, is_extract=each.is_extract))
                    self.end_piece(part_index)

    def summary(self) -> Summary:
        self.begin(None)
        parts = [SummaryPart(document=self._name(index), items=tuple(items)) for index, items in enumerate(self._parts)]
        seconds = self._seconds
        return Summary(
            parts=tuple(parts),
            coverage=self._coverage(),
            n_chunks=len(self._plan.sections),
            n_extracted_sections=sum(notes.is_extract for notes in self.notes.values()),
            timings=SummaryTimings(
                plan_s=seconds[SummaryStage.PLANNING],
                read_s=seconds[SummaryStage.READING],
                merge_s=seconds[SummaryStage.MERGING],
                write_s=seconds[SummaryStage.WRITING],
                total_s=self._clock() - self._began,
            ),
        )

    def _coverage(self) -> Coverage:
        documents = self._request.documents
        read = [self._plan.sections[index] for index in self._read_sections]
        unread = [
            UnreadPart(document=document.name, place=each.place, reason=each.reason)
            for document in documents
            for each in document.unread
        ]
        left = [section for section in self._plan.sections if section.index not in self._read_sections]
        planned = {section.document_index for section in self._plan.sections}
        for index, document in enumerate(documents):
            if document.blocks and index not in planned:
                unread.append(UnreadPart(document=document.name, place=NOWHERE, reason=STOPPED))
        for section in left:
            document = documents[section.document_index]
            place = next(block.place for block in document.blocks if block.id == section.block_ids[0])
            unread.append(UnreadPart(document=document.name, place=place, reason=STOPPED))
        n_blocks = sum(len(document.blocks) + len(document.unread) for document in documents)
        return Coverage(n_blocks=n_blocks, n_read_blocks=len(_blocks(read) - _blocks(left)), unread=tuple(unread))

    def _name(self, part_index: int) -> str:
        document_index = self._plan.parts[part_index].document_index
        return self._request.documents[document_index].name if document_index >= 0 else ""


def _blocks(sections: Sequence[Section]) -> set[tuple[int, str]]:
    return {(section.document_index, block_id) for section in sections for block_id in section.block_ids}
