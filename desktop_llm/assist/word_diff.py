"""What was taken out of a text and what was put in, word by word. Pure; any thread."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from msgspec import Struct

_TOKEN: Final = re.compile(r"\s+|[^\W_]+|[\W_]")


_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
# Signs that are part of a word: accents, points and vowels of other scripts, the joiners between letters.
_SIGNS: Final = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u200c\u200d"
)
_LETTER: Final = rf"(?:[^\W_{_UNSPACED}]|[{_SIGNS}])"
_WORD: Final = re.compile(rf"\s+|{_LETTER}+(?:['’-]{_LETTER}+)*|.", re.DOTALL)


class ChangeKind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class WordChange(Struct, frozen=True):
    kind: ChangeKind
    text: str


class WordEdit(Struct, frozen=True):
    """`after` takes the place of what stands from `start` to `end` of the old text."""

    start: int
    end: int
    after: str


def word_edits(old: str, new: str) -> tuple[WordEdit, ...]:
    """What makes the new text of the old one, whole words at a time.

    White space is the same however wide it is: a line end stays where words around it change.
    """
    ours, theirs = list(_WORD.finditer(old)), [match[0] for match in _WORD.finditer(new)]
    matcher = SequenceMatcher(
        None, [_same_space(match[0]) for match in ours], list(map(_same_space, theirs)), autojunk=False
    )
    edits: list[WordEdit] = []
    for tag, first, last, other_first, other_last in matcher.get_opcodes():
        if tag == "equal":
            continue
        start = ours[first].start() if first < len(ours) else len(old)
        end = ours[last - 1].end() if last > first else start
        edits.append(WordEdit(start, end, "".join(theirs[other_first:other_last])))
    return tuple(edits)


def phrase_edits(old: str, edits: Iterable[WordEdit]) -> tuple[WordEdit, ...]:
    """The same, and those with only a space between them are one."""
    phrases: list[WordEdit] = []
    for edit in edits:
        if phrases and not old[phrases[-1].end : edit.start].strip():
            before = phrases.pop()
            after = before.after + old[before.end : edit.start] + edit.after
            phrases.append(WordEdit(before.start, edit.end, after))
        else:
            phrases.append(edit)
    return tuple(phrases)


def _same_space(token: str) -> str:
    return " " if token.isspace() else token


def word_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """The pieces of both texts in their order; without those that were added, it is the old one. Case counts."""
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    changes: list[WordChange] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        removed, added = "".join(ours[start:end]), "".join(theirs[other_start:other_end])
        if tag == "equal":
            changes.append(WordChange(ChangeKind.SAME, removed))
            continue
        if removed:
            changes.append(WordChange(ChangeKind.REMOVED, removed))
        if added:
            changes.append(WordChange(ChangeKind.ADDED, added))
    return tuple(changes)
