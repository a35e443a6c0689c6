import pytest

from desktop_llm.assist.checks.names_in_text import names_in
from desktop_llm.documents.sentences import Span


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The mill was sold to Anna Meyer.", ["Anna Meyer"]),
        ("The mill was sold.", []),
        ("Later, Meyer went to Lyon.", ["Meyer", "Lyon"]),
        ("Members of the Bank of England agreed.", ["Bank of England"]),
        ("They asked Ludwig van Beethoven's heirs.", ["Ludwig van Beethoven"]),
        ("NATO agreed.", ["NATO"]),
        ("It is said. However, nobody knows.", []),
    ],
)
def test_names_in_english(text: str, names: list[str]) -> None:
    assert names_in(text, "en") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Die alte Mühle wurde verkauft.", []),
        ("Gestern hat Anna Meyer die Mühle gekauft.", ["Anna Meyer"]),
        ("Davon weiß die SPD nichts.", ["SPD"]),
    ],
)
def test_nouns_in_german_are_no_names(text: str, names: list[str]) -> None:
    assert names_in(text, "de") == names


def test_scripts_without_capitals_tell_nothing() -> None:
    assert names_in("水車は田中さんに売却された。", "ja") == []


def test_words_that_are_something_else_are_no_names_and_part_two() -> None:
    text = "The mill went to Anna Meyer August Keller."
    start = text.index("August")
    assert names_in(text, "en", [Span(start, start + len("August"))]) == ["Anna Meyer", "Keller"]
