"""A segment as what a model is asked for at once: the whole of it, unless it is very long. Pure; any thread.

Paragraphs are translated better than single sentences, so that only those above 1,200 characters are divided.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.assist.translation.placeholders_in_text import without_placeholders
from desktop_llm.documents.sentences import Span, sentences

MOST_CHARACTERS: Final = 1200
_GOOD_CHARACTERS: Final = 800
_UNSPACED_LANGUAGES: Final = frozenset({"ja", "zh", "th", "lo", "my", "km", "bo"})
_LINE: Final = re.compile(r"[^\n]+")
_SPACE: Final = re.compile(r"\s")


class Pieces(Struct, frozen=True):
    """`spans` are the pieces of `text`; what stands around and between them is kept."""

    text: str
    spans: tuple[Span, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(self.text[span.start : span.end] for span in self.spans)

    def joined(self, targets: Sequence[str], language: str) -> tuple[str, tuple[int, ...]]:
        """The translations of the first pieces as one text, and where each begins in it."""
        parts: list[str] = []
        starts: list[int] = []
        at, length = 0, 0
        for span, target in zip(self.spans, targets, strict=False):
            gap = self._gap(at, span.start, language) if starts else self.text[: span.start]
            starts.append(length + len(gap))
            parts += (gap, target)
            length += len(gap) + len(target)
            at = span.end
        if len(targets) >= len(self.spans):
            parts.append(self.text[at:])
        return "".join(parts), tuple(starts)

    def _gap(self, start: int, end: int, language: str) -> str:
        """Between sentences there is a space, but in some scripts."""
        gap = self.text[start:end]
        if gap.strip(" "):
            return gap
        return "" if language in _UNSPACED_LANGUAGES else gap or " "


def pieces_of(text: str, language: str, *, is_line_by_line: bool = False) -> Pieces:
    """is_line_by_line: the model ends its answer with the line."""
    if is_line_by_line and "\n" in text.strip():
        lines = (Span(match.start(), match.end()) for match in _LINE.finditer(text))
        spans = (span for line in lines for span in _divided(text, line, language))
    else:
        spans = _divided(text, Span(0, len(text)), language)
    return Pieces(text, tuple(spans))


def has_words(text: str) -> bool:
    """Whether there is anything to translate in it beside placeholders, addresses and numbers."""
    return any(character.isalpha() for character in without_placeholders(text))


def _divided(text: str, span: Span, language: str) -> Iterator[Span]:
    span = _trimmed(text, span)
    if span.start == span.end:
        return
    if span.end - span.start <= MOST_CHARACTERS:
        yield span
        return
    start = end = span.start
    for each in sentences(text[span.start : span.end], language):
        sentence_end = span.start + each.end
        if end > start and sentence_end - start > _GOOD_CHARACTERS:
            yield from _cut(text, Span(start, end))
            start = span.start + each.start
        end = sentence_end
    yield from _cut(text, Span(start, end))


def _cut(text: str, span: Span) -> Iterator[Span]:
    """A sentence without an end is cut between words, or anywhere."""
    start = span.start
    while span.end - start > MOST_CHARACTERS:
        spaces = [match.start() for match in _SPACE.finditer(text, start + 1, start + MOST_CHARACTERS)]
        end = spaces[-1] if spaces else start + MOST_CHARACTERS
        yield _trimmed(text, Span(start, end))
        start = end
    rest = _trimmed(text, Span(start, span.end))
    if rest.start < rest.end:
        yield rest


def _trimmed(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.end - len(piece) + len(piece.rstrip())))
