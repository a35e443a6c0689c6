"""What of a text that a model wrote is not in what it was told, and what it left out. No model is asked. Pure.

The first call loads the model that tells languages apart.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from desktop_llm.assist.checks.dates_in_text import dates_in
from desktop_llm.assist.checks.fact_checks import FactChecker, SourceFacts
from desktop_llm.assist.checks.names_in_text import names_in
from desktop_llm.assist.checks.numbers_in_text import numbers_in
from desktop_llm.assist.checks.sourced_text import CheckKind
from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.repetition import is_looping
from desktop_llm.assist.translation.untranslated_text import is_other_language
from desktop_llm.assist.writing.written_version import VersionFault, VersionWarning
from desktop_llm.documents.document import Block, BlockKind, Document
from desktop_llm.paths import resource

_FAULTS: Final = {
    CheckKind.NUMBER_NOT_IN_SOURCE: VersionFault.NUMBER_ADDED,
    CheckKind.NUMBER_ELSEWHERE: VersionFault.NUMBER_ADDED,
    CheckKind.DATE_NOT_IN_SOURCE: VersionFault.DATE_ADDED,
    CheckKind.QUOTE_NOT_IN_SOURCE: VersionFault.QUOTE_ADDED,
    CheckKind.NAME_NOT_IN_SOURCE: VersionFault.NAME_ADDED,
}
_BLANK: Final = re.compile(r"\[[^\[\]\n]{1,60}\]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LIST_NUMBER: Final = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]", re.MULTILINE)
_LEAST_SHARE: Final = 0.6
_TELLING_CHARACTERS: Final = 4


def language_warnings(text: str, language: str) -> Iterator[VersionWarning]:
    if other := is_other_language(text, language):
        yield VersionWarning(VersionFault.WRONG_LANGUAGE, other)


def repetition_warnings(text: str) -> Iterator[VersionWarning]:
    if is_looping(text):
        yield VersionWarning(VersionFault.REPEATS)


def invented_facts(text: str, material: Sequence[str], language: str) -> Iterator[VersionWarning]:
    """Numbers, dates, names and quotations that the material has not; square brackets are blanks to be filled in."""
    plain = _LIST_NUMBER.sub("", _BLANK.sub(" ", text))
    document = Document(name="", path="", sha256="", media_type="", blocks=tuple(map(_block, material)))
    facts = SourceFacts(material)
    for check in FactChecker((document,)).check(plain, language, facts):
        fault = _FAULTS.get(check.kind)
        if fault is VersionFault.NAME_ADDED and facts.has_name(_without_salutation(check.text)):
            continue
        if fault is not None:
            yield VersionWarning(fault, check.text)


def lost_facts(text: str, source: str, language: str) -> Iterator[VersionWarning]:
    """Numbers and names of the source that the text has not."""
    facts = SourceFacts((text,))
    for number in numbers_in(_LIST_NUMBER.sub("", source)):
        if not facts.has_number(number):
            yield VersionWarning(VersionFault.NUMBER_MISSING, number.text)
    kept_dates = [date.span for date in dates_in(source) if facts.has_date(date)]  # perhaps in figures now
    for name in names_in(source, language, kept_dates):
        if not facts.has_name(_without_salutation(name)):
            yield VersionWarning(VersionFault.NAME_MISSING, name)


def point_warnings(points: Sequence[str], text: str, *, is_same_language: bool) -> Iterator[VersionWarning]:
    """Points that do not occur: most of their words, and all of their numbers, have to be there."""
    facts = SourceFacts((text,))
    keys = set(word_keys(text))
    for point in points:
        numbers, names = numbers_in(point), names_in(point, "")
        is_there = all(map(facts.has_number, numbers))
        if is_same_language:
            is_there = is_there and _share(point, keys) >= _LEAST_SHARE
        elif not numbers and not names:
            yield VersionWarning(VersionFault.POINT_UNCHECKED, point)
        else:
            is_there = is_there and all(map(facts.has_name, names))
        if not is_there:
            yield VersionWarning(VersionFault.POINT_MISSING, point)


def _share(point: str, keys: set[str]) -> float:
    wanted = word_keys(point)
    telling = [key for key in wanted if len(key) >= _TELLING_CHARACTERS or not key.isascii()] or list(wanted)
    return sum(key in keys for key in telling) / len(telling) if telling else 1.0


def _without_salutation(name: str) -> str:
    """Dear Sir is nobody, and Dear Mrs Tanaka is Tanaka."""
    return " ".join(word for word in _WORD.findall(name) if word.casefold() not in _salutations())


@cache
def _salutations() -> frozenset[str]:
    return frozenset(msgspec.json.decode(resource("words/salutations.json").read_bytes(), type=list[str]))


def _block(text: str) -> Block:
    return Block(id="", kind=BlockKind.PARAGRAPH, text=text)
