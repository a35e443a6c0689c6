"""What was taken out of a text and what was put in, word by word. Pure; any thread."""

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from msgspec import Struct

_TOKEN: Final = re.compile(r"\s+|[^\W_]+|[\W_]")


class ChangeKind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class WordChange(Struct, frozen=True):
    kind: ChangeKind
    text: str


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
