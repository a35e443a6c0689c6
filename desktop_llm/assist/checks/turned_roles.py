"""Whether a sentence has it the other way round than a passage: who does something to whom. Pure; any thread.

Told by the order of words alone: two names round the same word, in the other order, where no preposition explains it
and neither of the two is in the passive. Only for languages that tell roles by order.
"""

import re
from collections import Counter
from itertools import combinations
from typing import Final

from msgspec import Struct

from desktop_llm.assist.checks.word_keys import word_keys

_BY_ORDER: Final = frozenset(("en", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "nb", "nn", "de"))
_VERB_SECOND: Final = frozenset(("de", "nl", "sv", "da", "no", "nb", "nn"))  # what comes first may be anything
_AGENT_WORDS: Final = frozenset(
    ("by", "von", "vom", "durch", "par", "por", "da", "dal", "dalla", "dai", "dalle", "door", "av", "af")
)
_WORD: Final = re.compile(r"[^\W_]+")
_SHORT_WORD_CHARACTERS: Final = 3


class _Word(Struct, frozen=True):
    """A word that means something, with the short words before it. is_name: it is written with a capital letter."""

    key: str
    index: int
    introduction: tuple[str, ...]
    is_name: bool


def has_turned_roles(text: str, passage: str, language: str) -> bool:
    if language not in _BY_ORDER or _has_agent(text) != _has_agent(passage):
        return False
    ours, theirs = _words(text), _words(passage)
    common = sorted(ours.keys() & theirs.keys(), key=lambda key: ours[key].index)
    for first, second in combinations(common, 2):
        if theirs[first].index < theirs[second].index or not (theirs[first].is_name or theirs[second].is_name):
            continue
        between = [
            key
            for key in common
            if ours[first].index < ours[key].index < ours[second].index
            and theirs[second].index < theirs[key].index < theirs[first].index
            and not theirs[key].is_name
        ]
        if between and _is_turned(ours, theirs, first, second, language):
            return True
    return False


def _is_turned(ours: dict[str, _Word], theirs: dict[str, _Word], first: str, second: str, language: str) -> bool:
    before = (ours[first].introduction, ours[second].introduction)
    there = (theirs[first].introduction, theirs[second].introduction)
    if language in _VERB_SECOND:
        return all(before) and all(there) and before[0] != there[0] and before[1] != there[1]
    return before != there or not any(before)


def _words(text: str) -> dict[str, _Word]:
    """By their keys, those that stand there once."""
    words: list[_Word] = []
    introduction: tuple[str, ...] = ()
    for index, match in enumerate(_WORD.finditer(text)):
        word = match[0]
        if word[0].isdigit():
            continue
        if len(word) <= _SHORT_WORD_CHARACTERS and (index == 0 or not word[0].isupper()):
            introduction = (*introduction, word.casefold())[-2:]
            continue
        is_name = word[0].isupper() and index > 0
        words.append(_Word(word_keys(word)[0], index, introduction, is_name))
        introduction = ()
    counts = Counter(word.key for word in words)
    return {word.key: word for word in words if counts[word.key] == 1}


def _has_agent(text: str) -> bool:
    return any(match[0].casefold() in _AGENT_WORDS for match in _WORD.finditer(text))
