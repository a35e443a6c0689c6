"""Which sentences of documents mean most nearly what a given sentence means, where a model for that is installed.

The parts that fit it best are found as they are for a question. Of their sentences those are near that stand out among
the others: how large a likeness is in general differs from model to model. One job, one thread.
"""

import logging
from collections.abc import Iterator, Sequence, Set
from itertools import islice
from statistics import median
from typing import Final

from desktop_llm.assist.checks.passages import Passage, PassageShelf
from desktop_llm.assist.questions.fitting_passages import Index, PassageFinder
from desktop_llm.assist.questions.text_embedding import TextEmbedder
from desktop_llm.documents.document import Document
from desktop_llm.errors import RequestFailedError
from desktop_llm.storage.vectors import likeness, vector_values

_log = logging.getLogger(__name__)

_SEARCHED_PARTS: Final = 4
_MOST_SENTENCES: Final = 64
_LEAST_SENTENCES: Final = 3  # among which one can stand out
_STANDS_OUT: Final = 0.5  # so much of the way from the usual likeness to full likeness
_MOST_NEAR: Final = 2


class NearPassages:
    """Of the documents of one job."""

    def __init__(
        self, documents: Sequence[Document], shelf: PassageShelf, index: Index | None, embedder: TextEmbedder
    ) -> None:
        self._finder = PassageFinder(documents, index, embedder)
        self._shelf = shelf
        self._embedder: TextEmbedder | None = embedder

    def nearest(self, text: str, blocks: Set[tuple[int, str]]) -> tuple[Passage, ...]:
        """The nearest first; none that is in no block of these, by document and id. Nothing once the model failed."""
        if self._embedder is None:
            return ()
        try:
            wanted = vector_values(self._embedder.embed_question(text))
            passages = list(islice(dict.fromkeys(self._sentences(text, blocks)), _MOST_SENTENCES))
            if len(passages) < _LEAST_SENTENCES:
                return ()
            vectors = self._embedder.embed_passages([passage.text for passage in passages])
        except RequestFailedError as error:
            _log.warning("sources are found by words alone: %s", error.code)
            self._embedder = None
            return ()
        scores = [likeness(wanted, vector_values(vector)) for vector in vectors]
        usual = median(scores)
        least = usual + _STANDS_OUT * (1 - usual)
        ranked = sorted(range(len(passages)), key=lambda index: -scores[index])
        return tuple(passages[index] for index in ranked[:_MOST_NEAR] if scores[index] > least)

    def _sentences(self, text: str, blocks: Set[tuple[int, str]]) -> Iterator[Passage]:
        """Those of the parts that fit best."""
        parts = (self._finder.passages[number] for number in self._finder.ranked(text))
        own = ((index, chunk) for index, chunk in parts if any((index, each) in blocks for each in chunk.block_ids))
        for document_index, chunk in islice(own, _SEARCHED_PARTS):
            block_ids = [each for each in chunk.block_ids if (document_index, each) in blocks]
            for passage in self._shelf.of_blocks(document_index, block_ids):
                if not passage.is_heading and passage.text in chunk.text:
                    yield passage
