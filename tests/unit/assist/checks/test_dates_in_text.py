import pytest

from desktop_llm.assist.checks.dates_in_text import PartialDate, calendar_words, dates_in, with_weekday


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "5.3.2026",
        "5.3.26",
        "5 March 2026",
        "March 5, 2026",
        "Mar. 5th, 2026",
        "5. März 2026",
        "5 mars 2026",
        "5 de marzo de 2026",
        "2026年3月5日",
    ],
)
def test_a_date_is_told_in_many_ways(text: str) -> None:
    (found,) = dates_in(f"It was on {text}, in the morning.")
    assert PartialDate(2026, 3, 5) in found.readings


def test_figures_between_strokes_may_be_two_days() -> None:
    (found,) = dates_in("3/4/2026")
    assert set(found.readings) == {PartialDate(2026, 4, 3), PartialDate(2026, 3, 4)}


def test_a_month_may_stand_alone_with_a_year_or_a_day() -> None:
    assert [date.readings for date in dates_in("In May 2026 and on 3 June.")] == [
        (PartialDate(2026, 5),),
        (PartialDate(0, 6, 3),),
    ]


@pytest.mark.parametrize(
    "text", ["They may 5 times", "version 1.2.3.4", "32.1.2026", "2026-13-01", "a year: 2026", "march 5 miles"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates_in(text) == []


def test_places_are_those_of_the_text() -> None:
    text = "From 1 May 2026 to 30 June 2026."
    assert [text[date.start : date.end] for date in dates_in(text)] == ["1 May 2026", "30 June 2026"]


def test_parts_that_are_not_told_agree() -> None:
    whole = PartialDate(2026, 3, 5)
    assert whole.agrees_with(PartialDate(0, 3, 5))
    assert whole.agrees_with(PartialDate(2026, 3))
    assert not whole.agrees_with(PartialDate(2026, 3, 6))
    assert not whole.agrees_with(PartialDate(2026, 4))
    assert not whole.agrees_with(PartialDate(2026))


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("It was on Friday, 5 March 2026, in the morning.", "Friday, 5 March 2026"),
        ("Am Freitag, dem 5. März 2026, begann es.", "Freitag, dem 5. März 2026"),
        ("5 Mart 2026 Cuma günü başladı.", "5 Mart 2026 Cuma"),
        ("A Friday passed. 5 March 2026 came.", "5 March 2026"),
        ("On 5 March 2026 Fridays were free.", "5 March 2026"),
    ],
)
def test_a_weekday_beside_a_date_belongs_to_it(text: str, whole: str) -> None:
    (date,) = dates_in(text)
    span = with_weekday(text, date)
    assert text[span.start : span.end] == whole


def test_months_and_weekdays_are_told_in_full() -> None:
    assert {"monday", "sunday", "may", "december"} <= calendar_words("en")
    assert "jan" not in calendar_words("en")
    assert len(calendar_words("de")) == 19
    assert calendar_words("xx") == frozenset()
