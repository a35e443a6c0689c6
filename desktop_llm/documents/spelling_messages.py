"""What the program and the process that checks spelling say to each other. Both import this."""

from typing import Final

import msgspec
from msgspec import Struct

SPELLING_MEMORY_BYTES: Final = 1024**3
"""What the process may take; it forbids itself more, and the program ends it beyond that."""


class SpellingDictionary(Struct, frozen=True):
    """The files `name`.aff and `name`.dic in a folder. name is a language, often with a region: de_AT."""

    folder: str
    name: str

    @property
    def language(self) -> str:
        return self.name.replace("-", "_").split("_")[0].lower()


class FindWrongWords(Struct, frozen=True, kw_only=True, tag=True):
    """Which of the words are in no form in the dictionary? Ends in WrongWordsFound or SpellingFailed."""

    dictionary: SpellingDictionary
    words: tuple[str, ...]


class SuggestWords(Struct, frozen=True, kw_only=True, tag=True):
    """What may have been meant? Ends in WordsSuggested or SpellingFailed."""

    dictionary: SpellingDictionary
    word: str


class FindLanguage(Struct, frozen=True, kw_only=True, tag=True):
    """Which language is this text in? Ends in LanguageFound."""

    text: str


class WrongWordsFound(Struct, frozen=True, kw_only=True, tag=True):
    words: tuple[str, ...]


class WordsSuggested(Struct, frozen=True, kw_only=True, tag=True):
    """The likeliest first."""

    words: tuple[str, ...]


class LanguageFound(Struct, frozen=True, kw_only=True, tag=True):
    """An ISO 639-1 code; empty where nobody can tell."""

    code: str


class SpellingFailed(Struct, frozen=True, kw_only=True, tag=True):
    reason: str


SpellingCommand = FindWrongWords | SuggestWords | FindLanguage
SpellingAnswer = WrongWordsFound | WordsSuggested | LanguageFound | SpellingFailed

command_decoder = msgspec.msgpack.Decoder(SpellingCommand)
answer_decoder = msgspec.msgpack.Decoder(SpellingAnswer)
