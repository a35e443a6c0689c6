"""Who gets a sequence and when: the queue, the seats, and the room they have been promised.

A task is admitted when there is room for its prompt and its answer. It waits rather than fails; when a person needs
the room, background tasks give up their seats and read again later. On the worker's one thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop_llm.engine.batches import Seat
from desktop_llm.engine.common_prefix import common_prefix_length
from desktop_llm.engine.messages import Priority
from desktop_llm.engine.sequences import Reuse, SequencePool
from desktop_llm.engine.tasks import Task

_GROWTH_TOKENS: Final = 128  # what an answer of unknown length is promised at a time
_MIN_SHARED_TOKENS: Final = 32  # below that, a shared beginning is worth neither waiting nor room

Recall = Callable[[Task], None]


@dataclass(slots=True, eq=False)
class _Waiting:
    """A task in the queue. It may wait until `reader` has evaluated `n_shared` tokens, which both begin with."""

    task: Task
    reader: Seat | None = None
    n_shared: int = 0


class Admission:
    """Queue and seats of one model. `recall` may bring a stored sequence into the pool before a task is seated."""

    def __init__(self, pool: SequencePool, recall: Recall) -> None:
        self.seats: list[Seat] = []
        self._pool = pool
        self._recall = recall
        self._queue: list[_Waiting] = []

    @property
    def is_empty(self) -> bool:
        return not self.seats and not self._queue

    @property
    def is_person_waiting(self) -> bool:
        """For the first word of an answer."""
        in_queue = any(each.task.priority is Priority.INTERACTIVE for each in self._queue)
        return in_queue or any(seat.is_interactive and seat.is_reading for seat in self.seats)

    def enqueue(self, task: Task) -> None:
        self._queue.append(_Waiting(task))
        self._sort()

    def remove_waiting(self, request_id: str) -> Task | None:
        for waiting in self._queue:
            if waiting.task.request_id == request_id:
                self._queue.remove(waiting)
                return waiting.task
        return None

    def seat_of(self, request_id: str) -> Seat | None:
        return next((seat for seat in self.seats if seat.task.request_id == request_id), None)

    def drain(self) -> list[Task]:
        """All waiting tasks, which wait no longer."""
        tasks = [waiting.task for waiting in self._queue]
        self._queue.clear()
        return tasks

    def admit(self) -> None:
        """Seat waiting tasks in order; the first one that finds no room holds back those behind it."""
        self._grow_all()
        for waiting in list(self._queue):
            if self._is_sharing_ahead(waiting):
                continue
            if any(seat.is_paused for seat in self.seats) and waiting.task.priority is not Priority.INTERACTIVE:
                return
            if not self._seat(waiting.task):
                return
            self._queue.remove(waiting)

    def leave(self, seat: Seat) -> None:
        """The task is done with its sequence."""
        self.seats.remove(seat)
        self._pool.release(seat.sequence)

    def give_up(self, seat: Seat) -> None:
        """Free the seat's cells; its task waits again and will read its tokens again."""
        self.leave(seat)
        self._pool.clear(seat.sequence)
        self._queue.insert(0, _Waiting(seat.task))
        self._sort()

    def newest_other(self, spared: Seat, *, is_any_priority: bool) -> Seat | None:
        """Who would have to give up a seat for `spared`."""
        others = [seat for seat in self.seats if seat is not spared]
        if not is_any_priority:
            others = [seat for seat in others if not seat.is_interactive]
        background = [seat for seat in others if not seat.is_interactive]
        return (background or others or [None])[-1]

    def _sort(self) -> None:
        self._queue.sort(key=lambda waiting: waiting.task.priority is not Priority.INTERACTIVE)

    @property
    def _n_promised(self) -> int:
        return sum(max(0, seat.n_reserved_tokens - len(seat.sequence.tokens)) for seat in self.seats)

    @property
    def _n_room(self) -> int:
        return self._pool.n_free_cells - self._n_promised

    def _is_sharing_ahead(self, waiting: _Waiting) -> bool:
        """Whether somebody is just reading a beginning that this task shares, so that it is cheaper to wait."""
        if waiting.reader is None or waiting.reader not in self.seats:
            waiting.reader, waiting.n_shared = self._longest_sharing_reader(waiting.task)
        reader = waiting.reader
        return reader is not None and len(reader.sequence.tokens) < waiting.n_shared

    def _longest_sharing_reader(self, task: Task) -> tuple[Seat | None, int]:
        best: Seat | None = None
        n_best = self._pool.best_reuse(task.tokens, task.max_reused_tokens).n_tokens + _MIN_SHARED_TOKENS
        for seat in self.seats:
            if not seat.is_reading or (task.priority is Priority.INTERACTIVE and not seat.is_interactive):
                continue
            n_shared = min(common_prefix_length(seat.task.tokens, task.tokens), task.max_reused_tokens)
            if n_shared >= n_best and n_shared > len(seat.sequence.tokens):
                best, n_best = seat, n_shared
        if best is None:
            return None, 0
        if not self._pool.facts.is_rewindable:
            best.cuts.add(n_best)
        return best, n_best

    def _seat(self, task: Task) -> bool:
        n_wanted = self._n_wanted(task)
        self._recall(task)
        while True:
            reuse = self._pool.best_reuse(task.tokens, task.max_reused_tokens)
            if self._has_room(reuse, n_wanted - reuse.n_tokens):
                break
            if not self._make_room(task, reuse):
                return False
        sequence = self._pool.take(reuse)
        if sequence is None:
            return task.priority is Priority.INTERACTIVE and self._push_out_background() and self._seat(task)
        seat = Seat(task, sequence, n_wanted)
        if not self._pool.facts.is_rewindable:
            seat.cuts.update(task.branch_points)
        self.seats.append(seat)
        task.note_seated(len(sequence.tokens))
        return True

    def _n_wanted(self, task: Task) -> int:
        n_new = _GROWTH_TOKENS if task.max_new_tokens is None else task.max_new_tokens
        return min(len(task.tokens) + n_new, self._pool.facts.n_cells)

    def _has_room(self, reuse: Reuse, n_needed: int) -> bool:
        n_room = self._n_room
        if n_room >= n_needed:
            return True
        source = reuse.source
        if source is None or not source.is_idle or reuse.n_tokens < _MIN_SHARED_TOKENS:
            return False
        # The idle source would be continued, and what lies beyond the common part freed by that.
        n_cut = self._pool.n_freed_by_cutting(source, reuse.n_tokens)
        if n_room + n_cut < n_needed:
            return False
        self._pool.shorten(source, reuse)
        return True

    def _make_room(self, task: Task, reuse: Reuse) -> bool:
        is_worth_sparing = reuse.n_tokens >= _MIN_SHARED_TOKENS
        if self._pool.evict_one(spared=reuse.source if is_worth_sparing else None):
            return True
        if task.priority is Priority.INTERACTIVE and self._push_out_background():
            return True
        return not self.seats and self._pool.evict_one()

    def _push_out_background(self) -> bool:
        background = [seat for seat in self.seats if not seat.is_interactive]
        if background:
            self.give_up(background[-1])
        return bool(background)

    def _grow_all(self) -> None:
        """Promise more room to answers of unknown length; pause those for which there is none now."""
        for seat in list(self.seats):
            if seat in self.seats:  # not pushed out by one before it
                seat.is_paused = not self._grow(seat)
        if self.seats and all(seat.is_paused for seat in self.seats):
            self._resolve_standstill()

    def _grow(self, seat: Seat) -> bool:
        n_short = len(seat.task.tokens) - seat.n_reserved_tokens
        if n_short <= 0:
            return True
        while self._n_room < n_short:
            if self._pool.evict_one():
                continue
            if not seat.is_interactive or not self._push_out_background():
                return False
        seat.n_reserved_tokens += max(n_short, min(_GROWTH_TOKENS, self._n_room))
        return True

    def _resolve_standstill(self) -> None:
        """Everybody waits for room that nobody gives: the newest gives way, and one alone has reached the end."""
        oldest = self.seats[0]
        newest = self.newest_other(oldest, is_any_priority=True)
        if newest is not None:
            self.give_up(newest)
            oldest.is_paused = not self._grow(oldest)
            return
        oldest.task.finish_for_length()
        self.leave(oldest)
