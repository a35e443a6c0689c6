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


def test_what_was_there_already_makes_the_rest_no_quicker() -> None:
    pace = Pace(100, now_s=0)
    pace.note_remembered(60)
    for _ in range(3):
        pace.note(10)
    assert pace.left_s(30) == 10


def test_more_may_be_left_than_was_thought() -> None:
    pace = Pace(30, now_s=0)
    for _ in range(3):
        pace.note(10)
    assert pace.left_s(30) == 0
    pace.expect(20)
    assert pace.left_s(30) == 20


def test_parts_that_are_under_way_together_are_half_done() -> None:
    pace = Pace(100, now_s=0)
    for _ in range(3):
        pace.note(10)
    assert pace.left_s(30) == 70
    assert pace.left_s(30, under_way=60) == 20
