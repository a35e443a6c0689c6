"""Proofreads a text: sentences in groups, several groups at once; what comes back is changes, and nothing is changed.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import uuid4

from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, ModelChangedError
from desktop_llm.assist.answer_memory import Answer, AnswerMemory
from desktop_llm.assist.asked_once import AskedOnce
from desktop_llm.assist.job_end import run_at_desk
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.slow_answers import is_slow
from desktop_llm.assist.writing.change_guards import ChangeRules, GuardedChanges
from desktop_llm.assist.writing.group_reading import GroupReading
from desktop_llm.assist.writing.kept_text import kept_spans, merged_spans
from desktop_llm.assist.writing.proofread_answer import answer_schema
from desktop_llm.assist.writing.proofread_budget import answer_tokens, group_tokens, requests_at_once
from desktop_llm.assist.writing.proofread_prompts import proofread_prompt
from desktop_llm.assist.writing.proofread_request import ProofreadRequest
from desktop_llm.assist.writing.proofread_result import ProofreadPlanned, ProofreadSink, SentencesRead
from desktop_llm.assist.writing.sentence_groups import (
    Sentence,
    SentenceGroup,
    SentencePlan,
    sentence_groups,
    sentence_plan,
)
from desktop_llm.assist.writing.writing_notes import WritingNote, model_notes
from desktop_llm.documents.sentences import Span
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import Generate, ModelDescription, Priority
from desktop_llm.params import SamplingParams

_GREEDY: Final = SamplingParams(temperature=0.0)
_SECOND: Final = SamplingParams(temperature=0.4, seed=2)


class ProofreadJob:
    """One request. `sink` is called on the job's thread."""

    def __init__(
        self,
        engine: EngineClient,
        request: ProofreadRequest,
        sink: ProofreadSink,
        cache: AnswerCache | None = None,
        *,
        n_at_once: int = 0,
        is_awaited: bool = False,
    ) -> None:
        """At most `n_at_once` groups are out at a time; 0: as many as pay. is_awaited: somebody looks on and waits."""
        self.job_id = f"proofread-{uuid4().hex}"
        self._desk = AnswerDesk(engine)
        self._request = request
        self._sink = sink
        self._memory = AnswerMemory(cache)
        self._n_at_once = n_at_once
        self._is_awaited = is_awaited
        self._plan: SentencePlan | None = None
        self._n_tokens: Mapping[Sentence, int] = {}

    def stop(self) -> None:
        """End soon; changes that were told stay good."""
        self._desk.stop()

    def run(self) -> None:
        """Block until the job is over. Its last event is JobEnded, whatever happens."""
        ended = run_at_desk(self.job_id, self._desk, self._proofread)
        self._memory.prune()
        self._sink(ended)

    def _proofread(self) -> None:
        self._plan = sentence_plan(self._request.text, self._request.language)
        while not self._is_run_through(self._plan):
            pass

    def _is_run_through(self, plan: SentencePlan) -> bool:
        """False if another model was loaded meanwhile: then all begins again with it."""
        try:
            model = self._desk.model()
            self._sink(self._planned(plan, model))
            if plan.sentences:
                self._read(plan, model)
        except ModelChangedError:
            return False
        return True

    def _planned(self, plan: SentencePlan, model: ModelDescription) -> ProofreadPlanned:
        return ProofreadPlanned(
            job_id=self.job_id,
            model_name=model.shown_name,
            language=plan.language,
            n_sentences=len(plan.sentences),
            n_words=plan.n_words,
            notes=tuple(_notes(plan, model)),
        )

    def _read(self, plan: SentencePlan, model: ModelDescription) -> None:
        """What no answer that can be used was about is asked for once more, in groups of half as many sentences."""
        counts = self._desk.count_tokens([sentence.shown for sentence in plan.sentences])
        self._n_tokens = dict(zip(plan.sentences, counts, strict=True))
        groups = sentence_groups(plan.sentences, counts, group_tokens(model, self._request.mode))
        taken = [self._tokens_of(group) + self._answer_tokens(group) for group in groups]
        n_at_once = requests_at_once(model, taken, self._n_at_once)
        is_gradual = self._is_awaited and is_slow(model)
        self._desk.allow_at_once(n_at_once, is_gradual=is_gradual)
        told = _Told(self._request, plan, self._sink, self.job_id)
        told.await_answers(groups)
        questions = [self._question(group, _GREEDY, is_alone=len(groups) == 1) for group in groups]
        if n_at_once > 1:  # the others find the task in those that run, and the last one leaves it for the next text
            passing = slice(1 if is_gradual else 0, -1)  # what is out alone leaves it too
            questions[passing] = (replace(question, is_dead_end=True) for question in questions[passing])
        for index, answer in AskedOnce(self._desk, self._memory, model).all(questions, told.grow):
            unread = told.end(index, answer)
            if unread is None:
                continue
            if index >= len(groups):
                told.give_up(unread)
                continue
            is_half = 2 * len(unread.sentences) <= len(groups[index].sentences)
            pieces = (unread,) if is_half else unread.halves()
            told.await_answers(pieces)
            questions += (self._question(piece, _SECOND, is_again=True) for piece in pieces)

    def _tokens_of(self, group: SentenceGroup) -> int:
        return sum(self._n_tokens[sentence] for sentence in group.sentences)

    def _answer_tokens(self, group: SentenceGroup, *, is_again: bool = False) -> int:
        return answer_tokens(self._request.mode, self._tokens_of(group), len(group.sentences), is_again=is_again)

    def _question(
        self, group: SentenceGroup, sampling: SamplingParams, *, is_alone: bool = False, is_again: bool = False
    ) -> Generate:
        return Generate(
            prompt=proofread_prompt(group, self._request.mode),
            sampling=sampling,
            max_tokens=self._answer_tokens(group, is_again=is_again),
            json_schema=answer_schema(len(group.sentences)),
            priority=Priority.INTERACTIVE if self._is_awaited else Priority.BACKGROUND,
            is_one_of_many=not is_alone,
        )


class _Told:
    """What was told of a text so far."""

    def __init__(self, request: ProofreadRequest, plan: SentencePlan, sink: ProofreadSink, job_id: str) -> None:
        self._text = request.text
        self._sink = sink
        self._job_id = job_id
        self._n_done = 0
        self._readings: list[GroupReading] = []
        self._rules = ChangeRules(
            mode=request.mode,
            known_words=frozenset(word.casefold() for entry in request.known_words for word in entry.split()),
            kept=_all_kept(request, plan),
        )

    def await_answers(self, groups: Sequence[SentenceGroup]) -> None:
        """In the order of the questions."""
        self._readings += (GroupReading(group, self._text, self._rules) for group in groups)

    def grow(self, index: int, text: str) -> None:
        """With the answer to a question, as far as it is written."""
        if (passed := self._readings[index].grow(text)) is not None:
            self._tell(passed.group, passed.guarded)

    def end(self, index: int, answer: Answer) -> SentenceGroup | None:
        """With the whole answer. Returns what it is not about, if anything."""
        if (passed := self._readings[index].end(answer)) is not None:
            self._tell(passed.group, passed.guarded)
        return self._readings[index].unread

    def give_up(self, group: SentenceGroup) -> None:
        self._tell(group, GuardedChanges(), is_unread=True)

    def _tell(self, group: SentenceGroup, guarded: GuardedChanges, *, is_unread: bool = False) -> None:
        self._n_done += len(group.sentences)
        self._sink(
            SentencesRead(
                job_id=self._job_id,
                start=group.start,
                end=group.end,
                changes=guarded.changes,
                n_done=self._n_done,
                n_dropped=guarded.n_dropped,
                is_unread=is_unread,
            )
        )


def _notes(plan: SentencePlan, model: ModelDescription) -> Iterator[WritingNote]:
    if not plan.sentences:
        yield WritingNote.NOTHING_TO_READ
        return
    yield from model_notes(model)
    if not plan.language:
        yield WritingNote.LANGUAGE_UNKNOWN


def _all_kept(request: ProofreadRequest, plan: SentencePlan) -> tuple[Span, ...]:
    """What is left alone, paragraph by paragraph: a quotation may hold several sentences and no two paragraphs."""
    found = list(request.kept)
    bounds: dict[int, list[int]] = {}
    for sentence in plan.sentences:
        bounds.setdefault(sentence.paragraph, [sentence.start, sentence.end])[1] = sentence.end
    for start, end in bounds.values():
        paragraph = request.text[start:end].replace("\n", " ")
        found += (Span(start + span.start, start + span.end) for span in kept_spans(paragraph))
    return merged_spans(found)
