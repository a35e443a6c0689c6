"""Changes that wait for a person while the text goes on being edited: their places follow, or they are withdrawn.

Pure; any thread. Nothing here makes a change that was not accepted.
"""

from collections.abc import Sequence

from msgspec import Struct

from desktop_llm.assist.writing.text_change import TextChange, applied


class TextEdit(Struct, frozen=True):
    """Somebody took `n_removed` characters out at `position` and put `added` there."""

    position: int
    n_removed: int
    added: str

    @property
    def distance(self) -> int:
        return len(self.added) - self.n_removed


class PendingChanges(Struct, frozen=True):
    """`withdrawn`: those whose words were edited, as they were before. Both in the order of the text."""

    changes: tuple[TextChange, ...]
    withdrawn: tuple[TextChange, ...] = ()


def followed(changes: Sequence[TextChange], edit: TextEdit) -> PendingChanges:
    """What becomes of changes by an edit. One that is touched, even at its end, is withdrawn: words may go on there."""
    kept: list[TextChange] = []
    withdrawn: list[TextChange] = []
    edit_end = edit.position + edit.n_removed
    for change in changes:
        if change.end < edit.position:
            kept.append(change)
        elif change.start > edit_end:
            kept.append(change.moved(edit.distance))
        else:
            withdrawn.append(change)
    return PendingChanges(tuple(kept), tuple(withdrawn))


def accepted(text: str, changes: Sequence[TextChange], chosen: Sequence[TextChange]) -> tuple[str, PendingChanges]:
    """The text with the chosen ones made, and the others where they stand now. Raises ValueError: one does not fit."""
    rest: list[TextChange] = []
    for change in changes:
        if change in chosen:
            continue
        before = (each for each in chosen if (each.start, each.end) < (change.start, change.end))
        rest.append(change.moved(sum(len(each.after) - len(each.before) for each in before)))
    return applied(text, chosen), PendingChanges(tuple(rest))


def refitted(text: str, changes: Sequence[TextChange]) -> PendingChanges:
    """For a text that was exchanged as a whole: changes whose places still hold what they are about."""
    fitting = tuple(change for change in changes if change.fits(text))
    return PendingChanges(fitting, tuple(change for change in changes if not change.fits(text)))
