"""Whether a translation is in another language than it should be, and what of the source stayed in it. Pure.

The first call loads the model that tells languages apart: half a second, on the thread of whoever calls.
"""

import re
from difflib import SequenceMatcher
from typing import Final

from desktop_llm.assist.translation.placeholders_in_text import without_placeholders
from desktop_llm.documents.language import is_written_in, language_of, script_of

_WORD: Final = re.compile(r"[^\W\d_][\w'’]*")
_SMALL_WORD: Final = re.compile(r"(?<!\S)[^\W\d_A-Z]{2,}(?=[.,:;!?]?(?:\s|$))")
_SMALL_LATIN_WORDS: Final = re.compile(r"(?:\b[a-zà-ÿ]{2,}\b[ ,]*){4,}")
_MIN_LETTERS: Final = 30  # below that, a language is not told by its letters
_MIN_MARGIN: Final = 0.8
_MIN_WORDS_OF_OTHER_SCRIPT: Final = 3
_MIN_REMAINING_WORDS: Final = 4
_MIN_SAME_WORDS: Final = 3
_FEW_SAME_WORDS: Final = 2
_MIN_REMAINING_LETTERS: Final = 4
# Languages that are close to each other are taken for each other.
_ALIKE: Final = (
    frozenset({"no", "nb", "nn", "da", "sv"}),
    frozenset({"hr", "bs", "sr", "sl"}),
    frozenset({"id", "ms", "jv"}),
    frozenset({"cs", "sk"}),
    frozenset({"es", "gl", "pt", "ca", "an", "oc"}),
    frozenset({"nl", "af"}),
    frozenset({"ru", "uk", "be", "bg", "mk"}),
    frozenset({"hi", "mr", "ne"}),
    frozenset({"tl", "fil"}),
    frozenset({"de", "lb"}),
    frozenset({"fr", "wa"}),
    frozenset({"it", "la"}),
    frozenset({"et", "fi"}),
    frozenset({"tr", "az"}),
)


def is_other_language(text: str, language: str) -> str:
    """The code of the language that the text is in instead of `language`; empty where it may be that."""
    plain = without_placeholders(text)
    words = _WORD.findall(plain)
    script = script_of(plain)
    if not language or not script:
        return ""
    n_letters = sum(map(len, words))
    if not is_written_in(language, script):
        is_common = sum(word.islower() or not word.isascii() for word in words) >= _MIN_WORDS_OF_OTHER_SCRIPT
        return language_of(plain).code if is_common else ""
    guess = language_of(plain)
    is_sure = n_letters >= _MIN_LETTERS and guess.margin >= _MIN_MARGIN
    return guess.code if is_sure and not are_alike(guess.code, language) else ""


def are_alike(one: str, other: str) -> bool:
    """Whether the one language may be taken for the other."""
    return one == other or any(one in group and other in group for group in _ALIKE)


def untranslated_remains(source: str, target: str, target_language: str) -> list[str]:
    """Passages of the source that stand in the target as they are, though they are no names, addresses or the like."""
    if _is_same(source, target, target_language):
        return [target.strip()]
    script = script_of(source)
    if script and target_language and not is_written_in(target_language, script):
        return _runs_of_script(target, script)
    return [passage for passage in _common_passages(source, target) if not _is_in(passage, target_language)]


def _is_same(source: str, target: str, target_language: str) -> bool:
    """And no names alone: some of its words are small ones. Few of them may be the same in both languages."""
    ours, theirs = (_WORD.findall(without_placeholders(text).casefold()) for text in (source, target))
    plain = without_placeholders(source)
    if ours != theirs:
        return False
    if sum(word[:1].islower() for word in _WORD.findall(plain)) >= _MIN_SAME_WORDS:
        return True
    return len(_SMALL_WORD.findall(plain)) >= _FEW_SAME_WORDS and not _is_in(plain, target_language)


def _runs_of_script(target: str, script: str) -> list[str]:
    plain = without_placeholders(target)
    if script == "Latin":  # several small words in a row: single ones are names, and the words of computers
        return [run[0].strip(" ,") for run in _SMALL_LATIN_WORDS.finditer(plain)]
    words = (word for word in _WORD.findall(plain) if len(word) >= _MIN_REMAINING_LETTERS)
    return [word for word in words if script_of(word) == script]


def _common_passages(source: str, target: str) -> list[str]:
    ours, theirs = list(_WORD.finditer(without_placeholders(source))), list(_WORD.finditer(target))
    matcher = SequenceMatcher(
        None, [word[0].casefold() for word in ours], [word[0].casefold() for word in theirs], autojunk=False
    )
    passages: list[str] = []
    for block in matcher.get_matching_blocks():
        words = theirs[block.b : block.b + block.size]
        if sum(word[0][:1].islower() for word in words) >= _MIN_REMAINING_WORDS:
            passages.append(target[words[0].start() : words[-1].end()])
    return passages


def _is_in(passage: str, language: str) -> bool:
    """Whether what both have in common is in the target language already."""
    return bool(language) and are_alike(language_of(passage).code, language)
