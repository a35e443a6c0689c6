"""A model's card as text that is good to read: HTML and pictures, which are never shown, leave only their words. Pure.

A card is written by somebody unknown. Every step takes time in proportion to its length, whatever stands in it.
"""

import html
import re
from collections.abc import Iterator
from typing import Final

MAX_CARD_CHARS: Final = 100_000

_PICTURE_LINK: Final = re.compile(r"\[\s{0,20}!\[[^\[\]]{0,500}\]\([^()]{0,2000}\)\s{0,20}\]\([^()]{0,2000}\)")
_PICTURE: Final = re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,2000}\)")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(\s[^<>]{0,2000})?/?>")
_HREF: Final = re.compile(r"\shref\s{0,5}=\s{0,5}[\"']([^\"']{1,1500})[\"']", re.IGNORECASE)
_FENCE: Final = re.compile(r"^[ \t]{0,20}(`{3,20}|~{3,20})")
_UNREADABLE: Final = frozenset({"script", "style", "svg"})
_BREAKING: Final = frozenset({"br", "p", "div", "li", "tr", "table", "ul", "ol", "details", "summary", "hr", "center"})
_STRONG: Final = frozenset({"b", "strong", "summary"})


def readable_card(card: str) -> str:
    """The card as Markdown without HTML and pictures; what stands in code fences is left as it is.

    More than MAX_CARD_CHARS characters are not shown; no card that helps is as long.
    """
    parts = [part if is_code else _readable(part) for part, is_code in _parts(card[:MAX_CARD_CHARS])]
    return "\n".join(_without_many_blanks("".join(parts))).strip()


def _parts(card: str) -> Iterator[tuple[str, bool]]:
    """The card cut into prose and code fences, each with whether it is code."""
    lines: list[str] = []
    fence = ""
    for line in card.splitlines(keepends=True):
        match = _FENCE.match(line)
        if match is None or (fence and (not match[1].startswith(fence) or line.strip() != match[1])):
            lines.append(line)
            continue
        if fence:
            lines.append(line)
        yield "".join(lines), bool(fence)
        lines = [] if fence else [line]
        fence = "" if fence else match[1]
    yield "".join(lines), bool(fence)


def _readable(prose: str) -> str:
    text = _without_comments(prose)
    text = _PICTURE_LINK.sub("", text)
    text = _PICTURE.sub("", text)
    return html.unescape("".join(_without_tags(text)))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    start = 0
    while (begin := text.find("<!--", start)) >= 0:
        kept.append(text[start:begin])
        end = text.find("-->", begin)
        start = len(text) if end < 0 else end + 3
    kept.append(text[start:])
    return "".join(kept)


def _without_tags(text: str) -> Iterator[str]:
    """The words between the tags, and Markdown for the few tags that Markdown has something for."""
    start = 0
    skipped_until = ""
    href = ""
    for tag in _TAG.finditer(text):
        is_end, name = bool(tag[1]), tag[2].lower()
        if not skipped_until:
            yield text[start : tag.start()]
        start = tag.end()
        if skipped_until:
            skipped_until = "" if is_end and name == skipped_until else skipped_until
        elif name in _UNREADABLE and not is_end:
            skipped_until = name
        elif name == "a":
            target = _HREF.search(tag[3] or "") if not is_end else None
            yield f"]({href})" if is_end and href else ("[" if target else "")
            href = target[1].replace(" ", "%20") if target else ""
        else:
            yield _markdown_of(name, is_end=is_end)
    if not skipped_until:
        yield text[start:]


def _markdown_of(name: str, *, is_end: bool) -> str:
    strong = "**" if name in _STRONG else ""
    if name[:1] == "h" and name[1:].isdigit():
        return "\n" if is_end else "\n" + "#" * min(int(name[1:]), 6) + " "
    if name == "li":
        return "" if is_end else "\n- "
    if name in _BREAKING:
        return strong + "\n" if is_end else "\n" + strong
    return strong


def _without_many_blanks(text: str) -> Iterator[str]:
    """The lines of the text, with one blank line where there were several."""
    was_blank = False
    for line in text.split("\n"):
        if line.strip() or not was_blank:
            yield line
        was_blank = not line.strip()
