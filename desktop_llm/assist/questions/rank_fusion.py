"""Several rankings as one, by reciprocal rank: what stands high in any of them stands high. Pure; any thread."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

# Cormack, Clarke, Büttcher 2009: with 60 the first places of one ranking do not outweigh the agreement of two.
_SMOOTHING: Final = 60


def fused_ranking(rankings: Iterable[Sequence[int]]) -> list[int]:
    """The best first; of equal ones that which was met first."""
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking in rankings:
        for rank, number in enumerate(ranking, start=1):
            scores[number] += 1 / (_SMOOTHING + rank)
    return sorted(scores, key=lambda number: -scores[number])
