"""Which terms of a glossary a text holds, and which of them its translation lacks. Pure; any thread.

Words are inflected: a term is found where the words begin as its words do. Scripts without spaces are searched as text.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from desktop_llm.assist.translation.translation_request import Term

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_MAX_ENDING_CHARACTERS: Final = 3
_MIN_STEM_CHARACTERS: Final = 4


def terms_in(text: str, glossary: Iterable[Term]) -> tuple[Term, ...]:
    """The terms whose source the text holds, the longer ones first."""
    words = _words(text)
    found = (term for term in glossary if term.source.strip() and _holds(text, words, term.source))
    return tuple(sorted(found, key=lambda term: -len(term.source)))


def missing_terms(target: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """Those of the terms whose translation the target does not hold, in whatever form."""
    words = _words(target)
    return tuple(term for term in terms if not _holds(target, words, term.target))


def _holds(text: str, words: Sequence[str], phrase: str) -> bool:
    if _UNSPACED.search(phrase):
        return phrase.strip().casefold() in text.casefold()
    wanted = _words(phrase)
    if not wanted:
        return phrase.strip() in text
    last = len(words) - len(wanted)
    return any(all(map(_is_form_of, words[at : at + len(wanted)], wanted)) for at in range(last + 1))


def _is_form_of(word: str, wanted: str) -> bool:
    """Whether it is the word with another ending. Short words must be the same."""
    if word == wanted:
        return True
    stem = wanted[: max(_MIN_STEM_CHARACTERS, len(wanted) - 2)]
    is_long_enough = len(wanted) >= _MIN_STEM_CHARACTERS
    return is_long_enough and word.startswith(stem) and abs(len(word) - len(wanted)) <= _MAX_ENDING_CHARACTERS


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
