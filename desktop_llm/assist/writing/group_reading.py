"""What there is of a model's answer about one group of sentences, while it is written and at its end. A job's thread.

A model goes through the sentences in their order: where it names a later one, it is through with those before.
"""

from collections.abc import Sequence

from msgspec import Struct

from desktop_llm.assist.answer_memory import Answer
from desktop_llm.assist.writing.change_guards import ChangeRules, GuardedChanges, guarded_changes, joined_changes
from desktop_llm.assist.writing.proofread_answer import ProposedChange, begun_changes, proposed_changes
from desktop_llm.assist.writing.sentence_groups import SentenceGroup
from desktop_llm.assist.writing.sentence_matching import meant_sentence

_Meant = tuple[int | None, ProposedChange]
"""A change and the index of its sentence in the group; None where nobody can tell."""


class PassedSentences(Struct, frozen=True):
    """`group`: those that the model is through with. `guarded`: what it changes, also before them if it went back."""

    group: SentenceGroup
    guarded: GuardedChanges


class GroupReading:
    """Of one question. text: what the sentences' places are in."""

    def __init__(self, group: SentenceGroup, text: str, rules: ChangeRules) -> None:
        self.group = group
        self._text = text
        self._rules = rules
        self._n_passed = 0
        self._n_closed = 0
        self._changed: set[int] = set()

    @property
    def unread(self) -> SentenceGroup | None:
        """Those that the model is not through with."""
        if self._n_passed == len(self.group.sentences):
            return None
        return self.group.divided(self._n_passed)[-1]

    def grow(self, answer: str) -> PassedSentences | None:
        """With an answer as far as it is written: what the model is through with since the last time, if anything.

        Not the sentence that it named last, because it may name it twice.
        """
        n_closed = answer.count("}")
        if n_closed == self._n_closed:
            return None
        self._n_closed = n_closed
        meant = _meant(self.group, begun_changes(answer))
        return self._passed(meant, _n_named(meant) - 1)

    def end(self, answer: Answer) -> PassedSentences | None:
        """With the whole answer: all that is left, or of one without an end what its whole changes are about."""
        proposed = None if answer.is_lost or answer.is_cut else proposed_changes(answer.text)
        if proposed is not None:
            meant = _meant(self.group, proposed)
            return self._passed(meant, len(self.group.sentences), is_end=True)
        meant = _meant(self.group, begun_changes(answer.text))
        return self._passed(meant, _n_named(meant), is_end=True)

    def _passed(self, meant: Sequence[_Meant], end: int, *, is_end: bool = False) -> PassedSentences | None:
        start = self._n_passed
        if end <= start:
            return None
        of_sentence: dict[int, list[GuardedChanges]] = {}
        for index, change in meant:
            if index is not None and index < end and index not in self._changed:
                found = guarded_changes(self._text, self.group.sentences[index], change, self._rules)
                of_sentence.setdefault(index, []).append(found)
        self._n_passed = end
        self._changed.update(of_sentence)
        joined = [joined_changes(of_sentence[index]) for index in sorted(of_sentence)]
        n_lost = sum(index is None for index, _ in meant) if is_end else 0
        guarded = GuardedChanges(
            tuple(change for each in joined for change in each.changes), n_lost + sum(each.n_dropped for each in joined)
        )
        first, *_ = self.group.divided(end)
        return PassedSentences(first.divided(start)[-1], guarded)


def _meant(group: SentenceGroup, proposed: Sequence[ProposedChange]) -> list[_Meant]:
    shown = [sentence.shown for sentence in group.sentences]
    return [(meant_sentence(change.n, change.orig, shown), change) for change in proposed]


def _n_named(meant: Sequence[_Meant]) -> int:
    """How many sentences there are up to the one that was named last; 0 if the model did not go from the first on.

    Only numbers that fit the words beside them tell how far it is.
    """
    found = [index for index, change in meant if index is not None and change.n == index + 1]
    return found[-1] + 1 if found and found == sorted(found) else 0
