"""Which tokens go into the next batch, so that answers keep flowing and people come before background work.

Pure decisions on the scheduler's seats, on the worker's one thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop_llm.engine.backends.backend import BatchRow, MemoryFacts
from desktop_llm.engine.messages import Priority
from desktop_llm.engine.sequences import HeldSequence
from desktop_llm.engine.tasks import Task

# How long one piece of a prompt may hold up the others.
_PIECE_AMID_CHATS_S: Final = 0.12
_BACKGROUND_PIECE_AMID_CHATS_S: Final = 0.04
_BACKGROUND_PIECE_S: Final = 0.1
_LONE_PIECE_S: Final = 1.0
_MIN_PIECE_TOKENS: Final = 16
_FIRST_GUESS_TOKENS_PER_S: Final = 500.0
_MEASURED_FROM_ROWS: Final = 16
_NEW_SHARE: Final = 0.5


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
    """The next `count` tokens of a seat, beginning at row `first_row` of the batch."""

    seat: Seat
    first_row: int
    count: int


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: its rows, and whose they are."""

    rows: list[BatchRow]
    pieces: list[Piece]


class Pace:
    """How fast this machine reads prompts, measured while it does; it turns seconds into tokens."""

    def __init__(self) -> None:
        self._tokens_per_s = _FIRST_GUESS_TOKENS_PER_S
        self._is_measured = False

    def note(self, n_rows: int, seconds: float) -> None:
        if n_rows < _MEASURED_FROM_ROWS or seconds <= 0:
            return
        share = _NEW_SHARE if self._is_measured else 1.0
        self._tokens_per_s += share * (n_rows / seconds - self._tokens_per_s)
        self._is_measured = True

    def tokens_in(self, seconds: float) -> int:
        return max(_MIN_PIECE_TOKENS, int(self._tokens_per_s * seconds))

    def seconds_for(self, n_rows: int) -> float:
        return n_rows / self._tokens_per_s


def compose(seats: Sequence[Seat], facts: MemoryFacts, pace: Pace) -> Batch:
    """All running answers, then pieces of prompts. While a person's prompt is read, background work rests."""
    ready = [seat for seat in seats if not seat.is_paused and seat.n_pending]
    if any(seat.is_interactive and seat.is_reading for seat in ready):
        ready = [seat for seat in ready if seat.is_interactive]
    batch = _Filling(facts)
    for seat in ready:
        if not seat.is_reading:
            batch.add(seat, 1)
    # The shortest rest first: a question need not wait for somebody's long document.
    readers = sorted(
        (seat for seat in ready if seat.is_reading), key=lambda seat: (not seat.is_interactive, seat.n_pending)
    )
    n_left = _piece_tokens(ready, pace) if readers else 0
    for seat in readers:
        n_left -= batch.add(seat, n_left)
    return Batch(batch.rows, batch.pieces)


def _piece_tokens(ready: Sequence[Seat], pace: Pace) -> int:
    is_chat_running = any(seat.is_interactive and not seat.is_reading for seat in ready)
    is_chat_reading = any(seat.is_interactive and seat.is_reading for seat in ready)
    if is_chat_reading:
        return pace.tokens_in(_PIECE_AMID_CHATS_S if is_chat_running else _LONE_PIECE_S)
    return pace.tokens_in(_BACKGROUND_PIECE_AMID_CHATS_S if is_chat_running else _BACKGROUND_PIECE_S)


class _Filling:
    """A batch being filled."""

    def __init__(self, facts: MemoryFacts) -> None:
        self.rows: list[BatchRow] = []
        self.pieces: list[Piece] = []
        self._facts = facts
        self._n_logits = 0

    def add(self, seat: Seat, n_most: int) -> int:
        """Add up to `n_most` tokens of the seat. Returns how many."""
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
            self.pieces.append(Piece(seat, first_row, count))
        return count
