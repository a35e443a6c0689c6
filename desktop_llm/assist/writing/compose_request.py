"""What a person asks of composing: a brief, and the points in it that must occur. Values only; any thread."""

import re
from typing import Final

from msgspec import Struct

_POINT: Final = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)


class ComposeRequest(Struct, frozen=True, kw_only=True):
    """Everything that shapes a draft but the model.

    kind is the id of a kind of text. to: for whom it is. tone: in words. n_words 0: as long as the kind usually is.
    language: ISO 639-1; empty: that of the brief. answered: the message that a reply answers.
    """

    kind: str
    brief: str
    to: str = ""
    tone: str = ""
    n_words: int = 0
    language: str = ""
    answered: str = ""
    n_versions: int = 1

    @property
    def points(self) -> tuple[str, ...]:
        """What must occur: the brief's lines that are items of a list."""
        return tuple(match[1] for match in _POINT.finditer(self.brief))

    @property
    def material(self) -> tuple[str, ...]:
        """All that the draft may know."""
        return tuple(text for text in (self.brief, self.to, self.answered) if text)
