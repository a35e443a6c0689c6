"""Which sentence a model means by a number and by the words that it repeats of it. Pure; any thread.

Models shift numbers. What they repeat decides, and where it does not, nothing is changed.
"""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

SAME: Final = 90.0
"""Percent of their letters, in their order."""
_OTHER: Final = 50.0
_CLEARLY: Final = 75.0
_MARGIN: Final = 5.0


def meant_sentence(number: int, repeated: str, shown: Sequence[str]) -> int | None:
    """The index of the sentence; `number` counts from 1. None where nobody can tell."""
    wanted = " ".join(repeated.split())
    own = number - 1
    equal = [index for index, text in enumerate(shown) if text == wanted]
    if equal:
        return own if own in equal else equal[0] if len(equal) == 1 else None
    if not wanted:
        return None
    scores = [fuzz.ratio(wanted, text) for text in shown]
    own_score = scores[own] if 0 <= own < len(shown) else 0.0
    others = [(score, index) for index, score in enumerate(scores) if index != own]
    if own_score >= SAME:
        return own if all(score < own_score - _MARGIN for score, _ in others) else None
    near = [index for score, index in others if score >= _CLEARLY]
    return near[0] if own_score < _OTHER and len(near) == 1 else None
