from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.assist.checks.word_keys import word_keys


def test_an_inflected_word_keeps_its_key() -> None:
    assert word_keys("Foundation") == word_keys("foundations,") == ("founda",)


def test_numbers_are_kept_whole() -> None:
    assert word_keys("12345678 and 12345679") == ("12345678", "and", "12345679")


def test_scripts_without_spaces_give_pairs() -> None:
    assert word_keys("水車は売却") == ("水車", "車は", "は売", "売却")


def test_widths_do_not_matter() -> None:
    assert word_keys("ＭＩＬＬ") == word_keys("mill")


@given(st.text(max_size=80))
def test_the_order_of_the_words_is_kept(text: str) -> None:
    assert word_keys(f"{text} mill") == (*word_keys(text), "mill")
