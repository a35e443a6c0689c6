import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.checks.numbers_in_text import is_rounded_from, number_values, numbers_in, words_for


@pytest.mark.parametrize(
    "text", ["4200000", "4,200,000", "4.200.000", "4'200'000", "4 200 000", "4.2 million", "4,2 Millionen"]
)
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert "4200000" in number_values(f"It cost {text} euros.")


def test_a_single_separator_has_both_readings() -> None:
    assert number_values("1.234") == {"1234", "1.234"}


@pytest.mark.parametrize(
    ("text", "value"), [("0.50", "0.5"), ("1,234.50", "1234.5"), ("1.234,50", "1234.5"), ("007", "7")]
)
def test_zeros_that_say_nothing_are_left_out(text: str, value: str) -> None:
    assert value in number_values(text)


def test_versions_stand_for_their_beginnings() -> None:
    assert number_values("3.11.4") == {"3.11", "3.11.4"}


def test_digits_of_other_scripts_count() -> None:
    assert "45" in number_values("٤٥")


def test_places_are_those_of_the_text() -> None:
    text = "Of 12 members, 3,000 were away."
    assert [text[number.start : number.end] for number in numbers_in(text)] == ["12", "3,000"]


def test_small_numbers_have_words() -> None:
    assert {"three", "drei", "trois"} <= set(words_for("3"))
    assert words_for("4711") == ()


@pytest.mark.parametrize(("value", "exact"), [("4200000", "4183221"), ("12000", "12345"), ("1000", "1000")])
def test_a_rounded_number_is_recognized(value: str, exact: str) -> None:
    assert is_rounded_from(value, exact)


@pytest.mark.parametrize(
    ("value", "exact"), [("4300000", "4183221"), ("40", "41"), ("12000", "123456"), ("1.5", "1.52")]
)
def test_another_number_is_no_rounding(value: str, exact: str) -> None:
    assert not is_rounded_from(value, exact)


@given(st.integers(0, 10**12))
def test_groups_do_not_change_a_whole_number(number: int) -> None:
    assert str(number) in number_values(f"{number:,}") & number_values(str(number))
