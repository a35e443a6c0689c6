"""Markdown to tokens, for text that nobody vouches for: no HTML, no reference definitions, three kinds of links.

Pure text; runs on the GUI thread, so every input must be parsed within a frame. Reference definitions are off because
one at the end would change blocks that are drawn already.
"""

import re
from functools import cache, lru_cache
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_MAX_NESTING: Final = 40
_MAX_BRACKETS: Final = 300
"""Brackets and colons cost quadratic time: 3,000 take 80 and 125 ms. A paragraph with more is shown as it is."""

_MAX_DELIMITERS: Final = 600
_MATH_IN_LINE: Final = (
    re.compile(r"\\\((.{1,1000}?)\\\)", re.DOTALL),
    re.compile(r"\\\[(.{1,1000}?)\\\]", re.DOTALL),
    re.compile(r"\$\$([^$]{1,1000})\$\$"),
    re.compile(r"(?<![\\$\w])\$(?![\s$])((?:\\.|[^$\\\n]){1,500})(?<!\s)\$(?![\w$])"),
)
_MATH_ENDINGS: Final = {"$$": "$$", r"\[": r"\]"}


def parse(text: str) -> list[Token]:
    """Block tokens with their inline tokens as children. The inline tokens are shared: do not change them."""
    tokens: list[Token] = []
    _markdown().block.parse(text, _markdown(), {}, tokens)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        return _as_it_is(text)
    for token in tokens:
        if token.type == "inline":
            token.children = list(_inline(token.content))
    return tokens


def is_link_allowed(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in LINK_SCHEMES
    except ValueError:
        return False


@lru_cache(maxsize=256)
def _inline(text: str) -> tuple[Token, ...]:
    if _is_costly(text):
        return tuple(_lines(text))
    tokens: list[Token] = []
    _markdown().inline.parse(text, _markdown(), {}, tokens)
    return tuple(tokens)


def _is_costly(text: str) -> bool:
    brackets = text.count("[") + text.count("<") + text.count("!")
    delimiters = text.count("*") + text.count("_") + text.count("~") + text.count("$")
    colons = text.count(":") + text.count("@")
    return brackets > _MAX_BRACKETS or delimiters > _MAX_DELIMITERS or colons > _MAX_BRACKETS


def _lines(text: str) -> list[Token]:
    tokens: list[Token] = []
    for line in text.split("\n"):
        tokens += [Token("text", "", 0, content=line), Token("softbreak", "br", 0)]
    return tokens[:-1]


def _as_it_is(text: str) -> list[Token]:
    """Nested deeper than a parser can follow: shown as its own source, so that nothing is lost."""
    inline = Token("inline", "", 0, content=text, map=[0, text.count("\n") + 1])
    inline.children = _lines(text.strip("\n"))
    opening = Token("paragraph_open", "p", 1, map=inline.map, block=True)
    return [opening, inline, Token("paragraph_close", "p", -1, block=True)]


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    markdown.disable(["reference", "html_block", "html_inline"])
    markdown.use(gfm_autolink_plugin)
    markdown.inline.ruler.before("escape", "math_inline", _math_inline)
    markdown.block.ruler.before("fence", "math_block", _math_block, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.validateLink = is_link_allowed
    return markdown


def _math_inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "\\$":
        return False
    for pattern in _MATH_IN_LINE:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is not None and match[1].strip():
            if not silent:
                token = state.push("math_inline", "math", 0)
                token.content = match[1].strip()
                token.markup = match[0]
            state.pos = match.end()
            return True
    return False


def _math_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Like a fence, but it also ends, unfinished, at a blank line: what is above never depends on what follows."""
    first = _line(state, start_line)
    ending = _MATH_ENDINGS.get(first[:2])
    if ending is None or state.is_code_block(start_line):
        return False
    closing = first.find(ending, 2)
    if closing >= 0 and first[closing + 2 :].strip(" .,;"):
        return False
    if silent:
        return True
    last_line = _last_math_line(state, start_line, end_line, ending)
    content = "\n".join(_line(state, number) for number in range(start_line, last_line + 1))
    state.line = last_line + 1
    token = state.push("math_block", "math", 0)
    token.block = True
    token.markup = content
    token.content = content[2:].rpartition(ending)[0].strip()
    token.map = [start_line, state.line]
    return True


def _last_math_line(state: StateBlock, start_line: int, end_line: int, ending: str) -> int:
    for number in range(start_line, end_line):
        line = _line(state, number)
        if not line.strip() or state.sCount[number] < state.blkIndent:
            return number - 1
        if ending in (line[2:] if number == start_line else line):
            return number
    return end_line - 1


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
