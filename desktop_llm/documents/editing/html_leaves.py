"""A page as leaves: lines of text with their places, and the elements around them. Reading process."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from desktop_llm.documents.editing.html_line import KEPT_IN_LINE, LINE_ELEMENTS, Item, shown_of
from desktop_llm.documents.editing.markup_tokens import Token, TokenKind, outer_tokens, tokens_of
from desktop_llm.documents.rich_text import ParagraphKind, TableCell
from desktop_llm.documents.source_file import SourceFile

_NOT_SHOWN: Final = frozenset({"head", "script", "style", "template", "noscript", "title", "datalist", "xmp"})
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
LISTS: Final = frozenset({"ul", "ol", "menu", "dir"})
CELLS: Final = frozenset({"td", "th"})
# They are lines even if nothing is in them.
_LINES: Final = frozenset({"p", "li", "td", "th", "dt", "dd", *_HEADINGS})
# An element that begins here ends those before it whose end may be left out (HTML 13.1.2.4).
_ENDS: Final = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tbody": frozenset({"thead", "tbody", "tr", "td", "th"}),
    "tfoot": frozenset({"thead", "tbody", "tr", "td", "th"}),
}
_BOUNDS: Final = {
    "li": LISTS,
    "dt": frozenset({"dl"}),
    "dd": frozenset({"dl"}),
    **dict.fromkeys(("tr", "td", "th", "tbody", "tfoot"), frozenset({"table"})),
}
_DEEPEST: Final = 2048
_RULE: Final = "———"
_TABLE: Final = "[table]"
_FIRST_LINE: Final = re.compile(r"\A\r?\n")


@dataclass(eq=False, slots=True)
class Element:
    """A block. Where its tags stand; a closing tag that was left out is empty."""

    name: str
    opening: tuple[int, int]
    parent: "Element | None"
    closing: tuple[int, int] = (0, 0)
    n_leaves: int = 0

    @property
    def range(self) -> tuple[int, int]:
        return self.opening[0], self.closing[1]

    @property
    def chain(self) -> Iterator["Element"]:
        """The element and those around it, the innermost first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


@dataclass(eq=False, slots=True)
class HtmlLeaf:
    """A line, code, or something that is kept as a whole; `range` is where that stands, without its element's tags."""

    kind: ParagraphKind
    range: tuple[int, int]
    element: Element
    items: list[Item] = field(default_factory=list[Item])
    level: int = 0
    is_numbered: bool = False
    cell: TableCell | None = None
    text: str = ""


@dataclass(slots=True)
class _Table:
    """Where the next cell is. taken are places that cells of rows above go down to; n_leaves were before the table."""

    number: int
    n_leaves: int
    row: int = -1
    column: int = 0
    taken: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    cells: list[TableCell] = field(default_factory=list[TableCell])

    def next_cell(self, token: Token) -> TableCell:
        while (self.row, self.column) in self.taken:
            self.column += 1
        column = self.column
        width, height = _span(token.attribute("colspan")), _span(token.attribute("rowspan"))
        for row in range(1, height):
            self.taken |= {(self.row + row, column + n) for n in range(width)}
        self.column += width
        return TableCell(table=self.number, row=max(self.row, 0), column=column, n_rows=height, n_columns=width)


class HtmlLeaves:
    def __init__(self, page: str, source: SourceFile) -> None:
        """Raises DocumentError: nested too deeply."""
        self.page = page
        self._source = source
        self._depth = 0
        self.leaves: list[HtmlLeaf] = []
        self.root = Element("", (0, 0), None, (len(page), len(page)))
        self.body: Element | None = None
        self.language = ""
        self.cells: dict[TableCell, Element] = {}
        self._element = self.root
        self._line: list[Item] = []
        self._tables: list[_Table] = []
        self._n_tables = 0
        self._cell: TableCell | None = None
        self._walk(list(tokens_of(page)))

    # ↓ Going through the page

    def _walk(self, tokens: Sequence[Token]) -> None:
        for token, end in outer_tokens(tokens, self._is_whole):
            if token.kind is TokenKind.OPENING and self._is_whole(token):
                self._take_whole(token, end)
            else:
                self._take(token)
        self._end_line()
        while self._element is not self.root:
            self._close(self._element, len(self.page), len(self.page))

    def _is_whole(self, token: Token) -> bool:
        return (
            token.name in _NOT_SHOWN
            or token.name in KEPT_IN_LINE
            or token.name == "pre"
            or (token.name == "table" and self._cell is not None)
        )

    def _take_whole(self, token: Token, end: int) -> None:
        raw = self.page[token.start : end]
        if token.name in KEPT_IN_LINE:
            self._line.append(Item(token, end, shown_of(token, raw)))
            return
        self._end_line()
        if token.name == "pre":
            self._end_paragraph()
            self._add_code(token, end)
        elif token.name == "table":
            self._add(HtmlLeaf(ParagraphKind.KEPT, (token.start, end), self._element, text=_TABLE))

    def _add_code(self, token: Token, end: int) -> None:
        closing = self.page.rfind("<", token.end, end)
        inside_end = closing if self.page[closing : closing + 2] == "</" else end
        inside = "".join(
            each.text for each in tokens_of(self.page, token.end, inside_end) if each.kind is TokenKind.TEXT
        )
        element = Element("pre", (token.start, token.end), self._element, (inside_end, end))
        text = _FIRST_LINE.sub("", inside).replace("\r\n", "\n").removesuffix("\n")
        self._add(HtmlLeaf(ParagraphKind.CODE, (token.end, inside_end), element, text=text))

    def _take(self, token: Token) -> None:
        match token.kind:
            case TokenKind.TEXT:
                self._line.append(Item(token, token.end))
            case TokenKind.OTHER:
                if self._line:
                    self._line.append(Item(token, token.end))
            case _ if token.name in KEPT_IN_LINE:
                self._line.append(Item(token, token.end, shown_of(token, token.raw)))
            case _ if token.name in LINE_ELEMENTS:
                self._line.append(Item(token, token.end))
            case TokenKind.OPENING:
                self._open(token)
            case TokenKind.CLOSING:
                self._end_element(token)
            case TokenKind.ALONE:
                self._take_alone(token)

    def _take_alone(self, token: Token) -> None:
        self._end_line()
        if token.name == "hr":
            self._end_paragraph()
            self._add(HtmlLeaf(ParagraphKind.KEPT, (token.start, token.end), self._element, text=_RULE))

    # ↓ Elements

    def _open(self, token: Token) -> None:
        if token.name in ("html", "body") and not self.language:
            self.language = token.attribute("lang") or token.attribute("xml:lang")
        self._end_line()
        self._end_paragraph()
        for each in self._ended_by(token.name):
            self._close(each, token.start, token.start)
        self._element = Element(token.name, (token.start, token.end), self._element)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._source.damaged("it is nested too deeply")
        if token.name == "body":
            self.body = self._element
        elif token.name == "table":
            self._tables.append(_Table(self._n_tables, len(self.leaves)))
            self._n_tables += 1
        elif token.name == "tr" and self._tables:
            self._tables[-1].row += 1
            self._tables[-1].column = 0
        elif token.name in CELLS and self._tables:
            self._cell = self._tables[-1].next_cell(token)
            self.cells[self._cell] = self._element
            self._tables[-1].cells.append(self._cell)

    def _ended_by(self, name: str) -> list[Element]:
        """Open elements, the innermost first, up to the outermost that ends here."""
        ended = _ENDS.get(name, frozenset[str]())
        open_ones: list[Element] = []
        n_ended = 0
        for element in self._element.chain:
            if element.name in _BOUNDS.get(name, frozenset[str]()):
                break
            open_ones.append(element)
            if element.name in ended:
                n_ended = len(open_ones)
        return open_ones[:n_ended]

    def _end_paragraph(self) -> None:
        """A paragraph holds no blocks."""
        if self._element.name == "p":
            at = self._last_end
            self._close(self._element, at, at)

    def _end_element(self, token: Token) -> None:
        self._end_line()
        if not any(element.name == token.name for element in self._element.chain):
            return
        while self._element.name != token.name:
            self._close(self._element, token.start, token.start)
        self._close(self._element, token.start, token.end)

    def _close(self, element: Element, start: int, end: int) -> None:
        element.closing = (start, end)
        self._depth -= 1
        if element.name in _LINES and not element.n_leaves:
            self._add(HtmlLeaf(ParagraphKind.TEXT, (element.opening[1], start), element))
        self._element = element.parent or self.root
        if element.name in CELLS:
            self._cell = None
        elif element.name == "table" and self._tables:
            self._end_table(self._tables.pop())

    def _end_table(self, table: _Table) -> None:
        """Cells may be said to go on over its edge, as in `colspan="100"`: they end there."""
        n_columns = 1 + max((cell.column for cell in table.cells), default=0)
        fitting = {cell: _within(cell, max(table.row, 0) + 1, n_columns) for cell in table.cells}
        for cell, within in fitting.items():
            self.cells[within] = self.cells.pop(cell)
        for leaf in self.leaves[table.n_leaves :]:
            leaf.cell = None if leaf.cell is None else fitting.get(leaf.cell, leaf.cell)

    # ↓ Leaves

    @property
    def _last_end(self) -> int:
        return self.leaves[-1].range[1] if self.leaves and self._element.n_leaves else self._element.opening[1]

    def _end_line(self) -> None:
        line, self._line = self._line, []
        first, last = 0, len(line)
        while first < last and _is_blank(line[first]):
            first += 1
        while first < last and _is_blank(line[last - 1]):
            last -= 1
        items = line[first:last]
        if any(item.is_kept or (item.token.kind is TokenKind.TEXT and item.token.text.strip()) for item in items):
            self._add(HtmlLeaf(ParagraphKind.TEXT, self._outer(items), self._element, items))

    def _outer(self, items: Sequence[Item]) -> tuple[int, int]:
        """From the first letter to the last; the spaces around them stay."""
        start, end = items[0].token.start, items[-1].end
        if items[0].token.kind is TokenKind.TEXT:
            raw = items[0].token.raw
            start += len(raw) - len(raw.lstrip(" \t\r\n\f"))
        if items[-1].token.kind is TokenKind.TEXT:
            raw = items[-1].token.raw
            end -= len(raw) - len(raw.rstrip(" \t\r\n\f"))
        return start, end

    def _add(self, leaf: HtmlLeaf) -> None:
        if leaf.kind is ParagraphKind.TEXT:
            leaf.kind, leaf.level, leaf.is_numbered = _shape_of(leaf.element)
        leaf.cell = self._cell
        self.leaves.append(leaf)
        for element in leaf.element.chain:
            element.n_leaves += 1


def _shape_of(innermost: Element) -> tuple[ParagraphKind, int, bool]:
    inside: list[Element] = []
    for element in innermost.chain:
        if element.name in CELLS:
            break
        inside.append(element)
    for element in inside:
        if element.name in _HEADINGS:
            return ParagraphKind.HEADING, _HEADINGS[element.name], False
        if element.name == "li":
            lists = [each.name for each in inside if each.name in LISTS]
            is_first = not element.n_leaves and bool(lists)
            return (ParagraphKind.LIST_ITEM, len(lists), lists[0] == "ol") if is_first else _PLAIN
        if element.name == "blockquote":
            return ParagraphKind.QUOTE, sum(each.name == "blockquote" for each in inside), False
    return _PLAIN


_PLAIN: Final = (ParagraphKind.TEXT, 0, False)


def _is_blank(item: Item) -> bool:
    return not item.is_kept and item.token.kind is TokenKind.TEXT and not item.token.text.strip(" \t\r\n\f")


def _within(cell: TableCell, n_rows: int, n_columns: int) -> TableCell:
    height, width = min(cell.n_rows, n_rows - cell.row), min(cell.n_columns, n_columns - cell.column)
    return replace(cell, n_rows=height, n_columns=width)


def _span(value: str) -> int:
    return min(max(int(value), 1), 1000) if value.isdecimal() and len(value) < 5 else 1
