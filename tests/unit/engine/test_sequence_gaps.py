from collections.abc import Sequence

import pytest

from desktop_llm.engine.backends.backend import BatchRow, MemoryFacts
from desktop_llm.engine.batch_times import Pace, StepTimes
from desktop_llm.engine.batches import Batch, Piece, Seat
from desktop_llm.engine.sequence_gaps import without_gaps as _without_gaps
from desktop_llm.engine.sequences import HeldSequence

_FACTS = MemoryFacts(
    n_cells=8 * 40, n_sequences=8, max_batch_rows=32, max_logits_rows=64, is_rewindable=True, is_apart=True
)


class _Measured(StepTimes):
    """Rows of a group that are left over from fours take 1.5 milliseconds each, and each four takes two."""

    def __init__(self, n_measured: int = 32) -> None:
        super().__init__(Pace())
        for n_rows in range(1, n_measured + 1):
            for _ in range(3):
                self.note(n_rows, 0.002 * (n_rows // 4) + 0.0015 * (n_rows % 4))


def without_gaps(
    batch: Batch, sequences: Sequence[HeldSequence], facts: MemoryFacts, times: StepTimes | None = None
) -> Batch:
    """Where nothing is known of any number of rows, unless told."""
    return _without_gaps(batch, sequences, facts, times or StepTimes(Pace()))


def _sequences(n_tokens: int = 20) -> list[HeldSequence]:
    return [HeldSequence(id, tokens=list(range(n_tokens))) for id in range(8)]


def _answers(sequences: Sequence[HeldSequence], *ids: int, n_guessed: int = 0) -> Batch:
    rows: list[BatchRow] = []
    pieces: list[Piece] = []
    for id in ids:
        pieces.append(Piece(Seat(None, sequences[id], 40), len(rows), 1, n_guessed))  # type: ignore[arg-type]
        rows += (BatchRow(id, len(sequences[id].tokens) + at, 7, True) for at in range(1 + n_guessed))
    return Batch(rows, pieces)


@pytest.mark.parametrize(
    ("ids", "fillers"),
    [
        ((0, 1, 3, 4), (2,)),
        ((0, 1, 4, 5), (2, 3)),
        ((0, 2, 3), (1,)),
        ((0, 1, 3, 4, 6, 7), (2, 5)),
        ((0, 1, 3, 4, 7), (2,)),
        ((0, 2), ()),
        ((0, 1, 5, 6), ()),
        ((2, 3, 4), ()),
    ],
)
def test_a_gap_is_filled_where_one_group_is_quicker_than_two(ids: Sequence[int], fillers: Sequence[int]) -> None:
    sequences = _sequences()
    batch = without_gaps(_answers(sequences, *ids), sequences, _FACTS)
    assert batch.fillers == tuple(fillers)
    assert [row.sequence for row in batch.rows] == sorted([*ids, *fillers])


@pytest.mark.parametrize(
    ("ids", "fillers"),
    [
        ((0, 1, 2), (3,)),
        ((0, 1, 2, 3, 4, 5, 6), (7,)),
        ((3, 4, 5, 6, 7), ()),  # three more for one that is left over would take longer
        ((2, 3, 4, 5, 6, 7), (1, 0)),
        ((1, 2, 3, 4, 5, 6, 7), (0,)),
        ((0, 1, 2, 4, 5, 6), (3, 7)),
        ((0, 1), (2, 3)),
        ((0,), ()),
        ((0, 1, 2, 3), ()),
        ((0, 4, 5, 6, 7), ()),
    ],
)
def test_no_row_is_left_over_where_that_is_quicker(ids: Sequence[int], fillers: Sequence[int]) -> None:
    sequences = _sequences()
    batch = without_gaps(_answers(sequences, *ids), sequences, _FACTS, _Measured())
    assert batch.fillers == tuple(fillers)


def test_what_is_not_known_to_be_quicker_is_tried_once_the_usual_is_known() -> None:
    sequences = _sequences()
    batch = _answers(sequences, *range(7))
    assert without_gaps(batch, sequences, _FACTS) is batch
    assert without_gaps(batch, sequences, _FACTS, _Measured(6)) is batch
    assert without_gaps(batch, sequences, _FACTS, _Measured(7)).fillers == (7,)


def test_with_guesses_fewer_sequences_make_fours() -> None:
    sequences = _sequences()
    assert without_gaps(_answers(sequences, 0, 1, 2, n_guessed=1), sequences, _FACTS, _Measured()).fillers == (3,)
    assert without_gaps(_answers(sequences, 0, 1, n_guessed=1), sequences, _FACTS, _Measured()).fillers == ()
    assert without_gaps(_answers(sequences, 0, 1, 2, n_guessed=3), sequences, _FACTS, _Measured()).fillers == ()
    assert without_gaps(_answers(sequences, 0, 1, 2, n_guessed=4), sequences, _FACTS, _Measured()).fillers == (3,)


def test_fillers_have_as_many_rows_as_answers_and_want_nothing() -> None:
    sequences = _sequences()
    batch = without_gaps(_answers(sequences, 0, 1, 3, 4, n_guessed=2), sequences, _FACTS)
    assert [(row.position, row.wants_logits) for row in batch.rows if row.sequence == 2] == [
        (20, False),
        (21, False),
        (22, False),
    ]
    assert [batch.rows_of(piece)[0].sequence for piece in batch.pieces] == [0, 1, 3, 4]
    assert all(len(batch.rows_of(piece)) == 3 for piece in batch.pieces)


def test_a_sequence_that_is_full_fills_no_gap() -> None:
    sequences = _sequences()
    sequences[2].tokens = list(range(40))
    batch = _answers(sequences, 0, 1, 3, 4)
    assert without_gaps(batch, sequences, _FACTS) is batch


def test_a_batch_grows_no_longer_than_it_may() -> None:
    sequences = _sequences()
    batch = _answers(sequences, 0, 1, 3, 4, n_guessed=6)
    assert without_gaps(batch, sequences, _FACTS) is batch


def test_prompts_and_memories_that_all_share_are_left_alone() -> None:
    sequences = _sequences()
    reading = Batch([BatchRow(0, 20 + at, 7, False) for at in range(9)], [Piece(Seat(None, sequences[0], 40), 0, 9)])  # type: ignore[arg-type]
    shared = MemoryFacts(n_cells=320, n_sequences=8, max_batch_rows=32, max_logits_rows=64, is_rewindable=True)
    answers = _answers(sequences, 0, 1, 3, 4)
    nothing = Batch([], [])
    assert without_gaps(reading, sequences, _FACTS) is reading
    assert without_gaps(answers, sequences, shared) is answers
    assert without_gaps(nothing, sequences, _FACTS) is nothing
