"""The numbers of a text as values that can be compared, however they are written. Pure; any thread.

`1.234` is a thousand here and one and a bit there: such a number has both values, and two numbers are the same if they
have one in common.
"""

import re
import unicodedata
from functools import cache
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.paths import resource

_NUMBER: Final = re.compile(r"\d+(?:[.,'’·\u00a0\u202f]\d+)*")
_SPACED_GROUPS: Final = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")
_SEPARATORS: Final = re.compile(r"[.,'’·\u00a0\u202f]")
_NEXT_WORD: Final = re.compile(r"[ \u00a0-]?([^\W\d_]+)")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LEAST_MAGNITUDE: Final = 1000


class Number(Struct, frozen=True):
    """A number as it is written, from `start` to `end`, and the values it may have."""

    text: str
    start: int
    end: int
    values: frozenset[str]


def numbers_in(text: str) -> list[Number]:
    """Those written in digits. A word of magnitude behind one ("3 million") adds the value of both."""
    return [_number(text, match) for match in _NUMBER.finditer(text)]


def number_values(text: str) -> set[str]:
    """All values that some reading of the text has: also numbers with groups set apart by spaces."""
    values = {value for number in numbers_in(text) for value in number.values}
    for match in _SPACED_GROUPS.finditer(text):
        values.add(_digits(match[0].replace(" ", "")))
    return values


def words_for(value: str) -> tuple[str, ...]:
    """How the number is written in words, in the languages that are known."""
    return _words_by_value().get(value, ())


def number_words(text: str) -> frozenset[str]:
    """The values of its words that are numbers, in whatever language that is known."""
    values = _values_by_word()
    return frozenset(values[word] for word in _LETTERS.findall(text.casefold()) if word in values)


def is_rounded_from(value: str, exact: str) -> bool:
    """Whether `value`, a whole number from 1,000, is `exact` with fewer digits: 4200000 for 4183221."""
    if not (value.isdigit() and exact.isdigit()) or len(value) != len(exact) or int(value) < _LEAST_MAGNITUDE:
        return False
    n_kept = len(value.rstrip("0"))
    unit = 10 ** (len(exact) - n_kept)
    return (int(exact) + unit // 2) // unit * unit == int(value)


def _number(text: str, match: re.Match[str]) -> Number:
    values = _values(match[0])
    word = _NEXT_WORD.match(text, match.end())
    if word and (magnitude := _magnitudes().get(word[1].casefold())):
        values |= {_times(value, magnitude) for value in values}
    return Number(match[0], match.start(), match.end(), frozenset(values))


def _values(written: str) -> set[str]:
    plain = _digits(written)
    marks = _SEPARATORS.findall(plain)
    if not marks:
        return {plain.lstrip("0") or "0", plain}
    parts = _SEPARATORS.split(plain)
    values: set[str] = set()
    is_grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
    if is_grouped and len(set(marks)) == 1:
        values.add("".join(parts))
    if len(marks) == 1:
        values.add(_decimal(parts[0], parts[1]))
    elif len(set(marks[:-1])) == 1 and marks[-1] != marks[0] and all(len(part) == 3 for part in parts[1:-1]):
        values.add(_decimal("".join(parts[:-1]), parts[-1]))
    if len(marks) > 1 and not values:  # a version, a section, an address: it stands for its beginnings too
        values |= {".".join(parts[:length]) for length in range(2, len(parts) + 1)}
    return values


def _decimal(whole: str, fraction: str) -> str:
    fraction = fraction.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{fraction}" if fraction else whole


def _times(value: str, magnitude: str) -> str:
    """`magnitude` is a 1 with zeros behind it."""
    whole, _, fraction = value.partition(".")
    n_zeros = len(magnitude) - 1
    moved = whole + fraction[:n_zeros].ljust(n_zeros, "0")
    return _decimal(moved, fraction[n_zeros:])


def _digits(written: str) -> str:
    """In European digits."""
    if written.isascii():
        return written
    return "".join(str(unicodedata.decimal(character)) if character.isdecimal() else character for character in written)


@cache
def _words_by_value() -> dict[str, tuple[str, ...]]:
    words = msgspec.json.decode(resource("words/numbers.json").read_bytes(), type=dict[str, str])
    return {value: tuple(dict.fromkeys(each.casefold() for each in line.split())) for value, line in words.items()}


@cache
def _values_by_word() -> dict[str, str]:
    return {word: value for value, words in _words_by_value().items() for word in words}


@cache
def _magnitudes() -> dict[str, str]:
    large = {value: words for value, words in _words_by_value().items() if int(value) >= _LEAST_MAGNITUDE}
    return {word: value for value, words in large.items() for word in words}
