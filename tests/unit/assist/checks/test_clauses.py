import pytest

from desktop_llm.assist.checks.clauses import clauses


@pytest.mark.parametrize(
    ("text", "language", "pieces"),
    [
        (
            "The rent is 1,250 euros, and heating costs 180 euros.",
            "en",
            ["The rent is 1,250 euros", "heating costs 180 euros."],
        ),
        ("Er zahlt die Miete und sie zahlt den Strom.", "de", ["Er zahlt die Miete", "sie zahlt den Strom."]),
        ("The roof, walls, and floors are paid.", "en", ["The roof walls", "floors are paid."]),
        ("浮き輪は使えますが、ボールは使えません。", "ja", ["浮き輪は使えますが", "ボールは使えません。"]),
        ("She pays and he does not pay.", "xx", ["She pays and he does not pay."]),
        ("", "en", []),
    ],
)
def test_a_sentence_is_cut_into_its_statements(text: str, language: str, pieces: list[str]) -> None:
    assert clauses(text, language) == pieces
