"""How fast a long text is translated here: several paragraphs at once against one after another, and what is saved.

The texts are made up, the same in each run, and each is translated for the first time where it counts.
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
from desktop_llm.cli.bench_summaries import made_up_document
from desktop_llm.documents.document import BlockKind
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import RequestFailedError
from desktop_llm.storage.summary_cache import summary_cache_in_memory

_N_PARAGRAPHS: Final = 200
_WORDS_OF_A_PARAGRAPH: Final = 110
_CHANGED: Final = 20


class TranslationFigures(Struct, frozen=True, kw_only=True):
    """A ratio of times in this run, counts, a share from 0 to 1, and seconds."""

    translation_parallel_ratio: float
    translation_changed_paragraphs: int
    translation_in_order: float
    translation_paragraphs: int
    translation_s: float


class _Run:
    """One job, run to its end."""

    def __init__(self, engine: EngineClient, texts: Sequence[str], cache: AnswerCache, n_at_once: int = 0) -> None:
        self.done: dict[int, Translation] = {}
        request = TranslationRequest(segments=tuple(Segment(text=text) for text in texts), source="en", target="de")
        began_s = time.perf_counter()
        TranslationJob(engine, request, self._hear, cache, n_at_once=n_at_once).run()
        self.took_s = time.perf_counter() - began_s

    @property
    def n_asked(self) -> int:
        return sum(each.origin is Origin.MODEL for each in self.done.values())

    def _hear(self, event: TranslationEvent) -> None:
        if isinstance(event, SegmentTranslated):
            self.done[event.index] = event.translation
        elif isinstance(event, JobEnded) and event.failure is not None:
            raise RequestFailedError(event.failure.code, **event.failure.facts)


def measure_translation(
    engine: EngineClient, say: Callable[[str], None], n_paragraphs: int = _N_PARAGRAPHS
) -> TranslationFigures:
    """Two texts of `n_paragraphs` each. Takes minutes. Raises RequestFailedError."""
    cache = summary_cache_in_memory()
    texts = _paragraphs(1, n_paragraphs)
    say("a translation, several paragraphs at once")
    together = _Run(engine, texts, cache)
    say("the same with one paragraph changed")
    changed = list(texts)
    changed[min(_CHANGED, n_paragraphs - 1)] = "The mill was sold in the year 1950, and nobody knew to whom."
    again = _Run(engine, changed, cache)
    say("another text, one paragraph after another")
    singly = _Run(engine, _paragraphs(2, n_paragraphs), summary_cache_in_memory(), n_at_once=1)
    in_order = [together.done[index].source == text for index, text in enumerate(texts)]
    return TranslationFigures(
        translation_parallel_ratio=singly.took_s / together.took_s,
        translation_changed_paragraphs=again.n_asked,
        translation_in_order=sum(in_order) / len(in_order),
        translation_paragraphs=n_paragraphs,
        translation_s=together.took_s,
    )


def _paragraphs(seed: int, count: int) -> list[str]:
    """Of two sentences, no two the same."""
    document = made_up_document(seed, count * _WORDS_OF_A_PARAGRAPH)
    paragraphs = (block.text for block in document.blocks if block.kind is BlockKind.PARAGRAPH)
    sentences = [sentence.strip() + "." for text in paragraphs for sentence in text.split(".") if sentence.strip()]
    return [f"{sentences[2 * index]} {sentences[2 * index + 1]}" for index in range(count)]
