"""An embedding model that knows one thing: whether a text is about money."""

from array import array
from collections.abc import Sequence

from desktop_llm.errors import ErrorCode, RequestFailedError


class MoneyEmbedder:
    model_key = "money"

    def __init__(self, failure: ErrorCode | None = None) -> None:
        self.n_asked = self.n_embedded = 0
        self._failure = failure

    def embed_question(self, text: str) -> bytes:
        self.n_asked += 1
        if self._failure:
            raise RequestFailedError(self._failure)
        return self._vector(text)

    def embed_passages(self, texts: Sequence[str]) -> Sequence[bytes]:
        self.n_embedded += len(texts)
        return list(map(self._vector, texts))

    def _vector(self, text: str) -> bytes:
        is_money = any(word in text for word in ("euros", "cost", "expensive"))
        return array("f", (1.0, 0.0) if is_money else (0.0, 1.0)).tobytes()
