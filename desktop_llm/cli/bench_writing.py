"""How fast a text is proofread here, what guesses save, and how long one waits for words at the cursor.

The texts are made up, the same in each run, and read by engines that have not seen them. Small models find hardly an
error, and then all the time goes into reading: they are held to as many changes as a text with many errors has.
"""

import statistics
import time
from collections.abc import Callable
from typing import Final
from uuid import uuid4

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.writing.continue_text import ContinueJob, ContinueRequest
from desktop_llm.assist.writing.proofread import ProofreadJob
from desktop_llm.assist.writing.proofread_request import ProofreadRequest
from desktop_llm.assist.writing.proofread_result import ProofreadEvent, ProofreadPlanned, SentencesRead
from desktop_llm.assist.writing.written_version import VersionEvent, VersionGrew
from desktop_llm.cli.bench_rates import ChangingClient, without_guesses
from desktop_llm.cli.bench_summaries import StartEngine, made_up_document
from desktop_llm.documents.language import language_of
from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.messages import (
    Failed,
    Finished,
    Generate,
    TextGrew,
    TextPrompt,
    Usage,
)
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.params import SamplingParams

N_PROOFREAD_WORDS: Final = 2000
_SENTENCES_PER_ERROR: Final = 3
_GHOST_WORDS: Final = 300
_N_GHOSTS: Final = 6
_N_COPIES: Final = 5
_N_PROOFREAD: Final = 3  # processors are faster at one time than at another
_COPIED_TOKENS: Final = 150
_CHANGED_WORDS: Final = ("keeper", "captain")
_COPIED_TEXT: Final = (
    "The lighthouse keeper wrote down the weather every evening. In spring the wind came from the south and brought "
    "rain; in summer the sea lay still for weeks, and ships passed without a sound. He noted the names of the ships, "
    "the height of the tide, and once a year the day on which the swallows came back to the tower.\n\n"
    "His daughter had learned to read from these books. She knew which storm had torn the roof off the boathouse, and "
    "how long the ice had held the harbour in the year she was born. When she went to school on the mainland, she "
    "could not believe that other children had no such book at home.\n\n"
    "When the keeper died, the books were given to the museum. A young woman there copied them, page by page, and "
    "found that the winters had become shorter. She wrote a letter to the daughter, who was an old woman by then, and "
    "asked what the small crosses at the edge of some pages meant. The answer came after a week: on those days her "
    "father had baked bread."
)
_GREEDY: Final = SamplingParams(temperature=0.0)


class WritingFigures(Struct, frozen=True, kw_only=True):
    """Ratios of times in this run, shares from 0 to 1, a count and seconds.

    proofread_…: at once against one after another; the median of three times.
    lookup_…: a text is repeated with one word changed, with guessed tokens against without; the median of five times.
    ghost_first_ms: from asking at a cursor to the first words; the first time, and one word further on (the median).
    """

    proofread_parallel_ratio: float
    proofread_read_share: float
    proofread_words: int
    proofread_s: float
    lookup_ratio: float
    lookup_same_texts: float
    lookup_accepted_share: float
    ghost_first_ms: float
    ghost_again_ms: float


def _finding_errors(command: Generate) -> Generate:
    """With a change for each third sentence in the answer."""
    return replace(command, json_schema=_with_changes(command.json_schema))


def _with_changes(schema: str) -> str:
    content = msgspec.json.decode(schema)
    changes = content["properties"]["changes"]
    changes["minItems"] = -(-changes["maxItems"] // _SENTENCES_PER_ERROR)
    return msgspec.json.encode(content).decode()


class _Run:
    """One job, run to its end."""

    def __init__(self, engine: EngineClient, text: str, n_at_once: int = 0, *, may_guess: bool) -> None:
        self.n_words = self._n_sentences = self._n_done = 0
        began_s = time.perf_counter()
        request = ProofreadRequest(text=text, language="en")
        asked = ChangingClient(engine, _finding_errors)
        if not may_guess:
            asked = ChangingClient(asked, without_guesses)
        ProofreadJob(asked, request, self._hear, n_at_once=n_at_once, is_awaited=True).run()
        self.took_s = time.perf_counter() - began_s

    @property
    def read_share(self) -> float:
        return self._n_done / self._n_sentences if self._n_sentences else 0.0

    def _hear(self, event: ProofreadEvent) -> None:
        match event:
            case ProofreadPlanned():
                self.n_words, self._n_sentences = event.n_words, event.n_sentences
            case SentencesRead():
                self._n_done = event.n_done
            case JobEnded(failure=failure) if failure is not None:
                raise RequestFailedError(failure.code, **failure.facts)
            case _:
                pass


def measure_writing(
    start: StartEngine, say: Callable[[str], None], n_words: int = N_PROOFREAD_WORDS, *, may_guess: bool = True
) -> WritingFigures:
    """A text of `n_words`, and some short ones. `start` gives an engine that has read nothing. Takes minutes.

    may_guess: tokens are guessed while the text is proofread, at once and one after another. Raises RequestFailedError.
    """
    text = made_up_document(1, n_words).text
    language_of(text)  # what tells languages apart is loaded once, before the first of the times that are compared
    proofread = [_proofread_pair(start, say, text, may_guess=may_guess) for _ in range(_N_PROOFREAD)]
    with start() as engine:
        say("repeating a text with one change, with guessed tokens and without")
        pairs = [_copied_pair(engine) for _ in range(_N_COPIES)]
        say("words at a cursor")
        ghosts_ms = _ghosts_ms(engine)
    return WritingFigures(
        proofread_parallel_ratio=statistics.median(singly.took_s / together.took_s for together, singly in proofread),
        proofread_read_share=min(together.read_share for together, _ in proofread),
        proofread_words=proofread[0][0].n_words,
        proofread_s=statistics.median(together.took_s for together, _ in proofread),
        lookup_ratio=statistics.median(plain.ms_per_token / guessed.ms_per_token for plain, guessed in pairs),
        lookup_same_texts=statistics.mean(plain.text == guessed.text for plain, guessed in pairs),
        lookup_accepted_share=statistics.mean(guessed.accepted_share for _, guessed in pairs),
        ghost_first_ms=ghosts_ms[0],
        ghost_again_ms=statistics.median(ghosts_ms[1:]),
    )


def _proofread_pair(start: StartEngine, say: Callable[[str], None], text: str, *, may_guess: bool) -> tuple[_Run, _Run]:
    """All groups at once, and one after another."""
    with start() as engine:
        say("proofreading, several groups of sentences at once")
        together = _Run(engine, text, may_guess=may_guess)
    with start() as engine:
        say("the same text, one group after another")
        return together, _Run(engine, text, n_at_once=1, may_guess=may_guess)


def _ghosts_ms(engine: EngineClient) -> list[float]:
    """At cursors that are a word apart: what is before them is evaluated already, but for that."""
    words = made_up_document(3, _GHOST_WORDS).text.split(" ")
    return [_ghost_ms(engine, " ".join(words[: _GHOST_WORDS - _N_GHOSTS + number])) for number in range(_N_GHOSTS)]


def _ghost_ms(engine: EngineClient, before: str) -> float:
    """Until there are words, or it is over."""
    began_s = time.perf_counter()
    seen_s: list[float] = []

    def hear(event: VersionEvent) -> None:
        match event:
            case VersionGrew(text=text) if text.strip():
                seen_s.append(time.perf_counter())
            case JobEnded(failure=failure) if failure is not None:
                raise RequestFailedError(failure.code, **failure.facts)
            case JobEnded():
                seen_s.append(time.perf_counter())
            case _:
                pass

    ContinueJob(engine, ContinueRequest(before=before, language="en"), hear).run()
    return (seen_s[0] - began_s) * 1000


class _Copy(Struct, frozen=True):
    """What a model wrote that should repeat a text."""

    text: str
    usage: Usage

    @property
    def ms_per_token(self) -> float:
        return self.usage.generation_ms / max(1, self.usage.completion_tokens - 1)

    @property
    def accepted_share(self) -> float:
        return self.usage.accepted_tokens / max(1, self.usage.completion_tokens)


def _copied_pair(engine: EngineClient) -> tuple[_Copy, _Copy]:
    """Without guessed tokens and with them; only the writing is timed.

    A text stands there, and once more with a word changed; that is repeated. Asked in words, a small model would write
    something of its own.
    """
    before, after = _CHANGED_WORDS
    changed = _COPIED_TEXT.replace(before, after)
    prompt = TextPrompt(f"{_COPIED_TEXT}\n\n{changed}\n\n{changed.partition(',')[0]}")
    return _copy(engine, prompt, may_draft=False), _copy(engine, prompt, may_draft=True)


def _copy(engine: EngineClient, prompt: TextPrompt, *, may_draft: bool) -> _Copy:
    command = Generate(
        request_id=uuid4().hex, prompt=prompt, sampling=_GREEDY, max_tokens=_COPIED_TOKENS, may_draft=may_draft
    )
    pieces: list[str] = []
    for event in stream_events(engine, command):
        match event:
            case TextGrew():
                pieces.append(event.text)
            case Finished():
                return _Copy("".join(pieces), event.usage)
            case Failed():
                raise RequestFailedError(event.code, **event.facts)
            case _:
                pass
    raise RequestFailedError(ErrorCode.BUG, reason="a generation without an end")
