from desktop_llm.assist.translation.translation_check import checked_translations
from desktop_llm.assist.translation.translation_result import TranslationFault


def test_each_paragraph_is_held_against_that_of_the_same_number() -> None:
    checked = checked_translations(["Wait 30 s.", "Stop."], ["Warten Sie 20 s."], "en", "de")

    assert [[warning.fault for warning in each.warnings] for each in checked] == [
        [TranslationFault.NUMBER_MISSING, TranslationFault.NUMBER_ADDED],
        [TranslationFault.EMPTY],
    ]
