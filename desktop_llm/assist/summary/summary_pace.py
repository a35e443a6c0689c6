"""How long what is left of a summary will take: sections, the merging of their notes, and the writing. A job's thread.

All is counted in tokens that a model reads. Sections are most of the work and tell how quick the model is, and how long
the notes get that are merged later.
"""

import math
from typing import Final

from msgspec import Struct

from desktop_llm.assist.pace import Pace
from desktop_llm.assist.summary.summary_budget import N_WAITING, SummaryBudget, n_facts_of
from desktop_llm.assist.summary.summary_length import wanted_words
from desktop_llm.assist.summary.summary_merge import MergeStep
from desktop_llm.assist.summary.summary_notes import Notes
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryRequest
from desktop_llm.assist.summary.summary_sections import PlannedPart, Section, SummaryPlan
from desktop_llm.assist.summary.summary_writing import WORDS_PER_HEADING, n_pieces_of, outline_groups

# Two cores read 1,180 tokens of the starter model a second, write 450 in eight answers at once, and 190 in one.
_PER_WRITTEN: Final = 2.6
_PER_WRITTEN_ALONE: Final = 6.2
_TOKENS_PER_FACT: Final = 25
_TOKENS_PER_WORD: Final = 1.5
_NOTED_SHARE: Final = 0.25  # of a text, before there are notes


class _PartWork(Struct):
    """Of one summary. n_words are still to be written, in so many pieces."""

    n_tokens: int
    n_sections: int
    is_noted: bool
    is_merged: bool
    n_pieces: int
    n_words: float
    is_translated: bool


class SummaryPace:
    """What is done is told in the order of the job; the caller tells the time."""

    def __init__(self, request: SummaryRequest, plan: SummaryPlan, budget: SummaryBudget, now_s: float) -> None:
        self._limit = budget.material_tokens
        self._n_beside = budget.n_at_once - N_WAITING
        self._sections = {section.index: section for section in plan.noted_sections}
        self._n_read_characters = self._n_noted_characters = 0
        self._parts = [_part_work(request, plan, part) for part in plan.parts]
        self._part: _PartWork | None = None
        self._merged = self._level_left = 0.0
        self._pace = Pace(self._left(), now_s)

    def read(self, notes: Notes, *, is_remembered: bool) -> None:
        """These are the notes on a section."""
        (index,) = notes.section_indexes
        section = self._sections.pop(index)
        self._n_read_characters += len(section.text)
        self._n_noted_characters += sum(map(len, notes.lines()))
        self._note(_reading(section), is_remembered=is_remembered)

    def begin_part(self, part_index: int) -> None:
        """Its notes are merged now; what came before it is written."""
        for part in self._parts[:part_index]:
            part.n_tokens, part.n_words, part.is_merged = 0, 0, True
        self._part = self._parts[part_index]
        self._merged = self._level_left = 0.0

    def merged(self, step: MergeStep) -> None:
        weight = _merging(step.n_tokens, 1) if step.n_tokens else 0.0
        self._merged += weight
        self._level_left = _merging(step.n_left_tokens, step.n_total - step.n_done)
        self._note(weight, is_remembered=step.is_remembered)

    def begin_writing(self) -> None:
        if self._part is not None:
            self._part.is_merged = True

    def wrote(self, n_words: int) -> None:
        """So many words more: a model that writes has read what it writes from."""
        if self._part is not None:
            self._part.n_tokens = 0
            self._part.n_words = max(0.0, self._part.n_words - n_words)

    def left_s(self, now_s: float) -> float | None:
        """None while nobody can tell."""
        self._pace.expect(self._left())
        return self._pace.left_s(now_s, self._under_way())

    def _note(self, weight: float, *, is_remembered: bool) -> None:
        if is_remembered:
            self._pace.note_remembered(weight)
        elif weight:
            self._pace.note(weight)

    def _under_way(self) -> float:
        """The sections that are being read beside each other."""
        weights = [_reading(section) for section in self._sections.values()]
        return sum(weights) * min(1.0, max(0, self._n_beside) / len(weights)) if weights else 0.0

    def _left(self) -> float:
        return sum(map(_reading, self._sections.values())) + sum(map(self._left_of, self._parts))

    def _left_of(self, part: _PartWork) -> float:
        merging, n_material = 0.0, float(part.n_tokens)
        if part.is_noted:
            merging, n_material = self._levels(part)
        if part.is_merged:
            merging = 0.0
        elif part is self._part:
            merging = max(merging - self._merged, self._level_left)
        n_written = part.n_words * _TOKENS_PER_WORD
        writing = n_material + n_written * (_PER_WRITTEN if part.n_pieces > 1 else _PER_WRITTEN_ALONE)
        return merging + writing + (2 * n_written * _PER_WRITTEN if part.is_translated else 0.0)

    def _levels(self, part: _PartWork) -> tuple[float, float]:
        """What it takes to merge its notes until they fit, and how many tokens they are then."""
        n_notes, n_tokens, limit = part.n_sections, part.n_tokens * self._noted_share, self._limit * part.n_pieces
        n_merged = n_facts_of(self._limit) * _TOKENS_PER_FACT
        work = 0.0
        while n_notes > 1 and n_tokens > limit:
            n_groups = max(1, min(n_notes // 2, math.ceil(n_tokens / self._limit)))
            work += _merging(n_tokens, n_groups)
            n_notes, n_tokens = n_groups, n_groups * n_merged
        return work, min(n_tokens, limit)

    @property
    def _noted_share(self) -> float:
        """How long notes are, against the text."""
        return self._n_noted_characters / self._n_read_characters if self._n_read_characters else _NOTED_SHARE


def _part_work(request: SummaryRequest, plan: SummaryPlan, part: PlannedPart) -> _PartWork:
    documents = request.documents if part.document_index < 0 else (request.documents[part.document_index],)
    n_words, n_sections = wanted_words(request.form, request.length, documents), len(part.section_indexes)
    n_pieces = n_pieces_of(request.form, n_words, n_sections)
    if request.form is SummaryForm.OUTLINE:
        n_pieces = max(1, len(documents) if part.document_index < 0 else len(outline_groups(documents[0])))
        n_words = n_words or n_pieces * WORDS_PER_HEADING
    return _PartWork(
        n_tokens=sum(plan.sections[index].n_tokens for index in part.section_indexes),
        n_sections=n_sections,
        is_noted=not part.is_one_pass,
        is_merged=part.is_one_pass or request.form is SummaryForm.OUTLINE,
        n_pieces=n_pieces,
        n_words=n_words,
        is_translated=bool(request.language) and request.language != documents[0].language,
    )


def _reading(section: Section) -> float:
    return section.n_tokens + n_facts_of(section.n_tokens) * _TOKENS_PER_FACT * _PER_WRITTEN


def _merging(n_tokens: float, n_merges: int) -> float:
    return n_tokens + n_merges * n_facts_of(round(n_tokens / max(1, n_merges))) * _TOKENS_PER_FACT * _PER_WRITTEN
