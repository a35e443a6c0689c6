"""A line of a page: its texts and tags, and the content that is made of it. Reading process.

A tag within it is a mark; one that holds for all of it, or stands at its ends, is none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.editing.looks import LOOKS_OF_TAGS
from desktop_llm.documents.editing.markup_tokens import TokenKind
from desktop_llm.documents.editing.spliced_text import MarkedContent, Markup, Range
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart, Looks, Piece

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_NUMBER: Final = re.compile(r"\s*(?:(?:\d+\.)+\d*|\d+\))\s+")


@dataclass(slots=True)
class PageItem:
    """A token of a line, or an element of it that stays as it is. `partner` is where a pair's other tag stands."""

    kind: TokenKind
    range: Range
    text: str = ""
    name: str = ""
    partner: int = -1

    @property
    def is_blank(self) -> bool:
        return self.kind is TokenKind.TEXT and not self.text.strip(" \t\r\n\f")


def one_spaced(text: str) -> str:
    """As browsers show it."""
    return _SPACES.sub(" ", text)


def pair(line: list[PageItem]) -> None:
    """Find the partners. A tag without one becomes something that stands alone."""
    waiting: list[int] = []
    n_waiting: Counter[str] = Counter()
    for index, item in enumerate(line):
        if item.kind is TokenKind.OPENING:
            waiting.append(index)
            n_waiting[item.name] += 1
        elif item.kind is TokenKind.CLOSING and n_waiting[item.name]:
            depth = next(each for each in range(len(waiting) - 1, -1, -1) if line[waiting[each]].name == item.name)
            item.partner = waiting[depth]
            line[waiting[depth]].partner = index
            n_waiting.subtract(line[each].name for each in waiting[depth:])
            del waiting[depth:]
    for item in line:
        if item.kind in (TokenKind.OPENING, TokenKind.CLOSING) and item.partner < 0:
            item.kind = TokenKind.ALONE


def without_ends(line: list[PageItem]) -> tuple[int, int]:
    """The part of a line that is to be translated, without spaces, marks and formats that hold for all of it."""
    first, last = 0, len(line)
    while first < last:
        if line[first].is_blank or (line[first].kind is TokenKind.ALONE and not line[first].text.strip()):
            first += 1
        elif line[last - 1].is_blank or (line[last - 1].kind is TokenKind.ALONE and not line[last - 1].text.strip()):
            last -= 1
        elif line[first].kind is TokenKind.OPENING and line[first].partner == last - 1:
            first, last = first + 1, last - 1
        elif line[first].kind is TokenKind.OPENING and _is_empty_or_number(line[first + 1 : line[first].partner]):
            first = line[first].partner + 1
        elif line[last - 1].kind is TokenKind.CLOSING and line[last - 1].partner == last - 2:
            last -= 2
        else:
            break
    return first, last


def _is_empty_or_number(items: Sequence[PageItem]) -> bool:
    """What stands before a heading or a paragraph in an element of its own: `2.1. `."""
    text = "".join(item.text for item in items)
    return not items or (_NUMBER.fullmatch(text) is not None and all(item.kind is TokenKind.TEXT for item in items))


def content_of(line: Sequence[PageItem], first: int, last: int) -> MarkedContent:
    pieces: list[Piece] = []
    texts: list[str] = []
    markup: dict[int, Markup] = {}
    looks: dict[int, Looks] = {}
    ids: dict[int, int] = {}
    index = first
    while index < last:
        item = line[index]
        index += 1
        if item.kind is TokenKind.TEXT:
            texts.append(item.text)
            continue
        _add_text(pieces, texts)
        if item.kind is TokenKind.CLOSING:
            if index - 1 in ids:  # else a pair around another one that ended just now
                pieces.append(InlineEnd(ids[index - 1]))
        elif item.kind is TokenKind.OPENING:
            inner = _innermost(line, index - 1)
            names = [each.name for each in line[index - 1 : inner + 1]]
            looks[len(markup) + 1] = frozenset(LOOKS_OF_TAGS[name] for name in names if name in LOOKS_OF_TAGS)
            index = inner + 1
            ids[line[inner].partner] = len(markup) + 1
            opening = (item.range[0], line[inner].range[1])
            markup[len(markup) + 1] = Markup(opening, (line[line[inner].partner].range[0], line[item.partner].range[1]))
            pieces.append(InlineStart(len(markup)))
        else:
            markup[len(markup) + 1] = Markup(item.range)
            pieces.append(InlineObject(len(markup), item.text))
    _add_text(pieces, texts)
    return MarkedContent(_stripped(pieces), markup, looks)


def _innermost(line: Sequence[PageItem], index: int) -> int:
    """Of elements that hold nothing but one another, as `<a><em>`: they are one mark."""
    while (
        line[index + 1].kind is TokenKind.OPENING
        and line[index + 1].partner == line[index].partner - 1
        and line[index].range[1] == line[index + 1].range[0]
        and line[line[index + 1].partner].range[1] == line[line[index].partner].range[0]
    ):
        index += 1
    return index


def _add_text(pieces: list[Piece], texts: list[str]) -> None:
    """What was gathered, as one piece."""
    if text := one_spaced("".join(texts)):
        pieces.append(text)
    texts.clear()


def _stripped(pieces: list[Piece]) -> Content:
    if pieces and isinstance(first := pieces[0], str):
        pieces[0] = first.lstrip(" ")
    if pieces and isinstance(last := pieces[-1], str):
        pieces[-1] = last.rstrip(" ")
    return tuple(piece for piece in pieces if piece != "")
