"""How fast a long document is summarized here: side by side against one after another, and what is saved the next time.

The documents are made up, the same in each run, and each is read for the first time where it counts: an engine that
had seen one before would find it evaluated. What is possible is told by the rates that the same engine has for prompts
by themselves and for eight answers at once, measured before the summary and after it.
"""

import random
import statistics
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Final

from msgspec import Struct

from desktop_llm.assist.job import JobEnded, JobState
from desktop_llm.assist.remembered_values import AnswerCache
from desktop_llm.assist.summary.summarize import SummaryJob
from desktop_llm.assist.summary.summary_budget import fact_tokens, n_facts_of, summary_budget
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryRequest
from desktop_llm.assist.summary.summary_result import SectionRead, Summary, SummaryEvent, SummaryPlanned, SummaryWritten
from desktop_llm.cli.bench_rates import EngineRates, TallyingClient, measure_rates
from desktop_llm.documents.document import Block, BlockKind, Document
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.storage.summary_cache import summary_cache_in_memory

N_WORDS: Final = 30_000
_WORDS_PER_TOKEN: Final = 0.75  # of the words that prompts for measuring are made of
_SENTENCES_PER_PARAGRAPH: Final = 5
_PARAGRAPHS_PER_CHAPTER: Final = 12
_FAMILIES: Final = ("Meyer", "Keller", "Huber", "Rossi", "Dupont", "Larsen", "Novak", "Silva", "Kovacs", "Jansen")
_THINGS: Final = ("bridge", "mill", "school", "barn", "well", "chapel", "road", "inn", "orchard", "workshop")
_DEEDS: Final = ("built", "sold", "repaired", "bought", "inherited", "painted", "lost", "gave away")
_LINKS: Final = ("because", "although", "after", "before", "while", "as soon as", "even though", "in the year when")
_PEOPLE: Final = (
    "the council",
    "a cousin from overseas",
    "the neighbours",
    "two brothers of the miller",
    "an old widow",
    "the schoolmaster",
    "a stranger on horseback",
    "the bishop",
    "most of the children",
    "the carpenter's daughter",
)
_EVENTS: Final = (
    "had argued about it for two winters",
    "wanted a fountain instead",
    "could not pay for the roof",
    "had walked to the next village for bread",
    "lost a lawsuit over the meadow",
    "found water behind the church",
    "sold the last two horses",
    "had promised it to somebody else",
    "came back from the war with a wooden leg",
    "counted the money and found too little",
    "refused to sign the letter",
    "planted walnut trees along the river",
    "heard of it only at the market",
    "had dreamed of a flood",
    "forbade the dancing on Sundays",
)


StartEngine = Callable[[], AbstractContextManager[EngineClient]]


class SummaryFigures(Struct, frozen=True, kw_only=True):
    """Ratios of times in this run, shares from 0 to 1, and seconds."""

    summary_parallel_ratio: float
    summary_of_possible_ratio: float
    summary_form_change_ratio: float
    summary_form_change_calls: int
    summary_resumed_ratio: float
    summary_blocks_read: float
    summary_literal_quotes: float
    summary_sections: int
    summary_read_s: float
    summary_total_s: float
    summary_prompt_tokens_per_s: float
    summary_eight_tokens_per_s: float


class _Run:
    """One job, run to its end or stopped when so many sections are read."""

    def __init__(
        self,
        engine: EngineClient,
        request: SummaryRequest,
        cache: AnswerCache,
        *,
        n_at_once: int = 0,
        stop_at_share: float = 0.0,
    ) -> None:
        self.n_sections = 0
        self.n_read = 0
        self._stop_at_share = stop_at_share
        self._summary: Summary | None = None
        self._ended: JobEnded | None = None
        self._job = SummaryJob(engine, request, self._hear, cache, n_at_once)
        self._job.run()

    @property
    def summary(self) -> Summary:
        """Raises RequestFailedError for a job that failed."""
        if self._ended is not None and self._ended.failure is not None:
            raise RequestFailedError(self._ended.failure.code, **self._ended.failure.facts)
        if self._summary is None:
            raise RequestFailedError(ErrorCode.BUG, reason="a summary without an end")
        return self._summary

    @property
    def is_stopped(self) -> bool:
        return self._ended is not None and self._ended.state is JobState.STOPPED

    def _hear(self, event: SummaryEvent) -> None:
        match event:
            case SummaryPlanned():
                self.n_sections = len(event.sections)
            case SectionRead():
                self.n_read += 1
                if self._stop_at_share and self.n_read == max(1, round(self.n_sections * self._stop_at_share)):
                    self._job.stop()
            case SummaryWritten():
                self._summary = event.summary
            case JobEnded():
                self._ended = event
            case _:
                pass


class _Counting:
    """A cache that counts the answers that were not in it: those that the model was asked for."""

    def __init__(self, cache: AnswerCache) -> None:
        self.n_kept = 0
        self._cache = cache

    def find(self, keys: Sequence[str]) -> dict[str, bytes]:
        return self._cache.find(keys)

    def keep(self, key: str, value: bytes) -> None:
        self.n_kept += 1
        self._cache.keep(key, value)

    def prune(self) -> int:
        return self._cache.prune()


def measure_summaries(start: StartEngine, say: Callable[[str], None], n_words: int = N_WORDS) -> SummaryFigures:
    """Two documents of `n_words` each. `start` gives an engine that has read nothing. Takes minutes.

    Raises RequestFailedError.
    """
    first = SummaryRequest(documents=(made_up_document(1, n_words),))
    cache = summary_cache_in_memory()
    with start() as engine:
        tally = TallyingClient(engine)
        say("how fast prompts are read and eight answers written")
        rates = [_rates(engine)]
        say("a summary, sections side by side")
        reading = _Run(tally, first, cache)
        whole = reading.summary
        rates.append(_rates(engine))
        say("its other form")
        counting = _Counting(cache)
        changed = _Run(engine, SummaryRequest(documents=first.documents, form=SummaryForm.PARAGRAPH), counting).summary
        say("another document, stopped at half and gone on with")
        second = SummaryRequest(documents=(made_up_document(2, n_words),))
        _Run(engine, second, cache, stop_at_share=0.5)
        resumed = _Run(engine, second, cache).summary
    with start() as engine:
        say("the first document again, sections one after another")
        singly = _Run(engine, first, summary_cache_in_memory(), n_at_once=1, stop_at_share=1.0).summary
    usages = tally.take_usages()[: whole.n_chunks]  # the sections come first
    possible_s = statistics.mean(each.seconds_for(usages) for each in rates)
    return SummaryFigures(
        summary_parallel_ratio=singly.timings.read_s / whole.timings.read_s,
        summary_of_possible_ratio=possible_s / whole.timings.read_s,
        summary_form_change_ratio=changed.timings.total_s / whole.timings.total_s,
        summary_form_change_calls=counting.n_kept,
        summary_resumed_ratio=resumed.timings.total_s / whole.timings.total_s,
        summary_blocks_read=whole.coverage.share,
        summary_literal_quotes=_literal_share(whole, first.documents[0]),
        summary_sections=whole.n_chunks,
        summary_read_s=whole.timings.read_s,
        summary_total_s=whole.timings.total_s,
        summary_prompt_tokens_per_s=statistics.mean(each.prompt_tokens_per_s for each in rates),
        summary_eight_tokens_per_s=statistics.mean(each.eight_tokens_per_s for each in rates),
    )


def _rates(engine: EngineClient) -> EngineRates:
    """At the depth that sections and their answers have."""
    model = engine.status.model
    if model is None:
        raise RequestFailedError(ErrorCode.NO_MODEL)
    n_tokens = summary_budget(model).section_tokens
    return measure_rates(engine, int(n_tokens * _WORDS_PER_TOKEN), fact_tokens(n_facts_of(n_tokens)))


def made_up_document(seed: int, n_words: int) -> Document:
    """A chronicle in chapters; no two sentences of it are the same."""
    chance = random.Random(seed)  # noqa: S311 nothing is secret here
    blocks: list[Block] = []
    start, n_written, chapter = 0, 0, ""
    while n_written < n_words:
        if len(blocks) % (_PARAGRAPHS_PER_CHAPTER + 1) == 0:
            chapter = f"Chapter {len(blocks) // (_PARAGRAPHS_PER_CHAPTER + 1) + 1}"
            kind, text, level = BlockKind.HEADING, chapter, 1
        else:
            text = " ".join(_sentence(chance) for _ in range(_SENTENCES_PER_PARAGRAPH))
            kind, level = BlockKind.PARAGRAPH, 0
        path = () if kind is BlockKind.HEADING else (chapter,)
        block = Block(id=f"b{len(blocks) + 1}", kind=kind, text=text, level=level, start=start, heading_path=path)
        blocks.append(block)
        start += len(text) + 2
        n_written += len(text.split())
    name = f"chronicle-{seed}.txt"
    return Document(name=name, path=name, sha256="", media_type="text/plain", language="en", blocks=tuple(blocks))


def _sentence(chance: random.Random) -> str:
    family, thing, deed = chance.choice(_FAMILIES), chance.choice(_THINGS), chance.choice(_DEEDS)
    link, people, event = chance.choice(_LINKS), chance.choice(_PEOPLE), chance.choice(_EVENTS)
    year, cost = chance.randint(1650, 1950), chance.randint(100, 99_999)
    return f"In {year} the family {family} {deed} a {thing} for {cost} florins, {link} {people} {event}."


def _literal_share(summary: Summary, document: Document) -> float:
    texts = {block.id: block.text for block in document.blocks}
    sources = [source for part in summary.parts for item in part.items for source in item.sources]
    literal = [texts[source.block_id][source.start : source.end] == source.quote for source in sources]
    return sum(literal) / len(literal) if literal else 0.0
