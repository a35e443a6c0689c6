"""Decides how many guessed tokens are evaluated along with those that are certain.

A guess costs a row of the batch, and saves a whole batch for each of its tokens that the model would have chosen
itself. On the worker's one thread.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.engine.batch_times import StepTimes
from desktop_llm.engine.prompt_lookup import PromptLookup

_LONGEST_DRAFT: Final = 24
_LEAST_CHANCE: Final = 0.05
_LEAST_GAIN: Final = 1.03
_LEAST_STEP_S: Final = 0.001  # below it most of the time is not the model's, and cannot be saved


class Answering(Struct, frozen=True):
    """An answer in the next batch. lookup: what guesses for it, if that is wanted; n_most: room for guesses.

    is_counted: it shall be fast. Others only may not stand in the way.
    """

    lookup: PromptLookup | None
    n_most: int
    is_counted: bool = True


class Drafting:
    """The guesses for each batch, as many as bring the most tokens a second."""

    def __init__(self, times: StepTimes) -> None:
        self._times = times

    def note_step(self, n_rows: int, seconds: float) -> None:
        """A batch in which answers went on, and nothing else, took so long."""
        self._times.note(n_rows, seconds)

    def drafts(self, answers: Sequence[Answering], n_rows_left: int, *, is_even: bool = False) -> list[list[int]]:
        """Guessed tokens for each answer, together at most `n_rows_left`; none where they would not pay.

        is_even: equally many for each, also where they are hardly right, since others would make another batch.
        """
        if not self._times.is_measured(len(answers)) or self._times.seconds_for(len(answers)) < _LEAST_STEP_S:
            return [[] for _ in answers]
        if is_even:
            length = self._even_length(answers, n_rows_left)
            return [each.lookup.guess(length) if each.lookup is not None else [] for each in answers]
        chances = sorted(
            ((chance, index) for index, answer in enumerate(answers) for chance in _chances(answer)),
            key=lambda each: -each[0],
        )[: max(0, n_rows_left)]
        n_taken = self._n_paying([chance for chance, _ in chances], answers)
        counts = Counter(index for _, index in chances[:n_taken])
        return [
            answer.lookup.guess(counts[index]) if answer.lookup is not None and counts[index] else []
            for index, answer in enumerate(answers)
        ]

    def _even_length(self, answers: Sequence[Answering], n_rows_left: int) -> int:
        """How many guesses for each answer pay."""
        n_answers = len(answers)
        if not all(answer.is_counted and answer.lookup is not None for answer in answers):
            return 0
        chances = [_chances(answer) for answer in answers]
        longest = min(max(map(len, chances)), n_rows_left // n_answers, *(answer.n_most for answer in answers))
        n_expected = float(n_answers)
        best = _LEAST_GAIN * n_expected / self._times.seconds_for(n_answers)
        n_best = 0
        for length in range(1, longest + 1):
            n_expected += sum(each[length - 1] for each in chances if len(each) >= length)
            rate = n_expected / self._times.seconds_for(n_answers * (1 + length))
            if rate > best:
                best, n_best = rate, length
        return n_best

    def _n_paying(self, chances: Sequence[float], answers: Sequence[Answering]) -> int:
        """How many of the likeliest guesses to take. More than pay next to each other may pay all together."""
        n_expected = float(sum(answer.is_counted for answer in answers))
        best = _LEAST_GAIN * n_expected / self._times.seconds_for(len(answers))
        n_best = 0
        for n_taken, chance in enumerate(chances, 1):
            n_expected += chance
            rate = n_expected / self._times.seconds_for(len(answers) + n_taken)
            if rate > best:
                best, n_best = rate, n_taken
        return n_best


def _chances(answer: Answering) -> list[float]:
    """For each guessed token: that it and all before it are right. They fall."""
    if answer.lookup is None or not answer.is_counted or not answer.lookup.catch_up():
        return []
    chances: list[float] = []
    chance = 1.0
    for depth in range(min(answer.n_most, _LONGEST_DRAFT)):
        chance *= answer.lookup.chance(depth)
        if chance < _LEAST_CHANCE:
            break
        chances.append(chance)
    return chances
