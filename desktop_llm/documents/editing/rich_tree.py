"""Puts paragraphs to their places in a tree of XML: in the flow of a text, and in the cells of its tables.

Word's and OpenDocument's trees differ in what stands around a paragraph; each says that for itself. Reading process.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise, product
from typing import Protocol

from desktop_llm.documents.editing.rich_body import CellPlace, Grid
from desktop_llm.documents.editing.rich_plan import Plan, Step
from desktop_llm.documents.editing.xml_part import Node, put_before, put_behind, take_out
from desktop_llm.documents.rich_text import ParagraphKind, TableCell


class Body(Protocol):
    """`rich_body.RichBody` is one, whatever its lines are."""

    @property
    def root(self) -> Node: ...

    @property
    def nodes(self) -> Mapping[str, Node]: ...

    @property
    def lines(self) -> Mapping[str, object]: ...

    @property
    def places(self) -> Mapping[str, CellPlace]: ...


class Tree(Protocol):
    """What is different in each format."""

    def new(self, step: Step) -> Node:
        """An element for the paragraph that belongs to nothing yet."""
        ...

    def change(self, node: Node, step: Step) -> None:
        """The element of a line becomes what the paragraph is."""
        ...

    def put_behind(self, node: Node, last: Node, step: Step) -> None:
        """A new element behind another one of the flow."""
        ...

    def put_before(self, node: Node, following: Node, step: Step) -> None: ...

    def put_first(self, node: Node, holder: Node, step: Step) -> None:
        """Into a text or a cell in which nothing has kept its place."""
        ...

    def remove(self, origin: str) -> None: ...

    def new_table(self, n_columns: int) -> Node: ...

    def new_row(self, table: Node, like: Node | None) -> Node:
        """Without cells, and not in the table yet."""
        ...

    def new_cell(self, row: Node, like: Node | None, size: TableCell | None = None) -> Node:
        """Without paragraphs, and not in the row yet. size: it goes as far as this."""
        ...

    def put_covered(self, row: Node, place: tuple[int, int], cell: TableCell) -> None:
        """What stands at the end of a row where another cell goes over it; `place` is a row and a column."""
        ...


class TreePlacer:
    def __init__(self, tree: Tree, body: Body) -> None:
        self._tree = tree
        self._body = body
        self._places = body.places

    def place(self, plan: Plan) -> None:
        blocks = groupby(plan.steps, key=lambda step: step.paragraph.cell and step.paragraph.cell.table)
        items: list[_Item] = []
        for table, steps in blocks:
            items += [self._table(list(steps))] if table is not None else [_Item(self, step) for step in steps]
        self._flow(items, self._body.root)
        moved = {step.moved for step in plan.steps}
        gone = [origin for origin in plan.removed if origin not in moved]
        for origin in gone:
            self._tree.remove(origin)
        self._drop_tables(gone)

    def _drop_tables(self, gone: Sequence[str]) -> None:
        """Those that nothing is left of."""
        gone_in_tables = {origin for origin in gone if origin in self._places}
        left = {id(self._places[origin].grid) for origin in self._places.keys() - gone_in_tables}
        for origin in gone_in_tables:
            if id(self._places[origin].grid) not in left:
                take_out(self._places[origin].grid.table)

    def _flow(self, items: Sequence["_Item"], holder: Node) -> None:
        last: Node | None = None
        waiting: list[_Item] = []
        for item in items:
            if item.is_placed:
                if waiting:
                    self._tree.put_before(waiting[0].node, item.node, waiting[0].step)
                    self._put_behind_one_another(waiting)
                waiting = []
                last = item.node
            elif last is None:
                waiting.append(item)
            else:
                self._tree.put_behind(item.node, last, item.step)
                last = item.node
        if waiting:
            self._tree.put_first(waiting[0].node, holder, waiting[0].step)
            self._put_behind_one_another(waiting)

    def _put_behind_one_another(self, items: Sequence["_Item"]) -> None:
        for before, item in pairwise(items):
            self._tree.put_behind(item.node, before.node, item.step)

    def write(self, step: Step) -> Node:
        if step.moved:
            node = self._body.nodes[step.moved]
            take_out(node)
            return node
        if not step.place:
            return self._tree.new(step)
        node = self._body.nodes[step.place]
        is_line = step.place in self._body.lines and step.paragraph.kind is not ParagraphKind.KEPT
        if is_line and not step.is_unchanged:
            self._tree.change(node, step)
        return node

    # ↓ Tables

    def _table(self, steps: Sequence[Step]) -> "_Item":
        placed = [self._places[step.place] for step in steps if step.place in self._places]
        first = next(iter(steps))
        if not placed:
            return _Item(self, first, self._new_table(steps))
        grid = placed[0].grid
        cells = _TableCells(self._tree, grid, steps, self._places).found()
        for cell, inside in cells:
            self._flow([_Item(self, step) for step in inside], cell)
        return _Item(self, first, grid.table, is_placed=True)

    def _new_table(self, steps: Sequence[Step]) -> Node:
        cells = {cell: list(inside) for cell, inside in groupby(steps, key=cell_of)}
        begun = {(cell.row, cell.column): cell for cell in cells}
        taken = {place: cell for cell in cells for place in cell.places} | begun
        n_columns = 1 + max(column for _, column in taken)
        table = self._tree.new_table(n_columns)
        for number in range(1 + max(row for row, _ in taken)):
            row = self._tree.new_row(table, None)
            table.append(row)
            for place in product([number], range(n_columns)):
                if place in begun:
                    cell = self._tree.new_cell(row, None, begun[place])
                    row.append(cell)
                    self._flow([_Item(self, step) for step in cells[begun[place]]], cell)
                elif place in taken:
                    self._tree.put_covered(row, place, taken[place])
        return table


class _Item:
    """A paragraph or a table in the flow; written when it is wanted, which is once."""

    def __init__(self, placer: TreePlacer, step: Step, table: Node | None = None, *, is_placed: bool = False) -> None:
        self.step = step
        self.is_placed = is_placed or (table is None and bool(step.place))
        self.node = table if table is not None else placer.write(step)


class _TableCells:
    """Which cell of an old table each paragraph goes to. Rows and columns may have come and gone."""

    def __init__(self, tree: Tree, grid: Grid, steps: Sequence[Step], places: Mapping[str, CellPlace]) -> None:
        self._tree = tree
        self._grid = grid
        self._steps = steps
        self._places = places
        self._rows: dict[int, Node] = {}
        self._old_rows: dict[int, int] = {}
        self._cells: dict[tuple[int, int], Node] = {}

    def found(self) -> list[tuple[Node, list[Step]]]:
        for step in self._steps:
            place = self._places.get(step.place)
            if place is not None and place.grid is self._grid:
                cell = cell_of(step)
                self._cells.setdefault((cell.row, cell.column), place.node)
                self._old_rows.setdefault(cell.row, place.row)
                self._rows.setdefault(cell.row, self._grid.rows[place.row])
        found: list[tuple[Node, list[Step]]] = []
        for (row, column), steps in self._by_cell():
            cell = self._cell(row, column, steps)
            if cell is not None and found and found[-1][0] is cell:
                found[-1][1].extend(steps)
            elif cell is not None:
                found.append((cell, steps))
        self._drop_unused()
        return found

    def _by_cell(self) -> Iterator[tuple[tuple[int, int], list[Step]]]:
        for key, steps in groupby(self._steps, key=lambda step: (cell_of(step).row, cell_of(step).column)):
            yield key, list(steps)

    def _cell(self, row: int, column: int, steps: Sequence[Step]) -> Node | None:
        """None for an empty cell that the table does not have, because another one goes over its place."""
        if (row, column) in self._cells:
            return self._cells[row, column]
        if row in self._old_rows:
            old = self._grid.cells.get((self._old_rows[row], column))
            if old is not None and all(old is not cell for cell in self._cells.values()):
                self._cells[row, column] = old
                return old
            if column < self._grid.n_columns:
                lefts = [each for each in self._cells if each[0] == row and each[1] < column]
                has_text = any(step.paragraph.runs for step in steps)
                return self._cells[max(lefts)] if has_text and lefts else None
        node = self._rows[row] if row in self._rows else self._new_row(row)
        lefts = [each for each in self._cells if each[0] == row and each[1] < column]
        like = self._cells[max(lefts)] if lefts else self._like_cell(column)
        cell = self._tree.new_cell(node, like)
        if lefts:
            put_behind(cell, self._cells[max(lefts)])
        else:
            node.append(cell)
        self._cells[row, column] = cell
        return cell

    def _like_cell(self, column: int) -> Node | None:
        return next((cell for (_, each), cell in self._cells.items() if each == column), None)

    def _new_row(self, row: int) -> Node:
        before = [each for each in self._rows if each < row]
        behind = [each for each in self._rows if each > row]
        neighbour = self._rows[max(before)] if before else self._rows[min(behind)]
        node = self._tree.new_row(self._grid.table, neighbour)
        (put_behind if before else put_before)(node, neighbour)
        self._rows[row] = node
        return node

    def _drop_unused(self) -> None:
        used_rows, used_cells = set(map(id, self._rows.values())), set(map(id, self._cells.values()))
        with_cells = {number for number, _ in self._grid.cells}
        is_used = True
        for number, row in enumerate(self._grid.rows):
            if number in with_cells:  # else cells of rows above go over all of it
                is_used = id(row) in used_rows
            if not is_used:
                take_out(row)
        for (row, _), cell in self._grid.cells.items():
            if id(self._grid.rows[row]) in used_rows and id(cell) not in used_cells:
                take_out(cell)


def cell_of(step: Step) -> TableCell:
    cell = step.paragraph.cell
    assert cell is not None
    return cell
