import pytest

from desktop_llm.engine.backends.backend import BatchRow
from desktop_llm.engine.backends.echo_backend import EchoMemory, EchoOptions
from desktop_llm.engine.sequences import HeldSequence, Reuse, SequencePool


class _Pool:
    """A pool and the memory behind it, filled together as the scheduler does."""

    def __init__(self, **options: object) -> None:
        self.memory = EchoMemory(EchoOptions(**options))  # type: ignore[arg-type]
        self.pool = SequencePool(self.memory)

    def read(self, sequence: HeldSequence, tokens: list[int]) -> None:
        for token in tokens:
            self.memory.write(BatchRow(sequence.id, len(self.memory.tokens_of(sequence.id)), token, False))
        self.pool.extend(sequence, tokens)

    def hold(self, tokens: list[int]) -> HeldSequence:
        """An idle sequence with these tokens."""
        sequence = self.take(tokens)
        self.read(sequence, tokens[len(sequence.tokens) :])
        self.pool.release(sequence)
        return sequence

    def take(self, tokens: list[int]) -> HeldSequence:
        sequence = self.pool.take(self.pool.best_reuse(tokens, len(tokens) - 1))
        assert sequence is not None
        return sequence

    def check_books(self) -> None:
        assert self.pool.facts.n_cells - self.pool.n_free_cells == self.memory.n_used_cells
        for sequence in self.pool.sequences:
            assert sequence.tokens == self.memory.tokens_of(sequence.id)


def test_an_idle_sequence_is_continued() -> None:
    pool = _Pool()
    held = pool.hold([1, 2, 3])
    assert pool.take([1, 2, 3, 4]) is held
    pool.check_books()


def test_the_last_token_is_always_left_to_evaluate() -> None:
    pool = _Pool()
    pool.hold([1, 2, 3])
    assert pool.pool.best_reuse([1, 2, 3], 2).n_tokens == 2


def test_a_long_tail_is_kept_by_copying_the_common_part() -> None:
    pool = _Pool()
    held = pool.hold(list(range(200)))
    taken = pool.take([*range(50), 999])
    assert taken is not held
    assert taken.tokens == list(range(50))
    assert len(held.tokens) == 200
    assert pool.memory.n_used_cells == 200
    pool.check_books()


def test_cells_shared_by_three_are_free_when_all_have_gone() -> None:
    pool = _Pool()
    first = pool.take([1])
    pool.read(first, list(range(100)))
    second, third = pool.take([*range(100), 1]), pool.take([*range(80), 2])
    assert pool.memory.n_used_cells == 100
    assert pool.pool.n_freed_by_cutting(first, 0) == 0
    pool.pool.clear(first)
    pool.check_books()
    pool.pool.clear(second)
    pool.check_books()
    assert pool.pool.n_freed_by_cutting(third, 70) == 10
    pool.pool.clear(third)
    assert pool.pool.n_free_cells == pool.pool.facts.n_cells
    pool.check_books()


def test_no_sequence_is_left_when_all_are_taken() -> None:
    pool = _Pool(n_sequences=2)
    pool.take([1])
    pool.take([2])
    assert pool.pool.take(Reuse()) is None


def test_the_sequence_used_longest_ago_is_evicted_first() -> None:
    pool = _Pool()
    first, second = pool.hold([1, 1]), pool.hold([2, 2])
    assert pool.take([1, 1, 1]) is first
    pool.pool.release(first)
    assert pool.pool.evict_one()
    assert (len(first.tokens), len(second.tokens)) == (2, 0)
    assert not pool.pool.evict_one(spared=first)


def test_a_snapshot_stands_in_where_cutting_is_impossible() -> None:
    pool = _Pool(is_rewindable=False)
    sequence = pool.take([1])
    pool.read(sequence, [1, 2, 3])
    pool.pool.take_snapshot(sequence)
    pool.read(sequence, [4, 5])
    pool.pool.release(sequence)
    reuse = pool.pool.best_reuse([1, 2, 3, 4, 9], 4)
    assert (reuse.n_tokens, reuse.source) == (3, sequence)
    assert pool.pool.take(reuse) is sequence
    assert sequence.tokens == [1, 2, 3]
    pool.check_books()


def test_a_sequence_in_use_lends_its_snapshot() -> None:
    pool = _Pool(is_rewindable=False)
    sequence = pool.take([1])
    pool.read(sequence, [1, 2, 3])
    pool.pool.take_snapshot(sequence)
    pool.read(sequence, [4, 5])
    taken = pool.take([1, 2, 3, 9])
    assert taken is not sequence
    assert (taken.tokens, sequence.tokens) == ([1, 2, 3], [1, 2, 3, 4, 5])
    pool.check_books()


@pytest.mark.parametrize(("n_lost", "n_left"), [(0, 0), (1, 2)])
def test_repair_goes_back_to_the_last_snapshot_or_to_nothing(n_lost: int, n_left: int) -> None:
    pool = _Pool(is_rewindable=False)
    sequence = pool.take([1])
    pool.read(sequence, [1, 2])
    if n_lost:
        pool.pool.take_snapshot(sequence)
    pool.read(sequence, [3])
    pool.memory.note_interrupted([BatchRow(sequence.id, 3, 4, True)])
    pool.pool.repair(sequence)
    assert len(sequence.tokens) == n_left
    pool.check_books()


def test_snapshots_are_bounded_in_number() -> None:
    pool = _Pool(is_rewindable=False)
    sequence = pool.take([1])
    for token in range(20):
        pool.read(sequence, [token])
        pool.pool.take_snapshot(sequence)
    assert len(sequence.snapshots) == 6
    assert (sequence.snapshots[0].n_tokens, sequence.snapshots[-1].n_tokens) == (1, 20)


def test_models_that_can_be_rewound_need_no_snapshots() -> None:
    pool = _Pool()
    sequence = pool.take([1])
    pool.read(sequence, [1, 2])
    pool.pool.take_snapshot(sequence)
    assert sequence.snapshots == []
