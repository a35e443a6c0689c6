"""A model that llama.cpp has loaded: decoding batches, choosing tokens, saying how likely a token was.

Lives on the worker's one thread; only `interrupt` may be called from another.
"""

import ctypes
import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from desktop_llm.engine.backends.backend import BatchRow, DecodeResult, Likelihood, MemoryFacts, TemplateFacts
from desktop_llm.engine.backends.llama_library import InterruptFlag, LlamaLibrary
from desktop_llm.engine.backends.llama_memory import LlamaMemory
from desktop_llm.engine.backends.llama_sampling import (
    AnySampler,
    SamplingContext,
    gbnf_of_schema,
    likeliest,
    new_sampler,
)
from desktop_llm.engine.backends.llama_vocabulary import LlamaVocabulary
from desktop_llm.engine.messages import Generate, ModelDescription
from desktop_llm.errors import ErrorCode, RequestFailedError

_MEMORY_FULL: Final = 1
_ABORTED: Final = 2
# From so many rows on, the processor's attention takes keys in tiles and passes over those that no row of the batch
# looks at (SmolLM2, Q4_0, 7 other prompts of 700 tokens in memory, one thread with AVX-512: each of 63 rows takes
# 5.0 ms, each of 64 3.5, and each of 64 beside 7 answers 14).
_TILE_ROWS: Final = 64


OpenBeside = Callable[[], "LlamaModel | None"]


class LlamaModel:
    """LanguageModel on one llama.cpp model and one context. Owns the context, and the model unless another does."""

    def __init__(
        self,
        library: LlamaLibrary,
        model: int,
        context: int,
        *,
        n_output_rows: int,
        description: ModelDescription,
        fingerprint: str,
        open_beside: OpenBeside | None,
    ) -> None:
        """open_beside: makes the model beside this one; None: this is that, and the weights are another's."""
        self._library, self._api = library, library.api
        self._model, self._context = model, context
        self._description, self._fingerprint = description, fingerprint
        self._open_beside = open_beside
        vocabulary = self._api.llama_model_get_vocab(model)
        self._vocabulary = LlamaVocabulary(library, vocabulary)
        self._memory = self._new_memory(n_output_rows)
        self._sampling = SamplingContext(library, context, vocabulary, self._vocabulary.n_tokens)
        self._shares = np.empty(self._vocabulary.n_tokens, np.float32)
        self._batch = _Batch(library, self._memory.facts.max_batch_rows)
        self._interrupt = InterruptFlag(library)
        self._api.llama_set_abort_callback(context, self._interrupt.callback, self._interrupt.data)

    @property
    def description(self) -> ModelDescription:
        return self._description

    @property
    def template(self) -> TemplateFacts:
        source: bytes | None = self._api.llama_model_chat_template(self._model, None)
        begin, end = self._vocabulary.special_texts()
        return TemplateFacts(source=(source or b"").decode("utf-8", "replace"), bos_text=begin, eos_text=end)

    @property
    def vocabulary(self) -> LlamaVocabulary:
        return self._vocabulary

    @property
    def memory(self) -> LlamaMemory:
        return self._memory

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def decode(self, rows: Sequence[BatchRow]) -> DecodeResult:
        self._batch.fill(rows)
        status: int = self._api.llama_decode(self._context, self._batch.batch)
        if status == 0:
            self._api.llama_synchronize(self._context)  # graphics cards are still at it: how long it takes is measured
            return DecodeResult.DONE
        if status == _MEMORY_FULL:
            return DecodeResult.MEMORY_FULL
        if status == _ABORTED:
            return DecodeResult.INTERRUPTED
        raise RequestFailedError(ErrorCode.DECODE_FAILED, reason=self._library.last_errors() or f"status {status}")

    def new_sampler(self, command: Generate, prompt_tokens: Sequence[int]) -> AnySampler:
        grammar = gbnf_of_schema(command.json_schema) if command.json_schema else command.grammar
        return new_sampler(
            self._sampling,
            command.sampling.over(self._description.sampling),
            logit_bias=command.logit_bias,
            grammar=grammar,
            prompt_tokens=prompt_tokens,
        )

    def likelihood(self, row: int, token: int, n_alternatives: int) -> Likelihood:
        """In single precision and without copying: with 262,144 tokens, a 28th of the time that it takes in double
        (1.6 ms against 44, 2 busy cores), and every token of a translation is asked for its likelihood.
        """
        logits = self._sampling.logits(row)
        top = logits.max()
        shares = np.subtract(logits, top, out=self._shares)
        total = float(top) + math.log(np.exp(shares, out=shares).sum(dtype=np.float64))
        best = likeliest(logits, min(n_alternatives, len(logits)))
        return Likelihood(float(logits[token]) - total, tuple((each, float(logits[each]) - total) for each in best))

    def beside(self) -> "LlamaModel | None":
        return self._open_beside() if self._open_beside is not None else None

    def interrupt(self) -> None:
        self._interrupt.set()

    def clear_interrupt(self) -> None:
        self._interrupt.clear()

    def close(self) -> None:
        self._api.llama_free(self._context)
        if self._open_beside is not None:
            self._api.llama_model_free(self._model)

    def _new_memory(self, n_output_rows: int) -> LlamaMemory:
        is_recurrent = bool(
            self._api.llama_model_is_recurrent(self._model) or self._api.llama_model_is_hybrid(self._model)
        )
        is_apart = self._open_beside is None
        window_tokens: int = 0 if is_apart else self._api.llama_model_n_swa(self._model)
        facts = MemoryFacts(
            n_cells=self._api.llama_n_ctx(self._context),
            n_sequences=self._api.llama_n_seq_max(self._context),
            max_batch_rows=self._api.llama_n_batch(self._context),
            max_logits_rows=n_output_rows,
            is_rewindable=not is_recurrent and window_tokens == 0,
            tile_rows=0 if is_apart or self._description.n_gpu_layers else _TILE_ROWS,
            is_apart=is_apart,
        )
        return LlamaMemory(self._library, self._context, facts, is_recurrent=is_recurrent, window_tokens=window_tokens)


class _Batch:
    """Arrays that llama.cpp reads a batch from, filled again for every batch without allocating."""

    def __init__(self, library: LlamaLibrary, n_rows: int) -> None:
        self._tokens = (ctypes.c_int32 * n_rows)()
        self._positions = (ctypes.c_int32 * n_rows)()
        self._sequences = (ctypes.c_int32 * n_rows)()
        self._logits = (ctypes.c_int8 * n_rows)()
        self._ones = (ctypes.c_int32 * n_rows)(*[1] * n_rows)
        int_pointer = ctypes.POINTER(ctypes.c_int32)
        step = ctypes.sizeof(ctypes.c_int32)
        addresses = [ctypes.addressof(self._sequences) + i * step for i in range(n_rows)]
        self._sequence_pointers = (int_pointer * n_rows)(*[ctypes.cast(each, int_pointer) for each in addresses])
        self.batch: Any = library.api.llama_batch(
            n_tokens=0,
            token=self._tokens,
            embd=None,
            pos=self._positions,
            n_seq_id=self._ones,
            seq_id=self._sequence_pointers,
            logits=self._logits,
        )

    def fill(self, rows: Sequence[BatchRow]) -> None:
        count = len(rows)
        sequences, positions, tokens, wants_logits = zip(*rows, strict=True)
        self._sequences[:count] = sequences
        self._positions[:count] = positions
        self._tokens[:count] = tokens
        self._logits[:count] = wants_logits
        self.batch.n_tokens = count
