"""Which tokens go into the next batch, so that answers keep flowing and people come before background work.

Pure decisions on the scheduler's seats, on the worker's one thread.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from desktop_llm.engine.backends.backend import BatchRow, MemoryFacts
from desktop_llm.engine.batch_times import Pace
from desktop_llm.engine.drafting import Answering, Drafting
from desktop_llm.engine.messages import Priority
from desktop_llm.engine.sequences import HeldSequence
from desktop_llm.engine.tasks import Task

# How long one piece of a prompt may hold up the others.
_PIECE_AMID_CHATS_S: Final = 0.12
_BACKGROUND_PIECE_AMID_CHATS_S: Final = 0.04
_BACKGROUND_PIECE_S: Final = 0.1
_BROKEN_OFF_PIECE_S: Final = 0.5  # for whoever comes; a row of 22 takes a quarter longer than one of 200
_LONE_PIECE_S: Final = 1.0
_TILE_S: Final = 0.25  # a tile that takes longer is too long for whoever comes meanwhile


@dataclass(slots=True, eq=False)
class Seat:
    """A task with its sequence. n_reserved_tokens: what the sequence may grow to. cuts: where a piece must end."""

    task: Task
    sequence: HeldSequence
    n_reserved_tokens: int
    cuts: set[int] = field(default_factory=set[int])
    is_paused: bool = False

    @property
    def n_pending(self) -> int:
        return len(self.task.tokens) - len(self.sequence.tokens)

    @property
    def is_reading(self) -> bool:
        return self.n_pending > 1

    @property
    def is_interactive(self) -> bool:
        return self.task.priority is Priority.INTERACTIVE


@dataclass(frozen=True, slots=True)
class Piece:
    """The next `count` tokens of a seat, beginning at row `first_row` of the batch, and behind them so many guessed."""

    seat: Seat
    first_row: int
    count: int
    n_guessed: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: its rows, and whose they are. fillers: idle sequences that have rows only to fill a gap."""

    rows: list[BatchRow]
    pieces: list[Piece]
    fillers: tuple[int, ...] = ()

    @property
    def is_reading(self) -> bool:
        return any(piece.count > 1 for piece in self.pieces)

    def rows_of(self, piece: Piece) -> list[BatchRow]:
        return self.rows[piece.first_row : piece.first_row + piece.count + piece.n_guessed]

    def by_sequence(self) -> "Batch":
        """The same, in the order of the sequences."""
        rows: list[BatchRow] = []
        pieces: list[Piece] = []
        for piece in sorted(self.pieces, key=lambda each: each.seat.sequence.id):
            pieces.append(replace(piece, first_row=len(rows)))
            rows += self.rows_of(piece)
        return Batch(rows, pieces)


def compose(
    seats: Sequence[Seat],
    facts: MemoryFacts,
    pace: Pace,
    drafting: Drafting,
    *,
    tile_pace: Pace,
    were_answers: bool = False,
    is_chat_beside: bool = False,
) -> Batch:
    """All running answers, then pieces of prompts. While a person's prompt is read, background work rests.

    Where a batch of one prompt is quick and a mixed one slow (MemoryFacts.tile_rows), answers and prompts take turns;
    tile_pace: of such prompts, of which other batches say nothing; were_answers: the last batch held answers only.
    is_chat_beside: an answer is written for a person in another memory of the same model.
    Only where nothing is read are there guesses: the rows of a prompt make a batch long enough. Where sequences are
    apart, each stretch of a batch is computed by itself; so all prompts are read before the answers go on, together.
    """
    ready = [seat for seat in seats if not seat.is_paused and seat.n_pending]
    if any(seat.is_interactive and seat.is_reading for seat in ready):
        ready = [seat for seat in ready if seat.is_interactive]
    answering = [seat for seat in ready if not seat.is_reading]
    readers = sorted((seat for seat in ready if seat.is_reading), key=_rank)
    seconds = _piece_seconds(ready, is_apart=facts.is_apart, is_chat_beside=is_chat_beside)
    n_left = pace.tokens_in(seconds) if readers else 0
    batch = _Filling(facts)
    if readers and facts.is_apart:
        answering = []
    if readers and facts.tile_rows:
        n_alone = _rows_alone(readers[0], answering, seconds, facts, tile_pace)
        if n_alone and (were_answers or not answering):
            batch.add(readers[0], n_alone)
            return Batch(batch.rows, batch.pieces)
        readers = [] if n_alone else readers
        n_left = min(n_left, facts.tile_rows - 1 - len(answering))
    may_guess = not readers and not is_chat_beside
    drafts = _drafts(answering, facts, drafting) if may_guess else [()] * len(answering)
    for seat, draft in zip(answering, drafts, strict=True):
        batch.add(seat, 1, draft)
    for seat in readers:
        n_left -= batch.add(seat, n_left)
    filled = Batch(batch.rows, batch.pieces)
    return filled.by_sequence() if facts.is_apart else filled


def _rank(seat: Seat) -> tuple[bool, int]:
    """The shortest rest first: a question need not wait for somebody's long document.

    Work in the background goes by its whole length, roughly: of many prompts that are equally long, the last one to
    come would otherwise always be read first, and the first one last.
    """
    return (False, seat.n_pending) if seat.is_interactive else (True, len(seat.task.tokens).bit_length())


def _rows_alone(seat: Seat, answering: Sequence[Seat], seconds: float, facts: MemoryFacts, pace: Pace) -> int:
    """How much of this prompt to read in a batch of its own: whole tiles, or all that is left; 0: none.

    Texts that are scored are read in small pieces: tiles round otherwise than single rows (SmolLM2: up to 0.2 of a
    log-probability), and a score shall be that of a token that comes after others one by one.
    """
    n_read = len(seat.sequence.tokens)
    if seat.task.wants_logits(n_read):
        return 0
    is_chat_running = any(each.is_interactive for each in answering)
    n_rows = pace.tokens_in(seconds)
    if not is_chat_running and pace.seconds_for(facts.tile_rows) <= _TILE_S:
        n_rows = max(n_rows, facts.tile_rows)
    n_rest = min((cut for cut in seat.cuts if cut > n_read), default=len(seat.task.tokens)) - n_read
    n_rows = min(n_rows, facts.max_batch_rows)
    return n_rest if facts.tile_rows <= n_rest <= n_rows else min(n_rows, n_rest) // facts.tile_rows * facts.tile_rows


def _drafts(seats: Sequence[Seat], facts: MemoryFacts, drafting: Drafting) -> Sequence[Sequence[int]]:
    """Guesses for each. While an answer is written for a person, only that is made faster."""
    is_chat_running = any(seat.is_interactive for seat in seats)
    answers = [
        Answering(
            seat.task.lookup,
            seat.n_reserved_tokens - len(seat.task.tokens),
            is_counted=seat.is_interactive or not is_chat_running,
        )
        for seat in seats
    ]
    n_rows = min(facts.max_logits_rows, facts.max_batch_rows, facts.tile_rows - 1 if facts.tile_rows else sys.maxsize)
    return drafting.drafts(answers, n_rows - len(seats), is_even=facts.is_apart)


def _piece_seconds(ready: Sequence[Seat], *, is_apart: bool, is_chat_beside: bool) -> float:
    is_chat_running = is_chat_beside or any(seat.is_interactive and not seat.is_reading for seat in ready)
    is_chat_reading = any(seat.is_interactive and seat.is_reading for seat in ready)
    if is_chat_reading and is_chat_running:
        is_answer_waiting = is_apart and not is_chat_beside  # for the whole prompt, however short its pieces
        return _BROKEN_OFF_PIECE_S if is_answer_waiting else _PIECE_AMID_CHATS_S
    if is_chat_reading:
        return _LONE_PIECE_S
    if is_chat_running:
        return _BACKGROUND_PIECE_AMID_CHATS_S
    return _BROKEN_OFF_PIECE_S if is_apart else _BACKGROUND_PIECE_S


class _Filling:
    """A batch being filled."""

    def __init__(self, facts: MemoryFacts) -> None:
        self.rows: list[BatchRow] = []
        self.pieces: list[Piece] = []
        self._facts = facts
        self._n_logits = 0

    def add(self, seat: Seat, n_most: int, draft: Sequence[int] = ()) -> int:
        """Add up to `n_most` tokens of the seat, and the guesses behind them. Returns how many without those."""
        start = len(seat.sequence.tokens)
        end = min(start + min(n_most, self._facts.max_batch_rows - len(self.rows)), len(seat.task.tokens))
        end = min((cut for cut in seat.cuts if start < cut < end), default=end)
        first_row = len(self.rows)
        for position in range(start, end):
            wants_logits = seat.task.wants_logits(position)
            if wants_logits and self._n_logits >= self._facts.max_logits_rows:
                break
            self._n_logits += wants_logits
            self.rows.append(BatchRow(seat.sequence.id, position, seat.task.tokens[position], wants_logits))
        count = len(self.rows) - first_row
        if count:
            self.rows += (BatchRow(seat.sequence.id, end + at, token, True) for at, token in enumerate(draft))
            self.pieces.append(Piece(seat, first_row, count, len(draft)))
        return count
