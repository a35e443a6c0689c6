"""Translates segments: those that are new, several at once, each with what came before it, and judges what comes.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final
from uuid import uuid4

from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerDesk, AnswerEnded, AnswerGrew, ModelChangedError
from desktop_llm.assist.job_end import run_at_desk
from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.model_profiles import profile_of
from desktop_llm.assist.remembered_values import AnswerCache, RememberedValues
from desktop_llm.assist.slow_answers import is_slow
from desktop_llm.assist.translation.piece_translation import PieceTranslation
from desktop_llm.assist.translation.translation_answer import clean_answer
from desktop_llm.assist.translation.translation_attempt import (
    Attempt,
    judged,
    second_sampling,
    second_wish,
    varied_sampling,
)
from desktop_llm.assist.translation.translation_budget import (
    LEAST_RUN,
    answer_tokens,
    run_length,
    translation_budget,
)
from desktop_llm.assist.translation.translation_plan import PlannedPiece, TranslationPlan, translation_plan
from desktop_llm.assist.translation.translation_prompts import (
    Exchange,
    Wish,
    asked_text,
    stop_texts,
    translation_prompt,
)
from desktop_llm.assist.translation.translation_record import TranslationRecord
from desktop_llm.assist.translation.translation_request import Pair, TranslationRequest
from desktop_llm.assist.translation.translation_result import TranslationSink
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import Generate, ModelDescription, Priority

_MOST_KNOWN_BEFORE: Final = 3


class TranslationJob:
    """One request. `sink` is called on the job's thread."""

    def __init__(
        self,
        engine: EngineClient,
        request: TranslationRequest,
        sink: TranslationSink,
        cache: AnswerCache | None = None,
        *,
        n_at_once: int = 0,
        is_awaited: bool = False,
    ) -> None:
        """At most `n_at_once` pieces are out at a time, and the same ones are asked for; 0: as many as pay.

        is_awaited: somebody looks on and waits.
        """
        self.job_id = f"translation-{uuid4().hex}"
        self._desk = AnswerDesk(engine)
        self._request = request
        self._sink = sink
        self._memory = RememberedValues(cache, PieceTranslation)
        self._n_at_once = n_at_once
        self._priority = Priority.INTERACTIVE if is_awaited else Priority.BACKGROUND

    def stop(self) -> None:
        """End soon; what is translated stays."""
        self._desk.stop()

    def run(self) -> None:
        """Block until the job is over. Its last event is JobEnded, whatever happens."""
        ended = run_at_desk(self.job_id, self._desk, self._translate)
        self._memory.prune()
        self._sink(ended)

    def _translate(self) -> None:
        while not self._is_run_through():
            pass

    def _is_run_through(self) -> bool:
        """False if another model was loaded meanwhile: then all begins again with it."""
        record = TranslationRecord(self.job_id, self._request, self._sink)
        try:
            _Run(self._desk, self._request, record, self._memory, self._n_at_once, self._priority).run()
        except ModelChangedError:
            return False
        return True


class _Lane:
    """Pieces that follow each other and are translated one after the other, each with those before it."""

    def __init__(self, pieces: Sequence[PlannedPiece]) -> None:
        self.waiting = deque(pieces)
        self.history: list[Exchange] = []
        self.n_history_tokens = 0
        self.is_out = False
        self.n_asked = 0


def _next_lane(lanes: deque[_Lane], open_lanes: Sequence[_Lane]) -> _Lane | None:
    """The next one, or at the end half of the one that has most to do, so that none goes on for long alone."""
    if lanes:
        return lanes.popleft()
    longest = max(open_lanes, key=lambda lane: len(lane.waiting), default=None)
    if longest is None or len(longest.waiting) < LEAST_RUN:
        return None
    pieces = [longest.waiting.pop() for _ in range(len(longest.waiting) // 2)]
    return _Lane(pieces[::-1])


class _Question:
    """A piece that is out, and the first attempt at it if it is asked for a second time."""

    def __init__(self, lane: _Lane, piece: PlannedPiece, wish: Wish) -> None:
        self.lane = lane
        self.piece = piece
        self.wish = wish
        self.first: Attempt | None = None


class _Run:
    """The job with one model."""

    def __init__(
        self,
        desk: AnswerDesk,
        request: TranslationRequest,
        record: TranslationRecord,
        memory: RememberedValues[PieceTranslation],
        n_at_once: int,
        priority: Priority,
    ) -> None:
        self._desk = desk
        self._request = request
        self._record = record
        self._memory = memory
        self._n_at_once = n_at_once
        self._priority = priority
        self._model: ModelDescription = desk.model()
        self._profile = profile_of(self._model)
        self._questions: dict[str, _Question] = {}
        self._n_asked = 0
        self._has_more_lanes = False

    def run(self) -> None:
        plan = translation_plan(self._request, self._model, self._profile, self._memory)
        self._record.plan(plan)
        if not plan.waiting:
            return
        self._counts = dict(
            zip(
                (piece.place for piece in plan.waiting),
                self._desk.count_tokens([piece.wish.text for piece in plan.waiting]),
                strict=True,
            )
        )
        self._budget = translation_budget(self._model, list(self._counts.values()))
        n_at_once = min(self._n_at_once or self._budget.n_at_once, self._budget.n_at_once)
        is_awaited = self._priority is Priority.INTERACTIVE
        self._desk.allow_at_once(n_at_once, is_gradual=is_awaited and is_slow(self._model))
        self._work(deque(self._lanes(plan)))

    def _lanes(self, plan: TranslationPlan) -> Iterator[_Lane]:
        """Neighbours in groups, from the beginning, so that the beginning is there first."""
        length = run_length(len(plan.waiting), self._budget.n_at_once)
        for _, group in groupby(plan.waiting, key=lambda piece: piece.passage):
            pieces = list(group)
            for start in range(0, len(pieces), length):
                yield _Lane(pieces[start : start + length])

    def _work(self, lanes: "deque[_Lane]") -> None:
        open_lanes: list[_Lane] = []
        while lanes or open_lanes:
            while len(open_lanes) < self._budget.n_at_once and (lane := _next_lane(lanes, open_lanes)):
                open_lanes.append(lane)
            self._has_more_lanes = bool(lanes)
            for lane in sorted(open_lanes, key=lambda each: each.n_asked):  # side by side, however few are out
                if not lane.is_out and self._desk.has_room:
                    self._ask_next(lane)
            self._take(self._desk.wait())
            open_lanes = [lane for lane in open_lanes if lane.is_out or lane.waiting]

    def _ask_next(self, lane: _Lane) -> None:
        piece = lane.waiting.popleft()
        lane.n_asked += 1
        if lane.n_asked == 1:
            lane.history = self._known_before(piece)
        self._make_room(lane)
        self._ask(_Question(lane, piece, piece.wish))

    def _ask(self, question: _Question) -> None:
        is_second = question.first is not None
        was_cut = question.first is not None and question.first.piece.is_cut
        history = () if is_second else tuple(question.lane.history)
        usual = varied_sampling(self._profile.sampling, self._request.variant)
        sampling = second_sampling(usual) if is_second else usual
        self._n_asked += 1
        key = str(self._n_asked)
        self._questions[key] = question
        question.lane.is_out = True
        self._desk.submit(
            key,
            Generate(
                prompt=translation_prompt(self._profile, question.wish, history),
                sampling=sampling,
                max_tokens=answer_tokens(self._counts[question.piece.place], is_longer=was_cut),
                stop=stop_texts(self._profile),
                n_logprobs=1 if self._model.size_bytes else 0,  # not every server tells them
                priority=self._priority,
                is_dead_end=self._is_dead_end(question.lane),
                is_one_of_many=len(self._counts) > 1,
            ),
        )

    def _is_dead_end(self, lane: _Lane) -> bool:
        """The last pieces of a job stay, for whoever types on; another lane finds the beginning in those that run."""
        return self._priority is Priority.BACKGROUND and not lane.waiting and self._has_more_lanes

    def _take(self, news: AnswerGrew | AnswerEnded) -> None:
        question = self._questions[news.key]
        if isinstance(news, AnswerGrew):
            self._show(question, news)
            return
        del self._questions[news.key]
        attempt = judged(question.wish, news)
        first = question.first
        if first is None and attempt.faults:
            question.first = attempt
            question.wish = second_wish(question.wish, attempt.faults)
            self._ask(question)
            return
        better = first if first is not None and not attempt.is_better_than(first) else attempt
        self._keep(question, better, is_lost=news.failure is not None)

    def _show(self, question: _Question, news: AnswerGrew) -> None:
        """A second attempt is shown only if it is taken."""
        if question.first is None:
            text = self._record.grown(question.piece, news.text, news.start)
            name = language_name(question.wish.target)
            self._record.show(question.piece, clean_answer(text, question.wish.text, name).text)

    def _keep(self, question: _Question, attempt: Attempt, *, is_lost: bool) -> None:
        lane, piece = question.lane, question.piece
        lane.is_out = False
        if not is_lost:
            self._memory.keep(piece.key, attempt.piece)
        if attempt.piece.target and not attempt.faults:
            pair = Pair(piece.wish.text, attempt.piece.target)
            lane.history.append(Exchange(asked_text(self._profile, piece.wish), pair))
            lane.n_history_tokens += 2 * self._counts[piece.place]
        self._record.add(piece, attempt.piece)

    def _known_before(self, piece: PlannedPiece) -> list[Exchange]:
        """What stands right before it and is translated already."""
        pairs = self._record.known_before(piece, _MOST_KNOWN_BEFORE)
        wishes = (replace(piece.wish, text=pair.source, terms=(), examples=()) for pair in pairs)
        return [Exchange(asked_text(self._profile, wish), pair) for wish, pair in zip(wishes, pairs, strict=True)]

    def _make_room(self, lane: _Lane) -> None:
        """Half of the history goes at once: what begins otherwise has to be read again."""
        if not self._profile.takes_history:
            lane.history, lane.n_history_tokens = [], 0
        while lane.history and lane.n_history_tokens > self._budget.history_tokens:
            n_dropped = -(-len(lane.history) // 2)
            share = n_dropped / len(lane.history)
            del lane.history[:n_dropped]
            lane.n_history_tokens -= int(lane.n_history_tokens * share)
