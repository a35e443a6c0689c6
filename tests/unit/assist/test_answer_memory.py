from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from desktop_llm.assist.answer_memory import Answer, AnswerMemory, answer_key
from desktop_llm.engine.messages import ChatPrompt, ChatTurn, Generate, Priority
from desktop_llm.engine.scripted_client import SCRIPTED_MODEL
from desktop_llm.errors import ErrorCode, StorageError
from desktop_llm.params import SamplingParams
from desktop_llm.storage.summary_cache import summary_cache_in_memory

ASKED = Generate(prompt=ChatPrompt((ChatTurn("user", "What is sold?"),)), max_tokens=20)


class FullDisk:
    """A cache that fails, and counts how often it is asked."""

    def __init__(self) -> None:
        self.n_asked = 0

    def find(self, keys: Sequence[str]) -> dict[str, bytes]:
        self._fail()
        return {}

    def keep(self, key: str, value: bytes) -> None:
        self._fail()

    def prune(self) -> int:
        self._fail()
        return 0

    def _fail(self) -> None:
        self.n_asked += 1
        raise StorageError(ErrorCode.DISK_FULL, path="/")


def test_an_answer_is_found_again() -> None:
    memory = AnswerMemory(summary_cache_in_memory())
    answer = Answer(text="The mill.", is_cut=True)
    memory.keep("a", answer)
    assert memory.find(["a", "b"]) == {"a": answer}


def test_what_failed_is_asked_again() -> None:
    memory = AnswerMemory(summary_cache_in_memory())
    memory.keep("a", Answer(text="", is_lost=True))
    assert memory.find(["a"]) == {}


@pytest.mark.parametrize(
    "same",
    [
        replace(ASKED, request_id="x"),
        replace(ASKED, conversation_key="x"),
        replace(ASKED, priority=Priority.BACKGROUND),
        replace(ASKED, is_dead_end=True),
        replace(ASKED, may_draft=False),
    ],
)
def test_the_same_question_has_the_same_key_whatever_does_not_shape_its_answer(same: Generate) -> None:
    assert answer_key(SCRIPTED_MODEL, same) == answer_key(SCRIPTED_MODEL, ASKED)


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, prompt=ChatPrompt((ChatTurn("user", "What is bought?"),))),
        replace(ASKED, max_tokens=21),
        replace(ASKED, sampling=SamplingParams(temperature=0.5)),
    ],
)
def test_whatever_shapes_the_answer_is_in_the_key(other: Generate) -> None:
    assert answer_key(SCRIPTED_MODEL, other) != answer_key(SCRIPTED_MODEL, ASKED)


def test_another_model_has_another_key() -> None:
    assert answer_key(replace(SCRIPTED_MODEL, size_bytes=7), ASKED) != answer_key(SCRIPTED_MODEL, ASKED)


def test_a_cache_that_fails_is_left_alone() -> None:
    cache = FullDisk()
    memory = AnswerMemory(cache)
    assert memory.find(["a"]) == {}
    memory.keep("a", Answer(text="The mill."))
    memory.prune()
    assert cache.n_asked == 1


def test_a_value_that_nobody_understands_is_not_used() -> None:
    cache = summary_cache_in_memory()
    cache.keep("a", b"\xff\xff")
    assert AnswerMemory(cache).find(["a"]) == {}


def test_without_a_cache_nothing_is_remembered() -> None:
    memory = AnswerMemory(None)
    memory.keep("a", Answer(text="The mill."))
    memory.prune()
    assert memory.find(["a"]) == {}
