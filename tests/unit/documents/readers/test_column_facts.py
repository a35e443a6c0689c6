import pytest

from desktop_llm.documents.readers.column_facts import ColumnFacts, is_number


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["1", "2.5", "-3", ""], "3 numbers from -3 to 2.5, sum 0.5, mean 0.1667"),
        (["€1,234.50", "$ 10"], "2 numbers from 10 to 1234.5, sum 1244.5, mean 622.25"),
        (["1.234,50 €", "10,25"], "2 numbers from 10.25 to 1234.5, sum 1244.75, mean 622.375"),
        (["1e29", "1e29"], f"2 numbers from 1{'0' * 29} to 1{'0' * 29}, sum 2{'0' * 29}, mean 1{'0' * 29}"),
        (["0.1"] * 10, "10 numbers from 0.1 to 0.1, sum 1, mean 0.1"),
        (["2024-03-01", "1999-12-31"], "2 dates from 1999-12-31 to 2024-03-01"),
        (["Berlin", "Rome", "Berlin", "7"], "4 entries, 3 different; most often Berlin (2), Rome (1), 7 (1)"),
        (["a", "b"], "2 entries, 2 different"),
        (["", "  "], "empty"),
    ],
)
def test_a_column_is_told_in_figures(cells: list[str], words: str) -> None:
    facts = ColumnFacts()
    for cell in cells:
        facts.take(cell)
    assert facts.in_words() == words


def test_a_column_of_very_many_values_is_not_kept() -> None:
    facts = ColumnFacts()
    for number in range(10_500):
        facts.take(f"name {number}")
    assert facts.in_words() == "10500 entries, more than 10000 different"


@pytest.mark.parametrize(
    ("text", "is_one"), [("900", True), ("9,5 %", True), ("May", False), ("", False), ("1-2", False)]
)
def test_numbers_are_told_from_words(text: str, is_one: bool) -> None:
    assert is_number(text) is is_one
