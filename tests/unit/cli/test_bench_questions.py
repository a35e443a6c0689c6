from collections.abc import Generator
from contextlib import contextmanager

import pytest

from desktop_llm.cli.bench_questions import follow_up_pair
from desktop_llm.engine.client import EngineClient
from desktop_llm.errors import RequestFailedError
from tests.fakes.answering_engine import AnsweringEngine


class Engines:
    """Opens one engine after another and keeps what they were asked."""

    def __init__(self, n_ctx_tokens: int = 4096) -> None:
        self.opened: list[AnsweringEngine] = []
        self._n_ctx_tokens = n_ctx_tokens

    @contextmanager
    def __call__(self) -> Generator[EngineClient]:
        self.opened.append(AnsweringEngine(lambda _: "The family Meyer did.", n_ctx_tokens=self._n_ctx_tokens))
        yield self.opened[-1]


def test_two_engines_get_the_same_document_with_different_questions_behind_it() -> None:
    engines = Engines()
    first, later = follow_up_pair(engines, 1)
    assert first >= 0
    assert later >= 0
    (asked_first,), (asked_later,) = (engine.asked for engine in engines.opened)
    beginning = asked_first.rpartition("Question:")[0]
    assert len(beginning) > 3000
    assert asked_later.startswith(beginning)
    assert asked_later != asked_first


def test_a_document_that_is_not_read_whole_is_no_measurement() -> None:
    with pytest.raises(RequestFailedError):
        follow_up_pair(Engines(n_ctx_tokens=560), 1)
