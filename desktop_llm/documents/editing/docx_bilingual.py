"""Word files with the source and its translation: below one another, or side by side in a table. Reading process."""

from typing import Final

from desktop_llm.documents.editing.runs import RunParagraph
from desktop_llm.documents.editing.xml_part import (
    Node,
    copy_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
    put_before,
    put_behind,
    take_out,
    value_of,
)
from desktop_llm.documents.segments import Content

# What is said once: places that others refer to, notes, pictures, breaks, sections, marks of changes.
_ONCE: Final = frozenset(
    [
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "footnoteReference",
        "endnoteReference",
        "drawing",
        "pict",
        "object",
        "AlternateContent",
        "sectPr",
        "del",
        "moveFrom",
        "permStart",
        "permEnd",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "pageBreakBefore",
    ]
)
_ONCE_IN_ATTRIBUTES: Final = frozenset({"paraId", "textId"})
_TABLE: Final = "twoLanguages"


def put_twin_below(paragraph: Node, target: Content) -> RunParagraph:
    """A paragraph like it, with the target. A list's number and a section's end are not said twice."""
    node = copy_of(paragraph)
    twin = RunParagraph(node)
    twin.put(target)
    for child in [child for child in node.iter() if local_name(child) in _ONCE or _is_break(child)]:
        take_out(child)
    for run in twin.loose_field_runs:
        take_out(run)
    for name in [name for name in node.attrib if name.rpartition("}")[2] in _ONCE_IN_ATTRIBUTES]:
        del node.attrib[name]
    _drop_number(node)
    put_behind(node, paragraph)
    section = first_child(paragraph, "pPr", "sectPr")
    if section is not None:
        _own_properties(node).append(section)
    return twin


def put_in_columns(paragraph: Node, twin: Node) -> None:
    """Both into one row of a table. In cells, notes and margins they stay below one another."""
    body = paragraph.getparent()
    if body is None or local_name(body) != "body":
        return
    space = namespace_of(paragraph)
    section = first_child(twin, "pPr", "sectPr")
    before = paragraph.getprevious()
    if before is not None and _is_ours(before):
        table = before
    else:
        table = _new_table(paragraph)
        if before is not None and local_name(before) == "tbl":
            put_before(new_node(paragraph, f"{space}p"), paragraph)
        put_before(table, paragraph)
    row = new_node(table, f"{space}tr")
    table.append(row)
    behind = new_node(body, f"{space}p")
    put_behind(behind, twin)
    for node in (paragraph, twin):
        cell = new_node(row, f"{space}tc")
        row.append(cell)
        take_out(node)
        cell.append(node)
    if section is not None:
        _own_properties(behind).append(section)
    elif (following := behind.getnext()) is not None and local_name(following) == "p":
        take_out(behind)


def _new_table(paragraph: Node) -> Node:
    space = namespace_of(paragraph)
    table = new_node(paragraph, f"{space}tbl")
    properties = new_node(table, f"{space}tblPr")
    table.append(properties)
    for name, attributes in (
        ("tblW", {"w": "5000", "type": "pct"}),
        ("tblLayout", {"type": "fixed"}),
        ("tblCaption", {"val": _TABLE}),
    ):
        node = new_node(properties, f"{space}{name}")
        for key, value in attributes.items():
            node.set(f"{space}{key}", value)
        properties.append(node)
    grid = new_node(table, f"{space}tblGrid")
    table.append(grid)
    for _ in range(2):
        column = new_node(grid, f"{space}gridCol")
        column.set(f"{space}w", "4800")
        grid.append(column)
    return table


def _is_ours(node: Node) -> bool:
    caption = first_child(node, "tblPr", "tblCaption")
    return caption is not None and value_of(caption, "val") == _TABLE


def _is_break(node: Node) -> bool:
    return local_name(node) == "br" and value_of(node, "type") in ("page", "column")


def _drop_number(paragraph: Node) -> None:
    number = first_child(paragraph, "pPr", "numPr", "numId")
    if number is not None:
        number.set(f"{namespace_of(number)}val", "0")


def _own_properties(paragraph: Node) -> Node:
    properties = first_child(paragraph, "pPr")
    if properties is None:
        properties = new_node(paragraph, f"{namespace_of(paragraph)}pPr")
        paragraph.insert(0, properties)
    return properties
