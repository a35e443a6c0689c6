"""Runs repairs of lost marks with a model, all that wait for it at once. A job's thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from desktop_llm.assist.translation.document_memory import Answer
from desktop_llm.assist.translation.document_texts import DocumentText, Occurrence
from desktop_llm.assist.translation.mark_repair import Question, Repair, Restored, repair
from desktop_llm.assist.translation.segment_asking import SegmentAsking
from desktop_llm.assist.translation.translation_checks import UNFINISHED
from desktop_llm.assist.translation.translation_request import Pair, Segment, TranslationRequest

_AT_ONCE: Final = 16  # as many as an engine answers side by side
_MUST_KEEP: Final = (
    "Every mark such as ⟦1⟧ and ⟦/1⟧ must be in the translation exactly once: in pairs around the words that they "
    "belong to, or where what they stand for belongs."
)


@dataclass(frozen=True, eq=False, slots=True)
class Broken:
    """A segment whose answer lost marks."""

    text: DocumentText
    occurrence: Occurrence
    answer: Answer

    @property
    def whole_answer(self) -> str:
        """Nothing if it is not finished: what of it would look right is still not all."""
        is_whole = UNFINISHED.isdisjoint(warning.fault for warning in self.answer.warnings)
        return self.answer.marked if is_whole else ""


@dataclass(eq=False, slots=True)
class _Patient:
    broken: Broken
    steps: Repair
    question: Question


class MarkMending:
    def __init__(self, asking: SegmentAsking, request: TranslationRequest, *, takes_hints: bool) -> None:
        """`request` is the one whose answers are broken; its segments do not count.

        takes_hints: the model can be told to keep marks. To ask another one again would bring the same.
        """
        self._asking = asking
        self._request = request
        self._takes_hints = takes_hints

    def mended(self, broken: Sequence[Broken]) -> Iterator[tuple[Broken, Restored]]:
        """Each once, some at a time, so that it is seen how far it is. Blocks; raises JobStoppedError,
        RequestFailedError.
        """
        for start in range(0, len(broken), _AT_ONCE):
            yield from self._mended(broken[start : start + _AT_ONCE])

    def _mended(self, broken: Sequence[Broken]) -> Iterator[tuple[Broken, Restored]]:
        patients: list[_Patient] = []
        for each in broken:
            steps = repair(each.occurrence.protected, each.whole_answer, each.occurrence.segment.content)
            patients.append(_Patient(each, steps, next(steps)))
        while patients:
            waiting: list[_Patient] = []
            groups = [
                (must_keep, [each for each in patients if each.question.must_keep_marks is must_keep])
                for must_keep in (True, False)
            ]
            for must_keep, group in groups:
                for patient, answers in zip(group, self._answers(group, must_keep=must_keep), strict=True):
                    try:
                        patient.question = patient.steps.send(answers)
                    except StopIteration as end:
                        yield patient.broken, end.value
                    else:
                        waiting.append(patient)
            patients = waiting

    def _answers(self, group: Sequence[_Patient], *, must_keep: bool) -> list[tuple[str, ...]]:
        if must_keep and not self._takes_hints:
            return [("",) * len(patient.question.texts) for patient in group]
        hint = f"{self._request.hint} {_MUST_KEEP}".strip() if must_keep else self._request.hint
        segments = [segment for patient in group for segment in _segments(patient)]
        found = iter(self._asking.answers(replace(self._request, segments=tuple(segments), hint=hint)))
        return [tuple(next(found) for _ in patient.question.texts) for patient in group]


def _segments(patient: _Patient) -> Iterator[Segment]:
    """A part of a text is shown with the whole of it, so that its words are taken as they are meant there."""
    protected = patient.broken.occurrence.protected
    whole = Pair(protected.readable(protected.text), protected.readable(patient.broken.whole_answer))
    for text in patient.question.texts:
        is_part = text != protected.text and whole.target.strip() != ""
        yield Segment(text=text, is_apart=True, examples=(whole,) if is_part else ())
