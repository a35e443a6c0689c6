from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop_llm.hub.coverage import Coverage
from desktop_llm.hub.piece_log import Span

WAIT_S = 10.0


def test_the_rest_is_missing() -> None:
    coverage = Coverage(100, 30)
    assert coverage.next_missing() == Span(30, 100)
    assert coverage.n_missing_bytes == 70


def test_what_is_filled_is_missing_no_more() -> None:
    coverage = Coverage(100, 0)
    coverage.fill(40)
    assert coverage.next_missing() == Span(40, 100)
    coverage.fill(100)
    assert coverage.n_missing_bytes == 0


def test_damaged_bytes_are_fetched_after_what_is_on_its_way() -> None:
    coverage = Coverage(100, 60)
    coverage.reopen(Span(10, 20))
    assert coverage.n_missing_bytes == 50
    coverage.fill(100)
    assert coverage.next_missing() == Span(10, 20)
    coverage.fill(20)
    assert coverage.n_missing_bytes == 0


@pytest.mark.parametrize("span", [Span(0, 50), Span(49, 50)])
def test_what_is_there_is_not_waited_for(span: Span) -> None:
    assert Coverage(100, 50).wait_until_present(span)


def test_bytes_are_waited_for_until_they_are_all_there() -> None:
    coverage = Coverage(100, 50)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(coverage.wait_until_present, Span(40, 70))
        for end in range(51, 70):
            coverage.fill(end)
        assert not waiting.done()
        coverage.fill(70)
        assert waiting.result(WAIT_S)


def test_whoever_waits_for_damage_hears_of_it() -> None:
    coverage = Coverage(100, 100)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(coverage.next_missing)
        coverage.reopen(Span(0, 10))
        assert waiting.result(WAIT_S) == Span(0, 10)


def test_closing_ends_all_waiting() -> None:
    coverage = Coverage(100, 50)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(coverage.wait_until_present, Span(50, 60))
        coverage.close()
        assert waiting.result(WAIT_S) is False
    assert coverage.wait_until_present(Span(0, 10)) is False
    assert coverage.next_missing() is None
