"""The sentences of a text that tell most of it, chosen by code: nothing can be invented here. Pure; any thread.

SumBasic (Nenkova and Vanderwende 2005): a sentence is worth the mean frequency of its words; once chosen, its words
count less, so that the next one says something else. Words that stand in a third of all sentences say nothing.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from desktop_llm.assist.checks.passages import Passage
from desktop_llm.assist.checks.word_keys import word_keys
from desktop_llm.documents.document import BlockKind

_COMMON_SHARE: Final = 1 / 3
_MIN_WORDS: Final = 4
_FULL_WORDS: Final = 10  # shorter sentences are worth less
_FIGURE_BONUS: Final = 1.15
_OPENING_BONUS: Final = 1.2  # the first sentence of a paragraph
_KIND_WORTH: Final = {BlockKind.CODE: 0.2, BlockKind.TABLE: 0.6, BlockKind.NOTE: 0.7, BlockKind.HEADING: 0.0}
_FRAGMENT_WORTH: Final = 0.6  # without a full stop or a capital it is a title, a list item, a piece
_ADDRESS_WORTH: Final = 0.4  # it leads elsewhere
_SENTENCE_ENDS: Final = (".", "!", "?", "。", "!", "?", "।", "؟", "։", "።", '."', ".”", ".»", ".)", "」", "』")
_BESIDE_THE_FOCUS: Final = 0.1


def telling_sentences(passages: Sequence[Passage], n_wanted: int, focus: str = "") -> list[Passage]:
    """Up to `n_wanted` of the passages, the most telling first. With a focus, those that have its words come first."""
    keys = [frozenset(passage.keys) for passage in passages]
    frequencies = Counter(key for each in keys for key in each)
    n_common = max(2.0, len(passages) * _COMMON_SHARE)
    worth = {key: n / len(passages) for key, n in frequencies.items() if n <= n_common}
    focus_keys = frozenset(key for key in word_keys(focus) if key in worth)
    own = {index: _own_worth(passage, keys[index], focus_keys) for index, passage in enumerate(passages)}
    left = {index: value for index, value in own.items() if value}
    chosen: list[Passage] = []
    while left and len(chosen) < n_wanted:
        best = max(left, key=lambda index: left[index] * _mean_worth(keys[index], worth))
        del left[best]
        chosen.append(passages[best])
        for key in keys[best] & worth.keys():
            worth[key] **= 2
    return chosen


def _own_worth(passage: Passage, keys: frozenset[str], focus_keys: frozenset[str]) -> float:
    """What does not change with what was chosen before; 0 for what is no sentence."""
    if len(keys) < _MIN_WORDS:
        return 0.0
    worth = _KIND_WORTH.get(passage.block.kind, 1.0) * min(1.0, len(keys) / _FULL_WORDS)
    if any(key[0].isdigit() for key in keys):
        worth *= _FIGURE_BONUS
    if passage.start == 0:
        worth *= _OPENING_BONUS
    if not passage.text.endswith(_SENTENCE_ENDS):
        worth *= _FRAGMENT_WORTH
    if passage.text[:1].islower():
        worth *= _FRAGMENT_WORTH
    if "://" in passage.text:
        worth *= _ADDRESS_WORTH
    if focus_keys:
        worth *= _BESIDE_THE_FOCUS + len(keys & focus_keys) / len(focus_keys)
    return worth


def _mean_worth(keys: frozenset[str], worth: dict[str, float]) -> float:
    return sum(worth.get(key, 0.0) for key in keys) / len(keys)
