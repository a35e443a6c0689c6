"""The text of an OpenDocument file while the editor's text is put into it. Reading process."""

from dataclasses import replace
from typing import Final

from desktop_llm.documents.editing.odt_line import OdtLine, OdtLines
from desktop_llm.documents.editing.odt_lists import OdtLists
from desktop_llm.documents.editing.odt_names import TABLE, TEXT
from desktop_llm.documents.editing.odt_shapes import OdtShape, OdtShapes, lists_around, shape_of_text
from desktop_llm.documents.editing.odt_tables import covered_cell, new_cell, new_row, new_table
from desktop_llm.documents.editing.rich_body import RichBody, like_others, stretches_of
from desktop_llm.documents.editing.rich_plan import Plan, Step
from desktop_llm.documents.editing.rich_runs import aligned, normalised
from desktop_llm.documents.editing.xml_part import Node, local_name, new_node, value_of
from desktop_llm.documents.rich_text import ParagraphKind, TableCell
from desktop_llm.documents.segments import begins_from_right

_BEFORE_TEXT: Final = frozenset({"tracked-changes", "forms"})


OdtBody = RichBody[OdtLine]


def settled(plan: Plan, body: OdtBody) -> Plan:
    """What comes into a list, goes out of one or changes its place in one is new there."""
    steps: list[Step] = []
    removed = list(plan.removed)
    for step in plan.steps:
        before = shape_of_text(body.original(step.place) if step.place else step.paragraph)
        after = shape_of_text(step.paragraph)
        is_moved = before != after and ParagraphKind.LIST_ITEM in (before.kind, after.kind)
        steps.append(replace(step, place="") if is_moved else step)
        removed += [step.place] if is_moved else []
    return Plan(tuple(steps), tuple(removed))


class OdtTree:
    """A Tree."""

    def __init__(self, body: OdtBody, plan: Plan, shapes: OdtShapes, lines: OdtLines) -> None:
        self._body = body
        self._shapes = shapes
        self._lines = lines
        self._lists = OdtLists(shapes)
        self._stays = {step.place for step in plan.steps if step.place}
        self._styles = {origin: value_of(node, "style-name") for origin, node in body.nodes.items()}
        self._list_styles = {
            paragraph.origin: value_of(lists_around(body.nodes[paragraph.origin])[-1], "style-name")
            for paragraph in body.paragraphs
            if paragraph.kind is ParagraphKind.LIST_ITEM
        }
        self._alike: dict[tuple[OdtShape, bool], list[int]] = {}
        for number, paragraph in enumerate(body.paragraphs):
            if paragraph.origin in body.lines:
                self._alike.setdefault((shape_of_text(paragraph), paragraph.cell is not None), []).append(number)
        unchanged = (step.paragraph for step in plan.steps if step.is_unchanged)
        lines.used |= {run.kept for paragraph in unchanged for run in paragraph.runs if run.kept}

    def put_behind(self, node: Node, last: Node, step: Step) -> None:
        shape = _shape_of(node, step)
        self._lists.put_behind(node, last, shape, self._list_style(step, shape))

    def put_before(self, node: Node, following: Node, step: Step) -> None:
        shape = _shape_of(node, step)
        self._lists.put_before(node, following, shape, self._list_style(step, shape))

    def put_first(self, node: Node, holder: Node, step: Step) -> None:
        shape = _shape_of(node, step)
        wrapped = self._lists.wrapped(node, shape, self._list_style(step, shape))
        place = next((n for n, child in enumerate(holder) if _is_text(child)), len(holder))
        holder.insert(place, wrapped)

    def remove(self, origin: str) -> None:
        node = self._body.nodes[origin]
        if node.getparent() is None:
            return
        if origin in self._body.lines:
            self._rescue_anchors(origin)
        self._lists.remove(node)

    def new_table(self, n_columns: int) -> Node:
        self._body.n_tables += 1
        return new_table(self._body.root, n_columns, self._body.n_tables)

    def new_row(self, table: Node, like: Node | None) -> Node:
        return new_row(table, like)

    def new_cell(self, row: Node, like: Node | None, size: TableCell | None = None) -> Node:
        cell = new_cell(row, like, size)
        if like is None:
            cell.set(f"{TABLE}style-name", self._shapes.cell_style())
        return cell

    def put_covered(self, row: Node, place: tuple[int, int], cell: TableCell) -> None:  # noqa: ARG002
        """One for each column of each row."""
        row.append(covered_cell(row))

    # ↓ Paragraphs

    def change(self, node: Node, step: Step) -> None:
        original = self._body.original(step.place)
        shape = shape_of_text(step.paragraph)
        if shape != shape_of_text(original):
            self._put_shape(node, step, shape)
        if normalised(original.runs) != normalised(step.paragraph.runs):
            parts = aligned(stretches_of(self._body.lines, step.sources), step.paragraph.runs)
            self._lines.write(node, parts, self._body.lines[step.place])

    def new(self, step: Step) -> Node:
        shape = shape_of_text(step.paragraph)
        if shape.kind is ParagraphKind.KEPT:  # of another file
            shape = OdtShape()
        node = new_node(self._body.root, f"{TEXT}p")
        self._put_shape(node, step, shape)
        if begins_from_right(step.paragraph.text) and not self._is_from_right(step.neighbour):
            node.set(f"{TEXT}style-name", self._shapes.from_right(value_of(node, "style-name")))
        parts = aligned(stretches_of(self._body.lines, step.sources), step.paragraph.runs)
        self._lines.write(node, like_others(parts, self._line_of_neighbour(step, shape)), OdtLine())
        return node

    def _is_from_right(self, origin: str) -> bool:
        """Then its style says so, or what that is based on."""
        return origin in self._body.nodes and begins_from_right(self._body.original(origin).text)

    def _put_shape(self, node: Node, step: Step, shape: OdtShape) -> None:
        is_heading = shape.kind is ParagraphKind.HEADING
        node.tag = f"{TEXT}{'h' if is_heading else 'p'}"
        model = self._model(shape, step)
        style = self._shapes.without_break(self._styles[model]) if model else self._shapes.style_for(shape)
        if not model and shape.kind in (ParagraphKind.TEXT, ParagraphKind.LIST_ITEM):
            style = self._style_of_neighbour(step) or style
        node.set(f"{TEXT}style-name", style)
        node.attrib.pop(f"{TEXT}outline-level", None)
        if is_heading:
            node.set(f"{TEXT}outline-level", str(max(shape.level, 1)))

    def _style_of_neighbour(self, step: Step) -> str:
        """Of text beside it; headings, quotations and code look too different."""
        kinds = (ParagraphKind.TEXT, ParagraphKind.LIST_ITEM)
        is_like = step.neighbour in self._body.nodes and self._body.original(step.neighbour).kind in kinds
        return self._shapes.without_break(self._styles[step.neighbour]) if is_like else ""

    def _line_of_neighbour(self, step: Step, shape: OdtShape) -> OdtLine | None:
        """If that is a paragraph of this shape."""
        line = self._body.lines.get(step.neighbour)
        is_alike = line is not None and shape_of_text(self._body.original(step.neighbour)) == shape
        return line if is_alike else None

    def _rescue_anchors(self, origin: str) -> None:
        """What others refer to goes to the end of the nearest paragraph before, else to the start of the next one."""
        nodes = [anchor.node for anchor in self._body.lines[origin].anchors if anchor.outlives_text]
        there, is_before = self._body.next_line(origin, self._stays) if nodes else ("", False)
        if not there:
            return
        holder = self._body.nodes[there]
        if is_before:
            for node in nodes:
                node.tail = None
                holder.append(node)
            return
        text, holder.text = holder.text, None
        for node in reversed(nodes):
            node.tail = None
            holder.insert(0, node)
        nodes[-1].tail = text

    # ↓ Models

    def _model(self, shape: OdtShape, step: Step) -> str:
        """The nearest one of this shape before, else behind."""
        return self._body.nearest(self._alike.get((shape, step.paragraph.cell is not None), []), step.neighbour)

    def _list_style(self, step: Step, shape: OdtShape) -> str:
        if shape.kind is not ParagraphKind.LIST_ITEM:
            return ""
        near = self._body.number(step.neighbour) or 0
        alike = [
            number
            for number, paragraph in enumerate(self._body.paragraphs)
            if paragraph.kind is ParagraphKind.LIST_ITEM and paragraph.is_numbered is shape.is_numbered
        ]
        nearest = min(alike, key=lambda number: abs(number - near), default=None)
        known = self._list_styles[self._body.paragraphs[nearest].origin] if nearest is not None else ""
        return known or self._shapes.list_style(is_numbered=shape.is_numbered)


def _shape_of(node: Node, step: Step) -> OdtShape:
    """Tables and kept blocks are in no list."""
    is_line = local_name(node) in ("p", "h")
    return shape_of_text(step.paragraph) if is_line and not step.moved else OdtShape()


def _is_text(node: Node) -> bool:
    name = local_name(node)
    return bool(name) and name not in _BEFORE_TEXT and not name.endswith("-decls")
