from pathlib import Path

from msgspec.structs import replace

from desktop_llm.assist.translation.translation_draft import TranslationChoices
from desktop_llm.assist.translation.translation_request import Tone
from desktop_llm.ui.controllers.translation.translated_document import TranslatedDocument, document_of
from desktop_llm.ui.rows.translated_rows import Phase
from tests.fakes.reviews import file_of, made

GERMAN = TranslationChoices(target="de")


def opened() -> TranslatedDocument:
    document = TranslatedDocument("k", 1, Path("/home/anna/manual.docx"), GERMAN)
    document.file = file_of("The pump", "The seal")
    document.begin_review()
    document.phase = Phase.READY
    return document


def translated() -> TranslatedDocument:
    document = opened()
    assert document.review is not None
    document.made_with = document.choices
    document.review.take(0, made(document.review, 0, "Die Pumpe"))
    document.review.take(1, made(document.review, 1, "Die Dichtung"))
    document.review.edit(1, "Der Ring")
    document.phase = Phase.DONE
    return document


def test_what_is_through_begins_again_only_for_another_wish() -> None:
    document = opened()
    assert document.can_begin
    document = translated()
    assert not document.can_begin
    document.choices = replace(GERMAN, tone=Tone.FORMAL)
    assert document.can_begin


def test_another_tone_keeps_what_a_person_wrote_and_another_language_nothing() -> None:
    document = translated()
    document.choices = replace(GERMAN, tone=Tone.FORMAL)
    document.begin_review()
    assert document.review is not None
    assert {index: each.target for index, each in document.review.results.items()} == {1: "Der Ring"}
    document.choices = TranslationChoices(target="fr")
    document.begin_review()
    assert not document.review.results


def test_going_on_keeps_all_that_is_there() -> None:
    document = translated()
    document.phase, review = Phase.STOPPED, document.review
    document.begin_review()
    assert document.review is review
    assert document.review is not None
    assert len(document.review.results) == 2


def test_what_is_asked_for_says_where_from_unless_that_is_where_to() -> None:
    document = opened()
    document.choices = TranslationChoices(source="de", target="de")
    assert document.request().source == ""
    document.choices = TranslationChoices(source="en", target="de")
    assert document.request().source == "en"


def test_it_comes_back_as_it_was_left() -> None:
    document = translated()
    again = document_of(document.kept())
    assert again.kept() == document.kept()
    assert again.phase is Phase.DONE
    assert again.review is not None
    assert again.review.edited == {1}

    half = opened()
    half.made_with = half.choices
    assert document_of(half.kept()).phase is Phase.STOPPED
    assert document_of(opened().kept()).phase is Phase.READY
    unopened = TranslatedDocument("k", 1, Path("/a.docx"), GERMAN)
    assert document_of(unopened.kept()).phase is Phase.OPENING


def test_the_row_tells_how_far_it_is() -> None:
    document = translated()
    document.phase, document.n_done = Phase.RUNNING, 1
    assert (document.row.note, document.progress_text) == ("1 of 2", "1 of 2")
    document.phase = Phase.STOPPED
    assert document.progress_text.startswith("2 of 2 segments")
