"""The body of a Word file while the editor's text is put into it. Reading process."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from desktop_llm.documents.editing.docx_language import set_direction
from desktop_llm.documents.editing.docx_line import DocxLine, DocxStretch
from desktop_llm.documents.editing.docx_line_writer import DocxPart, LineParts, write_line
from desktop_llm.documents.editing.docx_shapes import DocxShapes, Shape, is_end_of_section, shape_of_text
from desktop_llm.documents.editing.docx_tables import new_cell, new_row, new_table
from desktop_llm.documents.editing.rich_plan import Plan, Step
from desktop_llm.documents.editing.rich_runs import aligned, normalised
from desktop_llm.documents.editing.rich_tree import CellPlace
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
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind
from desktop_llm.documents.segments import begins_from_right

_FROM_RIGHT: Final = "ar"  # any language that is


@dataclass(slots=True)
class DocxBody:
    """What was read of a body. nodes, lines and places are by the paragraphs' origins."""

    root: Node
    paragraphs: list[Paragraph] = field(default_factory=list[Paragraph])
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    lines: dict[str, DocxLine] = field(default_factory=dict[str, DocxLine])
    places: dict[str, CellPlace] = field(default_factory=dict[str, CellPlace])


class DocxTree:
    """A Tree."""

    def __init__(self, body: DocxBody, plan: Plan, shapes: DocxShapes, shared: LineParts) -> None:
        self._body = body
        self._shapes = shapes
        self._shared = shared
        self._numbers = {paragraph.origin: number for number, paragraph in enumerate(body.paragraphs)}
        self._stays = {step.place for step in plan.steps if step.place}
        self._models = self._found_models(plan)
        unchanged = (step.paragraph for step in plan.steps if step.is_unchanged)
        shared.used |= {run.kept for paragraph in unchanged for run in paragraph.runs if run.kept}

    def write(self, step: Step) -> Node:
        if step.moved:
            node = self._body.nodes[step.moved]
            take_out(node)
            return node
        if not step.place:
            return self._new(step)
        node = self._body.nodes[step.place]
        if not step.is_unchanged and step.paragraph.kind is not ParagraphKind.KEPT and step.place in self._body.lines:
            self._change(node, step)
        return node

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

    def new_cell(self, row: Node, like: Node | None) -> Node:
        return new_cell(row, like)

    # ↓ Paragraphs

    def _change(self, node: Node, step: Step) -> None:
        original = self._body.paragraphs[self._numbers[step.place]]
        shape = shape_of_text(step.paragraph)
        if shape != shape_of_text(original):
            self._shapes.put(node, shape, self._model(shape, step))
        if normalised(original.runs) != normalised(step.paragraph.runs):
            is_tracked = self._shared.maker is not None
            sources = (step.place,) if is_tracked else step.sources
            parts = aligned(self._stretches(sources), step.paragraph.runs, by_words=is_tracked)
            write_line(node, parts, self._body.lines[step.place], self._shared)

    def _new(self, step: Step) -> Node:
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
        parts = self._like_others(aligned(self._stretches(step.sources), step.paragraph.runs), step, shape)
        if self._shared.maker is not None:
            parts = [replace(part, old=None, like=part.old or part.like) for part in parts]
        write_line(node, parts, DocxLine(), self._shared)
        if begins_from_right(step.paragraph.text):
            set_direction(node, [run for run in node.iter() if local_name(run) == "r"], _FROM_RIGHT)
        if self._shared.maker is not None:
            self._mark(node, "ins")
        return node

    def _stretches(self, origins: Sequence[str]) -> list[DocxStretch]:
        return [stretch for origin in origins if (line := self._body.lines.get(origin)) for stretch in line.stretches]

    def _like_others(self, parts: Sequence[DocxPart], step: Step, shape: Shape) -> list[DocxPart]:
        """Words that come from nowhere look like those of the paragraph that this one is like."""
        number = self._numbers.get(step.neighbour)
        is_alike = number is not None and shape_of_text(self._body.paragraphs[number]) == shape
        line = self._body.lines.get(step.neighbour) if is_alike else None
        like = next((each for each in line.stretches if not each.kept), None) if line is not None else None
        return [part if part.old or part.like else replace(part, like=like) for part in parts]

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
        if not nodes:
            return
        number = self._numbers[origin]
        before = (self._body.paragraphs[n].origin for n in range(number - 1, -1, -1))
        behind = (self._body.paragraphs[n].origin for n in range(number + 1, len(self._body.paragraphs)))
        there = next((each for each in before if each in self._stays and each in self._body.lines), "")
        if there:
            for node in nodes:
                node.tail = None
                self._body.nodes[there].append(node)
            return
        there = next((each for each in behind if each in self._stays and each in self._body.lines), "")
        if there:
            holder = self._body.nodes[there]
            place = int(first_child(holder, "pPr") is not None)
            for node in reversed(nodes):
                node.tail = None
                holder.insert(place, node)

    # ↓ Models

    def _found_models(self, plan: Plan) -> Mapping[tuple[Shape, bool], list[int]]:
        """The paragraphs of each shape, in tables and outside; not those that are going to have another."""
        changed = {
            step.place
            for step in plan.steps
            if step.place
            and shape_of_text(step.paragraph) != shape_of_text(self._body.paragraphs[self._numbers[step.place]])
        }
        models: dict[tuple[Shape, bool], list[int]] = {}
        for number, paragraph in enumerate(self._body.paragraphs):
            if paragraph.origin in self._body.lines and paragraph.origin not in changed:
                models.setdefault((shape_of_text(paragraph), paragraph.cell is not None), []).append(number)
        return models

    def _model(self, shape: Shape, step: Step) -> Node | None:
        """The nearest one before, else the nearest behind."""
        numbers = self._models.get((shape, step.paragraph.cell is not None), [])
        if not numbers:
            return None
        at = bisect_right(numbers, self._numbers.get(step.neighbour, 0))
        return self._body.nodes[self._body.paragraphs[numbers[max(at - 1, 0)]].origin]


def _has_paragraph_behind(node: Node) -> bool:
    """Whether a cell may do without this one: its last child has to be a paragraph."""
    parent = node.getparent()
    others = [child for child in children_of(parent) if child is not node and not local_name(child).endswith("Pr")]
    return bool(others) and local_name(others[-1]) == "p"
