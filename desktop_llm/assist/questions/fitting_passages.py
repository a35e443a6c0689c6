"""Which passages of documents fit a question best: by common words, and by meaning if a model for that is there.

A passage is a paragraph or a few, under one heading; its size does not depend on the model, so that what was indexed
once serves all models. One job, one thread.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final, Protocol

from msgspec import Struct

from desktop_llm.assist.questions.rank_fusion import fused_ranking
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.documents.chunks import Chunk, chunk_document
from desktop_llm.documents.document import Document
from desktop_llm.errors import RequestFailedError, StorageError
from desktop_llm.storage.passage_index import PassageHit, passage_index_in_memory

_log = logging.getLogger(__name__)

_PASSAGE_CHARACTERS: Final = 900
_MOST_HITS: Final = 60
_WORTH_READING: Final = 0.25  # of the best passage's score
_NO_SCORE: Final = 0.01  # words that stand nearly everywhere
_WITH_NEIGHBOURS: Final = 3
_MOST_NEAREST: Final = 12  # by meaning everything is near to something
_MOST_EMBEDDED: Final = 200  # while a person waits: some seconds on a processor


class Index(Protocol):
    """Passages by words; may raise StorageError. `storage/passage_index.py` is one."""

    def has(self, key: str) -> bool: ...

    def add(self, key: str, passages: Sequence[str]) -> None: ...

    def find(self, keys: Sequence[str], question: str, limit: int) -> tuple[PassageHit, ...]: ...

    def missing_vectors(self, key: str, model: str, n_passages: int) -> Sequence[int]: ...

    def add_vectors(self, key: str, model: str, vectors: Mapping[int, bytes]) -> None: ...

    def find_nearest(self, keys: Sequence[str], model: str, vector: bytes, limit: int) -> tuple[PassageHit, ...]: ...

    def forget(self, key: str) -> None: ...

    def prune(self) -> int: ...


class FoundPassages(Struct, frozen=True, kw_only=True):
    """Numbers of passages, the best first. is_by_words: they have words of the question; else they begin a document."""

    numbers: tuple[int, ...]
    is_by_words: bool


class PassageFinder:
    """The passages of some documents, numbered through all of them in their order."""

    def __init__(
        self, documents: Sequence[Document], index: Index | None = None, embedder: TextEmbedder | None = None
    ) -> None:
        """Without an index, or where it fails, one in memory takes its place."""
        self._index = index
        self._embedder = embedder
        self._chunks = [passage_chunks(document) for document in documents]
        self._firsts = list(_firsts(map(len, self._chunks)))
        self.passages: list[tuple[int, Chunk]] = [
            (document_index, chunk) for document_index, chunks in enumerate(self._chunks) for chunk in chunks
        ]
        """The number of its document, and the passage."""

    def find(self, question: str) -> FoundPassages:
        """Those that fit best, then those beside them; where no word helps, the beginnings of the documents."""
        best = self.ranked(question)
        if not best:
            return FoundPassages(numbers=tuple(self._beginnings()), is_by_words=False)
        neighbours = (
            beside
            for number in best[:_WITH_NEIGHBOURS]
            for beside in (number + 1, number - 1)
            if self._is_beside(number, beside)
        )
        return FoundPassages(numbers=tuple(dict.fromkeys([*best, *neighbours])), is_by_words=True)

    def _is_beside(self, number: int, beside: int) -> bool:
        return 0 <= beside < len(self.passages) and self.passages[number][0] == self.passages[beside][0]

    def _beginnings(self) -> Iterator[int]:
        """The first passage of each document, the second of each, and so on."""
        ranges = [range(first, first + len(chunks)) for first, chunks in zip(self._firsts, self._chunks, strict=True)]
        for numbers in zip_longest(*ranges):
            yield from (number for number in numbers if number is not None)

    def ranked(self, question: str) -> list[int]:
        """Numbers, the best first, by words and by meaning; empty where nothing fits."""
        if self._index is not None:
            try:
                return self._searched(self._index, question)
            except StorageError as error:
                _log.warning("the index of passages is not used: %s", error.code)
                self._index = None
        index = passage_index_in_memory()
        try:
            return self._searched(index, question)
        finally:
            index.close()

    def _searched(self, index: Index, question: str) -> list[int]:
        texts: dict[str, list[str]] = {}
        firsts: dict[str, int] = {}
        for chunks, first in zip(self._chunks, self._firsts, strict=True):
            searched = [searched_text(chunk) for chunk in chunks]
            key = index_key(searched)
            texts[key] = searched
            firsts.setdefault(key, first)
            if not index.has(key):
                index.add(key, searched)
        hits = best_hits(index, list(firsts), question, self._embedder, texts)
        index.prune()
        return [firsts[hit.document_key] + hit.number for hit in hits]


def best_hits(
    index: Index,
    keys: Sequence[str],
    question: str,
    embedder: TextEmbedder | None,
    texts: Mapping[str, Sequence[str]] | None = None,
) -> list[PassageHit]:
    """The best passages of these documents, by words and by meaning together; empty where nothing fits.

    Those of `texts`, by key, get vectors if they have none. Raises StorageError.
    """
    hits = index.find(keys, question, _MOST_HITS)
    by_words = [hit for hit in hits if hit.score >= max(_NO_SCORE, _WORTH_READING * hits[0].score)]
    by_meaning = () if embedder is None else _by_meaning(index, keys, question, embedder, texts or {}, hits)
    places = list(dict.fromkeys((hit.document_key, hit.number) for hit in (*by_words, *by_meaning)))
    number_of = {place: number for number, place in enumerate(places)}
    rankings = ([number_of[hit.document_key, hit.number] for hit in found] for found in (by_words, by_meaning))
    return [PassageHit(*places[number], score=0.0) for number in fused_ranking(rankings)]


def _by_meaning(
    index: Index,
    keys: Sequence[str],
    question: str,
    embedder: TextEmbedder,
    texts: Mapping[str, Sequence[str]],
    hits: Sequence[PassageHit],
) -> Sequence[PassageHit]:
    """The nearest; nothing where the embedding model fails."""
    try:
        wanted = embedder.embed_question(question)
        add_missing_vectors(index, embedder, texts, hits)
    except RequestFailedError as error:
        _log.warning("passages are found by words alone: %s", error.code)
        return ()
    return index.find_nearest(keys, embedder.model_key, wanted, _MOST_NEAREST)


def add_missing_vectors(
    index: Index,
    embedder: TextEmbedder,
    texts: Mapping[str, Sequence[str]],
    hits: Sequence[PassageHit] = (),
    most: int = _MOST_EMBEDDED,
) -> None:
    """Vectors for the passages that have none. `texts` are those of documents, by key.

    Of a document with more than `most` that lack one, only those among the hits get theirs now. Raises
    RequestFailedError, StorageError.
    """
    for key, passages in texts.items():
        missing = index.missing_vectors(key, embedder.model_key, len(passages))
        if len(missing) > most:
            found = {hit.number for hit in hits if hit.document_key == key}
            missing = [number for number in missing if number in found]
        if missing:
            vectors = embedder.embed_passages([passages[number] for number in missing])
            index.add_vectors(key, embedder.model_key, dict(zip(missing, vectors, strict=True)))


def passage_chunks(document: Document) -> tuple[Chunk, ...]:
    return chunk_document(document, lambda texts: [len(text) for text in texts], _PASSAGE_CHARACTERS)


def searched_text(chunk: Chunk) -> str:
    """A passage is also found by the headings that it stands under."""
    return "\n".join((*chunk.heading_path, chunk.text))


def index_key(texts: Iterable[str]) -> str:
    """The same for the same passages, whatever the file is called."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _firsts(lengths: Iterable[int]) -> Iterator[int]:
    total = 0
    for length in lengths:
        yield total
        total += length
