"""Goes on with a text at a cursor: some words as ghost text, or some sentences. Nothing is put in.

A job runs on a thread of whoever starts it and waits there for the engine; `stop` may be called from any thread.
"""

import re
from functools import cache
from typing import Final

from msgspec import Struct

from desktop_llm.assist.answer_desk import AnswerEnded, AnswerGrew
from desktop_llm.assist.language_names import language_name
from desktop_llm.assist.model_profiles import profile_of
from desktop_llm.assist.writing.version_checks import language_warnings
from desktop_llm.assist.writing.version_job import VersionJob
from desktop_llm.assist.writing.written_version import (
    VersionFault,
    VersionSink,
    VersionWarning,
    WrittenVersion,
)
from desktop_llm.engine.client import EngineClient
from desktop_llm.engine.messages import (
    ChatPrompt,
    ChatTurn,
    Generate,
    ModelDescription,
    Priority,
    Prompt,
    TextPrompt,
    ThinkingMode,
)
from desktop_llm.params import SamplingParams
from desktop_llm.paths import resource

GHOST_WORDS: Final = 12
_SAMPLING: Final = SamplingParams(temperature=0.0)
_TOKENS_PER_WORD: Final = 3
_LEAST_BEFORE_CHARACTERS: Final = 2000
_STEP_CHARACTERS: Final = 1000  # the beginning stays the same for so long, and is evaluated already
_REPEATED_CHARACTERS: Final = 15
_LOOKED_BACK_CHARACTERS: Final = 800
_SENTENCE_END: Final = re.compile(r"[.!?…。！？؟।][\"”’»)]*(?=\s|$)|[。！？]")


class ContinueRequest(Struct, frozen=True, kw_only=True):
    """`before` and `behind` the cursor. is_ghost: some words of one line. language: ISO 639-1; empty: detected."""

    before: str
    behind: str = ""
    n_words: int = GHOST_WORDS
    is_ghost: bool = True
    language: str = ""


class ContinueJob:
    """One request. `sink` is called on the job's thread; what comes is version 0."""

    def __init__(self, engine: EngineClient, request: ContinueRequest, sink: VersionSink) -> None:
        self._job = VersionJob("continue", engine, sink)
        self._request = request

    @property
    def job_id(self) -> str:
        return self._job.job_id

    def stop(self) -> None:
        """End soon; what is written was told."""
        self._job.stop()

    def run(self) -> None:
        """Block until the job is over. Its last event is JobEnded, whatever happens."""
        self._job.run(self._request.before, self._request.language, self._write)

    def _write(self, model: ModelDescription, language: str) -> None:
        command = Generate(
            prompt=continuation_prompt(self._request, model, language),
            sampling=_SAMPLING,
            max_tokens=self._request.n_words * _TOKENS_PER_WORD,
            stop=("\n",) if self._request.is_ghost else (),
            priority=Priority.INTERACTIVE,
        )
        self._job.desk.submit("0", command)
        text = ""
        while isinstance(news := self._job.desk.wait(), AnswerGrew):
            text = text[: news.start] + news.text
            self._job.tell_grown(0, fitted(text, self._request))
        self._job.tell_done(0, _judged(news, self._request, language))


def continuation_prompt(request: ContinueRequest, model: ModelDescription, language: str) -> Prompt:
    """The text up to the cursor as the beginning of the model's own answer, which it goes on with."""
    start = max(0, len(request.before) - _LEAST_BEFORE_CHARACTERS) // _STEP_CHARACTERS * _STEP_CHARACTERS
    before = request.before[start:].rstrip(" ")
    if not profile_of(model).follows_instructions:
        return TextPrompt(before)
    name = language_name(language) or "the language of its beginning"
    asked = ChatTurn("user", _template().format(language=name))
    return ChatPrompt((asked, ChatTurn("assistant", before)), ThinkingMode.OFF, is_continuation=True)


def fitted(text: str, request: ContinueRequest) -> str:
    """As it may stand at the cursor: no second space, and nothing that stands there already."""
    if request.before[-1:].isspace():
        text = text.lstrip(" ")
    if request.behind[:1].isspace():
        text = text.rstrip(" ")
    said = " ".join(text.split())
    near = " ".join(request.before[-_LOOKED_BACK_CHARACTERS:].split())
    coming = " ".join(request.behind[:_LOOKED_BACK_CHARACTERS].split())
    is_repeated = len(said) >= _REPEATED_CHARACTERS and (said in near or coming.startswith(said))
    return "" if is_repeated else text


def _judged(ended: AnswerEnded, request: ContinueRequest, language: str) -> WrittenVersion:
    text = fitted(ended.text, request)
    if ended.is_looping:
        return WrittenVersion("", (VersionWarning(VersionFault.REPEATS),))
    if ended.is_cut:
        text = _to_whole_words(text)
    if not text.strip():
        return WrittenVersion("", (VersionWarning(VersionFault.EMPTY),))
    return WrittenVersion(text, tuple(language_warnings(text, language)))


def _to_whole_words(text: str) -> str:
    """Up to the last whole sentence, or else the last whole word."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if ends:
        return text[: ends[-1]]
    cut = max(text.rfind(" "), text.rfind("\n"))
    return text[:cut] if cut > 0 else text


@cache
def _template() -> str:
    return resource("prompts/write/continue.txt").read_text(encoding="utf-8").strip()
