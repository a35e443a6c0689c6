"""Which kind of change it is: told by the words where they tell it, else as the model says. Pure; any thread."""

import re
from typing import Final

from rapidfuzz import fuzz

from desktop_llm.assist.writing.text_change import ChangeCategory

_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")
_LETTERS: Final = re.compile(r"[\W_]+")
_LIKE: Final = 60.0
_LEAST_SPELLED: Final = 4  # letters; is and are, in and on are other words


def category_of(before: str, after: str, told: str) -> ChangeCategory:
    """`told` is the model's word for it."""
    ours, theirs = _LETTERS.sub("", before), _LETTERS.sub("", after)
    if ours == theirs:
        is_space = "".join(before.split()) == "".join(after.split())
        return ChangeCategory.SPACING if is_space else ChangeCategory.PUNCTUATION
    if ours.casefold() == theirs.casefold():
        return ChangeCategory.CAPITALS
    category = _told(told)
    is_one_word = len(_WORD.findall(before)) == 1 == len(_WORD.findall(after))
    is_alike = len(ours) >= _LEAST_SPELLED and fuzz.ratio(ours.casefold(), theirs.casefold()) >= _LIKE
    if category is None:
        return ChangeCategory.SPELLING if is_one_word and is_alike else ChangeCategory.WORDING
    if category in (ChangeCategory.PUNCTUATION, ChangeCategory.CAPITALS, ChangeCategory.SPACING):
        return ChangeCategory.SPELLING if is_one_word and is_alike else ChangeCategory.GRAMMAR
    return category


def _told(name: str) -> ChangeCategory | None:
    return next((category for category in ChangeCategory if category == name.strip().casefold()), None)
