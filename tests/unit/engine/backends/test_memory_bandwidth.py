import time

import psutil
import pytest

from desktop_llm.engine.backends.memory_bandwidth import memory_bandwidth

_GIGABYTE = 10**9


def test_the_memory_of_any_computer_of_today_is_between_one_and_five_thousand_gigabytes_a_second() -> None:
    assert _GIGABYTE < memory_bandwidth(2, 8 * _GIGABYTE) < 5000 * _GIGABYTE


def test_measuring_takes_an_eighth_of_the_free_memory_at_most_and_gives_it_back() -> None:
    process = psutil.Process()
    before = process.memory_info().rss
    started_s = time.monotonic()
    assert memory_bandwidth(1, 80 * 1024**2) > 0
    assert time.monotonic() - started_s < 20  # 0.4 s where nothing else is at work
    assert process.memory_info().rss - before < 50 * 1024**2


@pytest.mark.parametrize("free_bytes", [0, 1])
def test_a_full_memory_is_measured_all_the_same(free_bytes: int) -> None:
    assert memory_bandwidth(2, free_bytes) > 0
