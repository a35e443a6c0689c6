"""Merges notes level by level, until they fit the prompt that the summary is written from. A job's thread."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.asked_once import AskedOnce, question
from desktop_llm.assist.summary.summary_budget import SummaryBudget, fact_tokens, n_facts_of
from desktop_llm.assist.summary.summary_notes import NoteReader, Notes
from desktop_llm.assist.summary.summary_prompts import merge_prompt
from desktop_llm.documents.chunks import TokenCounter

_MIN_GROUPED: Final = 2


class MergeStep(Struct, frozen=True, kw_only=True):
    """How many merges of a level are done. n_tokens: what the last one read; n_left_tokens: what the others will read.

    is_remembered: the last one was made by an earlier job.
    """

    n_done: int
    n_total: int
    n_tokens: int
    n_left_tokens: int
    is_remembered: bool = False


OnMerged = Callable[[MergeStep], None]
"""Hears of each step, and before the first one of a level how many there will be."""


def material_text(notes: Sequence[Notes]) -> str:
    return "\n".join(line for each in notes for line in each.lines())


class NoteMerger:
    """Merges for one language and one focus."""

    def __init__(
        self,
        answers: AskedOnce,
        reader: NoteReader,
        count_tokens: TokenCounter,
        budget: SummaryBudget,
        focus: str,
    ) -> None:
        self._answers = answers
        self._reader = reader
        self._count_tokens = count_tokens
        self._limit = budget.material_tokens
        self._focus = focus

    def merged(self, notes: Sequence[Notes], language: str, on_merged: OnMerged, share: float = 1.0) -> list[Notes]:
        """Notes that together fit into this share of a prompt. Each level has half as many at most, so it ends."""
        level = [each for each in notes if each.notes]
        limit = int(self._limit * share)
        sizes = self._sizes(level)
        while len(level) > 1 and sum(sizes) > limit:
            level = self._next_level(
                [self._short(*each) for each in zip(level, sizes, strict=True)], language, on_merged
            )
            sizes = self._sizes(level)
        return [self._short(each, size, limit) for each, size in zip(level, sizes, strict=True)]

    def _next_level(self, level: Sequence[Notes], language: str, on_merged: OnMerged) -> list[Notes]:
        sizes = self._sizes(level)
        groups = _groups(level, sizes, self._limit)
        each_size = iter(sizes)
        group_sizes = [sum(islice(each_size, len(group))) for group in groups]
        n_facts = n_facts_of(self._limit)
        questions = [
            question(merge_prompt(material_text(group), n_facts, language, self._focus), fact_tokens(n_facts))
            for group in groups
        ]
        merged: dict[int, Notes] = {}
        n_left = sum(group_sizes)
        on_merged(MergeStep(n_done=0, n_total=len(groups), n_tokens=0, n_left_tokens=n_left))
        for index, answer in self._answers.all(questions):
            merged[index] = self._reader.of_group(groups[index], answer, language, n_facts)
            n_left -= group_sizes[index]
            step = MergeStep(
                n_done=len(merged),
                n_total=len(groups),
                n_tokens=group_sizes[index],
                n_left_tokens=n_left,
                is_remembered=answer.is_remembered,
            )
            on_merged(step)
        return [merged[index] for index in range(len(groups))]

    def _short(self, notes: Notes, n_tokens: int, limit: int = 0) -> Notes:
        """Without its quotes, and then without its last notes, if two of the kind would not fit one prompt."""
        limit = limit or self._limit // _MIN_GROUPED
        while n_tokens > limit and (notes.quotes or len(notes.notes) > 1):
            notes = replace(notes, quotes=()) if notes.quotes else replace(notes, notes=notes.notes[:-1])
            (n_tokens,) = self._sizes([notes])
        return notes

    def _sizes(self, level: Sequence[Notes]) -> list[int]:
        return list(self._count_tokens([material_text([each]) for each in level]))


def _groups(level: Sequence[Notes], sizes: Sequence[int], limit: int) -> list[list[Notes]]:
    """Neighbours that fit one prompt together; two at least, so that there is an end to it."""
    groups: list[list[Notes]] = [[]]
    total = 0
    for notes, size in zip(level, sizes, strict=True):
        if len(groups[-1]) >= _MIN_GROUPED and total + size > limit:
            groups.append([])
            total = 0
        groups[-1].append(notes)
        total += size
    return groups
