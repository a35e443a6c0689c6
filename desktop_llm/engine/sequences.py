"""The sequences of a model's memory: what each holds, who uses it, how many cells are free, what can be reused.

Keeps the books for the scheduler, on the worker's one thread; the model's memory does as it says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop_llm.engine.backends.backend import SequenceMemory
from desktop_llm.engine.common_prefix import common_prefix_length

_MAX_SNAPSHOT_BYTES: Final = 512 * 1024**2
_MAX_SNAPSHOTS: Final = 6  # per sequence
_SMALL_TAIL_TOKENS: Final = 64


@dataclass(frozen=True, slots=True)
class Seam:
    """A place where an answer ended: that many characters of a sequence's text are that many of its tokens."""

    n_chars: int
    n_tokens: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The part of a sequence's state after `n_tokens` that truncating would not bring back."""

    n_tokens: int
    state: bytes | bytearray


@dataclass(slots=True)
class HeldSequence:
    """One sequence: its evaluated tokens, the text they stand for up to the last seam, and its place in the order.

    `cells` are numbers for the memory cells of the tokens: shared prefixes share the numbers.
    """

    id: int
    tokens: list[int] = field(default_factory=list[int])
    cells: list[int] = field(default_factory=list[int])
    text: str = ""
    seams: tuple[Seam, ...] = ()
    snapshots: list[Snapshot] = field(default_factory=list[Snapshot])
    conversation_key: str = ""
    is_unsaved: bool = False
    is_taken: bool = False
    last_used: int = 0

    @property
    def is_idle(self) -> bool:
        return bool(self.tokens) and not self.is_taken

    @property
    def is_empty(self) -> bool:
        return not self.tokens and not self.is_taken


@dataclass(frozen=True, slots=True)
class Reuse:
    """The best that is already evaluated for some tokens: `n_tokens` of `source`, through a snapshot or by cutting."""

    n_tokens: int = 0
    source: HeldSequence | None = None
    snapshot: Snapshot | None = None


class SequencePool:
    """All sequences of one model."""

    def __init__(self, memory: SequenceMemory) -> None:
        self._memory = memory
        self.facts = memory.facts
        self.sequences = [HeldSequence(i) for i in range(self.facts.n_sequences)]
        self._sharers: dict[int, int] = {}  # cell -> number of sequences, where that is more than one
        self._n_used_cells = 0
        self._next_cell = 0
        self._clock = 0

    @property
    def n_free_cells(self) -> int:
        return self.facts.n_cells - self._n_used_cells

    def best_reuse(self, tokens: Sequence[int], n_most: int) -> Reuse:
        """The longest evaluated beginning of `tokens`, at most `n_most` of them."""
        best = Reuse()
        for sequence in self.sequences:
            reuse = self._reuse_of(sequence, tokens, n_most)
            is_equal_but_idle = reuse.n_tokens == best.n_tokens > 0 and sequence.is_idle
            if reuse.n_tokens > best.n_tokens or is_equal_but_idle:
                best = reuse
        return best

    def n_freed_by_cutting(self, sequence: HeldSequence, n_tokens: int) -> int:
        """Cells that only this sequence uses beyond its first `n_tokens`."""
        return sum(cell not in self._sharers for cell in sequence.cells[n_tokens:])

    def take(self, reuse: Reuse) -> HeldSequence | None:
        """A sequence for new work, holding what `reuse` says. None if all are in use.

        An idle source is continued itself if little of it is lost by that or no other sequence is free.
        """
        source = reuse.source
        target = self._target(reuse)
        if target is None:
            return None
        target.is_taken = True
        self._touch(target)
        if source is None or reuse.n_tokens == 0:
            self.clear(target)
        elif target is source:
            self._cut(target, reuse)
        else:
            self._copy(source, target, reuse)
        return target

    def shorten(self, sequence: HeldSequence, reuse: Reuse) -> None:
        """Cut an idle sequence to what will be reused of it."""
        self._cut(sequence, reuse)

    def move(self, sequence: HeldSequence, place: HeldSequence) -> None:
        """Exchange the numbers of two sequences. What the idle or empty `place` holds is forgotten."""
        self.clear(place)
        self._memory.copy_prefix(sequence.id, place.id, len(sequence.tokens))
        self._memory.clear(sequence.id)
        sequence.id, place.id = place.id, sequence.id
        self.sequences[sequence.id], self.sequences[place.id] = sequence, place

    def release(self, sequence: HeldSequence) -> None:
        """The work on it is done; its tokens stay for reuse until the room is needed."""
        sequence.is_taken = False
        self._touch(sequence)

    def extend(self, sequence: HeldSequence, tokens: Sequence[int]) -> None:
        """Note that `tokens` have been evaluated."""
        count = len(tokens)
        sequence.tokens += tokens
        sequence.cells += range(self._next_cell, self._next_cell + count)
        self._next_cell += count
        self._n_used_cells += count

    def clear(self, sequence: HeldSequence) -> None:
        self._memory.clear(sequence.id)
        self._forget_cells(sequence, 0)
        sequence.snapshots.clear()
        sequence.text, sequence.seams = "", ()
        sequence.conversation_key, sequence.is_unsaved = "", False

    def evict_one(self, spared: HeldSequence | None = None) -> bool:
        """Empty the idle sequence that was not used for longest. Returns False if there is none but `spared`."""
        idle = [each for each in self.sequences if each.is_idle and each is not spared]
        if not idle:
            return False
        self.clear(min(idle, key=lambda each: each.last_used))
        return True

    def repair(self, sequence: HeldSequence) -> None:
        """Where more or less was evaluated: back to the tokens known, or to the last snapshot, or to nothing."""
        if self._memory.truncate(sequence.id, len(sequence.tokens)):
            return
        for snapshot in sorted(sequence.snapshots, key=lambda each: -each.n_tokens):
            if self._memory.restore(sequence.id, snapshot.state, snapshot.n_tokens, is_partial=True):
                self._forget_cells(sequence, snapshot.n_tokens)
                return
        self.clear(sequence)

    def take_snapshot(self, sequence: HeldSequence) -> None:
        """Keep the state after the sequence's tokens, where it could not be had again by truncating."""
        count = len(sequence.tokens)
        if self.facts.is_rewindable or not count or any(each.n_tokens == count for each in sequence.snapshots):
            return
        sequence.snapshots.append(Snapshot(count, self._memory.save(sequence.id, is_partial=True)))
        if len(sequence.snapshots) > _MAX_SNAPSHOTS:
            del sequence.snapshots[1]  # the first is the system prompt's, which new conversations share
        self._bound_snapshots()

    def adopt(self, sequence: HeldSequence, tokens: Sequence[int], snapshots: Iterable[Snapshot]) -> None:
        """Note that the state of `tokens` has been restored into the empty `sequence`."""
        self.extend(sequence, tokens)
        sequence.snapshots.extend(snapshots)

    def _reuse_of(self, sequence: HeldSequence, tokens: Sequence[int], n_most: int) -> Reuse:
        length = min(common_prefix_length(sequence.tokens, tokens), n_most)
        if length <= 0:
            return Reuse()
        if self._memory.can_cut(sequence.id, length):
            return Reuse(length, sequence)
        fitting = [each for each in sequence.snapshots if each.n_tokens <= length]
        if not fitting:
            return Reuse()
        snapshot = max(fitting, key=lambda each: each.n_tokens)
        return Reuse(snapshot.n_tokens, sequence, snapshot)

    def _target(self, reuse: Reuse) -> HeldSequence | None:
        source = reuse.source
        is_source_idle = source is not None and source.is_idle
        if source is not None and is_source_idle and len(source.tokens) - reuse.n_tokens <= _SMALL_TAIL_TOKENS:
            return source
        empty = next((each for each in self.sequences if each.is_empty), None)
        if empty is not None:
            return empty
        idle = [each for each in self.sequences if each.is_idle]
        return min(idle, key=lambda each: each.last_used, default=None)

    def _cut(self, sequence: HeldSequence, reuse: Reuse) -> None:
        if reuse.snapshot is None:
            self._memory.truncate(sequence.id, reuse.n_tokens)
        elif not self._memory.restore(sequence.id, reuse.snapshot.state, reuse.n_tokens, is_partial=True):
            self.clear(sequence)
            return
        self._forget_cells(sequence, reuse.n_tokens)
        sequence.snapshots[:] = [each for each in sequence.snapshots if each.n_tokens <= reuse.n_tokens]

    def _copy(self, source: HeldSequence, target: HeldSequence, reuse: Reuse) -> None:
        self.clear(target)
        # With a snapshot the whole source is shared first, and what it lacks is brought back over that.
        n_copied = reuse.n_tokens if reuse.snapshot is None else len(source.tokens)
        self._memory.copy_prefix(source.id, target.id, n_copied)
        if reuse.snapshot is not None:
            is_restored = self._memory.restore(target.id, reuse.snapshot.state, reuse.n_tokens, is_partial=True)
            if not is_restored:
                return
        target.tokens = source.tokens[: reuse.n_tokens]
        target.cells = source.cells[: reuse.n_tokens]
        target.snapshots = [each for each in source.snapshots if each.n_tokens <= reuse.n_tokens]
        for cell in target.cells:
            self._sharers[cell] = self._sharers.get(cell, 1) + 1

    def _forget_cells(self, sequence: HeldSequence, n_kept: int) -> None:
        for cell in sequence.cells[n_kept:]:
            n_sharers = self._sharers.pop(cell, 1)
            if n_sharers == 1:
                self._n_used_cells -= 1
            elif n_sharers > 2:
                self._sharers[cell] = n_sharers - 1
        del sequence.cells[n_kept:]
        del sequence.tokens[n_kept:]

    def _bound_snapshots(self) -> None:
        """Drop the oldest snapshots of the sequences used longest ago until the rest fits."""
        by_age = sorted((each for each in self.sequences if each.snapshots), key=lambda each: each.last_used)
        n_bytes = sum(len(snapshot.state) for each in by_age for snapshot in each.snapshots)
        for sequence in by_age:
            while n_bytes > _MAX_SNAPSHOT_BYTES and sequence.snapshots:
                n_bytes -= len(sequence.snapshots.pop(0).state)

    def _touch(self, sequence: HeldSequence) -> None:
        self._clock += 1
        sequence.last_used = self._clock
