"""Tables of OpenDocument texts: which cell is where, and new ones (part 3, 9.1). Reading process."""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.editing.odt_names import TABLE
from desktop_llm.documents.editing.rich_body import Grid
from desktop_llm.documents.editing.xml_part import Node, local_name, new_node, put_behind, value_of
from desktop_llm.documents.rich_text import TableCell

_AROUND_ROWS: Final = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_MERGED: Final = frozenset(
    {"number-columns-spanned", "number-rows-spanned", "number-columns-repeated", "formula", "value", "value-type", "id"}
)
_MOST_REPEATED: Final = 1000


def grid_of(table: Node) -> Grid:
    """Cells by their row and column; those that others cover have none."""
    grid = Grid(table)
    for number, row in enumerate(_rows(table)):
        grid.rows.append(row)
        column = 0
        for cell in row:
            if local_name(cell) not in ("table-cell", "covered-table-cell"):
                continue
            if local_name(cell) == "table-cell":
                grid.cells[number, column] = cell
                grid.sizes[number, column] = (
                    _count(cell, "number-rows-spanned"),
                    _count(cell, "number-columns-spanned"),
                )
            column += _count(cell, "number-columns-repeated")
        grid.n_columns = max(grid.n_columns, column)
    return grid


def new_table(like: Node, n_columns: int, number: int) -> Node:
    table = new_node(like, f"{TABLE}table")
    table.set(f"{TABLE}name", f"Written{number}")
    columns = new_node(table, f"{TABLE}table-column")
    columns.set(f"{TABLE}number-columns-repeated", str(n_columns))
    table.append(columns)
    return table


def new_row(table: Node, like: Node | None) -> Node:
    return _like(new_node(table, f"{TABLE}table-row"), like)


def new_cell(row: Node, like: Node | None, size: TableCell | None = None) -> Node:
    """A column that the table lacks is told as well."""
    table = next((node for node in row.iterancestors() if local_name(node) == "table"), None)
    n_cells = 1 + sum(local_name(cell).endswith("table-cell") for cell in row)
    columns = [node for node in table.iter() if local_name(node) == "table-column"] if table is not None else []
    repeated = [value_of(node, "number-columns-repeated") for node in columns]
    if columns and n_cells > sum(int(each) if each.isdecimal() else 1 for each in repeated):
        put_behind(_like(new_node(columns[-1], f"{TABLE}table-column"), columns[-1]), columns[-1])
    cell = _like(new_node(row, f"{TABLE}table-cell"), like)
    if size is not None and size.n_columns > 1:
        cell.set(f"{TABLE}number-columns-spanned", str(size.n_columns))
    if size is not None and size.n_rows > 1:
        cell.set(f"{TABLE}number-rows-spanned", str(size.n_rows))
    return cell


def covered_cell(row: Node) -> Node:
    return new_node(row, f"{TABLE}covered-table-cell")


def _count(cell: Node, name: str) -> int:
    value = value_of(cell, name)
    return min(max(int(value), 1), _MOST_REPEATED) if value.isdecimal() and len(value) < 5 else 1


def _like(node: Node, like: Node | None) -> Node:
    for name, value in like.attrib.items() if like is not None else ():
        if name.rpartition("}")[2] not in _MERGED:
            node.set(name, value)
    return node


def _rows(table: Node) -> Iterator[Node]:
    for child in table:
        if local_name(child) == "table-row":
            yield child
        elif local_name(child) in _AROUND_ROWS:
            yield from _rows(child)
