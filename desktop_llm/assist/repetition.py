"""Notices a model that says the same for ever. Pure; any thread."""

import re
from typing import Final

_MAX_PERIOD_CHARACTERS: Final = 400
_MIN_REPEATED_CHARACTERS: Final = 120
_MIN_REPEATS: Final = 4
_SPACES: Final = re.compile(r"\s+")


def is_looping(text: str) -> bool:
    """Whether the text ends in the same piece again and again: four times, and at least 120 characters of it."""
    tail = _SPACES.sub(" ", text[-_MAX_PERIOD_CHARACTERS * (_MIN_REPEATS + 1) :]).casefold()
    if len(tail) < _MIN_REPEATED_CHARACTERS:
        return False
    # The last characters stand where the piece before ended: only such distances can be periods.
    probe = tail[-16:]
    start = len(tail) - len(probe)
    at = tail.rfind(probe, 0, len(tail) - 1)
    while at >= 0 and (period := start - at) <= _MAX_PERIOD_CHARACTERS:
        n_same = max(_MIN_REPEATED_CHARACTERS, period * _MIN_REPEATS)
        if n_same <= len(tail) and tail[-n_same:-period] == tail[len(tail) - n_same + period :]:
            return True
        at = tail.rfind(probe, 0, at + len(probe) - 1)
    return False
