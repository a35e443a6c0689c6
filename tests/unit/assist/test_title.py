import pytest

from desktop_llm.assist.title import title_from_answer, title_from_first_words


def test_a_short_question_is_its_own_title() -> None:
    assert title_from_first_words("  May the landlord\nkeep it? ") == "May the landlord keep it?"


def test_a_long_question_is_cut_at_a_word() -> None:
    title = title_from_first_words("word " * 40)

    assert len(title) <= 61
    assert title.endswith("word…")


def test_a_long_question_without_spaces_is_cut_too() -> None:
    assert title_from_first_words("字" * 100) == "字" * 60 + "…"


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        ("Trip to Bergen", "Trip to Bergen"),
        ('"Trip to Bergen."', "Trip to Bergen"),
        ("**Title: Trip to Bergen**", "Trip to Bergen"),
        ("# Trip to Bergen\n\nThis title says …", "Trip to Bergen"),
        ("\n\n标题。", "标题"),
    ],
)
def test_a_suggested_title_is_freed_of_what_models_put_around_it(answer: str, title: str) -> None:
    assert title_from_answer(answer) == title


@pytest.mark.parametrize(
    "answer", ["", "   \n", '""', "x" * 61, "one two three four five six seven eight nine ten eleven"]
)
def test_an_answer_that_is_no_title_is_refused(answer: str) -> None:
    assert title_from_answer(answer) is None
