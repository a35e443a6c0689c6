from desktop_llm.assist.translation.text_segments import segmented_text
from desktop_llm.assist.translation.translation_result import (
    SentencePair,
    Translation,
    TranslationFault,
    TranslationWarning,
)
from desktop_llm.assist.translation.translation_view import TranslationView, translation_view

MISSING = TranslationWarning(TranslationFault.NUMBER_MISSING, "30")


def done(source: str, target: str, *pairs: tuple[int, int, int, int], confidence: float = 0.9) -> Translation:
    sentences = tuple(
        SentencePair(source_start=a, source_end=b, start=c, end=d, confidence=confidence) for a, b, c, d in pairs
    )
    warnings = (MISSING,) if "30" in source else ()
    return Translation(source=source, target=target, sentences=sentences, warnings=warnings)


def test_paragraphs_stand_beside_their_originals_also_where_some_are_missing() -> None:
    text = segmented_text("# One\n\nTwo.\n\nThree.")
    view = translation_view(text, {2: done("Three.", "Drei.", (0, 6, 0, 5))}, {0: "Ein"})

    assert view.text == "# Ein\n\n\n\nDrei."
    sentence = view.sentences[0]
    assert text.text[sentence.source_start : sentence.source_end] == "Three."
    assert view.text[sentence.start : sentence.end] == "Drei."


def test_nothing_is_shown_of_nothing() -> None:
    assert translation_view(segmented_text("One"), {}, {}) == TranslationView()


def test_a_warning_is_about_the_sentence_that_holds_what_it_names() -> None:
    source, target = "Wait. Then 30 s.", "Warte. Dann."
    view = translation_view(segmented_text(source), {0: done(source, target, (0, 5, 0, 6), (6, 16, 7, 12))}, {})

    assert [sentence.warnings for sentence in view.sentences] == [(), (MISSING,)]


def test_a_sentence_of_which_the_model_was_not_sure_is_told() -> None:
    views = [
        translation_view(segmented_text("A."), {0: done("A.", "B.", (0, 2, 0, 2), confidence=confidence)}, {})
        for confidence in (0.2, 0.9)
    ]
    assert [view.sentences[0].is_unsure for view in views] == [True, False]
