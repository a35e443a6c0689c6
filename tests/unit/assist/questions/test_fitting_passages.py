from collections.abc import Mapping, Sequence

import pytest

from desktop_llm.assist.questions.fitting_passages import (
    FoundPassages,
    PassageFinder,
    index_key,
    passage_chunks,
    searched_text,
)
from desktop_llm.documents.document import Document
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.storage.passage_index import PassageHit, PassageIndex, passage_index_in_memory
from tests.fakes.money_embedder import MoneyEmbedder
from tests.fakes.written_documents import long_document, written_document

CHRONICLE = long_document()
LEASE = written_document("# Rent", "The rent is 1,250 euros a month.", name="lease.md")


def texts(finder: PassageFinder, found: FoundPassages) -> list[str]:
    return [finder.passages[number][1].text for number in found.numbers]


class CountingIndex:
    """An index that says how often documents came to it."""

    def __init__(self) -> None:
        self.n_added = 0
        self._index: PassageIndex = passage_index_in_memory()

    def has(self, key: str) -> bool:
        return self._index.has(key)

    def add(self, key: str, passages: Sequence[str]) -> None:
        self.n_added += 1
        self._index.add(key, passages)

    def find(self, keys: Sequence[str], question: str, limit: int) -> tuple[PassageHit, ...]:
        return self._index.find(keys, question, limit)

    def missing_vectors(self, key: str, model: str, n_passages: int) -> tuple[int, ...]:
        return self._index.missing_vectors(key, model, n_passages)

    def add_vectors(self, key: str, model: str, vectors: Mapping[int, bytes]) -> None:
        self._index.add_vectors(key, model, vectors)

    def find_nearest(self, keys: Sequence[str], model: str, vector: bytes, limit: int) -> tuple[PassageHit, ...]:
        return self._index.find_nearest(keys, model, vector, limit)

    def forget(self, key: str) -> None:
        self._index.forget(key)

    def prune(self) -> int:
        return self._index.prune()


class BrokenIndex(CountingIndex):
    def find(self, keys: Sequence[str], question: str, limit: int) -> tuple[PassageHit, ...]:
        raise StorageError(ErrorCode.DISK_FULL)


def test_the_passage_that_answers_comes_first_and_its_neighbours_are_there() -> None:
    finder = PassageFinder((CHRONICLE,))
    found = finder.find("What did the family number 503 build?")
    assert found.is_by_words
    first = found.numbers[0]
    assert "number 503 " in finder.passages[first][1].text
    assert {first - 1, first + 1} <= set(found.numbers)


def test_a_passage_is_found_by_its_heading() -> None:
    finder = PassageFinder((CHRONICLE, LEASE))
    assert "1,250" in texts(finder, finder.find("rent"))[0]
    assert searched_text(passage_chunks(LEASE)[0]).startswith("Rent")


def test_neighbours_do_not_reach_into_another_document() -> None:
    finder = PassageFinder((LEASE, CHRONICLE))
    assert texts(finder, finder.find("euros a month")) == [finder.passages[0][1].text]


@pytest.mark.parametrize("question", ["Quetzalcoatl", "???"])
def test_without_a_word_in_common_it_is_the_beginnings_of_all(question: str) -> None:
    finder = PassageFinder((CHRONICLE, LEASE))
    found = finder.find(question)
    assert not found.is_by_words
    assert [finder.passages[number][0] for number in found.numbers[:3]] == [0, 1, 0]
    assert sorted(found.numbers) == list(range(len(finder.passages)))


def test_a_document_is_indexed_once() -> None:
    index = CountingIndex()
    for _ in range(2):
        PassageFinder((CHRONICLE, LEASE), index).find("mill")
    assert index.n_added == 2


def test_the_same_document_twice_is_searched_once() -> None:
    finder = PassageFinder((CHRONICLE, CHRONICLE))
    assert max(finder.find("family number 503").numbers) < len(finder.passages) / 2


def test_an_index_that_fails_is_replaced_by_one_in_memory() -> None:
    finder = PassageFinder((CHRONICLE, LEASE), BrokenIndex())
    assert "1,250" in texts(finder, finder.find("rent"))[0]


def test_every_block_is_in_a_passage() -> None:
    chunks = passage_chunks(CHRONICLE)
    assert {block_id for chunk in chunks for block_id in chunk.block_ids} == {block.id for block in CHRONICLE.blocks}


def test_the_key_tells_passages_apart() -> None:
    assert index_key(["ab", "c"]) != index_key(["a", "bc"])
    assert index_key(["a"]) == index_key(iter(["a"]))


def test_an_empty_document_has_no_passages() -> None:
    empty: Document = written_document()
    assert PassageFinder((empty,)).find("mill").numbers == ()


def test_a_passage_without_a_word_of_the_question_is_found_by_what_it_means() -> None:
    question = "How much does it cost?"
    assert not PassageFinder((CHRONICLE, LEASE)).find(question).is_by_words
    finder = PassageFinder((CHRONICLE, LEASE), embedder=MoneyEmbedder())
    found = finder.find(question)
    assert found.is_by_words
    assert "1,250" in texts(finder, found)[0]


def test_words_and_meaning_together_decide() -> None:
    finder = PassageFinder((CHRONICLE, LEASE), embedder=MoneyEmbedder())
    found = finder.find("What did the family number 503 build, and what did it cost?")
    best = texts(finder, found)[:4]
    assert any("number 503 " in text for text in best)
    assert any("1,250" in text for text in best)


def test_vectors_are_made_once() -> None:
    index, embedder = CountingIndex(), MoneyEmbedder()
    for _ in range(2):
        PassageFinder((LEASE,), index, embedder).find("What does it cost?")
    assert embedder.n_embedded == 1


def test_of_a_long_document_only_what_words_found_is_embedded_while_a_person_waits() -> None:
    embedder = MoneyEmbedder()
    document = long_document(n_chapters=160)
    assert len(passage_chunks(document)) > 200
    PassageFinder((document,), embedder=embedder).find("What did the family number 503 build?")
    assert 0 < embedder.n_embedded <= 60


def test_an_embedding_model_that_fails_leaves_the_words() -> None:
    finder = PassageFinder((CHRONICLE,), embedder=MoneyEmbedder(ErrorCode.ENGINE_DIED))
    found = finder.find("What did the family number 503 build?")
    assert "number 503 " in texts(finder, found)[0]
