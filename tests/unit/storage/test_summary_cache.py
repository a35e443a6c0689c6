import pytest

from desktop_llm.storage.database import Database
from desktop_llm.storage.summary_cache import SummaryCache
from tests.fakes.clock import Clock


@pytest.fixture
def cache(database: Database, clock: Clock) -> SummaryCache:
    return SummaryCache(database, clock, limit_bytes=10_000)


def test_what_was_kept_is_found(cache: SummaryCache) -> None:
    cache.keep("a", b"first")
    cache.keep("b", b"\x00\xff")
    assert cache.find(["a", "b", "c"]) == {"a": b"first", "b": b"\x00\xff"}


def test_nothing_asked_nothing_found(cache: SummaryCache) -> None:
    assert cache.find([]) == {}


def test_the_latest_value_of_a_key_counts(cache: SummaryCache) -> None:
    cache.keep("a", b"first")
    cache.keep("a", b"second")
    assert cache.find(["a"]) == {"a": b"second"}


def test_more_keys_than_one_statement_takes(cache: SummaryCache) -> None:
    cache.keep("1999", b"last")
    assert cache.find([str(number) for number in range(2000)]) == {"1999": b"last"}


def test_what_was_used_last_stays(cache: SummaryCache) -> None:
    for name in "abcd":
        cache.keep(name, b"x" * 4000)
    cache.find(["a"])
    assert cache.prune() == 2
    assert sorted(cache.find(["a", "b", "c", "d"])) == ["a", "d"]


def test_within_the_limit_nothing_is_forgotten(cache: SummaryCache) -> None:
    cache.keep("a", b"x" * 4000)
    assert cache.prune() == 0
    assert cache.find(["a"])
