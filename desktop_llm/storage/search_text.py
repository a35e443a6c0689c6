"""Text as the search index sees it, and what a person typed as a question to that index. Any thread.

The index (FTS5, unicode61) knows words by the spaces around them. Chinese, Japanese, Thai and their like write none, so
each of their characters is set apart as a word of its own, and what was typed in them is looked up as a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

SEPARATOR: Final = "\x1f"
MATCH_START: Final = "\x02"
MATCH_END: Final = "\x03"

_UNSPACED_CHARACTERS: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"  # Chinese characters
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # Hangul: endings and compounds are written without a space
)
_UNSPACED: Final = re.compile(f"([{_UNSPACED_CHARACTERS}])")
_QUESTION_WORD: Final = re.compile(rf"[{_UNSPACED_CHARACTERS}]+|[^\W_{_UNSPACED_CHARACTERS}]+")
_BEGINNING_CHARACTERS: Final = 6  # of a word that may be inflected
_INFLECTED_CHARACTERS: Final = 4
_MARKS: Final = str.maketrans(dict.fromkeys((SEPARATOR, MATCH_START, MATCH_END), " "))


def segmented(text: str) -> str:
    """The text with every character of an unspaced script set apart, and without the marks used in snippets."""
    if text.isascii():
        return text.translate(_MARKS)
    return _UNSPACED.sub(SEPARATOR + r"\1" + SEPARATOR, text.translate(_MARKS))


def unsegmented(snippet: str) -> str:
    """A snippet of segmented text on one line, as it was written."""
    return " ".join(snippet.replace(SEPARATOR, "").split())


def match_expression(typed: str) -> str:
    """An FTS5 expression that asks for every typed word, each as the beginning of a word. Empty: nothing to look for.

    Words stand in quotation marks, so nothing that was typed is read as syntax.
    """
    words = (segmented(word).replace('"', " ") for word in typed.split())
    return " AND ".join(f'"{word}"*' for word in words if _has_token(word))


def question_expression(question: str) -> str:
    """An FTS5 expression that asks for any of the question's words, inflected or not. Empty: nothing to look for.

    Scripts without spaces are asked for by each pair of neighbouring characters.
    """
    terms: dict[str, None] = {}
    for match in _QUESTION_WORD.finditer(unicodedata.normalize("NFC", question)):
        terms |= dict.fromkeys(term for term in _question_terms(match[0].lower()) if _has_token(term))
    return " OR ".join(terms)


def _question_terms(word: str) -> Iterator[str]:
    if _UNSPACED.match(word):
        yield from (f'"{" ".join(word[index : index + 2])}"' for index in range(max(1, len(word) - 1)))
    elif word.isdigit() or len(word) < _INFLECTED_CHARACTERS:
        yield f'"{word}"'
    else:
        yield f'"{word[:_BEGINNING_CHARACTERS]}"*'


def is_one_letter(typed: str) -> bool:
    """Whether that is all there is, and it is not a character that is a word of its own."""
    return len(segmented(typed.strip())) == 1


def _has_token(word: str) -> bool:
    """Whether unicode61 finds anything in it; a phrase without a token would match nothing at all."""
    return any(unicodedata.category(character)[0] in "LN" for character in word)
