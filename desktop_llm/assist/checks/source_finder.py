"""Finds where a sentence comes from among the sections that it was written from: by its words, and by what it means
where words do not say it and a model for meaning is installed. One job, one thread.
"""

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.fact_checks import SourceFacts
from desktop_llm.assist.checks.passages import Passage, PassageRanking, PassageShelf, Support
from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.questions.near_passages import NearPassages
from desktop_llm.assist.questions.rank_fusion import fused_ranking
from desktop_llm.assist.summary.summary_sections import Section
from desktop_llm.documents.document import Document

MIN_SUPPORT: Final = 0.54
"""The share of a sentence, clause by clause and by weight of words, that a passage must say. The most that leaves 97 of
100 true sentences unmarked: see decision 16."""
_MIN_SHOWN_SUPPORT: Final = 0.25  # below, what words find would only mislead
_MOST_SOURCES: Final = 3
_SEARCHED_SECTIONS: Final = 4
_KEPT_SECTIONS: Final = 64
_KEPT_VOCABULARIES: Final = 2000


class Finding(Struct, frozen=True):
    """How far words say it, and the sections that were searched: the likeliest ones. sources: what is worth showing."""

    support: Support
    section_indexes: tuple[int, ...]
    sources: tuple[Passage, ...]


class SourceFinder:
    """Knows the sections of a job."""

    def __init__(
        self,
        documents: Sequence[Document],
        sections: Sequence[Section],
        shelf: PassageShelf,
        near: NearPassages | None = None,
    ) -> None:
        self._sections = sections
        self._shelf = shelf
        self._near = near
        self._languages = [document.language for document in documents]
        self._texts = [{block.id: block.text for block in document.blocks} for document in documents]
        self._vocabulary = lru_cache(_KEPT_VOCABULARIES)(self._read_vocabulary)
        self._blocks = lru_cache(_KEPT_VOCABULARIES)(self._read_blocks)
        self._ranking = lru_cache(_KEPT_SECTIONS)(self._make_ranking)
        self.facts = lru_cache(_KEPT_SECTIONS)(self._read_facts)
        """What the sections with these indexes hold."""

    def passages(self, section_index: int) -> list[Passage]:
        section = self._sections[section_index]
        return self._shelf.of_blocks(section.document_index, section.block_ids)

    def find(self, text: str, section_indexes: Sequence[int]) -> Finding:
        """By meaning too, where words do not say it."""
        by_words = self.find_by_words(text, section_indexes)
        if self._near is None or by_words.support.share >= MIN_SUPPORT:
            return by_words
        near = self._near.nearest(text, self._blocks(tuple(section_indexes)))
        if not near:
            return by_words
        indexes = self._with_sections_of(near, by_words.section_indexes, section_indexes)
        support = self._support(text, indexes)
        return Finding(support, indexes, _fused(_worth_showing(support), near))

    def find_by_words(self, text: str, section_indexes: Sequence[int]) -> Finding:
        likely = self._likely(text, section_indexes)
        support = self._support(text, likely)
        return Finding(support, likely, _worth_showing(support))

    def _support(self, text: str, section_indexes: tuple[int, ...]) -> Support:
        language = self._languages[self._sections[section_indexes[0]].document_index] if section_indexes else ""
        return self._ranking(section_indexes).support(text, language)

    def _with_sections_of(
        self, passages: Sequence[Passage], likely: tuple[int, ...], section_indexes: Sequence[int]
    ) -> tuple[int, ...]:
        """The likely ones, and those in which these passages are."""
        blocks = {(passage.document_index, passage.block.id) for passage in passages}
        found = {index for index in section_indexes if not blocks.isdisjoint(self._blocks((index,)))}
        return tuple(sorted({*likely, *found}))

    def _likely(self, text: str, section_indexes: Sequence[int]) -> tuple[int, ...]:
        if len(section_indexes) <= _SEARCHED_SECTIONS:
            return tuple(section_indexes)
        keys = frozenset(word_keys(text))
        common = {index: keys & self._vocabulary(index) for index in section_indexes}
        best = sorted(section_indexes, key=lambda index: -sum(map(self._weight, common[index])))
        return tuple(sorted(best[:_SEARCHED_SECTIONS]))

    def _weight(self, key: str) -> float:
        return math.log(1 + len(self._sections) / (self._frequencies[key] + 0.5))

    @cached_property
    def _frequencies(self) -> Counter[str]:
        return Counter(key for section in self._sections for key in self._vocabulary(section.index))

    def _read_vocabulary(self, section_index: int) -> frozenset[str]:
        return frozenset(word_keys(self._sections[section_index].text))

    def _read_blocks(self, section_indexes: tuple[int, ...]) -> frozenset[tuple[int, str]]:
        sections = [self._sections[index] for index in section_indexes]
        return frozenset((section.document_index, block_id) for section in sections for block_id in section.block_ids)

    def _make_ranking(self, section_indexes: tuple[int, ...]) -> PassageRanking:
        return PassageRanking([passage for index in section_indexes for passage in self.passages(index)])

    def _read_facts(self, section_indexes: tuple[int, ...]) -> SourceFacts:
        sections = [self._sections[index] for index in section_indexes]
        blocks = dict.fromkeys(
            (section.document_index, block_id) for section in sections for block_id in section.block_ids
        )
        return SourceFacts(self._texts[document_index][block_id] for document_index, block_id in blocks)


def _worth_showing(support: Support) -> tuple[Passage, ...]:
    return support.passages if support.share >= _MIN_SHOWN_SUPPORT else ()


def _fused(by_words: Sequence[Passage], by_meaning: Sequence[Passage]) -> tuple[Passage, ...]:
    passages = list(dict.fromkeys((*by_words, *by_meaning)))
    ranking = fused_ranking([list(map(passages.index, each)) for each in (by_words, by_meaning)])
    return tuple(passages[number] for number in ranking[:_MOST_SOURCES])
