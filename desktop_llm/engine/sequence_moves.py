"""Brings together the sequences that work, where sequences are apart: neighbours are computed at once.

When some of many answers have ended, the others are left scattered, and each stretch of them is a group of its own (see
`sequence_gaps.py`). A sequence is moved in milliseconds. On the worker's one thread.
"""

from typing import Final

from desktop_llm.engine.sequences import SequencePool

_IDLE_FOR: Final = 6  # batches; whoever goes on from a sequence comes sooner, and would have to read it again


class SequenceMoves:
    """The moves of one model's memory. What an idle sequence holds is forgotten when another is moved there."""

    def __init__(self, pool: SequencePool) -> None:
        self._pool = pool
        self._idle_for = [_IDLE_FOR] * len(pool.sequences)

    def make_one(self) -> None:
        """Before each batch: move one sequence next to the others if there has been room for a while."""
        if not self._pool.facts.is_apart:
            return
        for sequence in self._pool.sequences:
            self._idle_for[sequence.id] = 0 if sequence.is_taken else self._idle_for[sequence.id] + 1
        taken = frozenset(sequence.id for sequence in self._pool.sequences if sequence.is_taken)
        free = frozenset(id for id, n_batches in enumerate(self._idle_for) if n_batches >= _IDLE_FOR)
        place = _best_place(taken, free, len(self._idle_for))
        outside = sorted(taken.difference(place))
        if outside:
            moved, target = outside[-1], min(free.intersection(place))
            self._pool.move(self._pool.sequences[moved], self._pool.sequences[target])
            self._idle_for[moved], self._idle_for[target] = _IDLE_FOR, 0


def _best_place(taken: frozenset[int], free: frozenset[int], n_sequences: int) -> range:
    """Where all that work fit next to each other with the fewest moves; where they do not, nowhere: no move."""
    n_taken = len(taken)
    places = [range(start, start + n_taken) for start in range(n_sequences - n_taken + 1)]
    fitting = [place for place in places if all(id in taken or id in free for id in place)]
    return max(fitting, key=lambda place: len(taken.intersection(place)), default=range(n_sequences))
