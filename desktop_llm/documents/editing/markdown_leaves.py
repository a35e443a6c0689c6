"""Markdown as leaves: paragraphs, headings, code, tables and rules, each with its lines. Reading process.

What stands between leaves (blank lines, definitions of links) belongs to the leaf before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it.token import Token

from desktop_llm.documents.editing.rich_markdown_inline import new_parser, runs_of
from desktop_llm.documents.rich_text import ParagraphKind, TextRun

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_RULE: Final = "———"


@dataclass(frozen=True, slots=True)
class Cell:
    row: int
    column: int
    runs: tuple[TextRun, ...]


@dataclass(slots=True)
class Leaf:
    """Lines from `first` to before `end` are its own, those up to `next_first` stand behind it.

    `content` is what the parser calls its content. A table has cells, and runs of its own it has none.
    """

    kind: ParagraphKind
    first: int
    end: int
    runs: tuple[TextRun, ...] = ()
    level: int = 0
    is_numbered: bool = False
    content: str = ""
    cells: list[Cell] = field(default_factory=list[Cell])


class MarkdownLeaves:
    def __init__(self, text: str) -> None:
        front = _FRONT_MATTER.match(text)
        n_head = front.end() if front else 0
        self.lines = [match[0] for match in _LINE.finditer(text, n_head) if match[0]]
        body = "".join(self.lines)
        self.definitions: dict[str, object] = {}
        """Of links, as the parser gives them."""
        self.leaves = list(_Walk().leaves(new_parser().parse(body, self.definitions)))
        first = self.leaves[0].first if self.leaves else len(self.lines)
        self.head = text[:n_head] + "".join(self.lines[:first])

    def own(self, leaf: Leaf) -> list[str]:
        return self.lines[leaf.first : leaf.end]

    def behind(self, number: int) -> str:
        """What stands between a leaf and the next one."""
        following = self.leaves[number + 1].first if number + 1 < len(self.leaves) else len(self.lines)
        return "".join(self.lines[self.leaves[number].end : following])


class _Walk:
    """Goes through the blocks once; knows in which lists and quotations it is."""

    def __init__(self) -> None:
        self._is_numbered: list[bool] = []
        self._n_quotes = 0
        self._heading_level = 0
        self._heading_end = 0
        self._item: tuple[int, int] | None = None
        """The lines of a list's item of which nothing was seen yet."""
        self._table: Leaf | None = None
        self._row = self._column = -1

    def leaves(self, tokens: Sequence[Token]) -> Iterator[Leaf]:
        for token in tokens:
            if token.type == "list_item_close" and self._item is not None:
                first, _ = self._item
                yield self._placed(Leaf(ParagraphKind.TEXT, first, first + 1))
            self._note_place(token)
            if token.type == "table_close" and self._table is not None:
                yield self._table
                self._table = None
            elif token.type == "inline" and self._table is not None:
                self._table.cells.append(Cell(self._row, self._column, runs_of(token.children or ())))
            elif token.map is not None and (leaf := self._leaf(token, *token.map)) is not None:
                yield self._placed(leaf)

    def _leaf(self, token: Token, first: int, end: int) -> Leaf | None:
        match token.type:
            case "inline" if self._heading_level:
                kind, level = ParagraphKind.HEADING, self._heading_level
                return Leaf(kind, first, self._heading_end, runs_of(token.children or ()), level, content=token.content)
            case "inline":
                return Leaf(ParagraphKind.TEXT, first, end, runs_of(token.children or ()), content=token.content)
            case "fence" | "code_block":
                text = token.content.removesuffix("\n")
                return Leaf(ParagraphKind.CODE, first, end, (TextRun(text=text),) if text else (), content=token.type)
            case "html_block":
                return Leaf(ParagraphKind.KEPT, first, end, (TextRun(text=token.content.strip()),))
            case "hr":
                return Leaf(ParagraphKind.KEPT, first, end, (TextRun(text=_RULE),))
            case _:
                return None

    def _placed(self, leaf: Leaf) -> Leaf:
        """The first paragraph of a list's item is the item."""
        is_item, self._item = self._item is not None, None
        if leaf.kind is not ParagraphKind.TEXT:
            return leaf
        if is_item:
            leaf.kind, leaf.level, leaf.is_numbered = (
                ParagraphKind.LIST_ITEM,
                len(self._is_numbered),
                self._is_numbered[-1],
            )
        elif self._n_quotes and not self._is_numbered:
            leaf.kind, leaf.level = ParagraphKind.QUOTE, self._n_quotes
        return leaf

    def _note_place(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._is_numbered.append(token.type == "ordered_list_open")
            case "bullet_list_close" | "ordered_list_close":
                self._is_numbered.pop()
            case "list_item_open" if token.map is not None:
                self._item = (token.map[0], token.map[1])
            case "blockquote_open" | "blockquote_close":
                self._n_quotes += token.nesting
            case "heading_open" if token.map is not None:
                self._heading_level = int(token.tag[1:])
                self._heading_end = token.map[1]  # with the line below it
            case "heading_close":
                self._heading_level = 0
            case "table_open" if token.map is not None:
                self._table = Leaf(ParagraphKind.TEXT, token.map[0], token.map[1])
                self._row = -1
                self._item = None
            case "tr_open":
                self._row, self._column = self._row + 1, -1
            case "th_open" | "td_open":
                self._column += 1
            case _:
                pass
