"""A text in the pieces that are rewritten one by one: paragraphs that belong together, never code. Pure; any thread."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from desktop_llm.assist.translation.translation_pieces import MOST_CHARACTERS, has_words, pieces_of
from desktop_llm.documents.sentences import Span

_BLOCK: Final = re.compile(
    r"(?:^[ \t]*(```|~~~).*?(?:^[ \t]*\1[ \t]*$|\Z))|(?:[^\n]*\S[^\n]*(?:\n|\Z))+", re.DOTALL | re.MULTILINE
)
_FENCES: Final = ("```", "~~~")


class RewritePieces(Struct, frozen=True):
    """`spans` are rewritten; what stands around and between them stays."""

    text: str
    spans: tuple[Span, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(self.text[span.start : span.end] for span in self.spans)

    def joined(self, written: list[str]) -> str:
        """The text with these in the places of its first pieces."""
        parts: list[str] = []
        at = 0
        for span, text in zip(self.spans, written, strict=False):
            parts += (self.text[at : span.start], text)
            at = span.end
        if len(written) == len(self.spans):
            parts.append(self.text[at:])
        return "".join(parts)


def rewrite_pieces(text: str, language: str, most_characters: int) -> RewritePieces:
    spans: list[Span] = []
    for block in _blocks(text):
        for span in _divided(text, block, language, most_characters):
            if spans and span.end - spans[-1].start <= most_characters and _is_empty(text[spans[-1].end : span.start]):
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
    return RewritePieces(text, tuple(spans))


def _blocks(text: str) -> Iterator[Span]:
    for match in _BLOCK.finditer(text):
        content = match[0]
        if content.lstrip().startswith(_FENCES) or not has_words(content):
            continue
        start = match.start() + len(content) - len(content.lstrip())
        yield Span(start, match.start() + len(content.rstrip()))


def _divided(text: str, block: Span, language: str, most_characters: int) -> Iterator[Span]:
    if block.end - block.start <= max(most_characters, MOST_CHARACTERS):
        yield block
        return
    for piece in pieces_of(text[block.start : block.end], language).spans:
        yield Span(block.start + piece.start, block.start + piece.end)


def _is_empty(gap: str) -> bool:
    return not gap.strip()
