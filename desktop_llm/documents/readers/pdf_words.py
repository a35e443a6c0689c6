"""Words that were divided at the end of a line, put together again. Reading process."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Final

from desktop_llm.documents.readers.pdf_page import DIVIDED_WORD

_WORD: Final = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_DIVIDED: Final = re.compile(rf"([^\W_]*(?:[-‐][^\W_]+)*)([{DIVIDED_WORD}\u00ad]|(?<=\w)[-‐]{DIVIDED_WORD})([^\W_]*)")
_HYPHENS: Final = ("-", "‐")
# Letters that are written without spaces between words.
_SPACELESS: Final = re.compile(
    "[\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
)
_SPACELESS_PAIR: Final = re.compile(f"{_SPACELESS.pattern}{_SPACELESS.pattern}")
_ADDRESS_PART: Final = re.compile(r"[/?&=_~%#]|\.\w|\w\d")
_ADDRESS_END: Final = re.compile(r"(?:https?://|www\.|ftp://)\S*[/.?&=_~%#-]$")

_COMBINING: Final = {
    "¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "ˇ": "\u030c", "˘": "\u0306", "˙": "\u0307", "˚": "\u030a",
    "˝": "\u030b", "˜": "\u0303", "¯": "\u0304", "`": "\u0300", "¸": "\u0327",
}  # fmt: skip
_ACCENTED: Final = re.compile(r"([¨´ˆˇ˘˙˚˝˜¯]|(?<=[^\W\d_])`) ?([^\W\d_])|(¸) ?([cCsStT])")
_CEDILLA: Final = re.compile(r"([cCsStT]) ?¸")

Vocabulary = Counter[str]


def with_accents(text: str) -> str:
    """Accents that TeX's older fonts set as signs of their own go on their letters."""
    if text.isascii():
        return text
    text = _ACCENTED.sub(lambda match: _accented(match[0], match[2] or match[4], match[1] or match[3]), text)
    return _CEDILLA.sub(lambda match: _accented(match[0], match[1], "¸"), text)


def _accented(written: str, letter: str, sign: str) -> str:
    """As written where there is no such letter."""
    letter = "i" if letter == "ı" else letter
    whole = unicodedata.normalize("NFC", letter + _COMBINING[sign])
    return whole if len(whole) == 1 else written


def vocabulary_of(texts: Iterable[str]) -> Vocabulary:
    """How often each word stands undivided in the document."""
    words: Vocabulary = Counter()
    for text in texts:
        words.update(match[0].casefold() for match in _WORD.finditer(text))
    return words


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph. A hyphen at the end is marked as doubtful, for `undivided` to decide."""
    if not before or not after:
        return before + after
    if before.endswith((DIVIDED_WORD, "\u00ad")):
        return before + after
    if before.endswith(_HYPHENS) and len(before) > 1 and before[-2].isalnum() and after[0].isalnum():
        return f"{before}{DIVIDED_WORD}{after}"
    if _is_address_divided(before.rsplit(" ", 1)[-1], after.split(" ", 1)[0]):
        return before + after
    if _SPACELESS_PAIR.fullmatch(before[-1] + after[0]):
        return before + after
    return f"{before} {after}"


def _is_address_divided(last: str, first: str) -> bool:
    """An address goes on over the end of a line: no sentence goes on with a small letter after a full stop."""
    if not _ADDRESS_END.search(last):
        return False
    return _ADDRESS_PART.search(first) is not None or (last.endswith(".") and first[0].islower())


def undivided(text: str, words: Vocabulary) -> str:
    """The text with each divided word as the rest of the document writes it."""
    if DIVIDED_WORD not in text and "\u00ad" not in text:
        return text
    return _DIVIDED.sub(lambda match: _whole(match[1], match[2], match[3], words), text)


def _whole(before: str, sign: str, after: str, words: Vocabulary) -> str:
    """PDFium's own sign says that the hyphen was there for the line's end; a hyphen alone says nothing."""
    if not before or not after:
        return before + ("-" if sign.startswith(_HYPHENS) else "") + after
    together, hyphened = before + after, f"{before}-{after}"
    n_together, n_hyphened = words[together.casefold()], words[hyphened.casefold()]
    is_doubtful = sign.startswith(_HYPHENS)
    if n_together != n_hyphened:
        return together if n_together > n_hyphened else hyphened
    return hyphened if is_doubtful or after[0].isupper() or after[0].isdigit() else together
