"""A line of a page as letters within their elements, and letters as such a line again. Reading process."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from desktop_llm.documents.editing.markup_tokens import (
    INLINE,
    Token,
    TokenKind,
    escaped,
    escaped_in_attribute,
    tokens_of,
)
from desktop_llm.documents.editing.rich_runs import Part, Stretch
from desktop_llm.documents.rich_text import TextFormat

_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_FORMAT_OF: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}
_STYLES: Final = (
    ("bold", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")),
    ("italic", re.compile(r"font-style\s*:\s*italic")),
    ("underline", re.compile(r"text-decoration[^;:]*:[^;]*underline")),
    ("strike", re.compile(r"text-decoration[^;:]*:[^;]*line-through")),
)
_TAGS: Final = {"bold": "strong", "italic": "em", "underline": "u", "strike": "s", "code": "code"}
# Elements in a line that stay as they are, and what stands for them.
KEPT_IN_LINE: Final = {
    "audio": "[sound]",
    "button": "[button]",
    "canvas": "[picture]",
    "embed": "[object]",
    "iframe": "[page]",
    "img": "[picture]",
    "input": "[field]",
    "map": "[picture]",
    "math": "[formula]",
    "meter": "[…]",
    "object": "[object]",
    "progress": "[…]",
    "select": "[field]",
    "svg": "[picture]",
    "textarea": "[field]",
    "video": "[film]",
}
LINE_ELEMENTS: Final = INLINE | {"code", "kbd", "samp"}


@dataclass(frozen=True, eq=False, slots=True)
class Mark:
    """An element in a line: its tags, and which formats it gives."""

    opening: str
    closing: str
    formats: frozenset[str] = frozenset()
    link: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class HtmlSource:
    """How letters are written, within which elements, the outermost first."""

    raw: str
    marks: tuple[Mark, ...] = ()


HtmlStretch = Stretch[HtmlSource]
HtmlPart = Part[HtmlSource]


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a line, and where it stands in the page: text, a tag, or an element that stays as it is."""

    token: Token
    end: int
    shown: str = ""

    @property
    def is_kept(self) -> bool:
        return bool(self.shown)


@dataclass(frozen=True, slots=True)
class HtmlAnchor:
    """What is not seen; `at` is how many letters are before it, `marks` the elements around it."""

    at: int
    raw: str
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class HtmlLine:
    stretches: list[HtmlStretch] = field(default_factory=list[HtmlStretch])
    anchors: list[HtmlAnchor] = field(default_factory=list[HtmlAnchor])


def line_of(items: Sequence[Item], page: str) -> HtmlLine:
    """Spaces are one, and none at the ends. `kept` is the element itself."""
    return _Reading(items, page).line()


class _Reading:
    def __init__(self, items: Sequence[Item], page: str) -> None:
        self._items = items
        self._page = page
        self._partners = _partners(items)
        self._line = HtmlLine()
        self._marks: list[Mark] = []
        self._n_letters = 0
        self._ends_with_space = True

    def line(self) -> HtmlLine:
        skipped_to = -1
        for index, item in enumerate(self._items):
            if index <= skipped_to:
                continue
            kind, partner = item.token.kind, self._partners.get(index)
            if kind is TokenKind.OPENING and partner is not None and self._is_empty(index, partner):
                self._anchor(self._page[item.token.start : self._items[partner].end])
                skipped_to = partner
            elif kind is TokenKind.OPENING and partner is not None and not item.is_kept:
                self._marks.append(_mark(item.token, self._items[partner].token))
            elif kind is TokenKind.CLOSING and partner is not None:
                self._marks.pop()
            else:
                self._take(item)
        self._strip()
        return self._line

    def _is_empty(self, start: int, end: int) -> bool:
        inside = self._items[start + 1 : end]
        return not any(
            each.is_kept or each.token.name == "br" or (each.token.kind is TokenKind.TEXT and each.token.raw)
            for each in inside
        )

    def _take(self, item: Item) -> None:
        raw = self._page[item.token.start : item.end]
        if item.is_kept:
            self._add(item.shown, raw, kept=raw)
        elif item.token.kind is TokenKind.TEXT:
            text = _SPACES.sub(" ", item.token.text)
            text = text[1:] if self._ends_with_space and text.startswith(" ") else text
            if text:
                self._add(text, raw)
                self._ends_with_space = text.endswith(" ")
            elif raw:
                self._anchor(raw)
            return
        elif item.token.name == "br":
            self._add("\n", raw)
        else:
            self._anchor(raw)
            return
        self._ends_with_space = item.token.name == "br"

    def _add(self, text: str, raw: str, *, kept: str = "") -> None:
        look = {name: True for mark in self._marks for name in mark.formats}
        link = next((mark.link for mark in reversed(self._marks) if mark.link), "")
        source = HtmlSource(raw, tuple(self._marks))
        self._line.stretches.append(Stretch(text, TextFormat(**look, link=link), source, kept))
        self._n_letters += len(text)

    def _anchor(self, raw: str) -> None:
        self._line.anchors.append(HtmlAnchor(self._n_letters, raw, tuple(self._marks)))

    def _strip(self) -> None:
        """The space at the end is none."""
        stretches = self._line.stretches
        if stretches and not stretches[-1].kept and stretches[-1].text.endswith(" "):
            last = stretches.pop()
            text = last.text.rstrip(" ")
            if text:
                stretches.append(Stretch(text, last.format, last.source))


def _partners(items: Sequence[Item]) -> dict[int, int]:
    """Which tags belong together; others have none."""
    partners: dict[int, int] = {}
    waiting: list[int] = []
    for index, item in enumerate(items):
        if item.is_kept:
            continue
        if item.token.kind is TokenKind.OPENING:
            waiting.append(index)
        elif item.token.kind is TokenKind.CLOSING:
            fitting = (n for n in range(len(waiting) - 1, -1, -1) if items[waiting[n]].token.name == item.token.name)
            depth = next(fitting, None)
            if depth is not None:
                partners[waiting[depth]], partners[index] = index, waiting[depth]
                del waiting[depth:]
    return partners


def _mark(opening: Token, closing: Token) -> Mark:
    formats = {_FORMAT_OF[opening.name]} if opening.name in _FORMAT_OF else set[str]()
    style = opening.attribute("style")
    formats |= {name for name, pattern in _STYLES if style and pattern.search(style)}
    link = opening.attribute("href") if opening.name == "a" else ""
    return Mark(opening.raw, closing.raw, frozenset(formats), link)


class LineHtml:
    """Writes lines of one page."""

    def __init__(self, kept: Mapping[str, str], *, is_xml: bool) -> None:
        self._kept = kept
        self._break = "<br/>" if is_xml else "<br>"
        self._own_marks: dict[str, Mark] = {}

    def written(self, parts: Sequence[HtmlPart], line: HtmlLine) -> str:
        """`line` is what it was; empty for a new one."""
        return "".join(_Writing(self, line).pieces(parts))

    def marks(self, part: HtmlPart) -> tuple[Mark, ...]:
        """Those of the letters that it was or is like, but for formats that it does not have, and its other ones."""
        stretch = part.old or part.like
        wanted = {name for name in _TAGS if getattr(part.format, name)}
        marks = tuple(
            mark
            for mark in (stretch.source.marks if stretch is not None else ())
            if mark.formats <= wanted and mark.link in ("", part.format.link)
        )
        there = {name for mark in marks for name in mark.formats}
        is_linked = not part.format.link or any(mark.link for mark in marks)
        own = [] if is_linked else [self._own(f'a href="{escaped_in_attribute(part.format.link)}"', "a")]
        return (*marks, *own, *(self._own(tag, tag) for name, tag in _TAGS.items() if name in wanted - there))

    def text(self, part: HtmlPart) -> str:
        if part.kept:
            return self._kept.get(part.kept, "") or escaped(part.text)
        if part.is_whole and part.old is not None:
            return part.old.source.raw
        return escaped(part.text).replace("\n", self._break)

    def _own(self, opening: str, name: str) -> Mark:
        if opening not in self._own_marks:
            self._own_marks[opening] = Mark(f"<{opening}>", f"</{name}>")
        return self._own_marks[opening]


class _Writing:
    def __init__(self, writer: LineHtml, line: HtmlLine) -> None:
        self._writer = writer
        self._anchors = list(line.anchors)
        self._starts: dict[int, int] = {}
        self._opened: tuple[Mark, ...] = ()
        position = 0
        for stretch in line.stretches:
            self._starts[id(stretch)] = position
            position += len(stretch.text)

    def pieces(self, parts: Sequence[HtmlPart]) -> Iterator[str]:
        position = 0
        for part in parts:
            marks = self._writer.marks(part)
            start = self._starts.get(id(part.old)) if part.old is not None else None
            if start is not None:
                yield from self._passed(start + part.start, marks)
                position = start + part.start + len(part.text)
            elif part.is_instead:
                yield from self._passed(position, marks)
            yield from self._entered(marks)
            yield self._writer.text(part)
        if self._anchors:
            yield from self._passed(self._anchors[-1].at, ())
        yield from self._entered(())

    def _passed(self, at: int, following: tuple[Mark, ...]) -> Iterator[str]:
        """Each in those of its elements that are open, or open next: for itself alone none is made."""
        while self._anchors and self._anchors[0].at <= at:
            anchor = self._anchors.pop(0)
            near = max((self._opened, following), key=lambda marks, own=anchor.marks: _n_same(marks, own))
            yield from self._entered(near[: _n_same(near, anchor.marks)])
            yield anchor.raw

    def _entered(self, marks: tuple[Mark, ...]) -> Iterator[str]:
        n_same = _n_same(self._opened, marks)
        yield from (mark.closing for mark in reversed(self._opened[n_same:]))
        yield from (mark.opening for mark in marks[n_same:])
        self._opened = marks


def _n_same(one: Sequence[Mark], other: Sequence[Mark]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b), min(len(one), len(other)))


def shown_of(token: Token, raw: str) -> str:
    """What stands for an element that stays as it is."""
    if token.name == "img" and (described := token.attribute("alt").strip()):
        return f"[{described}]"
    if token.name in KEPT_IN_LINE:
        return KEPT_IN_LINE[token.name]
    inside = "".join(each.text for each in tokens_of(raw) if each.kind is TokenKind.TEXT)
    return _SPACES.sub(" ", inside).strip() or "[…]"
