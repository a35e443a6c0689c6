"""The smallest loop that decodes with llama.cpp: what the engine's speed is measured against, and one build of
llama.cpp against another. Benchmarks and checks only.
"""

import ctypes
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from desktop_llm.engine.backends.llama_library import llama_library

_PIECE_BYTES: Final = 256


class BareLoop:
    """One sequence, greedy, in this process: decode, sample, turn into bytes, and nothing else."""

    def __init__(self, path: str, *, n_ctx_tokens: int, n_threads: int, n_gpu_layers: int = 0) -> None:
        """Loads the model, on the CPU if not told otherwise. Raises OSError if llama.cpp does not take it."""
        llama_cpp = self._lib = llama_library().api
        model_params = llama_cpp.llama_model_default_params()
        model_params.n_gpu_layers = n_gpu_layers
        self._model: Any = llama_cpp.llama_model_load_from_file(path.encode(), model_params)
        if not self._model:
            raise OSError(f"llama.cpp does not load {path}")
        self._vocab: Any = llama_cpp.llama_model_get_vocab(self._model)
        context_params = llama_cpp.llama_context_default_params()
        context_params.n_ctx = n_ctx_tokens
        context_params.n_threads = n_threads
        context_params.n_threads_batch = n_threads
        self._context: Any = llama_cpp.llama_init_from_model(self._model, context_params)
        self._sampler: Any = llama_cpp.llama_sampler_init_greedy()

    def greedy_tokens(self, text: str, n_tokens: int) -> tuple[int, ...]:
        """The first tokens that follow `text`, the likeliest each time."""
        return tuple(islice(self._tokens_after(text), n_tokens))

    def decode_tokens_per_s(self, text: str, n_tokens: int) -> float:
        """Read `text`, then decode `n_tokens` more; tokens per second of the decoding alone."""
        piece = ctypes.create_string_buffer(_PIECE_BYTES)
        tokens = self._tokens_after(text)
        next(tokens)
        started_s = time.perf_counter()
        for token in islice(tokens, n_tokens):
            self._lib.llama_token_to_piece(self._vocab, token, piece, _PIECE_BYTES, 0, True)
        return n_tokens / (time.perf_counter() - started_s)

    def _tokens_after(self, text: str) -> Iterator[int]:
        lib = self._lib
        lib.llama_memory_clear(lib.llama_get_memory(self._context), True)
        prompt = self._tokenize(text)
        lib.llama_decode(self._context, lib.llama_batch_get_one(prompt, len(prompt)))
        one = (lib.llama_token * 1)()
        while True:
            one[0] = lib.llama_sampler_sample(self._sampler, self._context, -1)
            yield one[0]
            lib.llama_decode(self._context, lib.llama_batch_get_one(one, 1))

    def close(self) -> None:
        self._lib.llama_sampler_free(self._sampler)
        self._lib.llama_free(self._context)
        self._lib.llama_model_free(self._model)

    def _tokenize(self, text: str) -> Any:
        data = text.encode()
        tokens = (self._lib.llama_token * (len(data) + 8))()
        n_tokens = self._lib.llama_tokenize(self._vocab, data, len(data), tokens, len(tokens), True, True)
        return (self._lib.llama_token * n_tokens)(*tokens[:n_tokens])
