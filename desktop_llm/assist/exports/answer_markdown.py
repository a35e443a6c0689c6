"""The Markdown that models write, as tokens and as HTML: no HTML of its own, no pictures, no odd links. Any thread."""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_MAX_MARKDOWN_CHARACTERS: Final = 500_000
_MAX_BRACKETS: Final = 3_000
"""Brackets cost the parser quadratic time; a text with more of them is shown as it is."""


def markdown_tokens(text: str) -> list[Token] | None:
    """None for a text that would take minutes: it is to be shown as it is."""
    return _markdown().parse(text) if _is_bearable(text) else None


def markdown_as_html(text: str) -> str:
    """Markdown without HTML, pictures and links to anything but the web and mail."""
    return str(_markdown().render(text)) if _is_bearable(text) else plain_as_html(text)


def plain_as_html(text: str) -> str:
    return f'<div class="plain">{escape(text)}</div>'


def is_link_allowed(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in LINK_SCHEMES
    except ValueError:
        return False


def _is_bearable(text: str) -> bool:
    return len(text) <= _MAX_MARKDOWN_CHARACTERS and text.count("[") <= _MAX_BRACKETS


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    # Without this rule ![alt](address) is an exclamation mark and a link, which nobody follows but the reader.
    markdown.disable("image")
    markdown.add_render_rule("link_open", _link_open)
    return markdown


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    if not is_link_allowed(str(token.attrs.get("href", ""))):
        token.attrs.pop("href", None)
    token.attrs["rel"] = "noopener noreferrer nofollow"
    return renderer.renderToken(tokens, index, options, env)
