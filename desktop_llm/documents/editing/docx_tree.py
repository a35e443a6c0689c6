"""The body of a Word file while the editor's text is put into it. Reading process."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desktop_llm.documents.editing.docx_language import set_direction
from desktop_llm.documents.editing.docx_line import DocxLine
from desktop_llm.documents.editing.docx_line_writer import LineParts, write_line
from desktop_llm.documents.editing.docx_shapes import DocxShapes, Shape, is_end_of_section, shape_of_text
from desktop_llm.documents.editing.docx_tables import covered_cell, new_cell, new_row, new_table
from desktop_llm.documents.editing.rich_body import RichBody, like_others, stretches_of
from desktop_llm.documents.editing.rich_plan import Plan, Step
from desktop_llm.documents.editing.rich_runs import aligned, normalised
from desktop_llm.documents.editing.xml_part import (
    Node,
    children_of,
    copy_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
    put_before,
    put_behind,
    take_out,
)
from desktop_llm.documents.rich_text import ParagraphKind, TableCell
from desktop_llm.documents.segments import begins_from_right

_FROM_RIGHT: Final = "ar"  # any language that is


DocxBody = RichBody[DocxLine]


class DocxTree:
    """A Tree."""

    def __init__(self, body: DocxBody, plan: Plan, shapes: DocxShapes, shared: LineParts) -> None:
        self._body = body
        self._shapes = shapes
        self._shared = shared
        self._stays = {step.place for step in plan.steps if step.place}
        self._models = self._found_models(plan)
        unchanged = (step.paragraph for step in plan.steps if step.is_unchanged)
        shared.used |= {run.kept for paragraph in unchanged for run in paragraph.runs if run.kept}

    def put_behind(self, node: Node, last: Node, step: Step) -> None:  # noqa: ARG002
        put_behind(node, last)

    def put_before(self, node: Node, following: Node, step: Step) -> None:  # noqa: ARG002
        put_before(node, following)

    def put_first(self, node: Node, holder: Node, step: Step) -> None:  # noqa: ARG002
        place = next((n for n, child in enumerate(holder) if local_name(child) != "tcPr"), len(holder))
        holder.insert(place, node)

    def remove(self, origin: str) -> None:
        node = self._body.nodes[origin]
        parent = node.getparent()
        if parent is None:
            return
        line = self._body.lines.get(origin)
        if line is not None and self._shared.maker is not None:
            write_line(node, (), line, self._shared)
            if not is_end_of_section(node):
                self._mark(node, "del")
            return
        if line is not None:
            self._rescue_anchors(origin, line)
        is_alone = local_name(parent) == "tc" and not _has_paragraph_behind(node)
        if line is not None and (is_alone or is_end_of_section(node)):
            write_line(node, (), DocxLine(), self._shared)
        else:
            take_out(node)

    def new_table(self, n_columns: int) -> Node:
        return new_table(self._body.root, n_columns)

    def new_row(self, table: Node, like: Node | None) -> Node:
        return new_row(table, like)

    def new_cell(self, row: Node, like: Node | None, size: TableCell | None = None) -> Node:
        return new_cell(row, like, size)

    def put_covered(self, row: Node, place: tuple[int, int], cell: TableCell) -> None:
        """In its first column; in the others the width of that one says it."""
        if place[0] > cell.row and place[1] == cell.column:
            row.append(covered_cell(row, cell))

    # ↓ Paragraphs

    def change(self, node: Node, step: Step) -> None:
        original = self._body.original(step.place)
        shape = shape_of_text(step.paragraph)
        if shape != shape_of_text(original):
            self._shapes.put(node, shape, self._model(shape, step))
        if normalised(original.runs) != normalised(step.paragraph.runs):
            is_tracked = self._shared.maker is not None
            sources = (step.place,) if is_tracked else step.sources
            parts = aligned(stretches_of(self._body.lines, sources), step.paragraph.runs, by_words=is_tracked)
            write_line(node, parts, self._body.lines[step.place], self._shared)

    def new(self, step: Step) -> Node:
        node = new_node(self._body.root, f"{namespace_of(self._body.root)}p")
        shape = shape_of_text(step.paragraph)
        if shape.kind is ParagraphKind.KEPT:  # of another file
            shape = Shape()
        model = self._model(shape, step)
        neighbour = self._body.nodes.get(step.neighbour)
        properties = first_child(neighbour, "pPr") if neighbour is not None else None
        if model is None and properties is not None:
            node.append(copy_of(properties))
        self._shapes.put(node, shape, model)
        for own in ("sectPr", "rPr", "pPrChange"):
            if (child := first_child(node, "pPr", own)) is not None:
                take_out(child)
        parts = aligned(stretches_of(self._body.lines, step.sources), step.paragraph.runs)
        parts = like_others(parts, self._line_of_neighbour(step, shape))
        if self._shared.maker is not None:
            parts = [replace(part, old=None, like=part.old or part.like) for part in parts]
        write_line(node, parts, DocxLine(), self._shared)
        if begins_from_right(step.paragraph.text):
            set_direction(node, [run for run in node.iter() if local_name(run) == "r"], _FROM_RIGHT)
        if self._shared.maker is not None:
            self._mark(node, "ins")
        return node

    def _line_of_neighbour(self, step: Step, shape: Shape) -> DocxLine | None:
        """If that is a paragraph of this shape."""
        line = self._body.lines.get(step.neighbour)
        is_alike = line is not None and shape_of_text(self._body.original(step.neighbour)) == shape
        return line if is_alike else None

    def _mark(self, node: Node, name: str) -> None:
        """The end of a paragraph as put in or taken out (17.13.5.15, 17.13.5.20)."""
        assert self._shared.maker is not None
        space = namespace_of(node)
        properties = first_child(node, "pPr")
        if properties is None:
            properties = new_node(node, f"{space}pPr")
            node.insert(0, properties)
        look = first_child(properties, "rPr")
        if look is None:
            look = new_node(properties, f"{space}rPr")
            late = ("sectPr", "pPrChange")
            place = next((n for n, child in enumerate(properties) if local_name(child) in late), len(properties))
            properties.insert(place, look)
        look.insert(0, self._shared.maker.new_change(node, name))

    def _rescue_anchors(self, origin: str, line: DocxLine) -> None:
        """What others refer to goes to the end of the nearest paragraph before, else to the start of the next one."""
        nodes = [anchor.node for anchor in line.anchors if anchor.outlives_text]
        there, is_before = self._body.next_line(origin, self._stays) if nodes else ("", False)
        if not there:
            return
        holder = self._body.nodes[there]
        place = len(holder) if is_before else int(first_child(holder, "pPr") is not None)
        for node in reversed(nodes):
            node.tail = None
            holder.insert(place, node)

    # ↓ Models

    def _found_models(self, plan: Plan) -> Mapping[tuple[Shape, bool], list[int]]:
        """The paragraphs of each shape, in tables and outside; not those that are going to have another."""
        changed = {
            step.place
            for step in plan.steps
            if step.place and shape_of_text(step.paragraph) != shape_of_text(self._body.original(step.place))
        }
        models: dict[tuple[Shape, bool], list[int]] = {}
        for number, paragraph in enumerate(self._body.paragraphs):
            if paragraph.origin in self._body.lines and paragraph.origin not in changed:
                models.setdefault((shape_of_text(paragraph), paragraph.cell is not None), []).append(number)
        return models

    def _model(self, shape: Shape, step: Step) -> Node | None:
        """The nearest one before, else the nearest behind."""
        numbers = self._models.get((shape, step.paragraph.cell is not None), [])
        return self._body.nodes.get(self._body.nearest(numbers, step.neighbour))


def _has_paragraph_behind(node: Node) -> bool:
    """Whether a cell may do without this one: its last child has to be a paragraph."""
    parent = node.getparent()
    others = [child for child in children_of(parent) if child is not node and not local_name(child).endswith("Pr")]
    return bool(others) and local_name(others[-1]) == "p"
