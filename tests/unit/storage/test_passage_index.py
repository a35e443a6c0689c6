from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.paths import DataFolder
from desktop_llm.storage.passage_index import PassageIndex, open_passage_index, passage_index_in_memory
from tests.fakes.clock import Clock

MILL = ("The mill burnt down in 1931.", "Anna Meyer had built it.", "The town sold the mills for 4.2 million euros.")


@pytest.fixture
def index(tmp_path: Path, clock: Clock) -> Iterator[PassageIndex]:
    index = open_passage_index(DataFolder(tmp_path / "data"), clock, limit_characters=100)
    yield index
    index.close()


def numbers(index: PassageIndex, question: str, *keys: str, limit: int = 10) -> list[int]:
    return [hit.number for hit in index.find(keys or ("mill",), question, limit)]


def test_the_passage_with_the_rarest_words_comes_first(index: PassageIndex) -> None:
    index.add("mill", MILL)
    assert numbers(index, "Who built the mill?")[0] == 1
    assert numbers(index, "How many million euros did it cost?")[0] == 2


def test_inflected_words_and_words_without_their_accents_are_found(index: PassageIndex) -> None:
    index.add("de", ("Die Mühlen wurden verkauft.", "Es regnete."))
    assert numbers(index, "Wer hat die Muhle verkaufen wollen?", "de") == [0]


def test_scripts_without_spaces_are_found(index: PassageIndex) -> None:
    index.add("zh", ("一九三一年水车烧毁。", "今天天气很好。"))
    assert numbers(index, "水车什么时候烧毁？", "zh") == [0]
    index.add("th", ("โรงสีถูกไฟไหม้", "วันนี้ฝนตก"))
    assert numbers(index, "โรงสี", "th") == [0]


def test_only_the_named_documents_are_searched(index: PassageIndex) -> None:
    index.add("a", ("The mill burnt.",))
    index.add("b", ("The mill stands.",))
    assert [hit.document_key for hit in index.find(("b", "gone"), "mill", 10)] == ["b"]
    assert {hit.document_key for hit in index.find(("a", "b"), "mill", 10)} == {"a", "b"}


def test_scores_fall(index: PassageIndex) -> None:
    index.add("mill", MILL)
    scores = [hit.score for hit in index.find(("mill",), "the mill burnt down", 10)]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_no_more_than_the_limit(index: PassageIndex) -> None:
    index.add("mill", MILL)
    assert len(numbers(index, "the mill", limit=1)) == 1


@pytest.mark.parametrize("question", ["", "?!", "penguins"])
def test_what_is_nowhere_is_not_found(index: PassageIndex, question: str) -> None:
    index.add("mill", MILL)
    assert numbers(index, question) == []


def test_a_document_that_is_indexed_again_takes_the_place_of_the_old_one(index: PassageIndex) -> None:
    index.add("mill", MILL)
    index.add("mill", ("It rained.",))
    assert numbers(index, "mill") == []
    assert numbers(index, "rain") == [0]


def test_what_is_forgotten_is_not_found(index: PassageIndex) -> None:
    index.add("mill", MILL)
    index.forget("mill")
    assert not index.has("mill")
    assert numbers(index, "mill") == []


def test_the_documents_that_were_used_last_stay(index: PassageIndex) -> None:
    for key in "abc":
        index.add(key, ("mill" * 10,))
    assert index.has("a")
    assert index.prune() == 1
    assert [key for key in "abc" if index.has(key)] == ["a", "c"]


def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    first = open_passage_index(folder)
    first.add("mill", MILL)
    first.close()
    second = open_passage_index(folder)
    assert second.has("mill")
    assert numbers(second, "burnt") == [0]
    second.close()


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=30))
def test_any_text_can_be_indexed_and_asked_for(passages: list[str], question: str) -> None:
    index = passage_index_in_memory()
    index.add("any", passages)
    assert all(0 <= number < len(passages) for number in numbers(index, question, "any"))
    index.close()


def vector(*values: float) -> bytes:
    return array("f", values).tobytes()


def test_the_nearest_vectors_of_the_named_documents_and_of_this_model_are_found(index: PassageIndex) -> None:
    index.add("a", ("One.", "Two."))
    index.add("b", ("Three.",))
    assert index.missing_vectors("a", "m", 2) == (0, 1)
    index.add_vectors("a", "m", {0: vector(1, 0), 1: vector(0.6, 0.8)})
    index.add_vectors("b", "m", {0: vector(0, 1)})
    index.add_vectors("b", "other", {0: vector(0, 1, 0)})
    assert index.missing_vectors("a", "m", 3) == (2,)
    found = index.find_nearest(("a", "b"), "m", vector(0, 1), 2)
    assert [(hit.document_key, hit.number) for hit in found] == [("b", 0), ("a", 1)]
    assert found[1].score == pytest.approx(0.8)
    assert [hit.document_key for hit in index.find_nearest(("a",), "m", vector(0, 1), 9)] == ["a", "a"]
    assert index.find_nearest(("a", "b"), "other", vector(1, 0), 9)[0].score == 0  # of another length


def test_vectors_go_with_their_document(index: PassageIndex) -> None:
    index.add_vectors("gone", "m", {0: vector(1, 0)})
    index.add("a", ("One.",))
    index.add_vectors("a", "m", {0: vector(1, 0)})
    index.forget("a")
    index.add("a", ("One.",))
    assert index.missing_vectors("a", "m", 1) == (0,)
    assert index.find_nearest(("a", "gone"), "m", vector(1, 0), 9) == ()
