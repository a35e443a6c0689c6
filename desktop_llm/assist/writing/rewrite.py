"""Rewrites a text in another style, in one or more versions at once; what is lost or added is found by code and told.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.answer_desk import AnswerEnded
from desktop_llm.assist.translation.protected_text import ProtectedText
from desktop_llm.assist.translation.translation_answer import clean_text
from desktop_llm.assist.writing.rewrite_pieces import RewritePieces, rewrite_pieces
from desktop_llm.assist.writing.rewrite_prompts import rewrite_prompt
from desktop_llm.assist.writing.rewrite_request import ABRIDGING, LAID_OUT, RewriteRequest, RewriteStyle
from desktop_llm.assist.writing.version_asking import TextEnded, TextGrown, ask_for_texts, of_version
from desktop_llm.assist.writing.version_checks import invented_facts, language_warnings, lost_facts, repetition_warnings
from desktop_llm.assist.writing.version_job import VersionJob
from desktop_llm.assist.writing.written_version import (
    VersionFault,
    VersionSink,
    VersionWarning,
    WrittenVersion,
)
from desktop_llm.documents.segments import text_of
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import Generate, ModelDescription, Priority
from desktop_llm.params import SamplingParams

_SAMPLING: Final = SamplingParams(temperature=0.0)
_SECOND: Final = SamplingParams(temperature=0.7)
_SECOND_SEED: Final = 7
_SECOND_HINT: Final = (
    "Answer with nothing but the rewritten text, in its own language, with all marks such as ⟦1⟧ in it."
)
_INSTRUCTION_TOKENS: Final = 220
_USUAL_CONTEXT_TOKENS: Final = 4096
_MOST_CHARACTERS: Final = 3000
_LEAST_CHARACTERS: Final = 200
_MOST_AT_ONCE: Final = 8
_SPARE_TOKENS: Final = 80
_USUAL_FACTOR: Final = 2.0
_LONGER_FACTOR: Final = 3.5
# The answer takes up to that many times the room of the text, which itself is in the prompt.
_SHARES: Final = 3
_SHOWN_CHARACTERS: Final = 120


class RewriteJob:
    """One request. `sink` is called on the job's thread."""

    def __init__(self, engine: EngineClient, request: RewriteRequest, sink: VersionSink) -> None:
        self._job = VersionJob("rewrite", engine, sink)
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
        self._job.run(request.text, request.language, self._rewrite, request.n_versions)

    def _rewrite(self, model: ModelDescription, language: str) -> None:
        _Rewriting(self._job, self._request, model, language).run()


class _Judged(Struct, frozen=True):
    """What came of a piece; `text` is None where nothing that can be used came."""

    text: str | None
    warnings: tuple[VersionWarning, ...] = ()


class _Rewriting:
    """The job with one model."""

    def __init__(self, job: VersionJob, request: RewriteRequest, model: ModelDescription, language: str) -> None:
        self._job = job
        self._request = request
        self._model = model
        self._language = language
        self._pieces: RewritePieces = rewrite_pieces(request.text, language, _piece_characters(model))
        # With a line end in it, the lines of an answer stay.
        end = "\n" if request.style in LAID_OUT else ""
        self._protected = [ProtectedText((text + end,)) for text in self._pieces.texts]
        self._done: list[dict[int, _Judged]] = [{} for _ in range(request.n_versions)]

    def run(self) -> None:
        asked = self._asked()
        versions = range(self._request.n_versions)
        questions = [of_version(each, version) for version in versions for each in asked]
        for news in ask_for_texts(self._job.desk, questions, partial(self._second, questions)):
            version, piece = divmod(news.index, len(asked))
            match news:
                case TextGrown():
                    self._show(version, piece, news.text)
                case TextEnded():
                    self._done[version][piece] = self._judged(piece, news.answer)
                    self._finish(version)
        if not questions:
            for version in versions:
                self._finish(version)

    def _asked(self) -> list[Generate]:
        """A question for each piece."""
        texts = [each.text.strip() for each in self._protected]
        if not texts:
            return []
        counts = self._job.desk.count_tokens(texts)
        factor = _LONGER_FACTOR if self._request.style is RewriteStyle.LONGER else _USUAL_FACTOR
        room = (self._model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS) - _INSTRUCTION_TOKENS
        taken = int(max(counts) * (1 + factor)) + _SPARE_TOKENS
        self._job.desk.allow_at_once(min(_MOST_AT_ONCE, self._model.n_sequences, max(1, room // taken)))
        return [
            Generate(
                prompt=rewrite_prompt(text, self._language, self._request),
                sampling=_SAMPLING,
                max_tokens=int(count * factor) + _SPARE_TOKENS,
                priority=Priority.INTERACTIVE,
            )
            for text, count in zip(texts, counts, strict=True)
        ]

    def _second(self, questions: Sequence[Generate], index: int, ended: AnswerEnded) -> Generate | None:
        version, piece = divmod(index, len(self._protected))
        if self._judged(piece, ended).text is not None:
            return None
        prompt = rewrite_prompt(self._protected[piece].text.strip(), self._language, self._request, _SECOND_HINT)
        return replace(questions[index], prompt=prompt, sampling=replace(_SECOND, seed=_SECOND_SEED + version))

    def _judged(self, piece: int, ended: AnswerEnded) -> _Judged:
        protected, source = self._protected[piece], self._pieces.texts[piece]
        answer = clean_text(ended.text, source)
        if ended.is_cut or not answer or protected.faults(answer):
            return _Judged(None)
        text = text_of(protected.restored(answer))
        if any((*repetition_warnings(text), *language_warnings(text, self._language))):
            return _Judged(None)
        lost = () if self._request.style in ABRIDGING else tuple(lost_facts(text, source, self._language))
        return _Judged(text, (*lost, *invented_facts(text, (self._request.text,), self._language)))

    def _show(self, version: int, piece: int, text: str) -> None:
        """Up to the piece that is being written, if all before it are there."""
        done = self._done[version]
        if all(index in done for index in range(piece)):
            texts = [self._text(version, index) for index in range(piece)]
            shown = self._protected[piece].readable(clean_text(text, self._pieces.texts[piece]))
            self._job.tell_grown(version, self._pieces.joined([*texts, shown]))

    def _finish(self, version: int) -> None:
        """Tell the version, if all its pieces are there."""
        done = self._done[version]
        if len(done) < len(self._protected):
            return
        text = self._pieces.joined([self._text(version, index) for index in range(len(done))])
        warnings = [warning for index in range(len(done)) for warning in self._warnings(done[index], index)]
        if text == self._request.text and not warnings:
            warnings.append(VersionWarning(VersionFault.UNCHANGED))
        self._job.tell_done(version, WrittenVersion(text, tuple(dict.fromkeys(warnings))))

    def _text(self, version: int, piece: int) -> str:
        text = self._done[version][piece].text
        return self._pieces.texts[piece] if text is None else text

    def _warnings(self, judged: _Judged, piece: int) -> tuple[VersionWarning, ...]:
        if judged.text is not None:
            return judged.warnings
        return (VersionWarning(VersionFault.PART_KEPT, self._pieces.texts[piece][:_SHOWN_CHARACTERS]),)


def _piece_characters(model: ModelDescription) -> int:
    """As much as fits the context together with its answer."""
    room = (model.n_ctx_tokens or _USUAL_CONTEXT_TOKENS) - _INSTRUCTION_TOKENS
    return max(_LEAST_CHARACTERS, min(_MOST_CHARACTERS, room // _SHARES * 2))
