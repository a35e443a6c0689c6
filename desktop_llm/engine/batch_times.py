"""How long batches take on this machine with this model, measured while it works. On the worker's one thread."""

from bisect import bisect_left, insort
from collections import deque
from typing import Final

_MIN_PIECE_TOKENS: Final = 16
_FIRST_GUESS_TOKENS_PER_S: Final = 500.0
_MEASURED_FROM_ROWS: Final = 16
_NEW_SHARE: Final = 0.5
_HOPE: Final = 1.02
_LAST_STEPS: Final = 3
_GOOD_FOR_STEPS: Final = 500


class Pace:
    """How fast this machine reads prompts; it turns seconds into tokens."""

    def __init__(self, new_share: float = _NEW_SHARE) -> None:
        """new_share: what the latest measure weighs against those before it."""
        self._tokens_per_s = _FIRST_GUESS_TOKENS_PER_S
        self._new_share = new_share
        self._is_measured = False

    def note(self, n_rows: int, seconds: float) -> None:
        if n_rows < _MEASURED_FROM_ROWS or seconds <= 0:
            return
        share = self._new_share if self._is_measured else 1.0
        self._tokens_per_s += share * (n_rows / seconds - self._tokens_per_s)
        self._is_measured = True

    def hope(self) -> None:
        """What was slow is not measured again; but another program may have disturbed it, so it is tried some time."""
        self._tokens_per_s *= _HOPE

    def tokens_in(self, seconds: float) -> int:
        return max(_MIN_PIECE_TOKENS, int(self._tokens_per_s * seconds))

    def seconds_for(self, n_rows: int) -> float:
        return n_rows / self._tokens_per_s


class StepTimes:
    """How long a batch takes in which answers go on, by its number of rows.

    Processors compute some numbers of rows with other code than others (SmolLM2, Q4_0, 2 cores: 5 ms for one row, 13
    for four, 18 for eight), so that each number is measured by itself. Of the last few times the shortest counts:
    whatever else this machine does makes a batch only longer.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._sizes: list[int] = []  # that were measured, rising
        self._taken: dict[int, deque[float]] = {}
        self._noted_at: dict[int, int] = {}
        self._n_steps = 0

    def note(self, n_rows: int, seconds: float) -> None:
        if n_rows not in self._taken:
            insort(self._sizes, n_rows)
            self._taken[n_rows] = deque(maxlen=_LAST_STEPS)
        self._taken[n_rows].append(seconds)
        self._n_steps += 1
        self._noted_at[n_rows] = self._n_steps
        if self._n_steps % _GOOD_FOR_STEPS == 0:
            self._forget_above(n_rows)

    def is_measured(self, n_rows: int) -> bool:
        """Often enough to be sure; the first batch of a kind takes longer."""
        return len(self._taken.get(n_rows, ())) == _LAST_STEPS

    def is_quicker(self, n_rows: int, than: int) -> bool:
        """Whether so many rows, which are more, take less time; if that is not known, it is tried."""
        if not self.is_measured(than):
            return False
        return not self.is_measured(n_rows) or self.seconds_for(n_rows) < self.seconds_for(than)

    def seconds_for(self, n_rows: int) -> float:
        """What was measured, or lies between what was. Beyond that it is hopeful: one step shows what is true."""
        at = bisect_left(self._sizes, n_rows)
        if at == len(self._sizes):
            largest_s = self._shortest_s(self._sizes[-1]) if self._sizes else 0.0
            return max(largest_s, self._pace.seconds_for(n_rows))
        above = self._sizes[at]
        if at == 0 or above == n_rows:
            return self._shortest_s(above)
        below = self._sizes[at - 1]
        share = (n_rows - below) / (above - below)
        return (1 - share) * self._shortest_s(below) + share * self._shortest_s(above)

    def _shortest_s(self, size: int) -> float:
        return min(self._taken[size])

    def _forget_above(self, n_rows: int) -> None:
        """Larger batches than this that were not run for long: the machine may be idle now, the context shorter."""
        for size in self._sizes[bisect_left(self._sizes, n_rows + 1) :]:
            if self._n_steps - self._noted_at[size] >= _GOOD_FOR_STEPS:
                self._sizes.remove(size)
                del self._taken[size], self._noted_at[size]
