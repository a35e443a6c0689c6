import pytest

from desktop_llm.assist.checks.negations import is_negated, is_negation


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dogs aren’t allowed.", "en"),
        ("Der Verein darf keine Schulden machen.", "de"),
        ("Le maire n'a pas accepté.", "fr"),
        ("儿童阅览室没有开放", "zh"),
        ("ボールは使えません", "ja"),
    ],
)
def test_a_word_that_denies_is_found(text: str, language: str) -> None:
    assert is_negated(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Not only dogs are allowed.", "en"),
        ("The knot is tied.", "en"),
        ("Ich kenne den Keiler.", "de"),
        ("他们不同", "zh"),
        ("Dogs are not allowed.", "xx"),
    ],
)
def test_what_only_looks_like_one_is_not(text: str, language: str) -> None:
    assert not is_negated(text, language)


def test_a_single_word_is_known() -> None:
    assert is_negation("nicht", "de")
    assert not is_negation("nicht", "en")
