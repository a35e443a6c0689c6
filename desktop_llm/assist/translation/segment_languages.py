"""Which language each segment of a text is in: the text's own, but where a segment is clearly in another. Pure."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.assist.translation.placeholders_in_text import without_placeholders
from desktop_llm.assist.translation.untranslated_text import are_alike
from desktop_llm.documents.language import MIN_CHARACTERS, language_of

_MIN_MARGIN: Final = 0.5
_MIN_LETTERS_OF_OTHER: Final = 40
_MIN_MARGIN_OF_OTHER: Final = 0.95
_SAMPLE_CHARACTERS: Final = 6000


class SegmentLanguages(Struct, frozen=True):
    """`text` is the language of most of it, empty where nobody can tell; `segments` that of each."""

    text: str
    segments: tuple[str, ...]


def detected_language(text: str) -> str:
    """The code of the text's language, empty where it is too short or too uncertain."""
    sample = text[:_SAMPLE_CHARACTERS]
    guess = language_of(sample)
    is_told_by_script = guess.margin >= 1.0
    is_long_enough = sum(map(str.isalpha, sample)) >= MIN_CHARACTERS
    return guess.code if is_told_by_script or (is_long_enough and guess.margin >= _MIN_MARGIN) else ""


def segment_languages(texts: Sequence[str], given: str) -> SegmentLanguages:
    """`given` is what the person says it is in; what is clearly in another language is all the same told so."""
    plain = [without_placeholders(text) for text in texts]
    language = given or detected_language("\n".join(plain))
    return SegmentLanguages(language, tuple(_own_language(text, language) for text in plain))


def _own_language(text: str, language: str) -> str:
    if sum(map(str.isalpha, text)) < _MIN_LETTERS_OF_OTHER:
        return language
    guess = language_of(text)
    return guess.code if guess.margin >= _MIN_MARGIN_OF_OTHER and not are_alike(guess.code, language) else language
