"""The dates of a text, as far as they are told: 3 March 2026, März 2026, 2026-03-03, 3.3.26. Pure; any thread."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.documents.sentences import Span
from desktop_llm.paths import resource

_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_FIGURES: Final = re.compile(r"(?<![\d.,/])(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|[.,]\d)")
_EAST_ASIAN: Final = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31
_BESIDE_CHARACTERS: Final = 30  # room for the name of a weekday and a short word behind it: Freitag, dem 3. März
_CENTURY: Final = 100
_FIRST_YEAR_OF_LAST_CENTURY: Final = 50  # 3.3.49 is to come, 3.3.50 is gone

_Reader = Callable[[re.Match[str]], "list[PartialDate]"]


class PartialDate(Struct, frozen=True, order=True):
    """A date, or what is told of it: what is not told is 0."""

    year: int = 0
    month: int = 0
    day: int = 0

    def agrees_with(self, other: "PartialDate") -> bool:
        """Whether both may mean the same: what both tell is the same, and that is the month at least."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return self.month == other.month > 0 and all(mine == theirs or not (mine and theirs) for mine, theirs in pairs)


class FoundDate(Struct, frozen=True):
    """A date as it is written, from `start` to `end`. `3/4/2026` may mean two days, so there may be two readings."""

    text: str
    start: int
    end: int
    readings: tuple[PartialDate, ...]

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def dates_in(text: str) -> list[FoundDate]:
    """In the order of the text; a date has a month at least. Years alone are numbers."""
    day_first, month_first = _patterns()
    readers: tuple[tuple[re.Pattern[str], _Reader], ...] = (
        (_ISO, _read_iso),
        (_FIGURES, _read_figures),
        (_EAST_ASIAN, _read_iso),
        (day_first, _read_named),
        (month_first, _read_named),
    )
    found: list[FoundDate] = []
    for pattern, read in readers:
        for match in pattern.finditer(text):
            readings = tuple(date for date in read(match) if _is_possible(date))
            if readings and not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(FoundDate(match[0].rstrip(" ."), match.start(), match.end(), readings))
    return sorted(found, key=lambda date: date.start)


def with_weekday(text: str, date: FoundDate) -> Span:
    """Where a date of the text stands, and the name of a weekday beside it."""
    before, behind = _weekday_patterns()
    first = max(0, date.start - _BESIDE_CHARACTERS)
    named = before.search(text, first, date.start)
    start = date.start if named is None else named.start()
    named = behind.match(text, date.end)
    return Span(start, date.end if named is None else named.end())


@cache
def calendar_words(language: str) -> frozenset[str]:
    """The names of months and weekdays in small letters, none shortened."""
    names = (*_months_by_language().get(language, ()), *_weekdays_by_language().get(language, ()))
    return frozenset(each.split()[0].casefold() for each in names)


def _read_iso(match: re.Match[str]) -> list[PartialDate]:
    year, month, day = (int(group or 0) for group in match.groups())
    return [PartialDate(year, month, day)]


def _read_figures(match: re.Match[str]) -> list[PartialDate]:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), _full_year(match[4])
    day_first = PartialDate(year, second, first)
    return [day_first] if mark == "." else [day_first, PartialDate(year, first, second)]


def _read_named(match: re.Match[str]) -> list[PartialDate]:
    parts = match.groupdict()
    name = parts["month"]
    month = _months()[name.casefold()]
    if name.casefold() in _english_months() and name.islower():  # it may march 5 miles
        return []
    year = parts.get("year") or parts.get("other_year") or "0"
    return [PartialDate(int(year), month, int(parts["day"] or 0))]


def _full_year(written: str) -> int:
    year = int(written)
    if year >= _CENTURY:
        return year
    return year + (2000 if year < _FIRST_YEAR_OF_LAST_CENTURY else 1900)


def _is_possible(date: PartialDate) -> bool:
    return 1 <= date.month <= _LAST_MONTH and 0 <= date.day <= _LAST_DAY


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    month = rf"(?P<month>{names})(?!\w)"
    day = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º|ª|:?e)?"
    day_first = (
        rf"(?<![\d.,/-]){day}\s*(?:of\s+|de\s+|di\s+|d['’]\s*)?{month}\.?"
        r"(?:\s*,?\s*(?:of\s+|de\s+|del\s+)?(?P<year>\d{4})(?!\d))?"
    )
    month_first = (
        rf"(?<!\w){month}\.?\s+(?:{day}(?![\d%]|[.,]\d)(?:\s*,?\s*(?P<year>\d{{4}})(?!\d))?"
        r"|(?:of\s+|de\s+|del\s+)?(?P<other_year>\d{4})(?!\d))"
    )
    return re.compile(day_first, re.IGNORECASE), re.compile(month_first, re.IGNORECASE)


@cache
def _weekday_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Before a date, and behind it."""
    names = (name for weekdays in _weekdays_by_language().values() for each in weekdays for name in each.split())
    weekday = rf"(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})"
    before = rf"(?<!\w){weekday}\.?,?\s+(?:[^\W\d_]{{1,3}}\s+)?\Z"
    return re.compile(before, re.IGNORECASE), re.compile(rf"\s*[,(]?\s*{weekday}(?!\w)", re.IGNORECASE)


@cache
def _months_by_language() -> dict[str, tuple[str, ...]]:
    return msgspec.json.decode(resource("words/months.json").read_bytes(), type=dict[str, tuple[str, ...]])


@cache
def _weekdays_by_language() -> dict[str, tuple[str, ...]]:
    """From Monday on."""
    return msgspec.json.decode(resource("words/weekdays.json").read_bytes(), type=dict[str, tuple[str, ...]])


@cache
def _months() -> dict[str, int]:
    """Names of months in all languages that are known, and their numbers."""
    return {
        name.casefold(): number
        for months in _months_by_language().values()
        for number, names in enumerate(months, start=1)
        for name in names.split()
    }


@cache
def _english_months() -> frozenset[str]:
    return frozenset(name.casefold() for names in _months_by_language()["en"] for name in names.split())
