"""Text in which a very long word may be broken, as the name of a file without a space: a label breaks no word. Pure."""

import re
from typing import Final

_BREAK: Final = "\u200b"  # a space of no width
_LONG_WORD: Final = re.compile(r"\S{25,}")
_PART: Final = re.compile(r"[^_\-.,/\\]{1,24}[_\-.,/\\]?|[_\-.,/\\]")


def breakable(text: str) -> str:
    """`text` as it is to be shown, not copied: its long words can be broken after a mark, or else somewhere."""
    return _LONG_WORD.sub(_with_breaks, text)


def _with_breaks(word: re.Match[str]) -> str:
    return _BREAK.join(_PART.findall(word.group()))
