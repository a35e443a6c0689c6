import pytest

from desktop_llm.assist.summary.summary_length import (
    answer_tokens,
    is_far_too_short,
    is_long_enough,
    wanted_points,
    wanted_words,
)
from desktop_llm.assist.summary.summary_request import SummaryForm, SummaryLength
from tests.fakes.written_documents import written_document

DOCUMENT = written_document(*["One two three four five six seven eight nine ten."] * 100)


def test_a_number_of_words_is_taken_as_it_is() -> None:
    assert wanted_words(SummaryForm.PARAGRAPH, SummaryLength(n_words=77), [DOCUMENT]) == 77


def test_a_share_is_one_of_the_documents_words() -> None:
    assert wanted_words(SummaryForm.PARAGRAPH, SummaryLength(share=0.1), [DOCUMENT, DOCUMENT]) == 200


@pytest.mark.parametrize("form", list(SummaryForm))
def test_every_form_has_a_usual_length(form: SummaryForm) -> None:
    assert (wanted_words(form, SummaryLength(), [DOCUMENT]) > 0) is (form is not SummaryForm.OUTLINE)


def test_more_words_are_more_points_up_to_a_limit() -> None:
    assert [wanted_points(SummaryForm.KEY_POINTS, n) for n in (1, 100, 10_000)] == [2, 5, 40]
    assert wanted_points(SummaryForm.QUESTIONS, 90) == 3


def test_an_answer_gets_no_more_than_the_context_has() -> None:
    assert answer_tokens(100, 4096, 1000) == 340
    assert answer_tokens(1000, 4096, 3900) == 196
    assert answer_tokens(1000, 0, 3900) == 3040


def test_a_model_is_stopped_behind_what_was_asked_for() -> None:
    assert is_long_enough(SummaryForm.SENTENCE, ["One."], 30)
    assert not is_long_enough(SummaryForm.SENTENCE, [], 30)
    assert not is_long_enough(SummaryForm.PARAGRAPH, ["one two three"], 3)
    assert is_long_enough(SummaryForm.PARAGRAPH, ["one two three", "four"], 3)


def test_hardly_anything_of_what_was_asked_for_is_far_too_short() -> None:
    assert is_far_too_short(SummaryForm.KEY_POINTS, 20, 130)
    assert not is_far_too_short(SummaryForm.KEY_POINTS, 60, 130)
    assert not is_far_too_short(SummaryForm.TIMELINE, 20, 130)
