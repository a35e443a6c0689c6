"""Sentences of documents, each with its block and place in it, and which of them say what a given sentence says.

Split when they are first asked for, and not kept for ever: a document may hold a million. One job, one thread.
"""

import math
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.clauses import clauses
from desktop_llm.assist.checks.sourced_text import Source
from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.documents.document import Block, BlockKind, Document
from desktop_llm.documents.sentences import Span, sentences

_KEPT_BLOCKS: Final = 4000
_MAX_PASSAGE_CHARACTERS: Final = 600
_MAX_SOURCES: Final = 3
_MIN_GAIN: Final = 0.12  # of an item's weight that a further source must add
_ORDER_SHARE: Final = 0.25
_LINES: Final = frozenset((BlockKind.TABLE, BlockKind.CODE))


@dataclass(frozen=True)
class Passage:
    """One sentence, or one line of a table or of code. It stands literally in its block's text from start to end."""

    document_index: int
    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return word_keys(self.text)

    @property
    def is_heading(self) -> bool:
        return self.block.kind is BlockKind.HEADING

    def __hash__(self) -> int:
        return hash((self.document_index, self.block.id, self.start))


class PassageShelf:
    """The passages of a job's documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._blocks = [{block.id: block for block in document.blocks} for document in documents]
        self._split: OrderedDict[tuple[int, str], tuple[Passage, ...]] = OrderedDict()

    def of_block(self, document_index: int, block_id: str) -> tuple[Passage, ...]:
        key = (document_index, block_id)
        if key in self._split:
            self._split.move_to_end(key)
            return self._split[key]
        block = self._blocks[document_index][block_id]
        language = self._documents[document_index].language
        passages = tuple(Passage(document_index, block, span.start, span.end) for span in _spans(block, language))
        self._split[key] = passages
        if len(self._split) > _KEPT_BLOCKS:
            self._split.popitem(last=False)
        return passages

    def of_blocks(self, document_index: int, block_ids: Iterable[str]) -> list[Passage]:
        return [passage for block_id in block_ids for passage in self.of_block(document_index, block_id)]

    def source(self, passage: Passage) -> Source:
        return Source(
            document=self._documents[passage.document_index].name,
            document_index=passage.document_index,
            place=passage.block.place,
            block_id=passage.block.id,
            start=passage.start,
            end=passage.end,
            quote=passage.text,
        )


class Support(Struct, frozen=True):
    """The passages that say it, best first, and how much of it is said, clause by clause: from 0 to 1, by weight of
    words.
    """

    passages: tuple[Passage, ...] = ()
    share: float = 0.0


class PassageRanking:
    """A pool of passages with the weights of its words: a word is worth more the fewer passages have it."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = [passage for passage in passages if passage.keys]
        self._keys = [frozenset(passage.keys) for passage in self._passages]
        self._frequencies = Counter(key for keys in self._keys for key in keys)

    def weight(self, key: str) -> float:
        return math.log(1 + (len(self._passages) + 1) / (self._frequencies[key] + 0.5))

    def support(self, text: str, language: str = "") -> Support:
        """The passages that together hold most of the text's words, and of its pairs of words."""
        keys = word_keys(text)
        weights = {key: self.weight(key) for key in keys}
        total = sum(weights.values())
        if not total or not self._passages:
            return Support()
        pairs = frozenset(pairwise(keys))
        missing = set(weights)
        chosen: list[int] = []
        while missing and len(chosen) < _MAX_SOURCES:
            index, gain = self._best(missing, weights, pairs, chosen)
            if index < 0 or (chosen and gain < _MIN_GAIN * total):
                break
            chosen.append(index)
            missing -= self._keys[index]
        return Support(tuple(self._passages[index] for index in chosen), self._share(clauses(text, language), weights))

    def _share(self, pieces: Sequence[str], weights: dict[str, float]) -> float:
        """How much of each clause the passage says that says most of it: no passage says what many say a word of."""
        held = total = 0.0
        for keys in map(frozenset, map(word_keys, pieces)):
            held += max(sum(weights[key] for key in keys & known) for known in self._keys)
            total += sum(weights[key] for key in keys)
        return held / total

    def _best(
        self, missing: set[str], weights: dict[str, float], pairs: frozenset[tuple[str, str]], chosen: Sequence[int]
    ) -> tuple[int, float]:
        """The passage that adds most, and the weight of what it adds. -1: none adds anything."""
        best, best_gain, best_rank = -1, 0.0, 0.0
        for index, keys in enumerate(self._keys):
            if index in chosen or not (common := missing & keys):
                continue
            gain = sum(weights[key] for key in common)
            if gain * (1 + _ORDER_SHARE) <= best_rank:
                continue
            n_pairs = len(pairs.intersection(pairwise(self._passages[index].keys))) if pairs else 0
            rank = gain * (1 + _ORDER_SHARE * (n_pairs / len(pairs) if pairs else 0.0))
            if rank > best_rank:
                best, best_gain, best_rank = index, gain, rank
        return best, best_gain


def _spans(block: Block, language: str) -> Iterator[Span]:
    spans = _line_spans(block.text) if block.kind in _LINES else sentences(block.text, language)
    for span in spans:
        yield from _short_spans(block.text, span)


def _line_spans(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if inner := line.strip():
            left = start + line.index(inner[0])
            yield Span(left, left + len(inner))
        start += len(line)


def _short_spans(text: str, span: Span) -> Iterator[Span]:
    """A sentence without an end is cut between words where there are any."""
    start = span.start
    while span.end - start > _MAX_PASSAGE_CHARACTERS:
        cut = text.rfind(" ", start + _MAX_PASSAGE_CHARACTERS // 2, start + _MAX_PASSAGE_CHARACTERS)
        end = cut if cut > 0 else start + _MAX_PASSAGE_CHARACTERS
        yield Span(start, end)
        start = end + 1 if cut > 0 else end
    if start < span.end:
        yield Span(start, span.end)
