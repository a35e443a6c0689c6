"""What of a proposed sentence becomes changes, and which of them a person has to look at first. No model is asked.

Pure; any thread. The first call loads the model that tells languages apart.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz import fuzz

from desktop_llm.assist.checks.dates_in_text import calendar_words
from desktop_llm.assist.checks.names_in_text import names_in
from desktop_llm.assist.checks.numbers_in_text import number_words, numbers_in
from desktop_llm.assist.repetition import is_looping
from desktop_llm.assist.translation.placeholders_in_text import added_placeholders, missing_placeholders
from desktop_llm.assist.translation.untranslated_text import is_other_language
from desktop_llm.assist.word_diff import WordEdit, phrase_edits, word_edits
from desktop_llm.assist.writing.change_category import category_of
from desktop_llm.assist.writing.proofread_answer import ProposedChange
from desktop_llm.assist.writing.proofread_request import ProofreadMode
from desktop_llm.assist.writing.sentence_groups import Sentence
from desktop_llm.assist.writing.text_change import ChangeDoubt, TextChange
from desktop_llm.documents.sentences import Span

_LONGEST: Final = 1.4
_SHORTEST: Final = 0.6
_LEAST_ALIKE: Final = 50.0
_LEAST_KEPT_WORDS: Final = 0.5
_SAME_WORD: Final = 70.0
_MOST_NEW_WORDS: Final = 3  # of a sentence in which only errors are to be mended
_MOST_REASON_CHARACTERS: Final = 200
_NUMBERED: Final = re.compile(r"\s*\d{1,2}[.):]\s+")
_MARKS: Final = frozenset("⟦⟧‹›<>`\ufffc\u200b")
_WORD: Final = re.compile(r"[^\W\d_](?:[\w'’]*\w)?")
_TERM: Final = re.compile(r"\w(?:[\w'’-]*\w)?")
_QUESTION: Final = ("?", "？", "؟", "\u037e")
_PRONOUN: Final = re.compile(r"I['’]\w+\Z")


class ChangeRules(Struct, frozen=True, kw_only=True):
    """kept: places in the text that are left alone, in its order. known_words in small letters."""

    mode: ProofreadMode = ProofreadMode.FIX
    known_words: frozenset[str] = frozenset()
    kept: tuple[Span, ...] = ()


class GuardedChanges(Struct, frozen=True):
    """n_dropped: edits, or whole proposals, that were not acceptable."""

    changes: tuple[TextChange, ...] = ()
    n_dropped: int = 0


def guarded_changes(text: str, sentence: Sentence, proposed: ProposedChange, rules: ChangeRules) -> GuardedChanges:
    """The changes that turn the sentence into what is proposed, as far as they are acceptable."""
    old = text[sentence.start : sentence.end]
    new = _one_line(proposed.text, old)
    if not new or is_looping(new) or _is_in_other_language(sentence, new):
        return GuardedChanges(n_dropped=1)
    edits = word_edits(old, new)
    kept = [edit for edit in edits if not _is_refused(old, sentence.start, edit, rules)]
    doubt = _doubt_about_all(old, new)
    if doubt is None and rules.mode is ProofreadMode.FIX and _is_rewritten(old, edits):
        doubt = ChangeDoubt.REWRITTEN
    if doubt is None and any(
        _changes_number(old, edit) or _changes_mark(old, edit) for edit in edits if edit not in kept
    ):
        doubt = ChangeDoubt.IN_PART
    names = _Names(old, new, sentence.language)
    changes = tuple(_change(old, edit, sentence.start, proposed, doubt, names) for edit in phrase_edits(old, kept))
    return GuardedChanges(changes, len(edits) - len(kept))


def joined_changes(groups: Sequence[GuardedChanges]) -> GuardedChanges:
    """What several proposals for one sentence come to: sure is only what is in all of them."""
    taken: list[TextChange] = []
    n_dropped = sum(group.n_dropped for group in groups)
    edits = [{_edit(change) for change in group.changes} for group in groups]
    for change in (change for group in groups for change in group.changes):
        if any(_edit(change) == _edit(other) for other in taken):
            continue
        if any(change.start <= other.end and other.start <= change.end for other in taken):
            n_dropped += 1
            continue
        is_in_all = all(_edit(change) in some for some in edits)
        taken.append(change if is_in_all or change.doubt else replace(change, doubt=ChangeDoubt.CONTRADICTED))
    return GuardedChanges(tuple(sorted(taken, key=lambda each: each.start)), n_dropped)


def _edit(change: TextChange) -> tuple[int, int, str]:
    return change.start, change.end, change.after


def _one_line(proposed: str, old: str) -> str:
    new = " ".join(proposed.split())
    if _NUMBERED.match(new) and not _NUMBERED.match(old):
        new = _NUMBERED.sub("", new, count=1)
    return new


def _is_in_other_language(sentence: Sentence, new: str) -> bool:
    other = is_other_language(new, sentence.language)
    return bool(other) and is_other_language(sentence.shown, sentence.language) != other


def _is_refused(old: str, at: int, edit: WordEdit, rules: ChangeRules) -> bool:
    before = old[edit.start : edit.end]
    return (
        _touches(rules.kept, at + edit.start, at + edit.end)
        or _changes_number(old, edit)
        or _changes_mark(old, edit)
        or bool(missing_placeholders(before, edit.after) or added_placeholders(before, edit.after))
        or _loses_known_word(before, edit.after, rules.known_words)
    )


def _touches(kept: Sequence[Span], start: int, end: int) -> bool:
    """Whether the range has something in common with a place; what is put right before or behind one has not."""
    at = bisect_left(kept, start, key=lambda span: span.end)
    for span in kept[at:]:
        if span.start >= end and not (start == end and span.start < start):
            return False
        if max(start, span.start) < min(end, span.end) or (start == end and span.start < start < span.end):
            return True
    return False


def _changes_number(old: str, edit: WordEdit) -> bool:
    before = old[edit.start : edit.end]
    is_within = old[edit.start - 1 : edit.start].isdigit() and old[edit.end : edit.end + 1].isdigit()
    ours, theirs = numbers_in(before), numbers_in(edit.after)
    if is_within or len(ours) != len(theirs):
        return True
    if any(not (one.values & other.values) for one, other in zip(ours, theirs, strict=True)):
        return True
    spelled, written = number_words(before), number_words(edit.after)
    return bool(spelled) and bool(written) and spelled != written


def _changes_mark(old: str, edit: WordEdit) -> bool:
    before = Counter(old[edit.start : edit.end])
    return any(edit.after.count(mark) != before[mark] for mark in _MARKS)


def _loses_known_word(before: str, after: str, known: frozenset[str]) -> bool:
    if not known:
        return False
    ours, theirs = (Counter(_TERM.findall(text.casefold())) for text in (before, after))
    return any(theirs[word] < count for word, count in ours.items() if word in known)


def _doubt_about_all(old: str, new: str) -> ChangeDoubt | None:
    ratio = len(new) / max(1, len(old))
    if fuzz.ratio(old, new) < _LEAST_ALIKE or _share_of_kept_words(old, new) < _LEAST_KEPT_WORDS:
        return ChangeDoubt.OTHER_SENTENCE
    if ratio > _LONGEST:
        return ChangeDoubt.MUCH_LONGER
    if ratio < _SHORTEST:
        return ChangeDoubt.MUCH_SHORTER
    if old.rstrip(" \"'”’»)").endswith(_QUESTION) and not any(mark in new for mark in _QUESTION):
        return ChangeDoubt.QUESTION_LOST
    return None


def _share_of_kept_words(old: str, new: str) -> float:
    """Words that are there still, perhaps spelled otherwise."""
    ours, theirs = _words(old), _words(new)
    if not ours:
        return 1.0
    known = set(theirs)
    joined = "".join(theirs)
    return sum(word in known or word in joined or _is_like_any(word, theirs) for word in ours) / len(ours)


def _is_like_any(word: str, others: Sequence[str]) -> bool:
    return any(fuzz.ratio(word, other) >= _SAME_WORD for other in others)


class _Names:
    """The names of a sentence as it is and as it shall be."""

    def __init__(self, old: str, new: str, language: str) -> None:
        self._words = set(_plain_words(old))
        self._old = set(_name_words(old, language))
        self._added = set(_name_words(new, language)) - self._words

    def are_changed(self, before: str, after: str) -> bool:
        """A day or a month that was misspelled is no name."""
        theirs = set(_plain_words(after))
        lost = [word for word in _plain_words(before) if word in self._old and word not in theirs]
        calendar = calendar_words("en")  # which writes them with a capital, as if they were names
        days = [word for word in theirs if word in calendar]
        is_lost = any(word in calendar or not _is_like_any(word, days) for word in lost)
        return is_lost or bool(theirs & self._added - calendar)


def _name_words(text: str, language: str) -> Iterator[str]:
    for name in names_in(text, language):
        if not _PRONOUN.match(name):
            yield from _plain_words(name)


def _change(
    old: str,
    edit: WordEdit,
    at: int,
    proposed: ProposedChange,
    doubt: ChangeDoubt | None,
    names: _Names,
) -> TextChange:
    before = old[edit.start : edit.end]
    if doubt is None and names.are_changed(before, edit.after):
        doubt = ChangeDoubt.NAME
    change = TextChange(
        start=at + edit.start,
        end=at + edit.end,
        before=before,
        after=edit.after,
        reason=" ".join(proposed.reason.split())[:_MOST_REASON_CHARACTERS],
        doubt=doubt,
    )
    return replace(change, category=category_of(before, edit.after, proposed.category))


def _is_rewritten(old: str, edits: Sequence[WordEdit]) -> bool:
    """Whether more words come or go than errors have."""
    n_new = n_lost = 0
    for edit in edits:
        ours, theirs = _words(old[edit.start : edit.end]), _words(edit.after)
        n_new += sum(not _is_like_any(word, ours) for word in theirs)
        n_lost += sum(not _is_like_any(word, theirs) for word in ours)
    return max(n_new, n_lost) > _MOST_NEW_WORDS


def _words(text: str) -> list[str]:
    return [match[0].casefold() for match in _WORD.finditer(text)]


def _plain_words(text: str) -> list[str]:
    """Without apostrophes, which are set and left out."""
    return [word.replace("'", "").replace("’", "") for word in _words(text)]
