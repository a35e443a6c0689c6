import pytest

from desktop_llm.assist.checks.fact_checks import FactChecker, SourceFacts
from desktop_llm.assist.checks.sourced_text import Check, CheckKind
from tests.fakes.written_documents import written_document

LEASE = written_document(
    "The lease with Anna Meyer begins on 1 May 2026 and ends on 30 June 2027.",
    'The rent is 1,250.00 euros, due on the third of each month. The parties call it "the rent without heating".',
    "Heating costs 183,221 euros for the whole house. Professor Keller decides disputes.",
)
RENT = SourceFacts([LEASE.blocks[1].text])


def checks(text: str, language: str = "en") -> list[tuple[CheckKind, str]]:
    return [(check.kind, check.text) for check in FactChecker((LEASE,)).check(text, language, RENT)]


@pytest.mark.parametrize(
    "text",
    [
        "The rent is 1250 euros.",
        "It is due on day 3.",
        "It begins on 2026-05-01.",
        "Anna Meyer rents it from 1 May.",
        "They call it “the rent without heating”.",
        "Meyers pay.",
    ],
)
def test_what_stands_in_the_document_is_not_marked(text: str) -> None:
    assert checks(text) == []


def test_numbers_are_compared_across_languages() -> None:
    assert checks("Die Miete beträgt 1.250,00 Euro.", "de") == []


@pytest.mark.parametrize(
    ("text", "kind", "marked"),
    [
        ("The rent is 1,350 euros.", CheckKind.NUMBER_NOT_IN_SOURCE, "1,350"),
        ("It begins on 2 May 2026.", CheckKind.DATE_NOT_IN_SOURCE, "2 May 2026"),
        ("The tenant is Karl Huber.", CheckKind.NAME_NOT_IN_SOURCE, "Karl Huber"),
        ('They call it "the rent with all heating".', CheckKind.QUOTE_NOT_IN_SOURCE, "the rent with all heating"),
        ("The rent is 183,221 euros.", CheckKind.NUMBER_ELSEWHERE, "183,221"),
    ],
)
def test_what_does_not_is_marked(text: str, kind: CheckKind, marked: str) -> None:
    assert checks(text) == [(kind, marked)]


@pytest.mark.parametrize(
    ("text", "language", "marked"),
    [
        ("It begins on 5 August 2026.", "en", "5 August 2026"),
        ("It begins on Wednesday, August 5, 2026.", "en", "August 5, 2026"),
        ("It begins on 5 August (Wednesday).", "en", "5 August"),
        ("El contrato empieza el Miércoles, 5 de Agosto de 2026.", "es", "5 de Agosto de 2026"),
        ("Começa na Quarta-feira, 5 de Agosto de 2026.", "pt", "5 de Agosto de 2026"),
        ("Kira 5 Ağustos 2026 Çarşamba günü başlar.", "tr", "5 Ağustos 2026"),
        ("Αρχίζει την Τετάρτη 5 Αυγούστου 2026.", "el", "5 Αυγούστου 2026"),
    ],
)
def test_months_and_weekdays_of_an_invented_date_are_no_invented_names(text: str, language: str, marked: str) -> None:
    assert checks(text, language) == [(CheckKind.DATE_NOT_IN_SOURCE, marked)]


def test_a_month_is_no_invented_name_where_the_document_writes_the_date_in_figures() -> None:
    dated = written_document("It begins on 2026-08-05.")
    checker, facts = FactChecker((dated,)), SourceFacts([dated.blocks[0].text])
    assert checker.check("It begins on 5 August 2026.", "en", facts) == []


def test_what_stands_beside_a_date_is_checked_as_ever() -> None:
    assert checks("On 5 August Karl Huber came to Lyon.") == [
        (CheckKind.DATE_NOT_IN_SOURCE, "5 August"),
        (CheckKind.NAME_NOT_IN_SOURCE, "Karl Huber"),
        (CheckKind.NAME_NOT_IN_SOURCE, "Lyon"),
    ]
    assert checks("It begins on Monday, 1 May 2026.") == [(CheckKind.NAME_NOT_IN_SOURCE, "Monday")]
    assert checks("It begins in August.") == [(CheckKind.NAME_NOT_IN_SOURCE, "August")]


def test_a_rounded_number_of_the_passage_is_right() -> None:
    nearby = SourceFacts([LEASE.blocks[2].text])
    assert FactChecker((LEASE,)).check("Heating costs about 183,000 euros.", "en", nearby) == []


def test_a_translation_is_checked_for_numbers_and_dates() -> None:
    checker = FactChecker((LEASE,))
    assert checker.check_translation("Herr Schulze zahlt 1.250 Euro.", RENT) == []
    assert checker.check_translation("Er zahlt 1.350 Euro.", RENT) == [
        Check(kind=CheckKind.NUMBER_NOT_IN_SOURCE, text="1.350")
    ]


@pytest.mark.parametrize(
    ("quote", "is_there"),
    [("the rent without heating", True), ("THE RENT\nwithout heating", True), ("rent without the heating", False)],
)
def test_quotes_stand_there_but_for_line_breaks_and_capitals(quote: str, is_there: bool) -> None:
    assert RENT.has_quote(quote) is is_there


def test_a_name_may_be_inflected() -> None:
    facts = SourceFacts(["Meyers Haus, von Maria geerbt."])
    assert facts.has_name("Meyer")
    assert not facts.has_name("Marie")
