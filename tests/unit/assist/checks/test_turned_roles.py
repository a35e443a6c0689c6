import pytest

from desktop_llm.assist.checks.turned_roles import has_turned_roles

SOLD = "In 1954 the company Larsen bought the mill from the Silva family."


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("The Silva family bought the mill from Larsen in 1954.", SOLD, "en"),
        ("Jon Aas replaced Kari Lund.", "Kari Lund replaced Jon Aas as head.", "en"),
        ("Luis Ortega propuso a Marta Gil.", "La presidenta, Marta Gil, propuso a Luis Ortega.", "es"),
        ("Die Anwohner dankten dem Bürgermeister.", "Der Bürgermeister dankte den Anwohnern.", "de"),
    ],
)
def test_two_names_in_the_other_order_round_the_same_word_are_turned(text: str, passage: str, language: str) -> None:
    assert has_turned_roles(text, passage, language)


@pytest.mark.parametrize(
    ("text", "passage", "language"),
    [
        ("Larsen bought the mill from the Silva family in 1954.", SOLD, "en"),
        ("Disputes are decided by Professor Keller.", "Professor Keller decides disputes.", "en"),
        ("Im März verlässt Lena Hofer die Firma.", "Lena Hofer verlässt die Firma im März.", "de"),
        ("Лебедева назначил Соколов.", "Соколов назначил Лебедева.", "ru"),
    ],
)
def test_what_is_only_told_in_another_order_is_not(text: str, passage: str, language: str) -> None:
    assert not has_turned_roles(text, passage, language)
