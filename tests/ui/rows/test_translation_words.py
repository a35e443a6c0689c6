from desktop_llm.assist.translation.translation_request import Tone
from desktop_llm.assist.translation.translation_result import (
    TranslationFault,
    TranslationNote,
    TranslationPlanned,
    TranslationWarning,
)
from desktop_llm.assist.translation.translation_view import ViewedSentence
from desktop_llm.ui.rows.translation_words import (
    TONES,
    doubt_count_text,
    doubts,
    fault_sentence,
    note_sentences,
    progress_text,
)


def planned(*notes: TranslationNote) -> TranslationPlanned:
    return TranslationPlanned(
        job_id="1",
        model_name="Hy-MT2 1.8B",
        n_segments=2,
        n_to_translate=2,
        source="en",
        target="da",
        notes=notes,
        unsupported=("da",) if notes else (),
    )


def test_every_fault_note_and_tone_has_its_words() -> None:
    assert all(fault_sentence(TranslationWarning(fault, "fr")).endswith((".", "fr")) for fault in TranslationFault)
    assert len(note_sentences(planned(*TranslationNote), ())) == len(TranslationNote)
    assert set(TONES) == set(Tone)
    assert fault_sentence(TranslationWarning(TranslationFault.WRONG_LANGUAGE, "fr")) == "This is French."


def test_a_pair_that_the_model_was_not_made_for_is_told_with_models_that_were() -> None:
    assert note_sentences(planned(TranslationNote.LANGUAGE_UNSUPPORTED), ["MiLMMT-46"]) == (
        "Hy-MT2 1.8B was not made for Danish; do not rely on what it writes.",
        "Made for it: MiLMMT-46.",
    )


def test_doubts_of_a_sentence_are_its_warnings_and_how_sure_the_model_was() -> None:
    sentence = ViewedSentence(segment=0, source_start=0, source_end=1, start=0, end=1, confidence=0.25)
    assert doubts(sentence) == ("The model was not sure of this (25 %).",)


def test_counts_are_words() -> None:
    assert progress_text(3, 1200) == "3 of 1,200 paragraphs"
    assert [doubt_count_text(count) for count in (0, 1, 2)] == ["", "1 sentence to look at", "2 sentences to look at"]
