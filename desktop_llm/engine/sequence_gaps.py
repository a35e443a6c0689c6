"""Rows for idle sequences between those of a batch, where sequences are apart.

Sequences that follow each other are computed together there, each other group by itself, and a group of two costs half
as much as one of eight (SmolLM2, Q4_0, 2 cores with AVX-512, ms: 6 for one answer, 11 for two, 16 for four, 27 for
eight). On the worker's one thread.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from desktop_llm.engine.backends.backend import BatchRow, MemoryFacts
from desktop_llm.engine.batches import Batch, Piece
from desktop_llm.engine.sequences import HeldSequence


def without_gaps(batch: Batch, sequences: Sequence[HeldSequence], facts: MemoryFacts) -> Batch:
    """The same with gaps filled where that pays. What is evaluated for a filler must be forgotten afterwards.

    Only batches of answers, whose pieces come in the order of their sequences, all with as many rows.
    """
    n_rows = {len(batch.rows_of(piece)) for piece in batch.pieces}
    if not facts.is_apart or batch.is_reading or len(n_rows) != 1:
        return batch
    n_each = n_rows.pop()
    n_most = facts.max_batch_rows // n_each - len(batch.pieces)
    fillers = [id for id in _worthwhile([piece.seat.sequence.id for piece in batch.pieces]) if id < len(sequences)]
    has_room = all(len(sequences[id].tokens) + n_each <= facts.n_cells // facts.n_sequences for id in fillers)
    if not fillers or len(fillers) > n_most or not has_room:
        return batch
    pieces = {piece.seat.sequence.id: piece for piece in batch.pieces}
    rows: list[BatchRow] = []
    moved: list[Piece] = []
    for id in sorted([*pieces, *fillers]):
        if (piece := pieces.get(id)) is not None:
            moved.append(replace(piece, first_row=len(rows)))
            rows += batch.rows_of(piece)
        else:
            start = len(sequences[id].tokens)
            rows += (BatchRow(id, start + at, batch.rows[0].token, False) for at in range(n_each))
    return Batch(rows, moved, tuple(fillers))


def _worthwhile(ids: Sequence[int]) -> list[int]:
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


def _groups(ids: Sequence[int]) -> list[list[int]]:
    """Numbers that follow each other, rising."""
    groups = [[ids[0]]]
    for before, id in pairwise(ids):
        if id == before + 1:
            groups[-1].append(id)
        else:
            groups.append([id])
    return groups
