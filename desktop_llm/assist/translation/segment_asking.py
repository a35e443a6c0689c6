"""Asks a model for translations of some texts and waits for them: a TranslationJob within another job.

`stop` may be called from any thread, everything else on the job's.
"""

import threading
from collections.abc import Callable

from desktop_llm.assist.answer_desk import JobStoppedError, ModelChangedError
from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.translation.translate import TranslationJob
from desktop_llm.assist.translation.translation_checks import UNFINISHED
from desktop_llm.assist.translation.translation_request import TranslationRequest
from desktop_llm.assist.translation.translation_result import (
    SegmentGrew,
    SegmentTranslated,
    Translation,
    TranslationEvent,
    TranslationPlanned,
)
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import Failed
from desktop_llm.errors import RequestFailedError

TakeTranslation = Callable[[int, Translation], None]
"""Takes a segment's number and its translation."""
TakePlan = Callable[[TranslationPlanned], None]


class SegmentAsking:
    def __init__(self, engine: EngineClient, cache: AnswerCache | None) -> None:
        self._engine = engine
        self._cache = cache
        self._lock = threading.Lock()
        self._is_stopped = False
        self._job: TranslationJob | None = None

    def stop(self) -> None:
        """Whoever waits gets JobStoppedError, now and later."""
        with self._lock:
            self._is_stopped = True
        self._stop_job()

    def ask(self, request: TranslationRequest, take: TakeTranslation, plan: TakePlan | None = None) -> None:
        """Block until all are there. Raises JobStoppedError, RequestFailedError; ModelChangedError if another model
        was loaded meanwhile: what was taken is of the one before.
        """
        if not request.segments:
            return
        ended = _Ended(take, plan, self._stop_job)
        job = TranslationJob(self._engine, request, ended.hear, self._cache)
        with self._lock:
            if self._is_stopped:
                raise JobStoppedError
            self._job = job
        try:
            job.run()
        finally:
            with self._lock:
                self._job = None
        ended.raise_what_ended_it()

    def answers(self, request: TranslationRequest) -> tuple[str, ...]:
        """The translations as texts, nothing for those that are not finished. Blocks, raises as `ask` does."""
        found: dict[int, str] = {}

        def take(number: int, translation: Translation) -> None:
            is_whole = UNFINISHED.isdisjoint(warning.fault for warning in translation.warnings)
            found[number] = translation.target if is_whole else ""

        self.ask(request, take)
        return tuple(found.get(number, "") for number in range(len(request.segments)))

    def _stop_job(self) -> None:
        with self._lock:
            if self._job is not None:
                self._job.stop()


class _Ended:
    """Hands translations of one model on; keeps how it ended."""

    def __init__(self, take: TakeTranslation, plan: TakePlan | None, stop: Callable[[], None]) -> None:
        self._take = take
        self._plan = plan
        self._stop = stop
        self._n_plans = 0
        self._state = JobState.DONE
        self._failure: Failed | None = None

    def hear(self, event: TranslationEvent) -> None:
        match event:
            case TranslationPlanned():
                self._n_plans += 1
                if self._n_plans > 1:  # the job begins again, with another model
                    self._stop()
                elif self._plan is not None:
                    self._plan(event)
            case SegmentTranslated() if self._n_plans == 1:
                self._take(event.index, event.translation)
            case JobEnded():
                self._state, self._failure = event.state, event.failure
            case SegmentTranslated() | SegmentGrew():
                pass

    def raise_what_ended_it(self) -> None:
        if self._n_plans > 1:
            raise ModelChangedError
        if self._failure is not None:
            raise RequestFailedError(self._failure.code, **self._failure.facts)
        if self._state is JobState.STOPPED:
            raise JobStoppedError
