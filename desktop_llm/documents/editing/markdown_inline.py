"""What stands between words in a line of Markdown: emphasis, links, code, as ranges of the text. Reading process.

Parsers tell what it means and not where it stands; this tells where.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.editing.looks import LOOKS_OF_TAGS, NO_LOOK
from desktop_llm.documents.editing.spliced_text import MarkedContent, Markup
from desktop_llm.documents.segments import InlineEnd, InlineObject, InlineStart, Look, Looks, Piece

_TOKEN: Final = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<math>\$\$.+?\$\$|\$(?=[^\s$])[^$]*[^\s$]\$(?!\d)|\\\(.+?\\\)|\\\[.+?\\\])"
    r"|(?P<auto><(?:[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>)"
    r"|(?P<tag></?[a-zA-Z][^<>]*>|<!--.*?-->)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<note>\[\^[^\]\s]+\])"
    r"|(?P<hard>(?:\\| {2,})\r?\n)"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]]*\])?)"
    r"|(?P<mark>\*\*\*|\*\*|\*|___|__|_|~~)",
    re.DOTALL,
)
_SPACE: Final = re.compile(r"\s")
_VOID: Final = re.compile(r"<(?:br|img|hr|input|wbr)\b|/>$|<!--", re.IGNORECASE)
_NAME: Final = re.compile(r"</?([a-zA-Z][\w-]*)")


@dataclass(slots=True)
class _Mark:
    """`what` pairs openings with closings; an empty one stands alone. A mark that is dropped was text after all."""

    start: int
    end: int
    what: str = ""
    is_opening: bool = False
    is_closing: bool = False
    partner: int = -1
    is_text: bool = False


def inline_content(text: str) -> MarkedContent:
    """Of a line or paragraph."""
    marks = [mark for match in _TOKEN.finditer(text) for mark in _marks(match, text)]
    _pair(marks)
    pieces: list[Piece] = []
    markup: dict[int, Markup] = {}
    looks: dict[int, Looks] = {}
    ids: dict[int, int] = {}
    position = 0
    for index, mark in enumerate(marks):
        if mark.is_text:
            continue
        if text[position : mark.start]:
            pieces.append(text[position : mark.start])
        position = mark.end
        if mark.partner > index:
            ids[mark.partner] = len(markup) + 1
            pieces.append(InlineStart(len(markup) + 1))
            other = marks[mark.partner]
            looks[len(markup) + 1] = _look(mark, text)
            markup[len(markup) + 1] = Markup((mark.start, mark.end), (other.start, other.end))
        elif mark.partner >= 0:
            pieces.append(InlineEnd(ids[index]))
        else:
            pieces.append(InlineObject(len(markup) + 1, _shown(text[mark.start : mark.end])))
            markup[len(markup) + 1] = Markup((mark.start, mark.end))
    if text[position:]:
        pieces.append(text[position:])
    return MarkedContent(tuple(pieces), markup, looks)


def _marks(match: re.Match[str], text: str) -> list[_Mark]:
    start, end = match.span()
    if match["open"]:
        return [_Mark(start, end, "[", is_opening=True)]
    if match["close"]:
        return [_Mark(start, end, "[", is_closing=True)]
    if match["mark"]:
        return _emphasis(match, text)
    if (tag := match["tag"]) and not _VOID.search(tag):
        name = _NAME.match(tag)
        what = f"<{name[1].lower() if name else ''}"
        is_end = tag.startswith("</")
        return [_Mark(start, end, what, is_opening=not is_end, is_closing=is_end)]
    return [_Mark(start, end)]


def _emphasis(match: re.Match[str], text: str) -> list[_Mark]:
    """By CommonMark 6.2: no opening before a space, no closing behind one, no underscore within a word."""
    start, end = match.span()
    before = text[start - 1] if start else " "
    behind = text[end] if end < len(text) else " "
    is_opening = not _SPACE.match(behind)
    is_closing = not _SPACE.match(before)
    if match[0].startswith("_"):
        is_opening = is_opening and not before.isalnum()
        is_closing = is_closing and not behind.isalnum()
    if not is_opening and not is_closing:
        return []
    if len(match[0]) == 3:  # strong and emphasis in one
        kinds = [(0, 2), (2, 3)] if is_opening and not (is_closing and behind.isspace()) else [(0, 1), (1, 3)]
        return [_Mark(start + a, start + b, match[0][a:b], is_opening, is_closing) for a, b in kinds]
    return [_Mark(start, end, match[0], is_opening, is_closing)]


def _pair(marks: Sequence[_Mark]) -> None:
    waiting: list[int] = []
    for index, mark in enumerate(marks):
        if mark.is_closing:
            depth = next(
                (each for each in range(len(waiting) - 1, -1, -1) if marks[waiting[each]].what == mark.what), -1
            )
            if depth >= 0:
                mark.partner = waiting[depth]
                marks[waiting[depth]].partner = index
                del waiting[depth:]
                continue
        if mark.is_opening:
            waiting.append(index)
    for mark in marks:
        mark.is_text = bool(mark.what) and mark.partner < 0 and not mark.what.startswith("<")


def _look(mark: _Mark, text: str) -> Looks:
    if mark.what.startswith("<"):
        look = LOOKS_OF_TAGS.get(mark.what[1:])
    elif mark.what == "[":
        look = Look.LINK if text[mark.start] == "[" else None  # else what is said of a picture
    else:
        look = Look.STRUCK if mark.what == "~~" else Look.BOLD if len(mark.what) > 1 else Look.ITALIC
    return frozenset({look}) if look else NO_LOOK


def _shown(raw: str) -> str:
    if raw.startswith("<"):
        return ""
    return "\n" if raw.endswith("\n") else raw.strip("`\\")
