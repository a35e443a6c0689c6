"""Words as keys that stay the same when a word is inflected or capitalized, in any script. Pure; any thread.

No stemmer: one for each language would be needed, and the beginning of a word finds the same passage. Scripts without
spaces give each pair of neighbouring characters.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_STEM_CHARACTERS: Final = 6
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana, Chinese characters
)
_WORD: Final = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")


def word_keys(text: str) -> tuple[str, ...]:
    """The keys of the text's words, in their order."""
    keys: list[str] = []
    for match in _WORD.finditer(text if text.isascii() else unicodedata.normalize("NFKC", text)):
        word = match[0]
        if word.isascii() or not _IS_UNSPACED.match(word):
            keys.append(_key(word))
        elif len(word) == 1:
            keys.append(word)
        else:
            keys += [word[index : index + 2] for index in range(len(word) - 1)]
    return tuple(keys)


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    folded = word.casefold()
    return folded if folded.isdigit() else folded[:_STEM_CHARACTERS]
