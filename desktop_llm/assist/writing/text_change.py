"""A change of a text that is proposed, not made: where, what was there, what shall be there, and why. Pure; any thread.

Positions are characters of the text as it is before any of the changes.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class ChangeCategory(StrEnum):
    SPELLING = "spelling"
    GRAMMAR = "grammar"
    PUNCTUATION = "punctuation"
    CAPITALS = "capitals"
    SPACING = "spacing"
    WORDING = "wording"


class ChangeDoubt(StrEnum):
    """Why a change is shown but is not among those that are taken all at once."""

    MUCH_SHORTER = "much_shorter"
    MUCH_LONGER = "much_longer"
    OTHER_SENTENCE = "other_sentence"
    """Hardly a word of the sentence is left: it was answered, translated, or written anew."""
    NAME = "name"
    QUESTION_LOST = "question_lost"
    REWRITTEN = "rewritten"
    """More words than errors have; only errors were to be mended."""
    CONTRADICTED = "contradicted"
    """The model proposed two things for the sentence, and this is in one of them only."""
    IN_PART = "in_part"
    """The rest of what the model wanted in this sentence was not acceptable."""


class TextChange(Struct, frozen=True, kw_only=True):
    """`before` stands from `start` to `end` and `after` is to take its place. A change with a doubt is not checked."""

    start: int
    end: int
    before: str
    after: str
    category: ChangeCategory = ChangeCategory.GRAMMAR
    reason: str = ""
    doubt: ChangeDoubt | None = None

    @property
    def is_checked(self) -> bool:
        return self.doubt is None

    def fits(self, text: str) -> bool:
        """Whether its place holds what it is about."""
        return text[self.start : self.end] == self.before


def applied(text: str, changes: Iterable[TextChange]) -> str:
    """The text with all of them made. Raises ValueError where one does not fit it, or two are about the same place."""
    parts: list[str] = []
    at = 0
    for change in in_order(changes):
        if change.start < at or not change.fits(text):
            raise ValueError(f"a change at {change.start} does not fit the text")
        parts += (text[at : change.start], change.after)
        at = change.end
    return "".join((*parts, text[at:]))


def reverting(changes: Iterable[TextChange]) -> tuple[TextChange, ...]:
    """Changes of the changed text that give back the one that was there before, character by character."""
    back: list[TextChange] = []
    distance = 0
    for change in in_order(changes):
        start = change.start + distance
        back.append(
            replace(change, start=start, end=start + len(change.after), before=change.after, after=change.before)
        )
        distance += len(change.after) - len(change.before)
    return tuple(back)


def in_order(changes: Iterable[TextChange]) -> list[TextChange]:
    return sorted(changes, key=lambda each: (each.start, each.end))


def edits_per_100_words(changes: Sequence[TextChange], n_words: int) -> float:
    return 100 * len(changes) / n_words if n_words else 0.0
