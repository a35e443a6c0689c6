"""How fast a long text is translated here: several paragraphs at once against one after another, and what is saved.

The text is made up, the same in each run, and translated by engines that have not seen it. Small models are asked for
most paragraphs a second time: how often is counted, since it may differ by the rounding of batches.
"""

import time
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.assist.job import JobEnded
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.translation.translate import TranslationJob
from desktop_llm.assist.translation.translation_request import Segment, TranslationRequest
from desktop_llm.assist.translation.translation_result import Origin, SegmentTranslated, Translation, TranslationEvent
from desktop_llm.cli.bench_rates import ChangingClient, TallyingClient, without_guesses
from desktop_llm.cli.bench_summaries import StartEngine, made_up_document
from desktop_llm.documents.document import BlockKind
from desktop_llm.documents.language import language_of
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import RequestFailedError
from desktop_llm.storage.summary_cache import summary_cache_in_memory

N_PARAGRAPHS: Final = 200
_WORDS_OF_A_PARAGRAPH: Final = 110
_CHANGED: Final = 20


class TranslationFigures(Struct, frozen=True, kw_only=True):
    """A ratio of times in this run, counts, a share from 0 to 1, and seconds.

    translation_asked, translation_tokens: requests, and tokens that were written, several at once; the same with
    `singly`: one after another.
    """

    translation_parallel_ratio: float
    translation_changed_paragraphs: int
    translation_in_order: float
    translation_paragraphs: int
    translation_s: float
    translation_asked: int
    translation_tokens: int
    translation_singly_asked: int
    translation_singly_tokens: int


class _Run:
    """One job, run to its end."""

    def __init__(
        self, engine: EngineClient, texts: Sequence[str], cache: AnswerCache, n_at_once: int = 0, *, may_guess: bool
    ) -> None:
        self.done: dict[int, Translation] = {}
        request = TranslationRequest(segments=tuple(Segment(text=text) for text in texts), source="en", target="de")
        began_s = time.perf_counter()
        tally = TallyingClient(engine if may_guess else ChangingClient(engine, without_guesses))
        TranslationJob(tally, request, self._hear, cache, n_at_once=n_at_once).run()
        self.took_s = time.perf_counter() - began_s
        usages = tally.take_usages()
        self.n_requests, self.n_tokens = len(usages), sum(usage.completion_tokens for usage in usages)

    @property
    def n_asked(self) -> int:
        return sum(each.origin is Origin.MODEL for each in self.done.values())

    def _hear(self, event: TranslationEvent) -> None:
        if isinstance(event, SegmentTranslated):
            self.done[event.index] = event.translation
        elif isinstance(event, JobEnded) and event.failure is not None:
            raise RequestFailedError(event.failure.code, **event.failure.facts)


def measure_translation(
    start: StartEngine, say: Callable[[str], None], n_paragraphs: int = N_PARAGRAPHS, *, may_guess: bool = True
) -> TranslationFigures:
    """A text of `n_paragraphs`. `start` gives an engine that has read nothing. Takes minutes.

    may_guess: tokens are guessed, several at once and one after another. Raises RequestFailedError.
    """
    cache = summary_cache_in_memory()
    texts = _paragraphs(n_paragraphs)
    language_of(texts[0])  # what tells languages apart is loaded once, before the first of the times that are compared
    changed = list(texts)
    changed[min(_CHANGED, n_paragraphs - 1)] = "The mill was sold in the year 1950, and nobody knew to whom."
    with start() as engine:
        say("a translation, several paragraphs at once")
        together = _Run(engine, texts, cache, may_guess=may_guess)
        say("the same with one paragraph changed")
        again = _Run(engine, changed, cache, may_guess=may_guess)
    with start() as engine:
        say("the first text again, one paragraph after another")
        singly = _Run(engine, texts, summary_cache_in_memory(), n_at_once=1, may_guess=may_guess)
    in_order = [together.done[index].source == text for index, text in enumerate(texts)]
    return TranslationFigures(
        translation_parallel_ratio=singly.took_s / together.took_s,
        translation_changed_paragraphs=again.n_asked,
        translation_in_order=sum(in_order) / len(in_order),
        translation_paragraphs=n_paragraphs,
        translation_s=together.took_s,
        translation_asked=together.n_requests,
        translation_tokens=together.n_tokens,
        translation_singly_asked=singly.n_requests,
        translation_singly_tokens=singly.n_tokens,
    )


def _paragraphs(count: int) -> list[str]:
    """Of two sentences, no two the same."""
    document = made_up_document(1, count * _WORDS_OF_A_PARAGRAPH)
    paragraphs = (block.text for block in document.blocks if block.kind is BlockKind.PARAGRAPH)
    sentences = [sentence.strip() + "." for text in paragraphs for sentence in text.split(".") if sentence.strip()]
    return [f"{sentences[2 * index]} {sentences[2 * index + 1]}" for index in range(count)]
