"""Whether a piece of a sentence denies something, in the languages that are known. Pure; any thread."""

import re
from functools import cache
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.paths import resource

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’]t)?")


class _Negations(Struct, frozen=True):
    """words: by themselves. parts: also within a word. not_these: phrases with such a word that deny nothing."""

    words: str = ""
    parts: str = ""
    not_these: str = ""


def is_negated(text: str, language: str) -> bool:
    """Whether a word of it denies something; how many do does not matter. False in an unknown language."""
    known = _negations().get(language)
    if known is None:
        return False
    folded = " ".join(text.casefold().split())
    for phrase in filter(None, known.not_these.split("|")):
        folded = folded.replace(phrase, " ")
    words, parts = known.words.split(), known.parts.split()
    return any(word in words for word in _WORD.findall(folded)) or any(part in folded for part in parts)


def is_negation(word: str, language: str) -> bool:
    """Whether this word, in small letters, denies by itself."""
    known = _negations().get(language)
    return known is not None and word in known.words.split()


@cache
def _negations() -> dict[str, _Negations]:
    return msgspec.json.decode(resource("words/negations.json").read_bytes(), type=dict[str, _Negations])
