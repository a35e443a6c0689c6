from collections.abc import Sequence

import pytest

from desktop_llm.engine.backends.backend import BatchRow
from desktop_llm.engine.backends.echo_backend import EchoMemory, EchoModel, EchoOptions
from desktop_llm.engine.sequence_moves import SequenceMoves
from desktop_llm.engine.sequences import HeldSequence, Reuse, SequencePool

_N_BATCHES = 8  # more than a place must have been idle


def _memory(*, is_apart: bool = True) -> EchoMemory:
    options = EchoOptions(n_sequences=8, n_beside=100)
    model: EchoModel | None = EchoModel("echo:", options)
    if is_apart:
        assert model is not None
        model = model.beside()
    assert model is not None
    assert isinstance(model.memory, EchoMemory)
    return model.memory


class _Working:
    """A pool in which all sequences were once at work."""

    def __init__(self, *, is_apart: bool = True) -> None:
        self.memory = _memory(is_apart=is_apart)
        self.pool = SequencePool(self.memory)
        self.moves = SequenceMoves(self.pool)
        self.all = [self._new(100 * number) for number in range(self.pool.facts.n_sequences)]
        self.moves.make_one()

    def end(self, sequences: Sequence[HeldSequence]) -> None:
        for sequence in sequences:
            self.pool.release(sequence)

    def batches(self, n_batches: int = _N_BATCHES) -> list[int]:
        """Where those that still work are after so many batches."""
        for _ in range(n_batches):
            self.moves.make_one()
        return [sequence.id for sequence in self.pool.sequences if sequence.is_taken]

    def _new(self, first_token: int) -> HeldSequence:
        sequence = self.pool.take(Reuse())
        assert sequence is not None
        tokens = list(range(first_token, first_token + 10 + first_token // 100))
        for position, token in enumerate(tokens):
            self.memory.write(BatchRow(sequence.id, position, token, False))
        self.pool.extend(sequence, tokens)
        return sequence


@pytest.mark.parametrize(
    ("left", "moved"),
    [
        ((0, 2), (0, 1)),
        ((0, 1, 7), (0, 1, 2)),
        ((0, 3, 4, 5, 7), (3, 4, 5, 6, 7)),
        ((1, 6), (0, 1)),
        ((3,), (3,)),
        ((2, 3, 4), (2, 3, 4)),
    ],
)
def test_what_still_works_is_brought_together(left: Sequence[int], moved: Sequence[int]) -> None:
    working = _Working()
    working.end([each for each in working.all if each.id not in left])
    assert working.batches() == list(moved)
    assert [each.id for each in working.pool.sequences] == list(range(working.pool.facts.n_sequences))


def test_a_moved_sequence_holds_what_it_held() -> None:
    working = _Working()
    last = working.all[-1]
    working.end(working.all[2:-1])
    tokens = list(last.tokens)
    working.batches()
    assert (last.id, last.tokens, last.is_taken) == (2, tokens, True)
    for sequence in working.pool.sequences:
        assert sequence.tokens == working.memory.tokens_of(sequence.id)
    assert working.memory.n_used_cells == working.pool.facts.n_cells - working.pool.n_free_cells


def test_whoever_goes_on_soon_finds_its_sequence() -> None:
    working = _Working()
    for _ in range(3):
        working.end(working.all[3:4])
        assert working.batches(4) == [id for id in range(working.pool.facts.n_sequences) if id != 3]
        tokens = working.all[3].tokens
        assert working.pool.take(working.pool.best_reuse(tokens, len(tokens) - 1)) is working.all[3]
        working.batches(1)
    assert working.all[3].id == 3


def test_in_a_memory_that_all_share_nothing_moves() -> None:
    working = _Working(is_apart=False)
    working.end(working.all[1:-1])
    assert working.batches() == [0, working.pool.facts.n_sequences - 1]
