"""Sentences cut where one statement ends and the next begins: at commas and at words like "and". Pure; any thread.

No grammar: what is cut too often costs nothing, because both pieces are found in the same passage.
"""

import re
from functools import cache
from typing import Final

import msgspec

from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.paths import resource

_MARKS: Final = (
    r"[,;:\u060c\u061b\u2013\u2014](?=\s)|\s(?=\()|[\u3001\uff0c\uff1b\uff1a]"  # also Arabic and Chinese commas
)
_MIN_KEYS: Final = 3


def clauses(text: str, language: str) -> list[str]:
    """The pieces, in their order, without the words and marks between them. One of few words belongs to another."""
    pieces: list[str] = []
    is_last_short = False
    for piece in filter(str.strip, _cut(language).split(text)):
        is_short = len(word_keys(piece)) < _MIN_KEYS
        if pieces and (is_short or is_last_short):
            pieces[-1] = f"{pieces[-1]} {piece.strip()}"
            is_last_short = is_last_short and len(word_keys(pieces[-1])) < _MIN_KEYS
        else:
            pieces.append(piece.strip())
            is_last_short = is_short
    return pieces


@cache
def _cut(language: str) -> re.Pattern[str]:
    words = _links().get(language, "").split()
    link = rf"|\s(?:{'|'.join(map(re.escape, words))})(?=\s)" if words else ""
    return re.compile(_MARKS + link, re.IGNORECASE)


@cache
def _links() -> dict[str, str]:
    return msgspec.json.decode(resource("words/links.json").read_bytes(), type=dict[str, str])
