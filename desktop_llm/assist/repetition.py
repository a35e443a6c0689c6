"""Notices a model that says the same for ever. Pure; any thread."""

import re
from typing import Final

_MAX_PERIOD_CHARACTERS: Final = 400
_SPACES: Final = re.compile(r"\s+")

# For answers that people read: far above what a table, a drawing or a chorus repeats.
_ANSWER_REPEATS: Final = 8
_ANSWER_CHARACTERS: Final = 600
_CHECK_CHARACTERS: Final = 200


def is_looping(text: str, *, min_repeats: int = 4, min_characters: int = 120) -> bool:
    """Whether the text ends in the same piece again and again: so many times, and at least so many characters of it."""
    tail = _SPACES.sub(" ", text[-max(_MAX_PERIOD_CHARACTERS * (min_repeats + 1), min_characters * 2) :]).casefold()
    if len(tail) < min_characters:
        return False
    # The last characters stand where the piece before ended: only such distances can be periods.
    probe = tail[-16:]
    start = len(tail) - len(probe)
    at = tail.rfind(probe, 0, len(tail) - 1)
    while at >= 0 and (period := start - at) <= _MAX_PERIOD_CHARACTERS:
        n_same = max(min_characters, period * min_repeats)
        if n_same <= len(tail) and tail[-n_same:-period] == tail[len(tail) - n_same + period :]:
            return True
        at = tail.rfind(probe, 0, at + len(probe) - 1)
    return False


class LoopWatch:
    """Reads along with an answer. Owned by whoever hears its events; one thread."""

    def __init__(self) -> None:
        self._text = ""
        self._thinking = ""
        self._n_unchecked = 0
        self.is_looping = False

    def hear(self, text: str, thinking: str) -> bool:
        """Take the next piece. True once: when the answer has begun to go round in circles."""
        self._text += text
        self._thinking += thinking
        self._n_unchecked += len(text) + len(thinking)
        if self.is_looping or self._n_unchecked < _CHECK_CHARACTERS:
            return False
        self._n_unchecked = 0
        self.is_looping = is_looping(
            self._text or self._thinking, min_repeats=_ANSWER_REPEATS, min_characters=_ANSWER_CHARACTERS
        )
        return self.is_looping
