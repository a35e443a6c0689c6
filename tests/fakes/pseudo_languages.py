"""Languages that nobody speaks: one whose texts are longer and marked, one that is read from right to left.

What is not marked in the window was not translated; what is cut would be cut in some real language.
"""

import math
import re

from PySide6.QtCore import QTranslator

_ACCENTS = str.maketrans("aeiouAEIOU", "áéíöúÁÉÍÖÚ")
_LONGER = 0.4
_WORD = 7
"""Longer words could not be wrapped."""
_PLACEHOLDER = re.compile(r"(\{\w*\})")
_FIRST_HEBREW = 0x5D0
_N_HEBREW = 22
_AS_IT_IS = ("d MMMM yyyy",)
"""Not shown, but read by Qt."""


class StretchedTranslator(QTranslator):
    """Each text in brackets, with accents, and longer by four tenths: "Hello" is "[Héllö ~~]"."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return text if text in _AS_IT_IS else marked(_in_pieces(text, _ACCENTS), len(text))

    def isEmpty(self) -> bool:  # noqa: N802  Qt's name
        return False


class MirroredTranslator(QTranslator):
    """Each text in brackets and in Hebrew letters, as long as it was."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return text if text in _AS_IT_IS else f"[{_in_pieces(text, _HEBREW)}]"

    def isEmpty(self) -> bool:  # noqa: N802  Qt's name
        return False


def marked(text: str, n_characters: int) -> str:
    """Spaces at its ends stay there: they stand between a number and its unit."""
    bare = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    n_longer = math.ceil(_LONGER * n_characters)
    longer = " ".join("~" * min(_WORD, n_longer - start) for start in range(0, n_longer, _WORD))
    return f"{before}[{bare} {longer}]{after}"


def unmarked(text: str) -> str:
    """What of a shown text stands in no brackets."""
    outside, depth = [], 0
    for character in text:
        depth += character == "["
        if not depth:
            outside.append(character)
        depth -= character == "]"
    return "".join(outside)


def _in_pieces(text: str, letters: dict[int, int]) -> str:
    return "".join(
        piece if _PLACEHOLDER.fullmatch(piece) else piece.translate(letters) for piece in _PLACEHOLDER.split(text)
    )


_HEBREW = {
    ord(letter): _FIRST_HEBREW + number % _N_HEBREW
    for number, letter in enumerate("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
