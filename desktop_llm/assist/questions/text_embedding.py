"""What texts mean, as vectors: an embedding model of this computer in an engine of its own, started when it is needed.

Blocks for the engine, so it is called on threads beside the window. Without such a model there is none, and words alone
find passages.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol
from uuid import uuid4

from desktop_llm.engine.client import EngineClient, stream_events
from desktop_llm.engine.messages import EmbedTexts, Failed, LoadModel, TextsEmbedded
from desktop_llm.errors import ErrorCode, RequestFailedError
from desktop_llm.hub.model_store import ModelEntry, ModelStore

_log = logging.getLogger(__name__)

_TEXTS_AT_ONCE: Final = 16

# What a model was trained to see before a question and before a passage, by a part of its name. From their cards.
_PREFIXES: Final[tuple[tuple[str, str, str], ...]] = (
    ("nomic-embed", "search_query: ", "search_document: "),
    ("embeddinggemma", "task: search result | query: ", "title: none | text: "),
    ("qwen3-embedding", "Instruct: Find passages that answer the question\nQuery: ", ""),
    ("arctic-embed", "Represent this sentence for searching relevant passages: ", ""),
    ("bge-", "Represent this sentence for searching relevant passages: ", ""),
    ("e5-", "query: ", "passage: "),
    ("mxbai-embed", "Represent this sentence for searching relevant passages: ", ""),
)


class TextEmbedder(Protocol):
    """Makes vectors; may raise RequestFailedError."""

    @property
    def model_key(self) -> str:
        """Vectors of different models cannot be compared."""
        ...

    def embed_question(self, text: str) -> bytes: ...

    def embed_passages(self, texts: Sequence[str]) -> Sequence[bytes]: ...


def without_embedder() -> TextEmbedder | None:
    """Words alone find passages."""
    return None


class EngineEmbedder:
    """One model. Its engine is started by the first text."""

    def __init__(self, entry: ModelEntry, make_engine: Callable[[], EngineClient]) -> None:
        self._entry = entry
        self._make_engine = make_engine
        self._engine: EngineClient | None = None
        self._is_loaded = False
        self._is_closed = False
        self._lock = threading.Lock()
        self._question_prefix, self._passage_prefix = _prefixes(entry)

    @property
    def model_key(self) -> str:
        return f"{Path(self._entry.path).name}:{self._entry.size_bytes}"

    def embed_question(self, text: str) -> bytes:
        (vector,) = self._embed([self._question_prefix + text])
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Sequence[bytes]:
        return self._embed([self._passage_prefix + text for text in texts])

    def close(self) -> None:
        """Whoever waits for vectors gets RequestFailedError, now and later."""
        self._is_closed = True
        if self._engine is not None:
            self._engine.close()

    def _embed(self, texts: Sequence[str]) -> list[bytes]:
        with self._lock:
            engine = self._loaded()
            return [vector for batch in _batches(texts) for vector in _vectors(engine, batch)]

    def _loaded(self) -> EngineClient:
        if self._is_closed:
            raise RequestFailedError(ErrorCode.NO_MODEL)
        if self._engine is None:
            self._engine = self._make_engine()
            if self._is_closed:  # by somebody who did not see it yet
                self._engine.close()
        if not self._is_loaded:
            self._load(self._engine)
            self._is_loaded = True
        return self._engine

    def _load(self, engine: EngineClient) -> None:
        command = LoadModel(request_id=f"load-{uuid4().hex}", path=self._entry.path, is_for_embedding=True)
        for event in stream_events(engine, command):
            if isinstance(event, Failed):
                engine.close()
                self._engine = None
                raise RequestFailedError(event.code, **event.facts)


class Embedders:
    """The embedding model that is installed now, if any."""

    def __init__(self, store: ModelStore, make_engine: Callable[[], EngineClient]) -> None:
        self._store = store
        self._make_engine = make_engine
        self._lock = threading.Lock()
        self._path = ""
        self._embedder: EngineEmbedder | None = None

    def current(self) -> TextEmbedder | None:
        """Reads the list of models anew."""
        entry = embedding_entry(self._store)
        with self._lock:
            if (entry.path if entry else "") != self._path:
                self._drop()
                self._path = entry.path if entry else ""
                self._embedder = EngineEmbedder(entry, self._make_engine) if entry else None
            return self._embedder

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._embedder is not None:
            self._embedder.close()
        self._embedder, self._path = None, ""


def embedding_entry(store: ModelStore) -> ModelEntry | None:
    entries = (entry for entry in store.list() if entry.is_for_embedding and not entry.is_damaged)
    return next((entry for entry in entries if Path(entry.path).is_file()), None)


def _prefixes(entry: ModelEntry) -> tuple[str, str]:
    name = f"{entry.name} {Path(entry.path).name}".lower().replace("_", "-").replace(" ", "-")
    return next(((question, passage) for part, question, passage in _PREFIXES if part in name), ("", ""))


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        yield texts[start : start + _TEXTS_AT_ONCE]


def _vectors(engine: EngineClient, texts: Sequence[str]) -> Sequence[bytes]:
    command = EmbedTexts(request_id=f"embed-{uuid4().hex}", texts=tuple(texts))
    for event in stream_events(engine, command):
        if isinstance(event, Failed):
            raise RequestFailedError(event.code, **event.facts)
        if isinstance(event, TextsEmbedded):
            if event.n_cut:
                _log.info("of %d passages only the beginning was embedded", event.n_cut)
            return event.vectors
    raise RequestFailedError(ErrorCode.BUG, reason="no vectors came")
