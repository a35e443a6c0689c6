"""A model that llama.cpp has loaded for vectors: one text at a time, all its tokens in one batch.

Lives on the worker's one thread. A passage is a few hundred tokens, which fill a batch by themselves.
"""

import ctypes
from collections.abc import Sequence
from typing import Final

import numpy as np

from desktop_llm.engine.backends.llama_library import LlamaLibrary
from desktop_llm.engine.messages import ModelDescription
from desktop_llm.errors import ErrorCode, RequestFailedError

_SPARE_TOKENS: Final = 8


class LlamaEmbedder:
    """Embedder on one llama.cpp model and one context; owns both."""

    def __init__(
        self, library: LlamaLibrary, model: int, context: int, description: ModelDescription, n_ctx_tokens: int
    ) -> None:
        self._library, self._api = library, library.api
        self._model, self._context = model, context
        self._description = description
        self._n_ctx_tokens = n_ctx_tokens
        self._vocabulary = self._api.llama_model_get_vocab(model)
        self._n_dimensions: int = self._api.llama_model_n_embd(model)

    @property
    def description(self) -> ModelDescription:
        return self._description

    def embed(self, texts: Sequence[str]) -> tuple[tuple[bytes, ...], int]:
        vectors: list[bytes] = []
        n_cut = 0
        for text in texts:
            tokens = self._tokens(text)
            if len(tokens) > self._n_ctx_tokens:
                n_cut += 1
                tokens = [*tokens[: self._n_ctx_tokens - 1], tokens[-1]]  # the mark of the end stays at the end
            vectors.append(self._vector(tokens) if tokens else bytes(4 * self._n_dimensions))
        return tuple(vectors), n_cut

    def close(self) -> None:
        self._api.llama_free(self._context)
        self._api.llama_model_free(self._model)

    def _vector(self, tokens: Sequence[int]) -> bytes:
        self._api.llama_memory_clear(self._api.llama_get_memory(self._context), True)
        row = (ctypes.c_int32 * len(tokens))(*tokens)
        status: int = self._api.llama_decode(self._context, self._api.llama_batch_get_one(row, len(tokens)))
        pointer = self._api.llama_get_embeddings_seq(self._context, 0) if status == 0 else None
        if not pointer:
            reason = self._library.last_errors() or f"status {status}"
            raise RequestFailedError(ErrorCode.DECODE_FAILED, reason=reason)
        values = np.ctypeslib.as_array(pointer, (self._n_dimensions,)).astype("<f4")
        length = float(np.linalg.norm(values))
        return (values / length if length else values).tobytes()

    def _tokens(self, text: str) -> list[int]:
        """With the marks that the model wants at the beginning and the end."""
        encoded = text.encode("utf-8", "replace")
        size = len(encoded) + _SPARE_TOKENS
        buffer = (ctypes.c_int32 * size)()
        count: int = self._api.llama_tokenize(self._vocabulary, encoded, len(encoded), buffer, size, True, False)
        if count < 0:  # more tokens than bytes: what it returned is how many
            buffer = (ctypes.c_int32 * -count)()
            count = self._api.llama_tokenize(self._vocabulary, encoded, len(encoded), buffer, -count, True, False)
        return buffer[: max(count, 0)]
