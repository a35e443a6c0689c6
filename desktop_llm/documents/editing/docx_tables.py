"""Tables of Word files: which cell is where, and new ones (ECMA-376 part 1, 17.4). Reading process."""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.editing.rich_body import Grid
from desktop_llm.documents.editing.xml_part import (
    Node,
    copy_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
    own_node,
    value_of,
)
from desktop_llm.documents.rich_text import TableCell

_AROUND_ROWS: Final = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_MERGED: Final = frozenset({"vMerge", "hMerge", "gridSpan", "cellIns", "cellDel", "cellMerge", "tcPrChange"})
_OF_CHANGES: Final = frozenset({"ins", "del", "trPrChange", "gridBefore", "gridAfter"})
_MOST_COLUMNS: Final = 1000
_LINE: Final = "w:val='single' w:sz='4' w:space='0' w:color='auto'"
_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
_WIDTH: Final = 9000  # twentieths of a point


def grid_of(table: Node) -> Grid:
    """Cells by their row and the column in which they begin; those that go on with one above are part of that."""
    grid = Grid(table)
    above: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(_inside(table, "tr")):
        grid.rows.append(row)
        going_down: dict[int, tuple[int, int]] = {}
        before = first_child(row, "trPr", "gridBefore")
        column = _count(value_of(before, "val")) if before is not None else 0
        for cell in _inside(row, "tc"):
            span = first_child(cell, "tcPr", "gridSpan")
            width = max(_count(value_of(span, "val")), 1) if span is not None else 1
            merge = first_child(cell, "tcPr", "vMerge")
            begins = above.get(column)
            goes_on = merge is not None and value_of(merge, "val") != "restart"
            if goes_on and begins is not None and grid.sizes[begins][1] == width:
                grid.sizes[begins] = (number - begins[0] + 1, width)
                going_down[column] = begins
            else:
                grid.cells[number, column] = cell
                grid.sizes[number, column] = (1, width)
                if merge is not None:
                    going_down[column] = (number, column)
            column += width
        above = going_down
        grid.n_columns = max(grid.n_columns, column)
    return grid


def new_table(like: Node, n_columns: int) -> Node:
    """With lines around its cells; `like` is any element of the file."""
    space = namespace_of(like)[1:-1]
    borders = "".join(f"<w:{side} {_LINE}/>" for side in _SIDES)
    columns = f"<w:gridCol w:w='{_WIDTH // n_columns}'/>" * n_columns
    return own_node(
        f"<w:tbl xmlns:w='{space}'><w:tblPr><w:tblW w:w='0' w:type='auto'/><w:tblBorders>{borders}</w:tblBorders>"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid></w:tbl>"
    )


def new_row(table: Node, like: Node | None) -> Node:
    row = new_node(table, f"{namespace_of(table)}tr")
    properties = first_child(like, "trPr")
    if properties is not None:
        copied = copy_of(properties)
        _drop(copied, _OF_CHANGES)
        row.append(copied)
    return row


def new_cell(row: Node, like: Node | None, size: TableCell | None = None) -> Node:
    cell = new_node(row, f"{namespace_of(row)}tc")
    if size is not None and (size.n_rows, size.n_columns) != (1, 1):
        cell.append(_size(row, size, "restart"))
        return cell
    properties = first_child(like, "tcPr")
    if properties is not None:
        copied = copy_of(properties)
        _drop(copied, _MERGED)
        cell.append(copied)
    return cell


def covered_cell(row: Node, cell: TableCell) -> Node:
    """What goes on in a row with a cell of one above."""
    space = namespace_of(row)
    covered = new_node(row, f"{space}tc")
    covered.append(_size(row, cell, "continue"))
    covered.append(new_node(covered, f"{space}p"))
    return covered


def _size(like: Node, cell: TableCell, merge: str) -> Node:
    """In this order (17.4.66)."""
    space = namespace_of(like)[1:-1]
    width = f"<w:gridSpan w:val='{cell.n_columns}'/>" if cell.n_columns > 1 else ""
    height = f"<w:vMerge w:val='{merge}'/>" if cell.n_rows > 1 else ""
    return own_node(f"<w:tcPr xmlns:w='{space}'>{width}{height}</w:tcPr>")


def _inside(node: Node, name: str) -> Iterator[Node]:
    """Rows of a table, cells of a row; forms may have put them into a frame."""
    for child in node:
        if local_name(child) == name:
            yield child
        elif local_name(child) in _AROUND_ROWS:
            yield from _inside(child, name)


def _count(value: str) -> int:
    return min(int(value), _MOST_COLUMNS) if value.isdecimal() and len(value) < 5 else 0


def _drop(properties: Node, names: frozenset[str]) -> None:
    for child in [child for child in properties if local_name(child) in names]:
        properties.remove(child)
