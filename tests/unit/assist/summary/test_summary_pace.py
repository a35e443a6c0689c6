from itertools import pairwise

import pytest

from desktop_llm.assist.summary.summarize import SummaryJob
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryLength, SummaryParts, SummaryRequest
from desktop_llm.assist.summary.summary_result import SummaryEvent, SummaryProgressed, SummaryStage
from desktop_llm.storage.summary_cache import SummaryCache, summary_cache_in_memory
from tests.fakes.answering_engine import AnsweringEngine
from tests.fakes.written_documents import long_document

_READ_S = 0.002  # a word
_WRITTEN_S = 0.005  # a word beside others
_ALONE_S = 0.012


class TimedJob:
    """A job whose model takes its time; the clock goes on with each question."""

    def __init__(self, request: SummaryRequest, cache: SummaryCache | None = None) -> None:
        self.now_s = 50.0
        self.told: list[tuple[float, SummaryProgressed]] = []
        self._engine = AnsweringEngine(self._answer)
        SummaryJob(self._engine, request, self._hear, cache, n_at_once=1, clock=self._clock).run()

    @property
    def lefts(self) -> list[tuple[float, float]]:
        """What was told to be left, and what it was, in seconds."""
        return [(event.left_s, self.now_s - told_s) for told_s, event in self.told if event.left_s is not None]

    def of_stage(self, stage: SummaryStage) -> list[SummaryProgressed]:
        return [event for _, event in self.told if event.stage is stage]

    def _clock(self) -> float:
        return self.now_s

    def _answer(self, request: str) -> str:
        is_summary = "key points" in request
        lines = [line for line in request.splitlines() if line.startswith(("In the year", "- In the year"))]
        # As many lines as a model writes: some of a section, more of the notes on many.
        n_lines = 6 if is_summary else 3 if request.startswith("Below is a part") else 12
        answer = "\n".join(f"- {line.removeprefix('- ')}" for line in lines[:n_lines])
        each_s = _ALONE_S if is_summary else _WRITTEN_S
        self.now_s += _READ_S * len(request.split()) + each_s * len(answer.split())
        return answer

    def _hear(self, event: SummaryEvent) -> None:
        if isinstance(event, SummaryProgressed):
            self.told.append((self.now_s, event))


def far_off(job: TimedJob) -> list[tuple[float, float]]:
    """Where what was told is neither about right nor a matter of seconds. The first guesses may be."""
    # The last sentences come all at once here: nothing is left then.
    lefts = job.lefts[len(job.lefts) // 4 :]
    assert lefts
    return [(told, real) for told, real in lefts if real and not real / 1.35 - 3 <= told <= real * 1.5 + 3]


@pytest.mark.parametrize("form", [SummaryForm.KEY_POINTS, SummaryForm.OUTLINE, SummaryForm.EXECUTIVE])
def test_the_time_left_counts_the_merging_and_the_writing_from_the_beginning(form: SummaryForm) -> None:
    job = TimedJob(SummaryRequest(documents=(long_document(n_chapters=120),), form=form))
    assert not far_off(job)


def test_the_time_left_is_that_of_all_documents() -> None:
    documents = tuple(long_document(f"{name}.md", n_chapters=50) for name in "abc")
    job = TimedJob(SummaryRequest(documents=documents, parts=SummaryParts.EACH))
    assert not far_off(job)


def test_it_is_told_when_a_stage_begins_and_with_each_sentence_that_is_written() -> None:
    job = TimedJob(SummaryRequest(documents=(long_document(n_chapters=120),)))
    merging, writing = job.of_stage(SummaryStage.MERGING), job.of_stage(SummaryStage.WRITING)
    assert (merging[0].done, merging[0].left_s is not None) == (0, True)
    lefts = [each.left_s or 0.0 for each in writing]
    assert len(lefts) > 3
    assert lefts[0] < (merging[0].left_s or 0.0)
    assert all(later < earlier for earlier, later in pairwise(lefts))


def test_what_is_remembered_took_no_time_and_does_not_make_the_rest_quicker() -> None:
    cache = summary_cache_in_memory()
    document = long_document(n_chapters=120)
    TimedJob(SummaryRequest(documents=(document,), length=SummaryLength(n_words=60)), cache)
    other = long_document("other.md", n_chapters=150)
    job = TimedJob(SummaryRequest(documents=(other,)), cache)
    assert not [(told, real) for told, real in far_off(job) if told < real]  # some merges are remembered too
    again = TimedJob(SummaryRequest(documents=(other,)), cache)
    assert not again.lefts
