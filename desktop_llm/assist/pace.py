"""How long work will still take, from how long its parts took. Pure; the caller tells the time."""

from typing import Final

# So much must be done before anything can be said.
_LEAST_PARTS: Final = 3
_LEAST_S: Final = 2.0


class Pace:
    """Parts weigh differently: a long text takes longer than a short one. It begins when the work does."""

    def __init__(self, weights_left: float, now_s: float) -> None:
        self._left = weights_left
        self._began_s = now_s
        self._done = 0.0
        self._n_parts = 0

    def note(self, weight: float) -> None:
        """A part is done."""
        self.note_remembered(weight)
        self._done += weight
        self._n_parts += 1

    def note_remembered(self, weight: float) -> None:
        """A part was there already: it took no time, which says nothing of how long the others take."""
        self._left = max(0.0, self._left - weight)

    def expect(self, weights_left: float) -> None:
        """More is left than was thought, or less."""
        self._left = weights_left

    def left_s(self, now_s: float, under_way: float = 0.0) -> float | None:
        """None while nobody can tell. under_way: weights of parts that are begun together; they are half done."""
        elapsed_s = now_s - self._began_s
        if self._n_parts < _LEAST_PARTS or elapsed_s < _LEAST_S or self._done <= 0:
            return None
        begun = under_way / 2
        return elapsed_s / (self._done + begun) * max(0.0, self._left - begun)
