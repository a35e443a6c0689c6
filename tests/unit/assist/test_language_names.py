import pytest

from desktop_llm.assist.language_names import language_code, language_name, language_names


@pytest.mark.parametrize("typed", ["de", "DE", "de-AT", "de_DE.UTF-8", " German ", "german"])
def test_a_language_is_found_by_code_or_name(typed: str) -> None:
    assert language_code(typed.split(".", maxsplit=1)[0]) == "de"


@pytest.mark.parametrize("typed", ["", "xx", "Klingon"])
def test_what_is_no_language_has_no_code(typed: str) -> None:
    assert language_code(typed) == ""


def test_every_code_comes_back_from_its_name() -> None:
    assert all(language_code(language_name(code)) == code for code in language_names())


def test_an_unknown_code_has_no_name() -> None:
    assert language_name("xx") == ""
