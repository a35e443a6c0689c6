"""Blocks put into a page and taken out of it, while every other character stays. Reading process.

Where a block does not belong into a list or a quotation that goes on behind it, that is divided.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NamedTuple

from desktop_llm.documents.editing.html_blocks import NewBlock, html_of, items_html, lists_html
from desktop_llm.documents.editing.html_leaves import LISTS, Element, HtmlLeaf, HtmlLeaves
from desktop_llm.documents.rich_text import ParagraphKind

_LINE_END: Final = "\n"
_LINES: Final = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd"})
_GROUPS: Final = LISTS | {"blockquote", "dl"}
_TABLE: Final = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_ID: Final = re.compile(r"\s(?:id|name)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)


class _Edit(NamedTuple):
    """Insertions, which are empty ranges, come before what begins at the same place."""

    start: int
    end: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Something that keeps its place: a leaf, or a table. element is the innermost around its content."""

    element: Element
    start: int
    end: int
    kind: ParagraphKind
    level: int = 0


def spot_of(leaf: HtmlLeaf) -> Spot:
    return Spot(leaf.element, *leaf.range, leaf.kind, leaf.level)


def spot_of_table(table: Element) -> Spot:
    return Spot(table, *table.range, ParagraphKind.KEPT)


class HtmlEdits:
    def __init__(self, page: HtmlLeaves, stays: Iterable[HtmlLeaf]) -> None:
        """All leaves but those that stay go, with the elements that hold nothing else."""
        self._text = page.page
        self._edits: list[_Edit] = []
        staying = list(stays)
        there = {id(leaf) for leaf in staying}
        self._used = {id(element) for leaf in staying for element in leaf.element.chain}
        gone = {self._whole(leaf) for leaf in page.leaves if id(leaf) not in there}
        self._gone = list(_outermost(gone))

    def replace(self, start: int, end: int, text: str) -> None:
        self._edits.append(_Edit(start, end, len(self._edits), text))

    def retag(self, element: Element, name: str) -> None:
        """Another name for an element, with its attributes."""
        start = element.opening[0] + 1
        self.replace(start, start + len(element.name), name)
        self.replace(*element.closing, f"</{name}>")

    def insert_behind(self, spot: Spot, blocks: Sequence[NewBlock]) -> None:
        rest = list(blocks)
        insertions: list[_Insertion] = []
        if spot.kind is ParagraphKind.LIST_ITEM:
            items = list(takewhile(lambda block: block.paragraph.kind is ParagraphKind.LIST_ITEM, rest))
            rest = rest[len(items) :]
            insertions += _of_items(spot, items)
        elif spot.kind is ParagraphKind.QUOTE:
            quotes = list(takewhile(lambda block: _is_like(spot, block), rest))
            rest = rest[len(quotes) :]
            lines = _LINE_END.join(f"<p>{block.line}</p>" for block in quotes)
            insertions += [_Insertion(_chain_to(spot.element, _LINES), lines)] if quotes else []
        if rest:
            exits = _chain_to(spot.element, _GROUPS) or _own_block(spot.element)
            insertions.append(_Insertion(exits, html_of(rest)))
        self._insert(spot, insertions)

    def insert_before(self, spot: Spot, blocks: Sequence[NewBlock]) -> None:
        top = next(reversed(_chain_to(spot.element, _GROUPS) or _own_block(spot.element)), None)
        start = top.opening[0] if top is not None else spot.start
        self.replace(start, start, f"{html_of(blocks)}{_LINE_END}")

    def insert_into(self, holder: Element, blocks: Sequence[NewBlock], *, is_cell: bool) -> None:
        if is_cell and len(blocks) == 1 and blocks[0].paragraph.kind is ParagraphKind.TEXT:
            self.replace(holder.opening[1], holder.opening[1], blocks[0].line)
        elif is_cell:
            self.replace(holder.opening[1], holder.opening[1], html_of(blocks))
        else:
            self.replace(holder.closing[0], holder.closing[0], f"{html_of(blocks)}{_LINE_END}")

    def written(self) -> str:
        edits = [*self._edits, *(_Edit(start, end, len(self._edits), "") for start, end in self._gone)]
        parts: list[str] = []
        position = 0
        for edit in sorted(edits, key=lambda each: (each.start, each.end > each.start, each.number)):
            if edit.start < position:  # within something that goes as a whole
                continue
            parts += [self._text[position : edit.start], edit.text]
            position = edit.end
        return "".join([*parts, self._text[position:]])

    # ↓ Putting in

    def _insert(self, spot: Spot, insertions: Sequence["_Insertion"]) -> None:
        """Behind the elements that end there; those that go on are divided."""
        position, text = spot.end, ""
        divided: list[Element] = []
        n_left = 0
        for each in insertions:
            for element in each.exits[n_left:]:
                if divided or self._between(position, element.closing[0]):
                    divided.append(element)
                    text += f"</{element.name}>"
                    continue
                self.replace(position, position, text)
                position, text = element.closing[1], ""
            n_left = max(n_left, len(each.exits))
            text += f"{_LINE_END}{each.html}"
        if len(divided) == 1 and insertions[-1].is_item:  # the new item takes what the old one had below
            text = text.removesuffix("</li>")
        else:
            text += "".join(_ID.sub("", self._text[slice(*element.opening)]) for element in reversed(divided))
        self.replace(position, position, text)

    def _between(self, start: int, end: int) -> str:
        """What is seen there and stays."""
        for a, b in self._gone:
            if start <= a and b <= end:
                return self._between(start, a) + self._between(b, end)
        return self._text[start:end].strip()

    # ↓ Taking out

    def _whole(self, leaf: HtmlLeaf) -> tuple[int, int]:
        """The outermost element around a leaf that goes in which nothing stays, with the space before it."""
        top: Element | None = None
        chain = list(leaf.element.chain)
        has_free_table = any(each.name == "table" and id(each) not in self._used for each in chain)
        for element in chain:
            is_block = element.name in _LINES or element.name in _GROUPS or (has_free_table and element.name in _TABLE)
            if not is_block or id(element) in self._used:
                break
            top = element
        if top is None:
            return leaf.range
        start, end = top.range
        return len(self._text[:start].rstrip(" \t\r\n")) if start else start, end


class _Insertion(NamedTuple):
    """HTML, and the elements that are left before it, the innermost first."""

    exits: Sequence[Element]
    html: str
    is_item: bool = False


def _of_items(spot: Spot, items: Sequence[NewBlock]) -> Iterator[_Insertion]:
    """Behind an item: those in lists below it, then those beside it or beside one above it, then other lists."""
    nested = list(takewhile(lambda block: block.paragraph.level > spot.level, items))
    if nested:
        yield _Insertion([], lists_html(nested, spot.level + 1))
    rest = items[len(nested) :]
    if not rest:
        return
    level, is_numbered = max(rest[0].paragraph.level, 1), rest[0].paragraph.is_numbered
    exits = _chain_of_items(spot.element, spot.level - level + 1)
    around = exits[-1].parent if exits else None
    same = list(takewhile(lambda block: _goes_on(block, level, is_numbered=is_numbered), rest))
    if around is not None and (around.name == "ol") is is_numbered:
        yield _Insertion(exits, items_html(same, level), is_item=True)
    else:
        exits = [*exits, *([around] if around is not None else [])]
        yield _Insertion(exits, lists_html(same, level))
    if len(same) < len(rest):
        yield _Insertion(_chain_to(spot.element, _GROUPS), lists_html(rest[len(same) :]))


def _outermost(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Without those within others, in their order."""
    end = -1
    for each in sorted(ranges, key=lambda each: (each[0], -each[1])):
        if each[1] > end:
            yield each
            end = each[1]


def _chain_to(innermost: Element, names: frozenset[str]) -> list[Element]:
    """Elements from the innermost to the outermost of these names; cells and other blocks end the search."""
    found: list[Element] = []
    n_found = 0
    for element in innermost.chain:
        if element.name not in _LINES and element.name not in _GROUPS:
            break
        found.append(element)
        if element.name in names:
            n_found = len(found)
    return found[:n_found]


def _chain_of_items(innermost: Element, n_items: int) -> list[Element]:
    """From the innermost element to the n-th item of a list around it."""
    found: list[Element] = []
    for element in innermost.chain:
        if n_items < 1:
            break
        found.append(element)
        n_items -= element.name == "li"
    return found


def _own_block(element: Element) -> list[Element]:
    return [element] if element.name in _LINES or element.name == "table" else []


def _is_like(spot: Spot, block: NewBlock) -> bool:
    return block.paragraph.kind is spot.kind and max(block.paragraph.level, 1) == spot.level


def _goes_on(block: NewBlock, level: int, *, is_numbered: bool) -> bool:
    deeper = block.paragraph.level > level
    return deeper or (block.paragraph.level == level and block.paragraph.is_numbered is is_numbered)
