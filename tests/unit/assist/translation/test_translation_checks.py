import pytest

from desktop_llm.assist.translation.translation_checks import SEVERE, check_translation
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning


def _faults(source: str, target: str, languages: tuple[str, str] = ("en", "de")) -> list[TranslationWarning]:
    return list(check_translation(source, target, *languages))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The pump must not run dry for more than 30 s.", "Die Pumpe darf nicht länger als 30 s trocken laufen."),
        ("It cost 1,234.50 euros on 3 May.", "Es kostete am 3. Mai 1.234,50 Euro."),
        ("She has three cats and 3 dogs.", "Sie hat drei Katzen und drei Hunde."),
        ("In the United States, open Firefox.", "Öffne in den Vereinigten Staaten Firefox."),
        ("Hello %(name)s, see https://example.org.", "Hallo %(name)s, siehe https://example.org."),
        ("Computer", "Computer"),
        ("Mozilla Firefox 5", "Mozilla Firefox 5"),
    ],
)
def test_a_good_translation_gives_no_warning(source: str, target: str) -> None:
    assert _faults(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "fault", "text"),
    [
        ("The pump stops.", "  ", TranslationFault.EMPTY, ""),
        ("Wait 30 seconds.", "Warten Sie 20 Sekunden.", TranslationFault.NUMBER_MISSING, "30"),
        ("Wait 30 seconds.", "Warten Sie 20 Sekunden.", TranslationFault.NUMBER_ADDED, "20"),
        ("Press %s now.", "Drücken Sie jetzt.", TranslationFault.PLACEHOLDER_MISSING, "%s"),
        ("Press now.", "Drücken Sie {x} jetzt.", TranslationFault.PLACEHOLDER_ADDED, "{x}"),
        ("We met Angela Merkel there.", "Wir trafen sie dort.", TranslationFault.NAME_MISSING, "Angela Merkel"),
        ("Then start LibreOffice again.", "Dann neu beginnen.", TranslationFault.NAME_MISSING, "LibreOffice"),
        (
            "The pump must not run dry for more than a minute.",
            "Die Pumpe must not run dry for more als eine Minute.",
            TranslationFault.UNTRANSLATED,
            "must not run dry for more",
        ),
        (
            "The pump must not run dry.",
            "The pump must not run dry.",
            TranslationFault.UNTRANSLATED,
            "The pump must not run dry.",
        ),
        (
            "The pump must not run dry for more than a minute.",
            "La pompe ne doit pas tourner à sec pendant plus d'une minute.",
            TranslationFault.WRONG_LANGUAGE,
            "fr",
        ),
        ("The pump must not run dry for more than a minute, ever.", "Nein.", TranslationFault.TOO_SHORT, ""),
        ("Open the valve slowly.", "Öffnen Sie. " + "Und dann warten wir weiter. Noch mehr Text. " * 2, "too_long", ""),
        (
            "The pump stops.",
            "Die Pumpe hält an und die Pumpe hält an und die Pumpe hält an und die Pumpe hält an",
            TranslationFault.REPEATS,
            "",
        ),
    ],
)
def test_what_is_wrong_is_found(source: str, target: str, fault: TranslationFault, text: str) -> None:
    assert TranslationWarning(TranslationFault(fault), text) in _faults(source, target)


def test_remains_of_another_script_are_found_and_names_in_latin_letters_are_none() -> None:
    assert _faults("Запустите программу Firefox.", "Start the program Firefox.", ("ru", "en")) == []
    left = _faults("Запустите программу сейчас же.", "Start the программу right now.", ("ru", "en"))
    assert TranslationWarning(TranslationFault.UNTRANSLATED, "программу") in left
    assert (
        _faults("Open the file with LibreOffice Writer.", "LibreOffice Writerでファイルを開きます。", ("en", "ja"))
        == []
    )


def test_a_passage_that_was_in_the_target_language_already_may_stay() -> None:
    source = "Er sagte, Ich bin ein Berliner und das ist gut so, und alle lachten laut."
    assert _faults(f"In English: {source}", f"Auf Englisch: {source}") == []


def test_a_term_that_is_called_something_else_is_told() -> None:
    glossary = [Term("flow limiter", "Mengenbegrenzer"), Term("seal", "Dichtung")]
    warnings = check_translation("The flow limiter.", "Der Durchflussbegrenzer.", "en", "de", glossary)

    assert warnings == (TranslationWarning(TranslationFault.TERM_MISSING, "Mengenbegrenzer"),)


def test_chinese_is_short_and_its_length_is_right() -> None:
    source = "All human beings are born free and equal in dignity and rights. They are endowed with reason."
    assert _faults(source, "人人生而自由,在尊严和权利上一律平等。他们赋有理性。", ("en", "zh")) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Introduction", "Das Museum ist täglich von 9 bis 5 Uhr geöffnet."),
        ("Using the filters", "Klicken Sie auf die Schaltfläche, um die Filter zu verwenden."),
    ],
)
def test_an_example_that_models_are_shown_is_no_translation_of_something_else(source: str, target: str) -> None:
    faults = [warning.fault for warning in check_translation(source, target, "en", "de")]
    assert TranslationFault.EXAMPLE in faults
    assert TranslationFault.EXAMPLE in SEVERE


def test_what_says_the_same_as_an_example_may_be_translated_so() -> None:
    for source, target in (
        ("Where can I buy a ticket?", "Wo kann ich eine Fahrkarte kaufen?"),
        ("Press the button to start it.", "Klicken Sie auf die Schaltfläche, um es zu starten."),
        ("Close it to save your changes.", "Schließen Sie es, um Ihre Änderungen zu speichern."),
    ):
        assert check_translation(source, target, "en", "de") == (), source


def test_examples_without_spaces_between_words_are_known_too() -> None:
    (warning, *_) = check_translation("Introduction", "单击该按钮保存更改。", "en", "zh")
    assert warning.fault is TranslationFault.EXAMPLE
