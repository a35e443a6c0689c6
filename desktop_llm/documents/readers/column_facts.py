"""What can be said of a column without showing it: figures that code computed, not a model. Reading process."""

import re
from collections import Counter
from decimal import Decimal
from typing import Final

_POINT: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_COMMA: Final = re.compile(r"-?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?")
_UNITS: Final = re.compile(r"^[€$£¥]\s?|\s?(?:[€$£¥%]|EUR|USD|CHF|GBP)$")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_MOST_DIGITS: Final = 30
_MOST_VALUES: Final = 10_000
_N_FREQUENT: Final = 5
_MOST_CHARACTERS: Final = 60


class NumberFacts:
    """Of numbers that are written in one way: with a decimal point or with a decimal comma."""

    def __init__(self) -> None:
        self.n = 0
        self.total = Decimal(0)
        self.lowest = self.highest = Decimal(0)

    def take(self, number: Decimal) -> None:
        self.lowest = min(self.lowest, number) if self.n else number
        self.highest = max(self.highest, number) if self.n else number
        self.total += number
        self.n += 1


class ColumnFacts:
    """Takes the cells of one column, one after another, as text."""

    def __init__(self) -> None:
        self._n_filled = 0
        self._point = NumberFacts()
        self._comma = NumberFacts()
        self._n_dates = 0
        self._first_date = self._last_date = ""
        self._values: Counter[str] = Counter()
        self._has_more_values = False

    def take(self, cell: str) -> None:
        text = cell.strip()
        if not text:
            return
        self._n_filled += 1
        self._take_value(text[:_MOST_CHARACTERS])
        if _DATE.fullmatch(text):
            self._n_dates += 1
            self._first_date = min(self._first_date or text, text)
            self._last_date = max(self._last_date, text)
        elif len(text) <= _MOST_DIGITS:
            number = _UNITS.sub("", text)
            if _POINT.fullmatch(number):
                self._point.take(Decimal(number.replace(",", "")))
            if _COMMA.fullmatch(number):
                self._comma.take(Decimal(number.replace(".", "").replace(" ", "").replace(",", ".")))

    def in_words(self) -> str:
        """`120 numbers from 1 to 9, sum 430, mean 3.58`, say."""
        if self._n_filled == 0:
            return "empty"
        numbers = max(self._point, self._comma, key=lambda facts: facts.n)
        if numbers.n == self._n_filled:
            return _numbers_in_words(numbers)
        if self._n_dates == self._n_filled:
            return f"{self._n_dates} dates from {self._first_date} to {self._last_date}"
        return self._texts_in_words()

    def _take_value(self, text: str) -> None:
        if text in self._values or len(self._values) < _MOST_VALUES:
            self._values[text] += 1
        else:
            self._has_more_values = True

    def _texts_in_words(self) -> str:
        n_values = f"more than {_MOST_VALUES}" if self._has_more_values else str(len(self._values))
        if self._has_more_values or len(self._values) == self._n_filled:
            return f"{self._n_filled} entries, {n_values} different"
        frequent = ", ".join(f"{text} ({n})" for text, n in self._values.most_common(_N_FREQUENT))
        return f"{self._n_filled} entries, {n_values} different; most often {frequent}"


def is_number(text: str) -> bool:
    number = _UNITS.sub("", text.strip())
    return bool(_POINT.fullmatch(number) or _COMMA.fullmatch(number))


def _numbers_in_words(numbers: NumberFacts) -> str:
    mean = numbers.total / numbers.n
    return (
        f"{numbers.n} numbers from {_plain(numbers.lowest)} to {_plain(numbers.highest)}, "
        f"sum {_plain(numbers.total)}, mean {_plain(mean)}"
    )


def _plain(number: Decimal) -> str:
    """Rounded, without the zeros at the end, and never with an exponent."""
    text = f"{number:.4f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
