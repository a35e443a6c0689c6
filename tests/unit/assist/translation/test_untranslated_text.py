import pytest

from desktop_llm.assist.translation.untranslated_text import are_alike, is_other_language, untranslated_remains


def test_another_language_is_told_only_where_it_is_certain() -> None:
    assert is_other_language("La pompe ne doit pas tourner à sec pendant plus d'une minute.", "de") == "fr"
    assert is_other_language("Die Pumpe darf nicht trocken laufen.", "de") == ""
    assert is_other_language("Status", "de") == ""
    assert is_other_language("", "de") == ""


def test_another_script_is_told_at_once_but_for_names() -> None:
    assert is_other_language("the pump must not stop", "ja") == "en"
    assert is_other_language("LibreOffice Writer", "ja") == ""
    assert is_other_language("人人生而自由", "ja") == ""


def test_languages_that_are_taken_for_each_other_are_not_told_apart() -> None:
    assert are_alike("nb", "da")
    assert not are_alike("de", "fr")


def test_addresses_and_placeholders_are_no_remains() -> None:
    source = "Read the manual at https://example.org/this/is/a/long/path and %(some_name)s."
    assert untranslated_remains(source, "Lies https://example.org/this/is/a/long/path und %(some_name)s.", "de") == []


@pytest.mark.parametrize("text", ["Using the filters", "1.3 More about Writer2xhtml and Calc2xhtml", "the old pump!"])
def test_a_short_text_that_stayed_as_it_is_remains(text: str) -> None:
    assert untranslated_remains(text, text, "de") == [text]


@pytest.mark.parametrize("text", ["LibreOffice Writer", "lost+found", "drwxrw-r--", "Radio", "gnome-help", "3 km"])
def test_what_reads_the_same_in_every_language_does_not(text: str) -> None:
    assert untranslated_remains(text, text, "de") == []


def test_a_short_text_that_is_right_in_both_languages_does_not_either() -> None:
    assert untranslated_remains("Eine gute Idee", "Eine gute Idee", "de") == []
