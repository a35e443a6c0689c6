from desktop_llm.ui.text_places import TextPlaces, in_units, units


def test_wide_characters_count_twice_for_qt() -> None:
    places = TextPlaces("a𝄞b")
    assert [places.units(index) for index in range(4)] == [0, 1, 3, 4]
    assert [places.characters(units) for units in (0, 1, 3, 4)] == [0, 1, 2, 3]


def test_within_a_wide_character_is_its_own_place() -> None:
    assert TextPlaces("a𝄞b").characters(2) == 1


def test_plain_text_counts_the_same() -> None:
    places = TextPlaces("abc")
    assert places.units(3) == places.characters(3) == 3


def test_a_text_is_as_long_as_qt_says() -> None:
    assert [units(text) for text in ("", "ab", "a𝄞b")] == [0, 2, 4]


def test_a_text_in_units_has_every_other_letter_where_qt_has_it() -> None:
    assert in_units("a𝄞é") == "a□□é"
    assert in_units("abc") == "abc"
