"""What a paragraph's letters were before: the old ones where they are the same, so that they keep what they had.

Reading process.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Generic, NamedTuple, TypeVar

from desktop_llm.documents.rich_text import TextFormat, TextRun

Source = TypeVar("Source")

_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_WORD_LETTER: Final = re.compile(r"\w")
_OBJECT: Final = "\ufffc"
# Beyond it what differs is new as a whole: a comparison word by word would take seconds.
_MOST_COMPARED: Final = 4_000_000
_NEW: Final = -1


@dataclass(frozen=True, eq=False, slots=True)
class Stretch(Generic[Source]):
    """Letters of one format and of one place in the file, or one thing that is kept. `source` is that place."""

    text: str
    format: TextFormat
    source: Source
    kept: str = ""

    @property
    def run(self) -> TextRun:
        return TextRun(text=self.text, format=self.format, kept=self.kept)


@dataclass(frozen=True, eq=False, slots=True)
class Part(Generic[Source]):
    """Letters of the paragraph as it is to be.

    `old` is the stretch whose letters they are, from `start` on; None for new ones, which stand beside `like`.
    is_instead: they come in place of letters that went, and not between two others.
    """

    text: str
    format: TextFormat
    kept: str = ""
    old: Stretch[Source] | None = None
    start: int = 0
    like: Stretch[Source] | None = None
    is_instead: bool = False

    @property
    def is_whole(self) -> bool:
        """It is a stretch as it was."""
        old = self.old
        return old is not None and old.format == self.format and (bool(old.kept) or old.text == self.text)


class _Letter(NamedTuple):
    """A character, or all of what is kept. owner is the number of its stretch or run."""

    key: str
    owner: int
    offset: int


def normalised(runs: Iterable[TextRun]) -> tuple[TextRun, ...]:
    """The same text in as few runs as there are formats."""
    joined: list[TextRun] = []
    for run in runs:
        if joined and not run.kept and not joined[-1].kept and joined[-1].format == run.format:
            joined[-1] = TextRun(text=joined[-1].text + run.text, format=run.format)
        elif run.text or run.kept:
            joined.append(run)
    return tuple(joined)


def aligned(old: Sequence[Stretch[Source]], new: Iterable[TextRun], *, by_words: bool = False) -> list[Part[Source]]:
    """The new runs in parts, each of one stretch of the old ones, or of none.

    by_words: a word is the old one or a new one; otherwise its beginning or end may be old, and keeps its format.
    """
    runs = normalised(new)
    before = _letters([(stretch.text, stretch.kept) for stretch in old])
    after = _letters([(run.text, run.kept) for run in runs])
    keys_before, keys_after = [letter.key for letter in before], [letter.key for letter in after]
    origins = _origins(keys_before, keys_after)
    if not by_words:
        _refine(origins, keys_before, keys_after)
    kept = set(origins)
    parts: list[Part[Source]] = []
    start = at = 0
    for index in range(1, len(after) + 1):
        if index < len(after) and _goes_on(after, origins, before, index):
            continue
        run = runs[after[start].owner]
        text = run.text if run.kept else run.text[after[start].offset : after[index - 1].offset + 1]
        if origins[start] == _NEW:
            gone = old[before[at].owner] if at < len(before) and at not in kept else None
            parts.append(Part(text, run.format, run.kept, like=gone, is_instead=gone is not None))
        else:
            first = before[origins[start]]
            parts.append(Part(text, run.format, run.kept, old[first.owner], first.offset))
            at = origins[index - 1] + 1
        start = index
    return _beside(parts, old)


def word_edits(before: str, after: str) -> list[tuple[int, int, str]]:
    """What makes the one text the other: where something goes, and what comes there, in their order."""
    origins = [*_origins(before, after), len(before)]
    edits: list[tuple[int, int, str]] = []
    at, start = 0, 0
    for index, origin in enumerate(origins):
        if origin == _NEW:
            continue
        if origin > at or index > start:
            edits.append((at, origin, after[start:index]))
        at, start = origin + 1, index + 1
    return edits


def _letters(texts: Sequence[tuple[str, str]]) -> list[_Letter]:
    return [
        _Letter(key, owner, offset)
        for owner, (text, kept) in enumerate(texts)
        for offset, key in enumerate((kept,) if kept else text)
    ]


def _goes_on(after: Sequence[_Letter], origins: Sequence[int], before: Sequence[_Letter], index: int) -> bool:
    """Whether this letter belongs to the part of the one before it."""
    if after[index].owner != after[index - 1].owner:
        return False
    here, there = origins[index], origins[index - 1]
    if here == _NEW or there == _NEW:
        return here == there
    return here == there + 1 and before[here].owner == before[there].owner


def _origins(before: Sequence[str], after: Sequence[str]) -> list[int]:
    """For each new letter, which of the old ones it is."""
    n_head = _n_equal(before, after)
    n_tail = _n_equal(before[n_head:][::-1], after[n_head:][::-1])
    origins = [*range(n_head), *[_NEW] * (len(after) - n_head)]
    for n in range(1, n_tail + 1):
        origins[-n] = len(before) - n
    old, new = before[n_head : len(before) - n_tail], after[n_head : len(after) - n_tail]
    old_words, new_words = _words(old), _words(new)
    if len(old_words) * len(new_words) > _MOST_COMPARED:
        return origins
    old_keys, new_keys = (
        ["".join(keys[slice(*word)]) for word in words] for keys, words in ((old, old_words), (new, new_words))
    )
    # Spaces are junk: they go with the words beside them, and would take most of the time.
    matcher = SequenceMatcher(str.isspace, old_keys, new_keys, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        for n in range(size):
            old_at, (new_at, new_end) = n_head + old_words[a + n][0], new_words[b + n]
            for offset in range(new_end - new_at):
                origins[n_head + new_at + offset] = old_at + offset
    return origins


def _refine(origins: list[int], before: Sequence[str], after: Sequence[str]) -> None:
    """Where letters stand for others, those at the beginning and the end that are the same are the old ones."""
    start = at = 0
    for index, origin in enumerate([*origins, len(before)]):
        if origin == _NEW:
            continue
        end, gone_end = index, origin
        while start < end and at < gone_end and after[start] == before[at]:
            origins[start] = at
            start, at = start + 1, at + 1
        while start < end and at < gone_end and after[end - 1] == before[gone_end - 1]:
            end, gone_end = end - 1, gone_end - 1
            origins[end] = gone_end
        start, at = index + 1, origin + 1


def _n_equal(one: Sequence[str], other: Sequence[str]) -> int:
    """How many at the beginning, without the part of a word that goes on differently."""
    shorter = min(len(one), len(other))
    n = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    while n > 0 and _is_letter(one, n - 1) and (_is_letter(one, n) or _is_letter(other, n)):
        n -= 1
    return n


def _is_letter(keys: Sequence[str], index: int) -> bool:
    return index < len(keys) and len(keys[index]) == 1 and _WORD_LETTER.match(keys[index]) is not None


def _words(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Where words, spaces, signs and kept things begin and end."""
    text = "".join(key if len(key) == 1 else _OBJECT for key in keys)
    return [match.span() for match in _WORD.finditer(text)]


def _beside(parts: Sequence[Part[Source]], old: Sequence[Stretch[Source]]) -> list[Part[Source]]:
    """Each new part with the stretch that it is to be like: what it stands for, or a neighbour, of its own format."""
    behind: list[Stretch[Source] | None] = [None] * len(parts)
    following: Stretch[Source] | None = None
    for index in range(len(parts) - 1, -1, -1):
        behind[index] = following
        following = _text_of(parts[index]) or following
    done: list[Part[Source]] = []
    previous: Stretch[Source] | None = None
    for part, next_one in zip(parts, behind, strict=True):
        previous = _text_of(part) or previous
        gone = part.like if part.like is not None and not part.like.kept else None
        near = [each for each in (gone, previous, next_one, *_texts(old)[:1]) if each is not None]
        like = next((each for each in near if each.format == part.format), next(iter(near), None))
        done.append(part if part.old is not None else replace(part, like=like))
    return done


def _text_of(part: Part[Source]) -> Stretch[Source] | None:
    return part.old if part.old is not None and not part.kept else None


def _texts(old: Iterable[Stretch[Source]]) -> list[Stretch[Source]]:
    return [stretch for stretch in old if not stretch.kept]
