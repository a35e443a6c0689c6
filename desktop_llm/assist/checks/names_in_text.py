"""The names of a text, as far as capital letters tell them. Pure; any thread.

A word that is capitalized within a sentence is a name, except in German, where every noun is: there it takes two in a
row, an abbreviation or a capital inside the word. Scripts without capitals tell nothing.
"""

import re
from collections.abc import Sequence
from typing import Final

from desktop_llm.documents.sentences import Span

NAME_LINKS: Final = (
    *("of", "de", "da", "do", "dos", "du", "des", "der", "den", "van", "von", "zu", "zum"),
    *("la", "le", "les", "el", "al", "bin", "ibn", "y", "e"),
)
_CAPITALIZED: Final = re.compile(r"(?<![\w'’])[^\W\d_a-z][\w'’&]*(?:[-.][^\W\d_][\w'’&]*)*")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;\n•–—(\"“„«»‘’'\[])\s*$")
_LINKS: Final = re.compile(rf"\s+(?:(?:{'|'.join(NAME_LINKS)}|&)\s+)*")
_ENDINGS: Final = re.compile(r"['’]s?$|[.,]+$")
_NOUN_LANGUAGES: Final = frozenset(("de", "lb"))
_MIN_LETTERS: Final = 2


def names_in(text: str, language: str, elsewhere: Sequence[Span] = ()) -> list[str]:
    """Names in the order of the text, those of several words as one. elsewhere: places whose words are no names."""
    names: list[str] = []
    words: list[re.Match[str]] = []
    for match in _CAPITALIZED.finditer(text):
        if not _is_capitalized(match[0]) or any(span.start <= match.start() < span.end for span in elsewhere):
            continue
        if words and not _LINKS.fullmatch(text, words[-1].end(), match.start()):
            names += _name(text, words, language)
            words = []
        words.append(match)
    if words:
        names += _name(text, words, language)
    return list(dict.fromkeys(names))


def _is_capitalized(word: str) -> bool:
    return word[0] != word[0].lower() and len(word) >= _MIN_LETTERS


def _name(text: str, words: list[re.Match[str]], language: str) -> list[str]:
    """The name that the words make, or none. At the beginning of a sentence the first word tells nothing by itself."""
    if _SENTENCE_START.search(text[: words[0].start()]) and not _has_inner_capital(words[0][0]):
        if len(words) == 1:
            return []
        if language in _NOUN_LANGUAGES:
            words = words[1:]
    if language in _NOUN_LANGUAGES and len(words) == 1 and not _has_inner_capital(words[0][0]):
        return []
    return [_ENDINGS.sub("", text[words[0].start() : words[-1].end()])]


def _has_inner_capital(word: str) -> bool:
    return any(letter != letter.lower() for letter in word[1:])
