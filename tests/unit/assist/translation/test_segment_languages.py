from desktop_llm.assist.translation.segment_languages import detected_language, segment_languages

ENGLISH = "All human beings are born free and equal in dignity and rights."
FRENCH = "Tous les êtres humains naissent libres et égaux en dignité et en droits."


def test_a_language_is_detected_only_where_it_is_certain() -> None:
    assert detected_language(ENGLISH) == "en"
    assert detected_language("人人生而自由") == "zh"
    assert detected_language("Ok") == ""
    assert detected_language("12 %") == ""


def test_short_segments_are_in_the_language_of_the_text_and_long_ones_may_be_in_another() -> None:
    languages = segment_languages([ENGLISH * 3, "Menu", FRENCH, ENGLISH], "")

    assert languages.text == "en"
    assert languages.segments == ("en", "en", "fr", "en")


def test_what_the_person_says_counts_but_for_what_is_clearly_something_else() -> None:
    languages = segment_languages(["Menu", FRENCH], "de")

    assert languages.text == "de"
    assert languages.segments == ("de", "fr")
