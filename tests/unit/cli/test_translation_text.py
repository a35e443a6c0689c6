from desktop_llm.assist.translation.translation_result import (
    Translation,
    TranslationFault,
    TranslationNote,
    TranslationPlanned,
    TranslationWarning,
)
from desktop_llm.cli.translation_text import fault_text, json_translation, note_lines, warning_lines

DONE = Translation(
    source="Wait 30 s.",
    target="Warten Sie.",
    language="en",
    confidence=0.71239,
    warnings=(TranslationWarning(TranslationFault.NUMBER_MISSING, "30"),),
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
        unsupported=("da",),
    )


def test_every_fault_and_every_note_has_its_words() -> None:
    for fault in TranslationFault:
        assert fault_text(TranslationWarning(fault, "fr"))
    assert len(list(note_lines(planned(*TranslationNote), ()))) == len(TranslationNote)


def test_a_pair_that_the_model_was_not_made_for_is_told_with_a_model_that_was() -> None:
    lines = list(note_lines(planned(TranslationNote.LANGUAGE_UNSUPPORTED), ["MiLMMT-46 4B"]))
    assert lines == ["Hy-MT2 1.8B was not made for Danish. A model that was: MiLMMT-46 4B."]


def test_a_warning_names_its_segment() -> None:
    assert list(warning_lines(3, DONE)) == ["Segment 3 (Wait 30 s.): the number 30 is missing."]


def test_a_warning_that_quotes_a_sentence_ends_in_one_full_stop() -> None:
    assert fault_text(TranslationWarning(TranslationFault.UNTRANSLATED, "Click here.")) == "not translated: Click here"


def test_json_holds_what_is_there() -> None:
    content = json_translation([DONE, None], planned(), "da")

    assert [segment.confidence for segment in content.segments] == [0.712]
    assert content.segments[0].warnings[0].fault == "number_missing"
    assert not content.complete
    assert json_translation([DONE], None, "da").complete
