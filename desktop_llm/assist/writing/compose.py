"""Composes a text from a brief, in one or more versions at once; what is missing and what is invented is told.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerEnded
from desktop_llm.assist.translation.segment_languages import detected_language
from desktop_llm.assist.translation.translation_answer import clean_text
from desktop_llm.assist.translation.untranslated_text import are_alike
from desktop_llm.assist.writing.compose_prompts import compose_prompt
from desktop_llm.assist.writing.compose_request import ComposeRequest
from desktop_llm.assist.writing.version_asking import TextEnded, TextGrown, ask_for_texts, of_version
from desktop_llm.assist.writing.version_checks import (
    invented_facts,
    language_warnings,
    point_warnings,
    repetition_warnings,
)
from desktop_llm.assist.writing.version_job import VersionJob
from desktop_llm.assist.writing.writing_kinds import WritingKind, writing_kind
from desktop_llm.assist.writing.written_version import (
    VersionFault,
    VersionSink,
    VersionWarning,
    WrittenVersion,
)
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import Generate, ModelDescription, Priority
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams

_SAMPLING: Final = SamplingParams(temperature=0.0)
_SECOND_TEMPERATURE: Final = 0.6
_MOST_AT_ONCE: Final = 8
_TOKENS_PER_WORD: Final = 3
_SPARE_TOKENS: Final = 120
_MUCH_SHORTER: Final = 0.5
_MUCH_LONGER: Final = 2.0
_SEVERE: Final = frozenset(
    {
        VersionFault.EMPTY,
        VersionFault.CUT,
        VersionFault.REPEATS,
        VersionFault.WRONG_LANGUAGE,
        VersionFault.POINT_MISSING,
    }
)
"""Faults for which a model is asked again."""


class ComposeJob:
    """One request. `sink` is called on the job's thread."""

    def __init__(self, engine: EngineClient, request: ComposeRequest, sink: VersionSink) -> None:
        self._job = VersionJob("compose", engine, sink)
        self._request = request

    @property
    def job_id(self) -> str:
        return self._job.job_id

    def stop(self) -> None:
        """End soon; what is written was told."""
        self._job.stop()

    def run(self) -> None:
        """Block until the job is over. Its last event is JobEnded, whatever happens."""
        request = self._request
        self._job.run(request.brief, request.language, self._write, request.n_versions)

    def _write(self, model: ModelDescription, language: str) -> None:
        spoken = detected_language(self._request.brief)
        draft = _Draft(self._request, writing_kind(self._request.kind), language, spoken)
        desk, asked = self._job.desk, draft.asked()
        n_prompt_tokens = desk.count_prompt(asked.prompt)
        if model.n_ctx_tokens:
            room = model.n_ctx_tokens - n_prompt_tokens
            if room < _SPARE_TOKENS:
                raise RequestFailedError(
                    ErrorCode.PROMPT_TOO_LONG, prompt_tokens=n_prompt_tokens, context_tokens=model.n_ctx_tokens
                )
            asked = replace(asked, max_tokens=min(asked.max_tokens or room, room))
            fitting = model.n_ctx_tokens // (n_prompt_tokens + (asked.max_tokens or room))
            desk.allow_at_once(max(1, min(_MOST_AT_ONCE, model.n_sequences, fitting)))
        questions = [of_version(asked, index) for index in range(self._request.n_versions)]
        for news in ask_for_texts(desk, questions, partial(draft.second, questions)):
            match news:
                case TextGrown():
                    self._job.tell_grown(news.index, clean_text(news.text, draft.brief))
                case TextEnded():
                    self._job.tell_done(news.index, draft.better(news.answer, news.first))


class _Draft:
    """What is asked for, and how what comes is judged."""

    def __init__(self, request: ComposeRequest, kind: WritingKind, language: str, spoken: str) -> None:
        self.brief = request.brief
        self._request = request
        self._kind = kind
        self._language = language
        self._is_same_language = not spoken or not language or are_alike(spoken, language)
        self._n_words = request.n_words or kind.n_words

    def asked(self, missing: Sequence[str] = ()) -> Generate:
        return Generate(
            prompt=compose_prompt(self._request, self._kind, self._language, self._n_words, missing),
            sampling=_SAMPLING,
            max_tokens=int(self._n_words * _MUCH_LONGER * _TOKENS_PER_WORD) + _SPARE_TOKENS,
            priority=Priority.INTERACTIVE,
        )

    def second(self, questions: Sequence[Generate], index: int, ended: AnswerEnded) -> Generate | None:
        version = self.judged(ended)
        if not any(warning.fault in _SEVERE for warning in version.warnings):
            return None
        missing = [warning.text for warning in version.warnings if warning.fault is VersionFault.POINT_MISSING]
        first = questions[index].sampling
        sampling = replace(first, temperature=max(_SECOND_TEMPERATURE, first.temperature or 0.0), seed=index + 11)
        prompt = self.asked(missing).prompt
        return replace(questions[index], prompt=prompt, sampling=sampling)

    def better(self, ended: AnswerEnded, first: AnswerEnded | None) -> WrittenVersion:
        """Of two attempts the one with which less is the matter."""
        found = [self.judged(each) for each in (first, ended) if each is not None]
        return min(found, key=_badness)

    def judged(self, ended: AnswerEnded) -> WrittenVersion:
        text = clean_text(ended.text, self.brief)
        return WrittenVersion(text, tuple(dict.fromkeys(self._warnings(text, ended))))

    def _warnings(self, text: str, ended: AnswerEnded) -> Iterator[VersionWarning]:
        if not text:
            yield VersionWarning(VersionFault.EMPTY)
            return
        if ended.is_looping:
            yield VersionWarning(VersionFault.REPEATS)
        elif ended.is_cut:
            yield VersionWarning(VersionFault.CUT)
        else:
            yield from repetition_warnings(text)
        yield from language_warnings(text, self._language)
        yield from self._length_warnings(text)
        yield from point_warnings(self._request.points, text, is_same_language=self._is_same_language)
        yield from invented_facts(text, self._request.material, self._language)

    def _length_warnings(self, text: str) -> Iterator[VersionWarning]:
        """Only where the person named a length."""
        n_words = len(text.split())
        if self._request.n_words and n_words < self._request.n_words * _MUCH_SHORTER:
            yield VersionWarning(VersionFault.TOO_SHORT, str(n_words))
        elif self._request.n_words and n_words > self._request.n_words * _MUCH_LONGER:
            yield VersionWarning(VersionFault.TOO_LONG, str(n_words))


def _badness(version: WrittenVersion) -> tuple[int, int]:
    faults = [warning.fault for warning in version.warnings]
    unusable = sum(fault in _SEVERE and fault is not VersionFault.POINT_MISSING for fault in faults)
    return unusable, len(faults)
