import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_llm.storage.connection import connect
from desktop_llm.storage.search_text import (
    is_one_letter,
    match_expression,
    question_expression,
    segmented,
    unsegmented,
)


def test_characters_of_scripts_without_spaces_stand_alone() -> None:
    assert segmented("我ab爱").split("\x1f") == ["", "我", "ab", "爱", ""]


def test_words_of_scripts_with_spaces_stay_whole() -> None:
    assert segmented("Grüße, Ελλάδα и мир") == "Grüße, Ελλάδα и мир"


def test_marks_of_snippets_are_taken_out_of_the_text() -> None:
    assert segmented("a\x02b\x03c\x1fd") == "a b c d"


def test_a_snippet_is_put_together_on_one_line() -> None:
    assert unsegmented(segmented("我爱\n  tea")) == "我爱 tea"


def test_every_typed_word_is_asked_for_as_a_beginning() -> None:
    assert match_expression(" two  words ") == '"two"* AND "words"*'


def test_words_without_letters_are_not_asked_for() -> None:
    assert match_expression("tea 😀 -- &") == '"tea"*'


@pytest.mark.parametrize("typed", ["", "   ", "😀", '"', "*", "( ) ^ :"])
def test_nothing_to_look_for_is_an_empty_expression(typed: str) -> None:
    assert match_expression(typed) == ""


def test_a_question_asks_for_any_of_its_words_also_inflected() -> None:
    assert question_expression("Who sold the mills in 1912? The mills!") == (
        '"who" OR "sold"* OR "the" OR "mills"* OR "in" OR "1912"'
    )


def test_a_question_in_a_script_without_spaces_asks_for_pairs() -> None:
    assert question_expression("水车在哪") == '"水 车" OR "车 在" OR "在 哪"'
    assert question_expression("水?") == '"水"'


@given(st.text(max_size=60))
def test_no_question_is_read_as_syntax(question: str) -> None:
    connection = connect(None)
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5 (text)")
    if expression := question_expression(question):
        assert connection.execute("SELECT * FROM texts WHERE texts MATCH ?", (expression,)).fetchall() == []
    connection.close()


def test_one_letter_is_told_from_one_word_of_one_character() -> None:
    assert is_one_letter(" a ")
    assert not is_one_letter("我")
    assert not is_one_letter("ab")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_nothing_that_can_be_typed_is_a_syntax_error(typed: str) -> None:
    connection = connect(None)
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    if expression := match_expression(typed):
        connection.execute("SELECT * FROM words WHERE words MATCH ?", (expression,)).fetchall()
    connection.close()


@given(st.text(st.characters(codec="utf-8")))
def test_segmenting_loses_nothing_but_white_space(text: str) -> None:
    def without_space(value: str) -> str:
        return "".join(re.sub(r"[\x02\x03\x1f]", "", value).split())

    assert without_space(unsegmented(segmented(text))) == without_space(text)
