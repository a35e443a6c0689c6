"""Texts that were translated before and are nearly the same as one that is to be translated now. Pure; any thread."""

from collections.abc import Iterator, Sequence
from heapq import nlargest
from typing import Final

from msgspec import Struct
from rapidfuzz import fuzz, process

from desktop_llm.assist.translation.translation_request import Pair

LEAST_ALIKE: Final = 75.0
"""Percent of their letters, in their order."""
_MOST: Final = 2
# One that is much shorter or longer cannot be so alike.
_LENGTH_SHARE: Final = LEAST_ALIKE / 100
_COMPARED_AT_ONCE: Final = 64  # nobody else runs meanwhile, and the window would wait


class NearMatch(Struct, frozen=True):
    """alike: percent."""

    pair: Pair
    alike: float


class NearMatches:
    def __init__(self, pairs: Sequence[Pair]) -> None:
        """Of pairs with the same source, the first counts."""
        self._pairs = {pair.source: pair for pair in reversed(pairs)}
        self._by_length: dict[int, list[str]] = {}
        for source in self._pairs:
            self._by_length.setdefault(len(source), []).append(source)

    def to(self, source: str) -> tuple[NearMatch, ...]:
        """The nearest two, the nearest first; not the same text itself."""
        lengths = range(int(len(source) * _LENGTH_SHARE), int(len(source) / _LENGTH_SHARE) + 2)
        sources = [each for length in lengths for each in self._by_length.get(length, ()) if each != source]
        best = nlargest(_MOST, _alike(source, sources), key=lambda each: each[1])
        return tuple(NearMatch(self._pairs[text], score) for text, score in best)


def _alike(source: str, sources: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Those that are alike enough, and how much."""
    for start in range(0, len(sources), _COMPARED_AT_ONCE):
        some = sources[start : start + _COMPARED_AT_ONCE]
        found = process.extract(source, some, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=_MOST)
        yield from ((text, score) for text, score, _ in found)
