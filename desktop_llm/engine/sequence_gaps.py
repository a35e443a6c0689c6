"""Rows for idle sequences between and behind those of a batch, where sequences are apart and more rows take less time.

Sequences that follow each other are computed together there, each other group by itself, and a group of two costs half
as much as one of eight. Of the rows of a group, processors multiply four at a time with what is repacked for that, and
those that are left over one by one (Gemma 3 270M, Q4_0, 2 cores with AVX-512, ms: 22 for two answers, 61 for seven, 42
for eight, 78 for fifteen, 54 for sixteen). On the worker's one thread.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from desktop_llm.engine.backends.backend import BatchRow, MemoryFacts
from desktop_llm.engine.batch_times import StepTimes
from desktop_llm.engine.batches import Batch, Piece
from desktop_llm.engine.sequences import HeldSequence

_ROWS_AT_A_TIME: Final = 4


def without_gaps(batch: Batch, sequences: Sequence[HeldSequence], facts: MemoryFacts, times: StepTimes) -> Batch:
    """The same with gaps filled where that pays. What is evaluated for a filler must be forgotten afterwards.

    Only batches of answers, whose pieces come in the order of their sequences, all with as many rows.
    """
    n_rows = {len(batch.rows_of(piece)) for piece in batch.pieces}
    if not facts.is_apart or batch.is_reading or len(n_rows) != 1:
        return batch
    n_each = n_rows.pop()
    ids = [piece.seat.sequence.id for piece in batch.pieces]
    fillers = _in_gaps(ids)
    fillers += _behind(sorted([*ids, *fillers]), len(sequences), n_each, times)
    has_room = all(len(sequences[id].tokens) + n_each <= facts.n_cells // facts.n_sequences for id in fillers)
    if not fillers or not has_room or (len(ids) + len(fillers)) * n_each > facts.max_batch_rows:
        return batch
    return _filled(batch, [sequences[id] for id in fillers], n_each)


def _filled(batch: Batch, fillers: Sequence[HeldSequence], n_each: int) -> Batch:
    pieces = {piece.seat.sequence.id: piece for piece in batch.pieces}
    idle = {sequence.id: sequence for sequence in fillers}
    rows: list[BatchRow] = []
    moved: list[Piece] = []
    for id in sorted([*pieces, *idle]):
        if (piece := pieces.get(id)) is not None:
            moved.append(replace(piece, first_row=len(rows)))
            rows += batch.rows_of(piece)
        else:
            start = len(idle[id].tokens)
            rows += (BatchRow(id, start + at, batch.rows[0].token, False) for at in range(n_each))
    return Batch(rows, moved, tuple(idle))


def _in_gaps(ids: Sequence[int]) -> list[int]:
    """The sequences in gaps that are no longer than the shorter of the groups on both sides."""
    fillers: list[int] = []
    groups = _groups(ids)
    n_before = len(groups[0])
    for left, right in pairwise(groups):
        gap = range(left[-1] + 1, right[0])
        is_worthwhile = n_before + len(right) > 2 and len(gap) <= min(n_before, len(right))
        n_before = len(right) + (n_before + len(gap) if is_worthwhile else 0)
        fillers += gap if is_worthwhile else ()
    return fillers


def _behind(ids: Sequence[int], n_sequences: int, n_each: int, times: StepTimes) -> list[int]:
    """The sequences behind a single group, or before it, with which none of its rows is left over."""
    n_rows = len(ids) * n_each
    n_more = next(n for n in range(_ROWS_AT_A_TIME) if (n_rows + n * n_each) % _ROWS_AT_A_TIME == 0)
    first, last = ids[0], ids[-1]
    is_one_group = last - first + 1 == len(ids)
    if not n_more or not is_one_group or not times.is_quicker(n_rows + n_more * n_each, n_rows):
        return []
    free = [*range(last + 1, n_sequences), *range(first - 1, -1, -1)]
    return free[:n_more] if len(free) >= n_more else []


def _groups(ids: Sequence[int]) -> list[list[int]]:
    """Numbers that follow each other, rising."""
    groups = [[ids[0]]]
    for before, id in pairwise(ids):
        if id == before + 1:
            groups[-1].append(id)
        else:
            groups.append([id])
    return groups
