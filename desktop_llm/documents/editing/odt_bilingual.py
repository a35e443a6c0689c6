"""OpenDocument texts with the source and its translation: below one another, or in a table. Reading process."""

from typing import Final

from desktop_llm.documents.editing.mixed_content import MixedParagraph, RoleOf
from desktop_llm.documents.editing.xml_part import (
    Node,
    copy_of,
    local_name,
    new_node,
    put_before,
    put_behind,
    take_out,
    value_of,
)
from desktop_llm.documents.segments import Content

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OURS: Final = "TwoLanguages"
# What is said once: places that others refer to, notes, pictures, comments, marks of changes.
_ONCE: Final = frozenset(
    [
        "bookmark",
        "bookmark-start",
        "bookmark-end",
        "reference-mark",
        "reference-mark-start",
        "reference-mark-end",
        "note",
        "frame",
        "annotation",
        "annotation-end",
        "change",
        "change-start",
        "change-end",
        "custom-shape",
        "toc-mark-start",
        "toc-mark-end",
    ]
)
_BODIES: Final = frozenset({"text", "section"})


def put_twin_below(paragraph: MixedParagraph, target: Content, role_of: RoleOf) -> Node:
    """A paragraph like it, with the target."""
    node = copy_of(paragraph.node)
    MixedParagraph(node, role_of).put(target)
    for child in [child for child in node.iter() if child is not node and local_name(child) in _ONCE]:
        take_out(child)
    put_behind(node, paragraph.node)
    return node


def put_in_columns(paragraph: Node, twin: Node) -> None:
    """Both into one row of a table. In lists, cells, notes and margins they stay below one another."""
    body = paragraph.getparent()
    if body is None or local_name(body) not in _BODIES:
        return
    before = paragraph.getprevious()
    if before is not None and value_of(before, "name").startswith(_OURS) and local_name(before) == "table":
        table = before
    else:
        table = new_node(paragraph, f"{_TABLE}table")
        table.set(f"{_TABLE}name", f"{_OURS}{body.index(paragraph)}")
        columns = new_node(table, f"{_TABLE}table-column")
        columns.set(f"{_TABLE}number-columns-repeated", "2")
        table.append(columns)
        put_before(table, paragraph)
    row = new_node(table, f"{_TABLE}table-row")
    table.append(row)
    for node in (paragraph, twin):
        cell = new_node(row, f"{_TABLE}table-cell")
        row.append(cell)
        take_out(node)
        cell.append(node)
