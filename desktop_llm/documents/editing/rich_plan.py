"""What becomes of each paragraph of a file when the editor gives its text back. Pure.

A paragraph is known by its origin. Those whose order is the file's stay where they are, changed or not; all others are
new ones beside them.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.editing.rich_runs import normalised
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind

# An empty file is shown as one.
_SHOWN_OF_NOTHING: Final = Paragraph()
# Of paragraphs that went, how many may have gone on in the one before them.
_MOST_MERGED: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One paragraph of the new text.

    place is the paragraph of the file whose place it has; empty for a new one. `sources` are those whose letters may be
    in it. neighbour is the one that a new paragraph is like: the nearest before it, else behind it, empty in an empty
    file.
    """

    paragraph: Paragraph
    place: str
    sources: tuple[str, ...]
    neighbour: str
    is_unchanged: bool

    @property
    def moved(self) -> str:
        """Of a kept block in another place, where it was."""
        is_kept = self.paragraph.kind is ParagraphKind.KEPT
        return self.paragraph.origin if is_kept and not self.place else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """removed are the file's paragraphs that have no place any more, in their order."""

    steps: tuple[Step, ...]
    removed: tuple[str, ...]

    @property
    def is_unchanged(self) -> bool:
        return not self.removed and all(step.is_unchanged for step in self.steps)


def plan_of(original: Sequence[Paragraph], wanted: Sequence[Paragraph]) -> Plan:
    """`original` is the file's text as it was opened; what has no origin is only shown."""
    original = [paragraph for paragraph in original if paragraph.origin]
    numbers = {paragraph.origin: number for number, paragraph in enumerate(original)}
    placed = _placed(original, wanted, numbers)
    in_place = {number for number in placed if number >= 0}
    gone = [number not in in_place for number in range(len(original))]
    steps: list[Step] = []
    first = next((number for number in placed if number >= 0), -1)
    last = -1
    for paragraph, number in zip(wanted, placed, strict=True):
        last = number if number >= 0 else last
        own = numbers.get(paragraph.origin, number)
        merged = _merged(gone, last)
        sources = [own, *merged] if own >= 0 else merged
        near = own if own >= 0 else last if last >= 0 else first
        steps.append(
            Step(
                paragraph,
                original[number].origin if number >= 0 else "",
                tuple(dict.fromkeys(original[each].origin for each in sources)),
                original[near].origin if near >= 0 else "",
                is_same(original[number] if number >= 0 else _SHOWN_OF_NOTHING, paragraph)
                and (number >= 0 or not original),
            )
        )
    return Plan(tuple(steps), tuple(original[n].origin for n, is_gone in enumerate(gone) if is_gone))


def is_same(one: Paragraph, other: Paragraph) -> bool:
    """Of what a file says of a paragraph; where in a table it stands is another matter."""
    return one == other or (
        one.kind is other.kind
        and (one.kind is ParagraphKind.KEPT or normalised(one.runs) == normalised(other.runs))
        and one.level == other.level
        and one.is_numbered == other.is_numbered
    )


def _placed(original: Sequence[Paragraph], wanted: Sequence[Paragraph], numbers: Mapping[str, int]) -> list[int]:
    """For each paragraph the number of that of the file whose place it has; -1 for none."""
    chosen = _chosen(original, wanted, numbers)
    candidates = sorted(chosen.values())
    origins = [numbers[wanted[index].origin] for index in candidates]
    placed = [-1] * len(wanted)
    for position in _longest_rise(origins):
        placed[candidates[position]] = origins[position]
    return placed


def _chosen(original: Sequence[Paragraph], wanted: Sequence[Paragraph], numbers: Mapping[str, int]) -> dict[int, int]:
    """Which one is meant by an origin that several have: parts of a divided paragraph, copies."""
    chosen: dict[int, int] = {}
    for index, paragraph in enumerate(wanted):
        number = numbers.get(paragraph.origin, -1)
        if number < 0 or (original[number].cell is None) is not (paragraph.cell is None):
            continue
        before = chosen.get(number)
        if before is None or _rank(original[number], paragraph) > _rank(original[number], wanted[before]):
            chosen[number] = index
    return chosen


def _rank(original: Paragraph, paragraph: Paragraph) -> int:
    return 2 if is_same(original, paragraph) else 1 if paragraph.runs else 0


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """The positions of a longest rising part, by patience sorting."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(tails[at - 1] if at else -1)
        ends[at : at + 1], tails[at : at + 1] = [number], [position]
    rise: list[int] = []
    position = tails[-1] if tails else -1
    while position >= 0:
        rise.append(position)
        position = before[position]
    return rise[::-1]


def _merged(gone: Sequence[bool], last: int) -> list[int]:
    """The few paragraphs of the file that went, right behind the last one that stayed."""
    end = last + 1
    while end < len(gone) and gone[end] and end - last <= _MOST_MERGED + 1:
        end += 1
    return list(range(last + 1, end)) if end - last - 1 <= _MOST_MERGED else []
