"""What may be wrong with a translation, found by comparing it with its source. No model is asked. Pure; any thread."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from rapidfuzz import fuzz

from desktop_llm.assist.checks.names_in_text import names_in
from desktop_llm.assist.checks.numbers_in_text import is_rounded_from, number_values, numbers_in, words_for
from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.assist.repetition import is_looping
from desktop_llm.assist.translation.glossary import missing_terms, terms_in
from desktop_llm.assist.translation.placeholders_in_text import (
    added_placeholders,
    missing_placeholders,
    without_placeholders,
)
from desktop_llm.assist.translation.translation_prompts import example_pairs
from desktop_llm.assist.translation.translation_request import Term
from desktop_llm.assist.translation.translation_result import TranslationFault, TranslationWarning
from desktop_llm.assist.translation.untranslated_text import are_alike, is_other_language, untranslated_remains

SEVERE: Final = frozenset(
    {
        TranslationFault.EMPTY,
        TranslationFault.CUT,
        TranslationFault.REPEATS,
        TranslationFault.WRONG_LANGUAGE,
        TranslationFault.UNTRANSLATED,
        TranslationFault.EXAMPLE,
        TranslationFault.TOO_LONG,
        TranslationFault.TOO_SHORT,
        TranslationFault.PLACEHOLDER_MISSING,
        TranslationFault.TERM_MISSING,
    }
)
"""Faults for which a model is asked again."""
UNFINISHED: Final = frozenset({TranslationFault.CUT, TranslationFault.REPEATS})
"""What came was no whole translation, whatever its beginning looks like."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE_END: Final = re.compile(r"[.!?:]\s+")
_REPEATED_WORDS: Final = 4
_MOST_REPEATS: Final = 2
# How many letters of an alphabet stand for a character of these scripts.
_WEIGHTS: Final = (("\u3040", "\u30ff", 2.2), ("\u3400", "\u9fff", 3.0), ("\uac00", "\ud7af", 2.2))
# From so many letters on, a translation is at least and at most so many times as long.
_BOUNDS: Final = ((60, 0.45, 2.3), (20, 0.35, 3.0), (8, 0.2, 5.0))
_SAME_NAME: Final = 70
_SAME_AS_EXAMPLE: Final = 3
_FROM_EXAMPLE: Final = 5
_LIKE_EXAMPLE: Final = 85
_SPELLED_OUT_UP_TO: Final = 2  # "one" and "two" are inflected in ways that no list holds


def check_translation(
    source: str, target: str, source_language: str, target_language: str, glossary: Sequence[Term] = ()
) -> tuple[TranslationWarning, ...]:
    """What is doubtful, the worst first. Languages are ISO 639-1 codes; an empty one is not known."""
    if not target.strip():
        return (TranslationWarning(TranslationFault.EMPTY),) if source.strip() else ()
    return (
        *_repeats(source, target),
        *_language(source, target, source_language, target_language),
        *_example(source, target, source_language, target_language),
        *_length(source, target),
        *_placeholders(source, target),
        *_terms(source, target, glossary),
        *_numbers(source, target),
        *_names(source, target, source_language),
    )


def weighed_length(text: str) -> float:
    """Its length in letters of an alphabet."""
    extra = sum(weight - 1 for character in text for first, last, weight in _WEIGHTS if first <= character <= last)
    return len(text) + extra


def _repeats(source: str, target: str) -> Iterator[TranslationWarning]:
    most = _most_repeated(target)
    if is_looping(target) or most > max(_MOST_REPEATS, _most_repeated(source) + 1):
        yield TranslationWarning(TranslationFault.REPEATS)


def _most_repeated(text: str) -> int:
    keys = word_keys(text)
    pieces = Counter(keys[at : at + _REPEATED_WORDS] for at in range(len(keys) - _REPEATED_WORDS + 1))
    return max(pieces.values(), default=0)


def _language(source: str, target: str, source_language: str, target_language: str) -> Iterator[TranslationWarning]:
    if source_language == target_language:
        return
    if other := is_other_language(target, target_language):
        is_source = are_alike(other, source_language)
        fault, text = (TranslationFault.UNTRANSLATED, target) if is_source else (TranslationFault.WRONG_LANGUAGE, other)
        yield TranslationWarning(fault, text)
        return
    for remains in untranslated_remains(source, target, target_language):
        yield TranslationWarning(TranslationFault.UNTRANSLATED, remains)


def _example(source: str, target: str, source_language: str, target_language: str) -> Iterator[TranslationWarning]:
    """Models that go on with examples go on with their sentences when they understand nothing else."""
    for pair in example_pairs(source_language, target_language):
        if _n_in_a_row(pair.source, source) >= _SAME_AS_EXAMPLE:
            continue
        n_words = _n_in_a_row(pair.target, target)
        is_most = n_words >= _FROM_EXAMPLE and 2 * n_words >= len(_WORD.findall(target))
        if is_most or fuzz.ratio(pair.target.casefold(), target.strip().casefold()) >= _LIKE_EXAMPLE:
            yield TranslationWarning(TranslationFault.EXAMPLE)
            return


def _n_in_a_row(one: str, other: str) -> int:
    """How many words stand in both in the same order."""
    ours, theirs = ([word.casefold() for word in _WORD.findall(text)] for text in (one, other))
    return SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match().size


def _length(source: str, target: str) -> Iterator[TranslationWarning]:
    length = weighed_length(source.strip())
    ratio = weighed_length(target.strip()) / max(1.0, length)
    least, most = next(((least, most) for n, least, most in _BOUNDS if length >= n), (0.0, 12.0))
    if ratio < least:
        yield TranslationWarning(TranslationFault.TOO_SHORT)
    elif ratio > most:
        yield TranslationWarning(TranslationFault.TOO_LONG)


def _placeholders(source: str, target: str) -> Iterator[TranslationWarning]:
    for each in missing_placeholders(source, target):
        yield TranslationWarning(TranslationFault.PLACEHOLDER_MISSING, each)
    for each in added_placeholders(source, target):
        yield TranslationWarning(TranslationFault.PLACEHOLDER_ADDED, each)


def _terms(source: str, target: str, glossary: Sequence[Term]) -> Iterator[TranslationWarning]:
    for term in missing_terms(target, terms_in(source, glossary)):
        yield TranslationWarning(TranslationFault.TERM_MISSING, term.target)


def _numbers(source: str, target: str) -> Iterator[TranslationWarning]:
    source, target = without_placeholders(source), without_placeholders(target)
    for fault, one, other in (
        (TranslationFault.NUMBER_MISSING, source, target),
        (TranslationFault.NUMBER_ADDED, target, source),
    ):
        values, words = number_values(other), _words(other)
        for number in numbers_in(one):
            if number.values & values or any(_is_spelled(value, words) for value in number.values):
                continue
            if not any(is_rounded_from(value, exact) for value in values for exact in number.values):
                yield TranslationWarning(fault, number.text)


def _is_spelled(value: str, words: set[str]) -> bool:
    is_small = value.isdigit() and int(value) <= _SPELLED_OUT_UP_TO
    return is_small or any(word in words for word in words_for(value))


def _names(source: str, target: str, source_language: str) -> Iterator[TranslationWarning]:
    """Only between texts in Latin letters; a name of one word is told only where a capital within says that it is one.

    Names of countries, of months and of what is on a screen are translated, so one of several words is missed only if
    all its words are, and if nothing in the target has capital letters in their place.
    """
    if not (_is_mostly_latin(source) and _is_mostly_latin(target)):
        return
    words = _words(target)
    for name in names_in(without_placeholders(source), source_language):
        parts = [part.casefold() for part in _WORD.findall(name) if len(part) > 1]
        is_told = _is_surely_name(name) if len(parts) == 1 else not _n_capitalized(target)
        if not parts or not is_told or any(_is_there(part, words) for part in parts):
            continue
        yield TranslationWarning(TranslationFault.NAME_MISSING, name)


def _is_surely_name(word: str) -> bool:
    """LibreOffice is one. USB and PDF are translated here and there."""
    return any(letter.isupper() for letter in word[1:]) and not word.isupper()


def _n_capitalized(text: str) -> int:
    return sum(word[0].isupper() for sentence in _SENTENCE_END.split(text) for word in _WORD.findall(sentence)[1:])


def _is_there(part: str, words: set[str]) -> bool:
    if part in words:
        return True
    return any(word[:2] == part[:2] and fuzz.ratio(part, word) >= _SAME_NAME for word in words)


def _is_mostly_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(character < "\u0250" for character in letters) > len(letters)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
