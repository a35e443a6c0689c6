"""What was read of a text whose file is a tree of XML, and what of it a paragraph that is written is like.

Reading process.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Generic, Protocol, TypeVar

from msgspec import structs

from desktop_llm.documents.editing.rich_runs import Part, Source, Stretch
from desktop_llm.documents.editing.xml_part import Node
from desktop_llm.documents.rich_text import Paragraph, TableCell

Line = TypeVar("Line")


class Stretched(Protocol[Source]):
    """A line of some format."""

    @property
    def stretches(self) -> Sequence[Stretch[Source]]: ...


@dataclass(slots=True)
class Grid:
    """A table of the file as it was. sizes: in rows and columns, of cells that go over others."""

    table: Node
    rows: list[Node] = field(default_factory=list[Node])
    cells: dict[tuple[int, int], Node] = field(default_factory=dict[tuple[int, int], Node])
    sizes: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict[tuple[int, int], tuple[int, int]])
    n_columns: int = 0

    def table_cell(self, table: int, row: int, column: int) -> TableCell:
        """`table` counts those of the text. No cell goes over the edge of its table."""
        n_rows, n_columns = self.sizes.get((row, column), (1, 1))
        return TableCell(
            table=table,
            row=row,
            column=column,
            n_rows=min(n_rows, len(self.rows) - row),
            n_columns=min(n_columns, self.n_columns - column),
        )


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a paragraph of the file stands in a table. `cell` is that of the text."""

    grid: Grid
    cell: TableCell

    @property
    def row(self) -> int:
        return self.cell.row

    @property
    def node(self) -> Node:
        return self.grid.cells[self.cell.row, self.cell.column]


@dataclass(slots=True)
class RichBody(Generic[Line]):
    """nodes, lines and places are by the paragraphs' origins; what is kept as a whole is no line."""

    root: Node
    paragraphs: list[Paragraph] = field(default_factory=list[Paragraph])
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    lines: dict[str, Line] = field(default_factory=dict[str, Line])
    places: dict[str, CellPlace] = field(default_factory=dict[str, CellPlace])
    n_tables: int = 0

    def add(self, node: Node, paragraph: Paragraph, place: CellPlace | None, line: Line | None = None) -> None:
        origin = f"p{len(self.paragraphs) + 1}"
        self.nodes[origin] = node
        if place is not None:
            self.places[origin] = place
        if line is not None:
            self.lines[origin] = line
        cell = None if place is None else place.cell
        self.paragraphs.append(structs.replace(paragraph, cell=cell, origin=origin))

    def add_table(self, grid: Grid, take: Callable[[Node, CellPlace], None]) -> None:
        """`take` gets all that stands in its cells."""
        number, self.n_tables = self.n_tables, self.n_tables + 1
        for (row, column), node in grid.cells.items():
            for child in node:
                take(child, CellPlace(grid, grid.table_cell(number, row, column)))

    def number(self, origin: str) -> int | None:
        """Which paragraph that is, from 0; None for none of this file."""
        return int(origin[1:]) - 1 if origin in self.nodes else None

    def original(self, origin: str) -> Paragraph:
        return self.paragraphs[int(origin[1:]) - 1]

    def next_line(self, origin: str, staying: Collection[str]) -> tuple[str, bool]:
        """The nearest line that stays, and whether it stands before; else the next one behind. Empty: there is none."""
        number = int(origin[1:]) - 1
        for index in chain(range(number - 1, -1, -1), range(number + 1, len(self.paragraphs))):
            there = self.paragraphs[index].origin
            if there in staying and there in self.lines:
                return there, index < number
        return "", False

    def nearest(self, numbers: Sequence[int], neighbour: str) -> str:
        """Of paragraphs, in their order, the nearest one before a neighbour, or it itself; else the next one behind."""
        if not numbers:
            return ""
        at = bisect_right(numbers, self.number(neighbour) or 0)
        return self.paragraphs[numbers[max(at - 1, 0)]].origin


def stretches_of(lines: Mapping[str, Stretched[Source]], origins: Iterable[str]) -> list[Stretch[Source]]:
    return [stretch for origin in origins if (line := lines.get(origin)) is not None for stretch in line.stretches]


def like_others(parts: Sequence[Part[Source]], line: Stretched[Source] | None) -> list[Part[Source]]:
    """Words that come from nowhere look like those of this line."""
    like = next((each for each in line.stretches if not each.kept), None) if line is not None else None
    return [part if part.old or part.like else replace(part, like=like) for part in parts]
