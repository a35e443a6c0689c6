import pytest

from desktop_llm.assist.checks.claim_checks import claim_checks
from desktop_llm.assist.checks.passages import PassageShelf
from desktop_llm.assist.checks.sourced_text import CheckKind
from tests.fakes.written_documents import written_document

LEASE = written_document(
    "The tenant may keep a cat, but dogs are not allowed in the building.",
    "The order is for 24 chairs and 6 tables.",
    "The company Larsen bought the mill from the Silva family.",
)
PASSAGES = PassageShelf((LEASE,)).of_blocks(0, ["b1", "b2", "b3"])


def claims(text: str) -> list[tuple[CheckKind, str]]:
    return [(check.kind, check.text) for check in claim_checks(text, "en", PASSAGES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dogs are allowed in the building.", [(CheckKind.NEGATION_DIFFERS, "")]),
        ("The tenant may not keep a cat.", [(CheckKind.NEGATION_DIFFERS, "")]),
        (
            "The order is for 6 chairs and 24 tables.",
            [(CheckKind.NUMBER_ELSEWHERE, "6"), (CheckKind.NUMBER_ELSEWHERE, "24")],
        ),
        ("The Silva family bought the mill from Larsen.", [(CheckKind.ROLES_DIFFER, "")]),
    ],
)
def test_what_is_turned_round_is_found(text: str, found: list[tuple[CheckKind, str]]) -> None:
    assert claims(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Dogs are not allowed, but the tenant may keep a cat.",
        "The order is for 24 chairs.",
        "Dogs must stay outside the building.",
        "Larsen bought the mill from the Silva family.",
    ],
)
def test_what_a_passage_says_in_other_words_is_left_alone(text: str) -> None:
    assert claims(text) == []


def test_without_passages_nothing_is_turned_round() -> None:
    assert claim_checks("Dogs are allowed.", "en", []) == []
