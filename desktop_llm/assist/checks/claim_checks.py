"""What a sentence turns round although its words are those of a passage: a negation, a number, who does what to whom.

The sentence is compared clause by clause, each with the passage that is most like it. Only near twins tell anything: in
a clause of other words a negation may be missing because "refused" stands where the passage has "not accepted". No
model is asked. What it finds, and how often it is wrong: `tests/unit/assist/checks/test_support_pairs.py`. Pure; any
thread.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.clauses import clauses
from desktop_llm.assist.checks.dates_in_text import dates_in
from desktop_llm.assist.checks.negations import is_negated, is_negation
from desktop_llm.assist.checks.numbers_in_text import Number, numbers_in
from desktop_llm.assist.checks.passages import Passage
from desktop_llm.assist.checks.sourced_text import Check, CheckKind
from desktop_llm.assist.checks.turned_roles import has_turned_roles
from desktop_llm.assist.checks.word_keys import word_keys

_TWIN_SHARE: Final = 0.6
_SHORT_WORD_CHARACTERS: Final = 3
_NEARBY_CHARACTERS: Final = 40
_LINKING_WORDS: Final = 3  # between a negation and what it denies
_INFLECTED: Final = 75  # of 100, for keys that begin alike
_WORD: Final = re.compile(r"[^\W_]+(?:['’]t\b)?")


class _Place(Struct, frozen=True):
    """The two words before a number, and the one behind it."""

    before: tuple[str, ...]
    behind: str

    def is_like(self, other: "_Place") -> bool:
        return bool(self.behind and self.behind == other.behind) or (
            len(self.before) > 1 and self.before == other.before
        )


class _Statement:
    """A clause, or a whole passage."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        keys = [key for key in word_keys(text) if not key[0].isdigit() and not is_negation(key, language)]
        self.keys = frozenset(keys)
        self.pairs = frozenset(pairwise(keys))
        self.words = frozenset(key for key in keys if not _is_short(key)) or self.keys
        """What it is about."""

    @cached_property
    def numbers(self) -> list[tuple[Number, _Place]]:
        """Those that are no part of a date."""
        dates = dates_in(self.text)
        return [
            (number, _place(self.text, number))
            for number in numbers_in(self.text)
            if not any(date.start <= number.start < date.end for date in dates)
        ]

    @cached_property
    def values(self) -> frozenset[str]:
        return frozenset(value for number, _ in self.numbers for value in number.values)

    def likeness(self, other: "_Statement") -> tuple[float, int, bool, float]:
        """How much of this the other has: words, their order, numbers; and how much else it has."""
        return (
            len(self.keys & other.keys) / max(1, len(self.keys)),
            len(self.pairs & other.pairs),
            not self.values.isdisjoint(other.values),
            len(self.keys & other.keys) / max(1, len(other.keys)),
        )


def claim_checks(text: str, language: str, passages: Sequence[Passage]) -> list[Check]:
    """What `text` turns round against these passages, which are those that support it."""
    wholes = [_Statement(passage.text, language) for passage in passages]
    if not wholes:
        return []
    checks: list[Check] = []
    for piece in clauses(text, language):
        ours = _Statement(piece, language)
        whole = max(wholes, key=ours.likeness)
        theirs = [_Statement(part, language) for part in clauses(whole.text, language)]
        checks += _moved_numbers(ours, max(theirs, key=ours.likeness))
        if is_negated(piece, language) != _is_denying_same(ours, whole, theirs) and _has_words_of(ours, whole):
            checks.append(Check(kind=CheckKind.NEGATION_DIFFERS))
        if has_turned_roles(piece, whole.text, language):
            checks.append(Check(kind=CheckKind.ROLES_DIFFER))
    return list(dict.fromkeys(checks))


def _moved_numbers(ours: _Statement, twin: _Statement) -> Iterator[Check]:
    """Numbers that stand in the place of others."""
    if ours.likeness(twin)[0] < _TWIN_SHARE:
        return
    is_single = len(ours.numbers) == len(twin.numbers) == 1
    for number, place in ours.numbers:
        own = [there for each, there in twin.numbers if each.values & number.values]
        others = [there for each, there in twin.numbers if not each.values & number.values]
        is_replacing = any(map(place.is_like, others)) or (is_single and bool(others))
        if is_replacing and not any(map(place.is_like, own)):
            yield Check(kind=CheckKind.NUMBER_ELSEWHERE, text=number.text)


def _is_denying_same(ours: _Statement, whole: _Statement, theirs: Sequence[_Statement]) -> bool:
    """Whether the passage has a negation among the words that both have, in a clause that is about the same."""
    words = [(match[0], frozenset(word_keys(match[0]))) for match in _WORD.finditer(whole.text)]
    common = [index for index, (_, keys) in enumerate(words) if any(_has_word(key, ours.words) for key in keys)]
    if not common:
        return False
    start = max(0, common[0] - 1)
    while start > 0 and len(words[start][0]) <= _SHORT_WORD_CHARACTERS and common[0] - start < _LINKING_WORDS:
        start -= 1
    among = " ".join(word for word, _ in words[start : common[-1] + 2])
    if not is_negated(among, ours.language):
        return False
    denying = [part for part in theirs if is_negated(part.text, ours.language)]
    return any(2 * sum(_has_word(key, ours.words) for key in part.words) >= len(part.words) for part in denying)


def _has_words_of(ours: _Statement, whole: _Statement) -> bool:
    """Whether nothing is said in other words. In scripts without spaces words are not known, so some may differ."""
    missing = [key for key in ours.words if not _has_word(key, whole.words)]
    n_allowed = len(ours.words) // 4 if all(key.upper() == key.lower() for key in missing) else 0
    return bool(ours.words) and len(missing) <= n_allowed


def _has_word(key: str, words: frozenset[str]) -> bool:
    if key in words:
        return True
    from rapidfuzz import fuzz

    return len(key) > 2 and any(key[0] == word[0] and fuzz.ratio(key, word) >= _INFLECTED for word in words)


def _is_short(key: str) -> bool:
    return key.isascii() and len(key) <= _SHORT_WORD_CHARACTERS


def _place(text: str, number: Number) -> _Place:
    behind = word_keys(text[number.end : number.end + _NEARBY_CHARACTERS])
    before = word_keys(text[max(0, number.start - _NEARBY_CHARACTERS) : number.start])
    return _Place(before[-2:], behind[0] if behind else "")
