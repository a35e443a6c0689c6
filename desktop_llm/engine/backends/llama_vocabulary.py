"""Text to tokens and back with a llama.cpp vocabulary. Lives on the worker's one thread."""

import ctypes

from desktop_llm.engine.backends.llama_library import LlamaLibrary

_SPARE_TOKENS = 16
_PIECE_BYTES = 256


class LlamaVocabulary:
    """Vocabulary of one llama.cpp model."""

    def __init__(self, library: LlamaLibrary, vocabulary: int) -> None:
        self._api = library.api
        self._vocabulary = vocabulary
        self._pieces: dict[int, bytes] = {}
        self._buffer = ctypes.create_string_buffer(_PIECE_BYTES)
        self.n_tokens: int = self._api.llama_vocab_n_tokens(vocabulary)
        self._bos: int = self._api.llama_vocab_bos(vocabulary)
        self._has_bos = self._bos >= 0 and bool(self._api.llama_vocab_get_add_bos(vocabulary))

    def tokenize(self, text: str, *, is_beginning: bool) -> list[int]:
        tokens = self._tokens(text.encode("utf-8", "replace"))
        if is_beginning and self._has_bos and tokens[:1] != [self._bos]:
            tokens.insert(0, self._bos)
        return tokens

    def token_bytes(self, token: int) -> bytes:
        piece = self._pieces.get(token)
        if piece is None:
            piece = self._pieces[token] = self._piece(token)
        return piece

    def is_control(self, token: int) -> bool:
        return bool(self._api.llama_vocab_is_control(self._vocabulary, token))

    def is_end_of_generation(self, token: int) -> bool:
        return bool(self._api.llama_vocab_is_eog(self._vocabulary, token))

    def special_texts(self) -> tuple[str, str]:
        """The texts of the tokens for beginning and end, empty where there is none."""
        ids = (self._bos, self._api.llama_vocab_eos(self._vocabulary))
        begin, end = (self.token_bytes(token).decode("utf-8", "replace") if token >= 0 else "" for token in ids)
        return begin, end

    def _tokens(self, text: bytes) -> list[int]:
        size = len(text) + _SPARE_TOKENS
        buffer = (ctypes.c_int32 * size)()
        count: int = self._api.llama_tokenize(self._vocabulary, text, len(text), buffer, size, False, True)
        if count < 0:  # more tokens than bytes: what it returned is how many
            buffer = (ctypes.c_int32 * -count)()
            count = self._api.llama_tokenize(self._vocabulary, text, len(text), buffer, -count, False, True)
        return buffer[: max(count, 0)]

    def _piece(self, token: int) -> bytes:
        size: int = self._api.llama_token_to_piece(self._vocabulary, token, self._buffer, _PIECE_BYTES, 0, True)
        if size >= 0:
            return self._buffer.raw[:size]
        buffer = ctypes.create_string_buffer(-size)
        size = self._api.llama_token_to_piece(self._vocabulary, token, buffer, -size, 0, True)
        return buffer.raw[: max(size, 0)]
