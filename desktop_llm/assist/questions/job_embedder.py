"""An embedding model for one job: a text gets its vector once, and before each few it is asked whether the job goes on.

The job's thread.
"""

from collections.abc import Callable, Sequence
from typing import Final

from desktop_llm.assist.questions.text_embedding import TextEmbedder

_TEXTS_AT_ONCE: Final = 16


def _go_on() -> None:
    """Nobody stops it."""


class JobEmbedder:
    """Is a TextEmbedder. `go_on` raises if the job was stopped, and so does whoever waits here."""

    def __init__(self, embedder: TextEmbedder, go_on: Callable[[], None] = _go_on) -> None:
        self._embedder = embedder
        self._go_on = go_on
        self._questions: dict[str, bytes] = {}
        self._passages: dict[str, bytes] = {}

    @property
    def model_key(self) -> str:
        return self._embedder.model_key

    def embed_question(self, text: str) -> bytes:
        self._go_on()
        if text not in self._questions:
            self._questions[text] = self._embedder.embed_question(text)
        return self._questions[text]

    def embed_passages(self, texts: Sequence[str]) -> Sequence[bytes]:
        missing = [text for text in dict.fromkeys(texts) if text not in self._passages]
        for start in range(0, len(missing), _TEXTS_AT_ONCE):
            self._go_on()
            some = missing[start : start + _TEXTS_AT_ONCE]
            self._passages.update(zip(some, self._embedder.embed_passages(some), strict=True))
        return [self._passages[text] for text in texts]
