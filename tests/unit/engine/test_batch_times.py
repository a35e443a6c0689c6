import pytest

from desktop_llm.engine.batch_times import Pace, StepTimes


def _times(*noted: tuple[int, float], prompt_tokens_per_s: float = 1000) -> StepTimes:
    pace = Pace()
    pace.note(1000, 1000 / prompt_tokens_per_s)
    times = StepTimes(pace)
    for n_rows, seconds in noted:
        times.note(n_rows, seconds)
    return times


def test_the_pace_follows_what_is_measured() -> None:
    pace = Pace()
    pace.note(100, 1.0)
    assert pace.tokens_in(1.0) == 100
    pace.note(300, 1.0)
    assert pace.tokens_in(1.0) == 200
    pace.note(1, 1.0)
    assert pace.seconds_for(100) == pytest.approx(0.5)


def test_a_number_of_rows_takes_what_it_took() -> None:
    times = _times((1, 0.005), (4, 0.013))
    assert times.seconds_for(1) == 0.005
    assert times.seconds_for(4) == 0.013


def test_a_number_of_rows_is_measured_when_it_was_run_three_times() -> None:
    times = _times((4, 0.013), (4, 0.013))
    assert not times.is_measured(4)
    times.note(4, 0.012)
    assert times.is_measured(4)
    assert not times.is_measured(3)


def test_between_two_that_were_measured_lies_what_was_not() -> None:
    assert _times((1, 0.005), (5, 0.013)).seconds_for(3) == pytest.approx(0.009)


def test_more_rows_than_ever_take_no_less_and_no_less_than_a_prompt() -> None:
    times = _times((1, 0.005), (4, 0.013), prompt_tokens_per_s=1000)
    assert times.seconds_for(8) == 0.013
    assert times.seconds_for(40) == pytest.approx(0.04)


def test_what_disturbs_one_batch_is_not_believed() -> None:
    assert _times((4, 0.013), (4, 0.5), (4, 0.014)).seconds_for(4) == 0.013


def test_a_machine_that_became_slower_is_believed() -> None:
    assert _times((4, 0.013), (4, 0.05), (4, 0.06), (4, 0.05)).seconds_for(4) == 0.05


def test_a_large_batch_that_was_slow_long_ago_is_tried_again() -> None:
    times = _times((1, 0.005), (8, 0.5))
    for _ in range(1200):
        times.note(1, 0.005)
    assert times.seconds_for(8) == pytest.approx(0.008)
    assert times.seconds_for(1) == 0.005


def test_what_was_slow_once_is_tried_again_some_time() -> None:
    pace = Pace(new_share=1.0)
    pace.note(64, 0.64)
    assert pace.seconds_for(64) == 0.64
    for _ in range(50):
        pace.hope()
    assert pace.seconds_for(64) < 0.25
    pace.note(64, 0.64)
    assert pace.seconds_for(64) == 0.64
