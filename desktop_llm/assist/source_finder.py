"""Finds where a sentence comes from among the sections that it was written from. One job, one thread."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Struct

from desktop_llm.assist.fact_checks import SourceFacts
from desktop_llm.assist.passages import Passage, PassageRanking, PassageShelf, Support
from desktop_llm.assist.summary_sections import Section
from desktop_llm.assist.word_keys import word_keys
from desktop_llm.documents.document import Document

_SEARCHED_SECTIONS: Final = 4
_KEPT_SECTIONS: Final = 64
_KEPT_VOCABULARIES: Final = 2000


class Finding(Struct, frozen=True):
    """The passages that say it, and the sections that were searched: the likeliest ones."""

    support: Support
    section_indexes: tuple[int, ...]


class SourceFinder:
    """Knows the sections of a job."""

    def __init__(self, documents: Sequence[Document], sections: Sequence[Section], shelf: PassageShelf) -> None:
        self._sections = sections
        self._shelf = shelf
        self._languages = [document.language for document in documents]
        self._texts = [{block.id: block.text for block in document.blocks} for document in documents]
        self._vocabulary = lru_cache(_KEPT_VOCABULARIES)(self._read_vocabulary)
        self._ranking = lru_cache(_KEPT_SECTIONS)(self._make_ranking)
        self.facts = lru_cache(_KEPT_SECTIONS)(self._read_facts)
        """What the sections with these indexes hold."""

    def passages(self, section_index: int) -> list[Passage]:
        section = self._sections[section_index]
        return self._shelf.of_blocks(section.document_index, section.block_ids)

    def find(self, text: str, section_indexes: Sequence[int]) -> Finding:
        likely = self._likely(text, section_indexes)
        language = self._languages[self._sections[likely[0]].document_index] if likely else ""
        return Finding(self._ranking(likely).support(text, language), likely)

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

    def _make_ranking(self, section_indexes: tuple[int, ...]) -> PassageRanking:
        return PassageRanking([passage for index in section_indexes for passage in self.passages(index)])

    def _read_facts(self, section_indexes: tuple[int, ...]) -> SourceFacts:
        sections = [self._sections[index] for index in section_indexes]
        blocks = dict.fromkeys(
            (section.document_index, block_id) for section in sections for block_id in section.block_ids
        )
        return SourceFacts(self._texts[document_index][block_id] for document_index, block_id in blocks)
