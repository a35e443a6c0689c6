import pytest

from desktop_llm.assist.writing.version_checks import (
    invented_facts,
    language_warnings,
    lost_facts,
    point_warnings,
    repetition_warnings,
)
from desktop_llm.assist.writing.written_version import VersionFault as Fault

BRIEF = "Invite Mrs Tanaka to our office in Hamburg on 12 March at 10:30 and ask for the signed contract."


def invented(text: str) -> list[tuple[Fault, str]]:
    return [(warning.fault, warning.text) for warning in invented_facts(text, (BRIEF,), "en")]


def missing(points: list[str], text: str, *, is_same_language: bool = True) -> list[tuple[Fault, str]]:
    found = point_warnings(points, text, is_same_language=is_same_language)
    return [(warning.fault, warning.text) for warning in found]


def test_what_the_brief_says_is_not_invented() -> None:
    assert (
        invented("Dear Mrs Tanaka,\n\nplease come to Hamburg on 12 March at 10:30.\n\nBest regards\n[your name]") == []
    )
    assert invented("Dear Sir or Madam,\n\n1. Come on [date].\n2. Bring the contract.\n\nKind regards") == []


@pytest.mark.parametrize(
    ("text", "fault", "shown"),
    [
        ("Please come at 11:30.", Fault.NUMBER_ADDED, "11"),
        ("Please come on 14 March.", Fault.DATE_ADDED, "14 March"),
        ("Please meet John Miller there.", Fault.NAME_ADDED, "John Miller"),
        (
            "She said “we look forward to seeing you soon” to us.",
            Fault.QUOTE_ADDED,
            "we look forward to seeing you soon",
        ),
    ],
)
def test_numbers_dates_names_and_quotations_that_nobody_gave_are_told(text: str, fault: Fault, shown: str) -> None:
    assert (fault, shown) in invented(text)


def test_what_a_rewriting_lost_is_told() -> None:
    found = [(each.fault, each.text) for each in lost_facts("Please come to us in spring.", BRIEF, "en")]
    assert (Fault.NUMBER_MISSING, "12") in found
    assert (Fault.NAME_MISSING, "Hamburg") in found
    assert list(lost_facts(BRIEF, BRIEF, "en")) == []


def test_a_date_that_is_written_in_figures_now_has_lost_no_name() -> None:
    source = "The lease with Anna ends on 5 August 2026."
    assert list(lost_facts("On 2026-08-05 the lease with Anna ends.", source, "en")) == []
    lost = [(each.fault, each.text) for each in lost_facts("In 2026, on the 5, Anna leaves.", source, "en")]
    assert lost == [(Fault.NAME_MISSING, "August")]


def test_points_are_there_if_most_of_their_words_and_all_of_their_numbers_are() -> None:
    text = "Please bring the contract, which you have signed, to our office on 12 March."
    assert missing(["bring the signed contract", "on 12 March"], text) == []
    assert missing(["parking behind the house", "on 13 March"], text) == [
        (Fault.POINT_MISSING, "parking behind the house"),
        (Fault.POINT_MISSING, "on 13 March"),
    ]


def test_points_in_another_language_are_found_by_numbers_and_names_or_left_to_the_person() -> None:
    text = "Bitte kommen Sie am 12. März nach Hamburg."
    found = missing(["come on 12 March", "ask for parking", "visit 99 shops"], text, is_same_language=False)
    assert found == [
        (Fault.POINT_MISSING, "come on 12 March"),
        (Fault.POINT_UNCHECKED, "ask for parking"),
        (Fault.POINT_MISSING, "visit 99 shops"),
    ]


def test_another_language_and_endless_repetition_are_told() -> None:
    german = "Bitte kommen Sie am nächsten Montag in unser Büro, wir freuen uns auf Ihren Besuch."
    assert [each.text for each in language_warnings(german, "en")] == ["de"]
    assert list(language_warnings(german, "de")) == []
    assert [each.fault for each in repetition_warnings("and so on " * 60)] == [Fault.REPEATS]
