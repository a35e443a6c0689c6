"""Brings stored conversations back into a model's memory, and sends the finished ones to disk when nothing else runs.

On the worker's one thread; the folder writes on its own.
"""

from collections.abc import Iterator
from typing import Final

from desktop_llm.engine.backends.backend import SequenceMemory
from desktop_llm.engine.common_prefix import common_prefix_length
from desktop_llm.engine.prepared_prompt import EarlierText
from desktop_llm.engine.sequences import HeldSequence, SequencePool
from desktop_llm.engine.snapshot_folder import SequenceContent, SnapshotFolder, StoredSequence
from desktop_llm.engine.tasks import Task

_WORTH_LOADING_TOKENS: Final = 64


class SnapshotExchange:
    """The sequences of a pool, and what lies in a folder of snapshots (None: nothing is kept)."""

    def __init__(self, pool: SequencePool, memory: SequenceMemory, folder: SnapshotFolder | None) -> None:
        self._pool = pool
        self._memory = memory
        self._folder = folder
        self._found: dict[str, StoredSequence | None] = {}

    @property
    def is_due(self) -> bool:
        """True while a finished conversation has not been handed to the folder."""
        return self._folder is not None and any(each.is_unsaved for each in self._pool.sequences)

    def earlier_texts(self, conversation_key: str) -> Iterator[EarlierText]:
        """What a new prompt may begin with: held sequences, and the stored one of its conversation."""
        yield from (each for each in self._pool.sequences if each.is_idle and each.seams)
        stored = self._stored(conversation_key)
        if stored is not None:
            yield stored

    def recall(self, task: Task) -> None:
        """Restore the task's stored conversation as an idle sequence if that saves reading."""
        stored = self._stored(task.conversation_key)
        if stored is None or self._folder is None or len(stored.tokens) > self._pool.facts.n_cells:
            return
        n_common = min(common_prefix_length(stored.tokens, task.tokens), task.max_reused_tokens)
        n_held = self._pool.best_reuse(task.tokens, task.max_reused_tokens).n_tokens
        if n_common < n_held + _WORTH_LOADING_TOKENS:
            return
        sequence = self._empty_sequence(len(stored.tokens))
        if sequence is not None:
            self._found[task.conversation_key] = None  # one try is enough
            self._restore(sequence, stored, task.conversation_key)

    def note_finished(self, sequence: HeldSequence, conversation_key: str) -> None:
        """The sequence holds a conversation as of now; it is saved when nothing else runs."""
        sequence.conversation_key = conversation_key
        sequence.is_unsaved = bool(conversation_key) and len(sequence.tokens) >= _WORTH_LOADING_TOKENS

    def save_one(self) -> None:
        """Hand one finished conversation to the folder."""
        sequence = next((each for each in self._pool.sequences if each.is_unsaved), None)
        if sequence is None or self._folder is None:
            return
        sequence.is_unsaved = False
        self._found.pop(sequence.conversation_key, None)  # once the pool has lost it, the folder is asked again
        if not sequence.tokens or sequence.is_taken:
            return
        content = SequenceContent(
            key=sequence.conversation_key,
            text=sequence.text,
            tokens=list(sequence.tokens),
            seams=sequence.seams,
            state=self._memory.save(sequence.id, is_partial=False),
            snapshots=tuple(sequence.snapshots),
        )
        self._folder.save(content)

    def close(self) -> None:
        """Write all that is due; blocks until it is written."""
        while self.is_due:
            self.save_one()
        if self._folder is not None:
            self._folder.close()

    def _stored(self, key: str) -> StoredSequence | None:
        """What the folder has for a conversation that the pool does not hold."""
        if not key or self._folder is None or any(each.conversation_key == key for each in self._pool.sequences):
            return None
        if key not in self._found:
            self._found[key] = self._folder.find(key)
        return self._found[key]

    def _empty_sequence(self, n_tokens: int) -> HeldSequence | None:
        sequence = next((each for each in self._pool.sequences if each.is_empty), None)
        while sequence is None or self._pool.n_free_cells < n_tokens:
            if not self._pool.evict_one():
                return None
            sequence = next((each for each in self._pool.sequences if each.is_empty), None)
        return sequence

    def _restore(self, sequence: HeldSequence, stored: StoredSequence, key: str) -> None:
        states = self._folder.load(stored) if self._folder is not None else None
        if states is None:
            return
        n_tokens = len(stored.tokens)
        if not self._memory.restore(sequence.id, states.state, n_tokens, is_partial=False):
            return
        self._pool.adopt(sequence, stored.tokens, states.snapshots)
        sequence.text, sequence.seams, sequence.conversation_key = stored.text, stored.seams, key
        self._pool.release(sequence)
