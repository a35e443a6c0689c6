"""A model's answer without what is no part of the text that was asked for: preambles, labels, quotation marks, notes.

What the source has too is kept: a text that begins with "Translation:" has a translation that does. Pure.
"""

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from desktop_llm.engine.thinking import KNOWN_MARKS

_CODE_FENCE: Final = re.compile(r"\A```[\w-]*\n(.*?)\n?```\Z", re.DOTALL)
_PREAMBLE: Final = re.compile(
    r"\A[^\n]{0,120}?\b(?:translat|übersetz|tradu[cziçt]|traduç|vertal|перев|翻译|翻譯|訳)[^\n]{0,80}[::]\**\s*\n+",
    re.IGNORECASE,
)
_OPENER: Final = re.compile(
    r"\A(?:sure|certainly|of course|okay|ok|here(?: is|'s))\b[^\n]{0,100}[::!]\s*\n+", re.IGNORECASE
)
_INLINE: Final = re.compile(
    r"\A(?:(?:sure|certainly|of course|okay|ok)[,.!]?\s+)?(?:here(?: is|'s)|the|this is)\b"
    r"[^\n::]{0,40}\btranslat[^\n::]{0,40}[::]\s*",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"\A\**(?:translation|translated text|target|output)\**\s*[::]\**\s*", re.IGNORECASE)
_NOTE: Final = re.compile(
    r"\n\s*\n\s*[(\[*_]*"
    r"(?:note|notes|explanation|translator'?s note|please note|let me know|i hope|this translation)\b",
    re.IGNORECASE,
)
_PARAGRAPH_END: Final = re.compile(r"\n\s*\n")
_QUOTES: Final = ('""', "''", "“”", "„“", "„”", "«»", "»«", "‘’", "「」", "『』")
_ZERO_WIDTH_SPACE: Final = "\u200b"


class CleanAnswer(Struct, frozen=True):
    """`text` begins at `start` of the answer, but for what was taken out of its middle."""

    text: str
    start: int = 0


def clean_answer(answer: str, source: str, target_name: str = "") -> CleanAnswer:
    """The translation in an answer to `source`. target_name: the language in English, which models put before it."""
    text = _unframed(answer, source, (_PREAMBLE, _OPENER, _INLINE, _label_of(target_name), _LABEL))
    text = _unquoted(_without_notes(text, source), source.strip())
    if _ZERO_WIDTH_SPACE not in source:
        text = text.replace(_ZERO_WIDTH_SPACE, "")
    return CleanAnswer(text, max(0, answer.find(text[:40]) if text else 0))


def clean_text(answer: str, source: str) -> str:
    """The text that a model wrote for `source`. What stands at its end may be its own: letters hope and ask, too."""
    return _unquoted(_unframed(answer, source, (_OPENER,)), source.strip())


def _unframed(answer: str, source: str, beginnings: Iterable[re.Pattern[str] | None]) -> str:
    """Without thoughts, what is said before the text, and a fence around it."""
    text = _without_thoughts(answer)
    for pattern in beginnings:
        if pattern is not None and not pattern.match(source.lstrip()):
            text = pattern.sub("", text.strip(), count=1)
    text = text.strip()
    if not source.lstrip().startswith("```") and (fence := _CODE_FENCE.match(text)):
        text = fence[1].strip()
    return text


def _without_notes(text: str, source: str) -> str:
    """A translation has as many paragraphs as its source; what is behind them and looks like a note is one."""
    n_paragraphs = _n_paragraphs(source)
    for match in _NOTE.finditer(text):
        before = text[: match.start()].rstrip()
        if _n_paragraphs(before) >= n_paragraphs:
            return before
    return text


def _n_paragraphs(text: str) -> int:
    return len(_PARAGRAPH_END.findall(text.strip())) + 1


def _without_thoughts(answer: str) -> str:
    """What a model thinks aloud though it was told not to, and marks as such."""
    text = answer
    for marks in KNOWN_MARKS:
        if marks.closing in text:
            text = text.rpartition(marks.closing)[2]
        elif text.lstrip().startswith(marks.opening):
            return ""
    return text


def _label_of(target_name: str) -> re.Pattern[str] | None:
    return re.compile(rf"\A\**{re.escape(target_name)}\**\s*[::]\**\s*", re.IGNORECASE) if target_name else None


def _unquoted(text: str, source: str) -> str:
    """Without quotation marks around all of it that the source does not have."""
    for opening, closing in _QUOTES:
        is_quoted = len(text) > 1 and text.startswith(opening) and text.endswith(closing)
        if is_quoted and not any(mark in source[:1] + source[-1:] for pair in _QUOTES for mark in pair):
            inner = text[1:-1]
            if opening not in inner and closing not in inner:
                return inner.strip()
    return text
