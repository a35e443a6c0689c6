from desktop_llm.assist.pace import Pace


def test_the_rest_takes_as_long_as_what_was_done_by_its_weight() -> None:
    pace = Pace(100, now_s=50)
    for weight in (10, 10, 20):
        pace.note(weight)
    assert pace.left_s(58) == 12


def test_too_little_says_nothing() -> None:
    pace = Pace(100, now_s=0)
    assert pace.left_s(60) is None
    for _ in range(3):
        pace.note(10)
    assert pace.left_s(1) is None
    assert pace.left_s(3) == 7
