"""The translation of a file while a person looks it over: what is there, what was edited, what was accepted.

Indices are the segments' places in the file. It belongs to one thread and asks no model.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace

from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.edited_segment import edited_result
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.assist.translation.translation_result import Origin
from desktop_llm.assist.translation.translation_view import UNSURE_BELOW
from desktop_llm.documents.segments import Content, EditableFile, SegmentTarget, text_of


class ReviewFilter(StrEnum):
    """Which segments are looked at."""

    ALL = "all"
    TO_LOOK_AT = "to_look_at"
    NOT_ACCEPTED = "not_accepted"
    EDITED = "edited"
    REMEMBERED = "remembered"


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    n_segments: int
    n_translated: int
    n_accepted: int
    n_to_look_at: int


class DocumentReview:
    def __init__(self, file: EditableFile, languages: tuple[str, str], glossary: Sequence[Term] = ()) -> None:
        """languages: from which into which."""
        self.file = file
        self._languages = languages
        self._glossary = tuple(glossary)
        self._results: list[SegmentResult | None] = [None] * len(file.segments)
        self._edited: set[int] = set()
        self._sources = [text_of(segment.content) for segment in file.segments]
        self._searched = [source.casefold() for source in self._sources]
        self._twins: dict[Content, list[int]] = {}
        self._accepted: set[int] = set()
        self._doubtful: set[int] = set()
        self._n_there = 0

    @property
    def languages(self) -> tuple[str, str]:
        return self._languages

    @property
    def results(self) -> Mapping[int, SegmentResult]:
        """What is there, in the order of the file."""
        return {index: result for index, result in enumerate(self._results) if result is not None}

    @property
    def edited(self) -> frozenset[int]:
        return frozenset(self._edited)

    @property
    def is_whole(self) -> bool:
        return self._n_there == len(self._results)

    @property
    def counts(self) -> ReviewCounts:
        return ReviewCounts(
            n_segments=len(self._results),
            n_translated=self._n_there,
            n_accepted=len(self._accepted),
            n_to_look_at=len(self._doubtful),
        )

    @property
    def targets(self) -> list[SegmentTarget]:
        """What goes into the file; what is not translated yet stays as it is there."""
        return [result.file_target for result in self._results if result is not None]

    def use_glossary(self, glossary: Sequence[Term]) -> None:
        """For what is edited from now on."""
        self._glossary = tuple(glossary)

    def result(self, index: int) -> SegmentResult | None:
        return self._results[index]

    def is_edited(self, index: int) -> bool:
        return index in self._edited

    def is_a_persons(self, index: int) -> bool:
        """Whether a person wrote it or let it stand."""
        result = self._results[index]
        return index in self._edited or (result is not None and result.is_accepted)

    def matching(self, wanted: ReviewFilter, text: str) -> list[int]:
        """Those that are looked at. text: what source or translation must hold, with all case folded."""
        indices: Iterable[int] = range(len(self._results))
        if wanted is not ReviewFilter.ALL:
            indices = (index for index in indices if self._is_wanted(index, wanted))
        return [index for index in indices if not text or self._holds(index, self._results[index], text)]

    def restore(self, results: Mapping[int, SegmentResult], edited: Iterable[int]) -> None:
        """What was kept of an earlier session."""
        for index, result in results.items():
            if index < len(self._results):
                self._put(index, result)
        self._edited = {index for index in edited if index < len(self._results)}

    def take_over(self, former: "DocumentReview", *, only_a_persons: bool) -> None:
        """What there was for the same segments of an earlier state of the file, or of the same one."""
        places: dict[Content, list[int]] = {}
        for index, segment in enumerate(former.file.segments):
            places.setdefault(segment.content, []).append(index)
        for index, segment in enumerate(self.file.segments):
            found = places.get(segment.content)
            if not found:
                continue
            before = found.pop(0) if len(found) > 1 else found[0]
            result = former.result(before)
            if result is not None and (former.is_a_persons(before) or not only_a_persons):
                self._put(index, replace(result, segment=segment))
                if former.is_edited(before):
                    self._edited.add(index)

    def take(self, index: int, result: SegmentResult) -> bool:
        """From a model or the memory. What a person edited or accepted stays; False if so."""
        if self.is_a_persons(index):
            return False
        self._put(index, result)
        return True

    def take_again(self, index: int, result: SegmentResult) -> None:
        """What a person asked the model for once more; it takes the place of whatever is there."""
        self._edited.discard(index)
        self._put(index, result)

    def edit(self, index: int, text: str) -> tuple[int, ...]:
        """Returns the segments that changed: this one, and those with the same text that nobody touched."""
        known = self._results[index]
        if known is None:
            known = self._blank(index)
        edited = edited_result(known, text, self._languages, self._glossary)
        if self._results[index] is not None and edited.content == known.content:
            return ()
        changed = [index]
        self._put(index, edited)
        self._edited.add(index)
        for twin in self._same_as(index):
            other = self._results[twin]
            if other is not None and not other.is_accepted and twin not in self._edited:
                self._put(twin, edited_result(other, text, self._languages, self._glossary))
                changed.append(twin)
        return tuple(changed)

    def accept(self, indices: Iterable[int], *, is_accepted: bool = True) -> tuple[int, ...]:
        """Returns the segments that changed: those that are translated and were not so before."""
        changed: list[int] = []
        for index in indices:
            result = self._results[index]
            if result is not None and result.is_accepted is not is_accepted:
                self._put(index, replace(result, is_accepted=is_accepted))
                changed.append(index)
        return tuple(changed)

    def accept_faultless(self) -> tuple[int, ...]:
        """All that nobody has to look at."""
        return self.accept(index for index in self.results if index not in self._doubtful)

    def next_to_look_at(self, index: int, step: int = 1) -> int | None:
        """The next segment, or the one before with a step of -1; round the end of the file."""
        count = len(self._results)
        for distance in range(1, count + 1):
            place = (index + step * distance) % count
            if place in self._doubtful:
                return place
        return None

    def source(self, index: int) -> str:
        return self._sources[index]

    def _is_wanted(self, index: int, wanted: ReviewFilter) -> bool:
        match wanted:
            case ReviewFilter.ALL:
                return True
            case ReviewFilter.TO_LOOK_AT:
                return index in self._doubtful
            case ReviewFilter.NOT_ACCEPTED:
                return index not in self._accepted
            case ReviewFilter.EDITED:
                return index in self._edited
            case ReviewFilter.REMEMBERED:
                result = self._results[index]
                is_given = result is not None and result.origin in (Origin.REMEMBERED, Origin.GIVEN)
                return is_given and index not in self._edited

    def _put(self, index: int, result: SegmentResult) -> None:
        """And count it: of thousands, one is told after the other."""
        self._n_there += self._results[index] is None
        self._results[index] = result
        for counted, is_in in ((self._accepted, result.is_accepted), (self._doubtful, needs_look(result))):
            if is_in:
                counted.add(index)
            else:
                counted.discard(index)

    def _holds(self, index: int, result: SegmentResult | None, text: str) -> bool:
        return text in self._searched[index] or (result is not None and text in result.target.casefold())

    def _same_as(self, index: int) -> list[int]:
        if not self._twins:
            for place, segment in enumerate(self.file.segments):
                self._twins.setdefault(segment.content, []).append(place)
        return [twin for twin in self._twins[self.file.segments[index].content] if twin != index]

    def _blank(self, index: int) -> SegmentResult:
        """A segment that nobody has translated yet."""
        segment = self.file.segments[index]
        return SegmentResult(segment=segment, source=self._sources[index], target="", content=(), marked="")


def needs_look(result: SegmentResult) -> bool:
    """A warning, or a model that was not sure."""
    is_unsure = result.confidence is not None and result.confidence < UNSURE_BELOW
    return not result.is_accepted and (result.is_doubtful or is_unsure)
