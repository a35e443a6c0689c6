import msgspec
import pytest

from desktop_llm.documents.segments import (
    Content,
    InlineEnd,
    InlineObject,
    InlineStart,
    begins_from_right,
    has_words,
    is_right_to_left,
    text_of,
)

CONTENT: Content = ("a ", InlineStart(1), "b", InlineEnd(1), InlineObject(2, "\n"))


def test_a_content_reads_as_its_text_and_travels_as_it_is() -> None:
    assert text_of(CONTENT) == "a b\n"
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(CONTENT), type=Content) == CONTENT


def test_marks_and_numbers_are_no_words() -> None:
    assert has_words(CONTENT)
    assert not has_words(("5 ", InlineObject(1, "word")))


@pytest.mark.parametrize(("language", "wanted"), [("ar", True), ("he-IL", True), ("fa_IR", True), ("de", False)])
def test_direction_is_known_by_the_language(language: str, wanted: bool) -> None:
    assert is_right_to_left(language) is wanted


@pytest.mark.parametrize(("text", "wanted"), [("שלום a", True), ("1. عربي", True), ("a שלום", False), ("12", False)])
def test_direction_is_known_by_the_first_letter(text: str, wanted: bool) -> None:
    assert begins_from_right(text) is wanted
