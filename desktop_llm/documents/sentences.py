"""Where sentences begin and end, by sentencex, with its known slips mended. Any process, any thread."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, Protocol, cast

from msgspec import Struct

# Words that end in a full stop and do not end a sentence, which sentencex does not know in their language.
_TITLES: Final = {
    "fr": "m mm mr mme mmes mlle mlles dr me pr p pp cf art n",
    "es": "sr sra srta sres dr dra d da ud uds art núm pág",
    "pt": "sr sra dr dra prof profa art n pág",
    "it": "sig sigg dott prof avv art n pag",
    "ca": "sr sra dr dra art núm pàg",
    "de": "hr fr dr prof art nr abs bzw vgl ca st",
    "nl": "dhr mevr dr prof art nr",
}
_TITLES_OF: Final = {language: frozenset(words.split()) for language, words in _TITLES.items()}
_LAST_WORD: Final = re.compile(r"(\w+)\.\s*\Z")
# 「…。」と言った: what follows a closed quotation in Japanese goes on with it.
_CLOSED_QUOTATION: Final = ("」", "』", "）")
_GOES_ON_IN_JAPANESE: Final = ("と", "って", "は", "が", "を", "に", "の", "も", "で", "という")


class Span(Struct, frozen=True):
    """From `start` up to `end` (exclusive), in characters."""

    start: int
    end: int


class _Boundaries(Protocol):
    """What is used of sentencex."""

    def __call__(self, language: str, text: str, /) -> list[dict[str, int | str | bool | None]]: ...


def sentences(text: str, language: str = "") -> tuple[Span, ...]:
    """The sentences of a text in an ISO 639-1 language, without the white space around them. None is left out."""
    trimmed = (_trimmed(text, start, end) for start, end in _mended(text, language, _boundaries(text, language)))
    return tuple(span for span in trimmed if span.start < span.end)


def _boundaries(text: str, language: str) -> Iterator[tuple[int, int]]:
    from sentencex import (  # pyright: ignore[reportMissingTypeStubs]
        get_sentence_boundaries,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType] # it is Rust
    )

    boundaries = cast("_Boundaries", get_sentence_boundaries)
    at = 0
    for boundary in boundaries(language or "en", text):
        end = int(boundary["end_index"] or 0)
        yield at, end
        at = end
    if at < len(text):
        yield at, len(text)


def _mended(text: str, language: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for first, end in spans:
        start = first if start is None else start
        if not _goes_on(text, language, first, end):
            yield start, end
            start = None
    if start is not None:
        yield start, len(text)


def _goes_on(text: str, language: str, start: int, end: int) -> bool:
    """Whether what ends at `end` is no whole sentence."""
    if language == "ja":
        return text[start:end].rstrip().endswith(_CLOSED_QUOTATION) and text.startswith(_GOES_ON_IN_JAPANESE, end)
    titles = _TITLES_OF.get(language)
    word = _LAST_WORD.search(text[max(start, end - 12) : end]) if titles else None
    return word is not None and titles is not None and word[1].lower() in titles


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
