"""What a llama.cpp context remembers of its sequences: cutting, sharing, saving and restoring them.

Lives on the worker's one thread. Knows which of the three kinds of memory can be rewound: attention always, sliding
windows as far as the window reaches back, recurrent layers never.
"""

import ctypes
from typing import Any

import numpy as np

from desktop_llm.engine.backends.backend import MemoryFacts
from desktop_llm.engine.backends.llama_library import LlamaLibrary

_TO_THE_END = -1


class LlamaMemory:
    """SequenceMemory of one llama.cpp context."""

    def __init__(
        self, library: LlamaLibrary, context: int, facts: MemoryFacts, *, is_recurrent: bool, window_tokens: int
    ) -> None:
        self._api = library.api
        self._context = context
        self._memory: Any = self._api.llama_get_memory(context)
        self._facts = facts
        self._is_recurrent = is_recurrent
        self._window_tokens = window_tokens

    @property
    def facts(self) -> MemoryFacts:
        return self._facts

    def can_cut(self, sequence: int, n_tokens: int) -> bool:
        """See SequenceMemory. A window must still hold what the token after the cut looks back at."""
        length = self._length(sequence)
        if n_tokens == 0 or n_tokens == length:
            return True
        if n_tokens > length or self._is_recurrent:
            return False
        first: int = self._api.llama_memory_seq_pos_min(self._memory, sequence)
        return self._window_tokens == 0 or first <= max(0, n_tokens - self._window_tokens)

    def truncate(self, sequence: int, n_tokens: int) -> bool:
        if not self.can_cut(sequence, n_tokens):
            return False
        return bool(self._api.llama_memory_seq_rm(self._memory, sequence, n_tokens, _TO_THE_END))

    def copy_prefix(self, source: int, target: int, n_tokens: int) -> None:
        if not self._facts.is_apart:
            self._api.llama_memory_seq_cp(self._memory, source, target, 0, n_tokens)
            return
        # From one stream to another only the whole is copied, right before the next batch.
        self._api.llama_memory_seq_cp(self._memory, source, target, 0, _TO_THE_END)
        self._api.llama_memory_seq_rm(self._memory, target, n_tokens, _TO_THE_END)

    def clear(self, sequence: int) -> None:
        self._api.llama_memory_seq_rm(self._memory, sequence, 0, _TO_THE_END)

    def save(self, sequence: int, *, is_partial: bool) -> bytearray:
        flags = self._flags(is_partial=is_partial)
        state = bytearray(self._api.llama_state_seq_get_size_ext(self._context, sequence, flags))
        data = (ctypes.c_uint8 * len(state)).from_buffer(state)
        n_bytes: int = self._api.llama_state_seq_get_data_ext(self._context, data, len(state), sequence, flags)
        del data  # a bytearray that lends its buffer cannot be resized
        del state[n_bytes:]
        return state

    def restore(self, sequence: int, state: bytes | bytearray, n_tokens: int, *, is_partial: bool) -> bool:
        data = np.frombuffer(state, np.uint8).ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
        flags = self._flags(is_partial=is_partial)
        is_read = bool(self._api.llama_state_seq_set_data_ext(self._context, data, len(state), sequence, flags))
        # What a partial state does not hold is still there up to the longer prefix.
        is_cut = is_read and bool(self._api.llama_memory_seq_rm(self._memory, sequence, n_tokens, _TO_THE_END))
        if not is_cut or self._length(sequence) != n_tokens:
            self.clear(sequence)
            return False
        return True

    def _length(self, sequence: int) -> int:
        last: int = self._api.llama_memory_seq_pos_max(self._memory, sequence)
        return last + 1

    def _flags(self, *, is_partial: bool) -> int:
        return int(self._api.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY) if is_partial else 0
