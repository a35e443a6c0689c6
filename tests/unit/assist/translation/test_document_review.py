from desktop_llm.assist.translation.document_review import DocumentReview, ReviewCounts, ReviewFilter, needs_look
from desktop_llm.assist.translation.translation_result import Origin, TranslationFault, TranslationWarning
from desktop_llm.documents.segments import InlineEnd, InlineStart
from tests.fakes.reviews import file_of, made, review_of

PUMP = "The pump must not run dry."
SEALS = "Use only original seals."
DE_PUMP = "Die Pumpe darf nicht trocken laufen."
DE_SEALS = "Verwenden Sie nur Originaldichtungen."
SHORT = TranslationWarning(TranslationFault.TOO_SHORT)


def looked_over() -> DocumentReview:
    """One right, one doubtful, one from memory, one that waits."""
    review = review_of(PUMP, SEALS, "Drain the tank.", "The last sentence.")
    review.take(0, made(review, 0, DE_PUMP))
    review.take(1, made(review, 1, "Dichtungen.", SHORT))
    review.take(2, made(review, 2, "Leeren Sie den Tank.", origin=Origin.REMEMBERED, confidence=None))
    return review


def shown(review: DocumentReview, wanted: ReviewFilter, text: str = "") -> list[int]:
    return review.matching(wanted, text)


def test_each_filter_shows_what_it_says() -> None:
    review = looked_over()
    review.edit(0, "Die Pumpe darf nie trocken laufen.")
    review.accept([2])
    assert shown(review, ReviewFilter.ALL) == [0, 1, 2, 3]
    assert shown(review, ReviewFilter.TO_LOOK_AT) == [1]
    assert shown(review, ReviewFilter.NOT_ACCEPTED) == [0, 1, 3]
    assert shown(review, ReviewFilter.EDITED) == [0]
    assert shown(review, ReviewFilter.REMEMBERED) == [2]


def test_a_text_is_looked_for_on_both_sides_in_any_case() -> None:
    review = looked_over()
    assert shown(review, ReviewFilter.ALL, "pump") == [0]
    assert shown(review, ReviewFilter.ALL, "leeren") == [2]
    assert shown(review, ReviewFilter.TO_LOOK_AT, "pump") == []


def test_what_a_person_edited_or_accepted_is_not_taken_away_by_a_model() -> None:
    review = looked_over()
    review.edit(0, "Die Pumpe darf nie trocken laufen.")
    review.accept([1])
    assert not review.take(0, made(review, 0, DE_PUMP))
    assert not review.take(1, made(review, 1, DE_SEALS))
    assert [review.results[index].target for index in (0, 1)] == ["Die Pumpe darf nie trocken laufen.", "Dichtungen."]


def test_asked_again_a_segment_is_the_models_again() -> None:
    review = looked_over()
    review.edit(0, "Die Pumpe darf nie trocken laufen.")
    review.take_again(0, made(review, 0, DE_PUMP))
    assert (review.results[0].target, review.is_edited(0)) == (DE_PUMP, False)


def test_an_edit_is_taken_for_the_same_text_elsewhere_unless_somebody_was_there() -> None:
    review = review_of(PUMP, SEALS, PUMP, PUMP)
    for index in (0, 2, 3):
        review.take(index, made(review, index, DE_PUMP))
    review.accept([3])
    assert review.edit(0, "Die Pumpe darf nie trocken laufen.") == (0, 2)
    assert review.results[2].target == "Die Pumpe darf nie trocken laufen."
    assert review.results[3].target == DE_PUMP
    assert review.edited == {0}


def test_the_same_words_in_another_format_are_another_text() -> None:
    review = review_of(PUMP, (InlineStart(1), PUMP, InlineEnd(1), " "))
    review.take(0, made(review, 0, DE_PUMP))
    review.take(1, made(review, 1, DE_PUMP))
    assert review.edit(0, "Anders.") == (0,)


def test_writing_the_same_changes_nothing() -> None:
    review = looked_over()
    assert review.edit(0, DE_PUMP) == ()
    assert not review.is_edited(0)


def test_a_segment_that_waits_can_be_written_by_hand() -> None:
    review = looked_over()
    assert review.edit(3, "Der letzte Satz.") == (3,)
    assert review.is_whole


def test_accepting_the_rest_leaves_what_must_be_looked_at() -> None:
    review = looked_over()
    assert review.accept_faultless() == (0, 2)
    assert review.counts == ReviewCounts(n_segments=4, n_translated=3, n_accepted=2, n_to_look_at=1)
    assert review.accept_faultless() == ()


def test_what_is_accepted_is_no_doubt_any_more_and_can_be_taken_back() -> None:
    review = looked_over()
    assert review.accept([1, 3]) == (1,)
    assert not needs_look(review.results[1])
    assert review.accept([1], is_accepted=False) == (1,)
    assert needs_look(review.results[1])


def test_a_model_that_was_not_sure_is_looked_at() -> None:
    review = review_of(PUMP)
    assert needs_look(made(review, 0, DE_PUMP, confidence=0.1))
    assert not needs_look(made(review, 0, DE_PUMP, confidence=None))


def test_the_next_one_to_look_at_is_found_in_both_directions_and_round_the_end() -> None:
    review = review_of(*"abcde")
    for index in (1, 3):
        review.take(index, made(review, index, "x", SHORT))
    assert [review.next_to_look_at(0), review.next_to_look_at(1), review.next_to_look_at(3)] == [1, 3, 1]
    assert review.next_to_look_at(1, -1) == 3
    assert review_of("a").next_to_look_at(0) is None


def test_what_is_the_same_in_a_changed_file_keeps_its_translation() -> None:
    former = looked_over()
    former.edit(1, DE_SEALS)
    review = DocumentReview(file_of("New.", SEALS, PUMP), ("en", "de"))
    review.take_over(former, only_a_persons=False)
    assert {index: each.target for index, each in review.results.items()} == {1: DE_SEALS, 2: DE_PUMP}
    assert review.edited == {1}
    assert [target.id for target in review.targets] == ["s2", "s3"]

    only_hers = DocumentReview(file_of("New.", SEALS, PUMP), ("en", "de"))
    only_hers.take_over(former, only_a_persons=True)
    assert list(only_hers.results) == [1]


def test_what_was_kept_is_there_again() -> None:
    former = looked_over()
    former.edit(0, "Anders.")
    review = DocumentReview(former.file, ("en", "de"))
    review.restore(former.results, former.edited)
    assert (review.results, review.edited) == (former.results, former.edited)
