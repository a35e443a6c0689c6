from msgspec.structs import replace

from desktop_llm.assist.translation.document_review import ReviewCounts, ReviewFilter
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.translation_result import Origin, TranslationFault, TranslationWarning
from desktop_llm.documents.document import Place
from desktop_llm.documents.segments import Content, InlineEnd, InlineStart, Layout, Look
from desktop_llm.ui.rows.segment_rows import (
    FILTERS,
    LAYOUTS,
    LookSpan,
    SegmentState,
    counts_text,
    place_of,
    remark_sentences,
    segment_row,
    to_look_at_text,
)
from tests.fakes.reviews import made, review_of

MISSING = TranslationWarning(TranslationFault.NUMBER_MISSING, "30")


def test_a_row_tells_its_state_in_words() -> None:
    review = review_of("a", "b", "c", "d")
    review.take(0, made(review, 0, "x"))
    review.take(1, made(review, 1, "y", origin=Origin.REMEMBERED))
    review.edit(2, "z")
    review.take(3, made(review, 3, "w", MISSING, confidence=0.5))
    rows = [segment_row(review, index) for index in range(4)]
    assert [row.state for row in rows] == [SegmentState.TRANSLATED] * 2 + [SegmentState.EDITED, SegmentState.TRANSLATED]
    assert [row.note for row in rows[:2]] == ["", "From memory"]
    assert (rows[3].note, rows[3].needs_look, rows[3].confidence_text) == ("The number 30 is missing.", True, "50 %")
    review.accept([3])
    accepted = segment_row(review, 3)
    assert (accepted.note, accepted.remarks, accepted.needs_look) == ("Accepted", (), False)


def test_a_segment_that_waits_shows_its_source_only() -> None:
    row = segment_row(review_of("The pump"), 0)
    assert (row.source, row.target, row.note, row.state_text) == ("The pump", "", "", "Not translated yet")


def test_several_remarks_are_counted() -> None:
    review = review_of("a")
    review.take(0, made(review, 0, "b", MISSING, TranslationWarning(TranslationFault.TOO_SHORT)))
    assert segment_row(review, 0).note == "The number 30 is missing. +1"


def test_what_became_of_formats_and_an_unsure_model_are_told() -> None:
    review = review_of("a")
    result = replace(made(review, 0, "b", confidence=0.2), care=Care.FORMATS_LOST)
    assert remark_sentences(result) == (
        "A format or a link in it is lost.",
        "The model was not sure of this (20 %).",
    )


def test_the_place_is_the_page_or_the_files_own_word() -> None:
    result = made(review_of("a"), 0, "b")
    assert place_of(result) == ""
    page = replace(result, segment=replace(result.segment, place=Place(page=3)))
    slide = replace(result, segment=replace(result.segment, place=Place(label="slide 2")))
    assert (place_of(page), place_of(slide)) == ("page 3", "slide 2")


def test_counts_say_what_is_left() -> None:
    counts = ReviewCounts(n_segments=1412, n_translated=12, n_accepted=3, n_to_look_at=2)
    assert counts_text(counts) == "1,412 segments · 3 accepted"
    assert to_look_at_text(counts) == "2 to look at"
    none = ReviewCounts(n_segments=1, n_translated=0, n_accepted=0, n_to_look_at=0)
    assert (counts_text(none), to_look_at_text(none)) == ("1 segment", "")


def test_every_filter_and_layout_has_a_name() -> None:
    assert FILTERS.keys() == set(ReviewFilter)
    assert LAYOUTS.keys() == set(Layout)


def test_nothing_is_said_of_what_is_translated_again_but_that() -> None:
    review = review_of("a", "b")
    review.take(0, made(review, 0, "x", MISSING))
    busy, new = segment_row(review, 0, is_busy=True), segment_row(review, 1, is_busy=True)
    assert (busy.target, busy.note, busy.remarks) == ("x", "Being translated again…", ())
    assert (busy.needs_look, busy.confidence_text) == (False, "")
    assert (new.target, new.state) == ("", SegmentState.BUSY)


def test_formats_are_told_where_their_words_are() -> None:
    source: Content = ("See ", InlineStart(1), "the ", InlineStart(2), "manual", InlineEnd(2), InlineEnd(1), " 😀.")
    target: Content = (InlineStart(1), "Das ", InlineStart(2), "Handbuch", InlineEnd(2), InlineEnd(1), ".")
    looks = {1: frozenset({Look.LINK}), 2: frozenset({Look.BOLD})}
    review = review_of(source)
    review.file = replace(review.file, segments=(replace(review.file.segments[0], looks=looks),))
    review.take(0, replace(made(review, 0, "Das Handbuch."), content=target))
    row = segment_row(review, 0)
    assert row.source_looks == (LookSpan(8, 14, looks[2]), LookSpan(4, 14, looks[1]))
    assert row.target_looks == (LookSpan(4, 12, looks[2]), LookSpan(0, 12, looks[1]))
    assert segment_row(review_of(source), 0).source_looks == ()
