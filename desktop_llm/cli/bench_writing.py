"""How fast a text is proofread here: groups of sentences at once against one after another.

The texts are made up, the same in each run, and each is read for the first time.
"""

import time
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.writing.proofread import ProofreadJob
from desktop_llm.assist.writing.proofread_request import ProofreadRequest
from desktop_llm.assist.writing.proofread_result import ProofreadEvent, ProofreadPlanned, SentencesRead
from desktop_llm.cli.bench_summaries import made_up_document
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import RequestFailedError

N_PROOFREAD_WORDS: Final = 2000


class WritingFigures(Struct, frozen=True, kw_only=True):
    """A ratio of times in this run, a share from 0 to 1, a count and seconds."""

    proofread_parallel_ratio: float
    proofread_read_share: float
    proofread_words: int
    proofread_s: float


class _Run:
    """One job, run to its end."""

    def __init__(self, engine: EngineClient, text: str, n_at_once: int = 0) -> None:
        self.n_words = self._n_sentences = self._n_done = 0
        began_s = time.perf_counter()
        ProofreadJob(engine, ProofreadRequest(text=text, language="en"), self._hear, n_at_once=n_at_once).run()
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
    engine: EngineClient, say: Callable[[str], None], n_words: int = N_PROOFREAD_WORDS
) -> WritingFigures:
    """Two texts of `n_words` each. Takes minutes. Raises RequestFailedError."""
    say("proofreading, several groups of sentences at once")
    together = _Run(engine, made_up_document(1, n_words).text)
    say("another text, one group after another")
    singly = _Run(engine, made_up_document(2, n_words).text, n_at_once=1)
    return WritingFigures(
        proofread_parallel_ratio=singly.took_s / together.took_s,
        proofread_read_share=together.read_share,
        proofread_words=together.n_words,
        proofread_s=together.took_s,
    )
