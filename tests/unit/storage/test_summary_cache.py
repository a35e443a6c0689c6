from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_llm.paths import DataFolder
from desktop_llm.storage.summary_cache import SummaryCache, open_summary_cache, summary_cache_in_memory
from tests.fakes.clock import Clock


@pytest.fixture
def cache(tmp_path: Path, clock: Clock) -> Iterator[SummaryCache]:
    cache = open_summary_cache(DataFolder(tmp_path / "data"), clock, limit_bytes=10_000)
    yield cache
    cache.close()


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


def test_it_is_there_after_a_restart_and_for_two_programs_at_once(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    one, other = open_summary_cache(folder), open_summary_cache(folder)
    one.keep("a", b"first")
    assert other.find(["a"]) == {"a": b"first"}
    one.close()
    other.close()
    again = open_summary_cache(folder)
    assert again.find(["a"]) == {"a": b"first"}
    again.close()


def test_a_damaged_one_is_begun_anew(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.summary_cache.write_bytes(b"no database " * 1000)
    cache = open_summary_cache(folder)
    cache.keep("a", b"first")
    assert cache.find(["a"]) == {"a": b"first"}
    cache.close()


def test_one_in_memory_works_alike() -> None:
    cache = summary_cache_in_memory()
    cache.keep("a", b"first")
    assert cache.find(["a"]) == {"a": b"first"}
    cache.close()
