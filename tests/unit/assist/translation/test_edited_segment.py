import pytest

from desktop_llm.assist.translation.document_translation_result import SegmentResult
from desktop_llm.assist.translation.edited_segment import edit_text, edited_result, without_unknown_marks
from desktop_llm.assist.translation.mark_repair import Care
from desktop_llm.assist.translation.protected_text import ProtectedText
from desktop_llm.assist.translation.translation_result import Origin, TranslationFault
from desktop_llm.documents.segments import Content, FileSegment, InlineEnd, InlineObject, InlineStart, text_of

EN_DE = ("en", "de")
BOLD: Content = ("Press ", InlineStart(1), "the red button", InlineEnd(1), " now.")
BOLD_DE: Content = ("Drücken Sie jetzt ", InlineStart(1), "den roten Knopf", InlineEnd(1), ".")
NOTE: Content = ("The pump is quiet", InlineObject(7), ".")


def result(source: Content, target: Content) -> SegmentResult:
    segment = FileSegment(id="s1", content=source)
    return SegmentResult(
        segment=segment, source=text_of(source), target=text_of(target), content=target, marked="", confidence=0.2
    )


def faults(edited: SegmentResult) -> list[TranslationFault]:
    return [warning.fault for warning in edited.warnings]


def test_marks_of_formats_stay_marks_and_placeholders_are_themselves() -> None:
    assert edit_text(result(BOLD, BOLD_DE)) == "Drücken Sie jetzt ⟦1⟧den roten Knopf⟦/1⟧."
    assert edit_text(result(("Delete %(n)d files?",), ("%(n)d Dateien löschen?",))) == "%(n)d Dateien löschen?"


@pytest.mark.parametrize(
    ("source", "target"),
    [(BOLD, BOLD_DE), (("Delete %s and <b>{x}</b>?",), ("%s und <b>{x}</b> löschen?",)), (NOTE, NOTE)],
)
def test_what_is_not_changed_comes_back_as_it_was(source: Content, target: Content) -> None:
    known = result(source, target)
    assert edited_result(known, edit_text(known), EN_DE).content == target


def test_an_edit_is_the_persons_and_nobody_is_unsure_of_it_any_more() -> None:
    edited = edited_result(result(BOLD, BOLD_DE), "⟦1⟧Den roten Knopf⟦/1⟧ drücken.", EN_DE)
    assert edited.content == (InlineStart(1), "Den roten Knopf", InlineEnd(1), " drücken.")
    assert (edited.origin, edited.confidence, edited.is_doubtful) == (Origin.GIVEN, None, False)


def test_a_format_without_both_its_marks_is_given_up_and_that_is_told() -> None:
    for text in ("Den roten Knopf drücken.", "⟦1⟧Den roten Knopf drücken.", "⟦/1⟧Den roten Knopf⟦1⟧ drücken."):
        edited = edited_result(result(BOLD, BOLD_DE), text, EN_DE)
        assert edited.content == ("Den roten Knopf drücken.",)
        assert edited.care is Care.FORMATS_LOST
        assert edited.is_doubtful


def test_a_thing_of_the_file_that_is_missing_goes_to_the_end_and_that_is_told() -> None:
    edited = edited_result(result(NOTE, NOTE), "Die Pumpe ist leise.", EN_DE)
    assert edited.content == ("Die Pumpe ist leise.", InlineObject(7))
    assert faults(edited) == [TranslationFault.PLACEHOLDER_MISSING]


def test_a_missing_placeholder_does_not_cost_the_format_beside_it() -> None:
    source: Content = ("Open ", InlineStart(1), "all files", InlineEnd(1), " of {name} now.")
    edited = edited_result(result(source, source), "Öffnen Sie jetzt ⟦1⟧alle Dateien⟦/1⟧.", EN_DE)
    assert edited.content == ("Öffnen Sie jetzt ", InlineStart(1), "alle Dateien", InlineEnd(1), ".")
    assert TranslationFault.PLACEHOLDER_MISSING in faults(edited)


def test_numbers_are_checked_again() -> None:
    source: Content = ("Wait for 30 seconds before you open the lid.",)
    wrong = edited_result(result(source, ()), "Warten Sie 20 Sekunden, bevor Sie den Deckel öffnen.", EN_DE)
    assert faults(wrong) == [TranslationFault.NUMBER_MISSING, TranslationFault.NUMBER_ADDED]
    right = edited_result(wrong, "Warten Sie 30 Sekunden, bevor Sie den Deckel öffnen.", EN_DE)
    assert faults(right) == []


def test_an_emptied_segment_is_the_original_again() -> None:
    edited = edited_result(result(BOLD, BOLD_DE), " \n", EN_DE)
    assert edited.content == BOLD
    assert edited.care is Care.NOT_TRANSLATED
    assert edited.is_doubtful


def test_marks_of_another_text_are_left_out() -> None:
    protected = ProtectedText(BOLD)
    assert without_unknown_marks(protected, "⟦1⟧Knopf⟦/1⟧ ⟦2⟧drücken⟦/2⟧") == "⟦1⟧Knopf⟦/1⟧ drücken"
