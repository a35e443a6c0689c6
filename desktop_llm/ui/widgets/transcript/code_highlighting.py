"""Which colour each piece of code gets: Pygments' tokens and a light and a dark set of colours. Pure, GUI thread."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, _TokenType

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LIGHT: Final = {
    Comment: "#6B6A66",
    Keyword: "#8A3A8F",
    Name.Builtin: "#2F6F5E",
    Name.Class: "#1F5FA8",
    Name.Decorator: "#8C5900",
    Name.Function: "#1F5FA8",
    Name.Tag: "#8A3A8F",
    Name.Attribute: "#8C5900",
    Number: "#A0460F",
    String: "#2F6F5E",
    Generic.Deleted: "#B3261E",
    Generic.Inserted: "#2F6F5E",
    Generic.Heading: "#1F5FA8",
    Operator.Word: "#8A3A8F",
}
_DARK: Final = {
    Comment: "#A09F9B",
    Keyword: "#D6A0DB",
    Name.Builtin: "#7CC4AE",
    Name.Class: "#8DB8F0",
    Name.Decorator: "#E0A84A",
    Name.Function: "#8DB8F0",
    Name.Tag: "#D6A0DB",
    Name.Attribute: "#E0A84A",
    Number: "#EDA27A",
    String: "#9CCB8B",
    Generic.Deleted: "#F2877F",
    Generic.Inserted: "#9CCB8B",
    Generic.Heading: "#8DB8F0",
    Operator.Word: "#D6A0DB",
}


def load_lexer(language: str) -> Lexer | None:
    """The lexer of a fence's language word, None for a word that names none. May take 100 ms."""
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415  # on the spare thread, not before the window
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None


def colored_pieces(lexer: Lexer, code: str, *, is_dark: bool) -> Iterator[tuple[int, int, str]]:
    """Start, length and colour of every piece that is not in the text's own colour, in order."""
    for start, token, text in lexer.get_tokens_unprocessed(code):
        color = _color(token, is_dark=is_dark)
        if color and text:
            yield start, len(text), color


def color_set(*, is_dark: bool) -> frozenset[str]:
    return frozenset((_DARK if is_dark else _LIGHT).values())


@lru_cache(maxsize=512)
def _color(token: _TokenType, *, is_dark: bool) -> str:
    colors = _DARK if is_dark else _LIGHT
    while token not in colors:
        if token.parent is None:
            return ""
        token = token.parent
    return colors[token]
