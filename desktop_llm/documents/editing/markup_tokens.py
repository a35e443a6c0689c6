"""HTML and XHTML as tokens that know where they stand, so that a page can be changed without being written anew.

Every character of the page is in one token, however broken the page is. Reading process.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

_TOKEN: Final = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?>|<![^>]*>"
    r"|</?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\">]+){0,400}+>"  # bounded: where quotes do not end, no tag does
    r"|[^<]+|<",
    re.DOTALL,
)
_TAG: Final = re.compile(r"</?([A-Za-z][^\s/>]*)")
# A name begins where no other letter of one stands before it: a long one without a value is looked at once.
_ATTRIBUTE: Final = re.compile(r"(?<![^\s=/\"'<>])([^\s=/\"'<>]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
# What stands in them is no markup, up to their end.
_RAW: Final = frozenset({"script", "style", "xmp"})
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
# Elements that stand in a line of text; any other ends it.
INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "label",
        "mark",
        "meter",
        "nobr",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


class TokenKind(Enum):
    TEXT = 0
    OPENING = 1
    CLOSING = 2
    ALONE = 3
    """A tag without content: void, or closed at once."""
    OTHER = 4
    """Comments, declarations, scripts."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """Where its value stands, without quotation marks. A value without them cannot be replaced by any text."""

    name: str
    value: str
    start: int
    end: int
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Token:
    kind: TokenKind
    raw: str
    start: int
    name: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    @property
    def text(self) -> str:
        return html.unescape(self.raw)

    def attributes(self) -> Iterator[Attribute]:
        """Of a tag, as they stand there."""
        for match in _ATTRIBUTE.finditer(self.raw, len(self.name) + 1):
            group = next(each for each in (2, 3, 4) if match[each] is not None)
            start, end = match.span(group)
            yield Attribute(
                match[1].lower(), html.unescape(match[group]), self.start + start, self.start + end, group != _UNQUOTED
            )

    def attribute(self, name: str) -> str:
        return next((each.value for each in self.attributes() if each.name == name), "")


_UNQUOTED: Final = 4


def tokens_of(text: str, start: int = 0, stop: int | None = None) -> Iterator[Token]:
    """Of the text, or of a part of it, in their order. Names of elements are in small letters."""
    position, stop = start, len(text) if stop is None else stop
    while position < stop:
        match = _TOKEN.match(text, position, stop)
        if match is None:  # nothing that the last two alternatives would leave
            return
        token = _token(match[0], position)
        position = match.end()
        yield token
        if token.kind is TokenKind.OPENING and token.name in _RAW:
            end = re.compile(rf"</{token.name}\s*>", re.IGNORECASE).search(text, position, stop)
            end_at = end.start() if end else stop
            if end_at > position:
                yield Token(TokenKind.OTHER, text[position:end_at], position)
            position = end_at


def outer_tokens(tokens: Sequence[Token], is_whole: Callable[[Token], bool]) -> Iterator[tuple[Token, int]]:
    """Each with the offset behind it; of an element that is taken whole its opening tag, with the element's end.

    An element that never ends is its tag alone.
    """
    endless: set[str] = set()  # nobody looks a second time
    index = 0
    while index < len(tokens):
        token = tokens[index]
        last = index
        if token.kind is TokenKind.OPENING and token.name not in endless and is_whole(token):
            last = _last_of_element(tokens, index)
            if last == index:
                endless.add(token.name)
        yield token, tokens[last].end
        index = last + 1


def _last_of_element(tokens: Sequence[Token], index: int) -> int:
    name = tokens[index].name
    depth = 0
    for position in range(index, len(tokens)):
        if tokens[position].name == name:
            depth += {TokenKind.OPENING: 1, TokenKind.CLOSING: -1}.get(tokens[position].kind, 0)
            if depth == 0:
                return position
    return index


def _token(raw: str, start: int) -> Token:
    if not raw.startswith("<"):
        return Token(TokenKind.TEXT, raw, start)
    match = _TAG.match(raw)
    if match is None:
        return Token(TokenKind.TEXT if raw == "<" else TokenKind.OTHER, raw, start)
    name = match[1].lower()
    if raw.startswith("</"):
        return Token(TokenKind.CLOSING, raw, start, name)
    is_alone = raw.endswith("/>") or name in VOID
    return Token(TokenKind.ALONE if is_alone else TokenKind.OPENING, raw, start, name)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_in_attribute(text: str) -> str:
    return escaped(text).replace('"', "&quot;").replace("'", "&#39;")
