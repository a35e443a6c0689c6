"""llama.cpp by itself, on a context of its own: what the engine's results are compared with."""

import ctypes
import importlib
import itertools
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

_N_CTX_TOKENS = 512
_PIECE_BYTES = 64


class BareLlama:
    """One model with one context, used as in llama.cpp's own example."""

    def __init__(self, path: Path) -> None:
        self._api: Any = importlib.import_module("llama_cpp")
        self._model = self._api.llama_model_load_from_file(str(path).encode(), self._api.llama_model_default_params())
        params = self._api.llama_context_default_params()
        params.n_ctx, params.n_threads, params.n_threads_batch = _N_CTX_TOKENS, 1, 1
        self._context = self._api.llama_init_from_model(self._model, params)
        self._vocabulary = self._api.llama_model_get_vocab(self._model)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._api.llama_free(self._context)
        self._api.llama_model_free(self._model)

    def greedy_answer(self, prompt: str, n_tokens: int) -> str:
        sampler = self._api.llama_sampler_init_greedy()
        tokens, answer, piece = self._tokens(prompt), b"", ctypes.create_string_buffer(_PIECE_BYTES)
        for _ in range(n_tokens):
            self._decode(tokens)
            token = self._api.llama_sampler_sample(sampler, self._context, -1)
            size = self._api.llama_token_to_piece(self._vocabulary, token, piece, _PIECE_BYTES, 0, True)
            answer += piece.raw[:size]
            tokens = [token]
        self._api.llama_sampler_free(sampler)
        return answer.decode()

    def count_tokens(self, text: str) -> int:
        return len(self._tokens(text))

    def softmax_logprobs(self, text: str) -> list[float]:
        """Of every token but the first, each decoded alone."""
        size = self._api.llama_vocab_n_tokens(self._vocabulary)
        tokens = self._tokens(text)
        logprobs: list[float] = []
        for token, following in itertools.pairwise(tokens):
            self._decode([token])
            logits = np.array(self._api.llama_get_logits_ith(self._context, -1)[:size], dtype=np.float64)
            logprobs.append(float(logits[following] - np.log(np.exp(logits).sum())))
        return logprobs

    def _decode(self, tokens: list[int]) -> None:
        array = (ctypes.c_int32 * len(tokens))(*tokens)
        assert self._api.llama_decode(self._context, self._api.llama_batch_get_one(array, len(tokens))) == 0

    def _tokens(self, text: str) -> list[int]:
        data = text.encode()
        tokens = (ctypes.c_int32 * len(data))()
        count: int = self._api.llama_tokenize(self._vocabulary, data, len(data), tokens, len(data), False, True)
        return tokens[:count]
