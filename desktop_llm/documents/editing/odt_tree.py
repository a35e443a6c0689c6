"""The text of an OpenDocument file while the editor's text is put into it. Reading process."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from desktop_llm.documents.editing.odt_line import OdtLine, OdtLines, OdtPart, OdtStretch
from desktop_llm.documents.editing.odt_lists import OdtLists
from desktop_llm.documents.editing.odt_names import TABLE, TEXT
from desktop_llm.documents.editing.odt_shapes import OdtShape, OdtShapes, lists_around, shape_of_text
from desktop_llm.documents.editing.odt_tables import new_cell, new_row, new_table
from desktop_llm.documents.editing.rich_plan import Plan, Step
from desktop_llm.documents.editing.rich_runs import aligned, normalised
from desktop_llm.documents.editing.rich_tree import CellPlace
from desktop_llm.documents.editing.xml_part import Node, local_name, new_node, take_out, value_of
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind
from desktop_llm.documents.segments import begins_from_right

_BEFORE_TEXT: Final = frozenset({"tracked-changes", "forms"})


@dataclass(slots=True)
class OdtBody:
    """What was read of a text. nodes, lines and places are by the paragraphs' origins."""

    root: Node
    paragraphs: list[Paragraph] = field(default_factory=list[Paragraph])
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    lines: dict[str, OdtLine] = field(default_factory=dict[str, OdtLine])
    places: dict[str, CellPlace] = field(default_factory=dict[str, CellPlace])
    n_tables: int = 0

    def original(self, origin: str) -> Paragraph:
        return self.paragraphs[int(origin[1:]) - 1]


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
        self._numbers = {paragraph.origin: number for number, paragraph in enumerate(body.paragraphs)}
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

    def new_cell(self, row: Node, like: Node | None) -> Node:
        cell = new_cell(row, like)
        if like is None:
            cell.set(f"{TABLE}style-name", self._shapes.cell_style())
        return cell

    # ↓ Paragraphs

    def _change(self, node: Node, step: Step) -> None:
        original = self._body.original(step.place)
        shape = shape_of_text(step.paragraph)
        if shape != shape_of_text(original):
            self._put_shape(node, step, shape)
        if normalised(original.runs) != normalised(step.paragraph.runs):
            parts = aligned(self._stretches(step.sources), step.paragraph.runs)
            self._lines.write(node, parts, self._body.lines[step.place])

    def _new(self, step: Step) -> Node:
        shape = shape_of_text(step.paragraph)
        if shape.kind is ParagraphKind.KEPT:  # of another file
            shape = OdtShape()
        node = new_node(self._body.root, f"{TEXT}p")
        self._put_shape(node, step, shape)
        if begins_from_right(step.paragraph.text) and not self._is_from_right(step.neighbour):
            node.set(f"{TEXT}style-name", self._shapes.from_right(value_of(node, "style-name")))
        parts = aligned(self._stretches(step.sources), step.paragraph.runs)
        self._lines.write(node, self._like_others(parts, step, shape), OdtLine())
        return node

    def _is_from_right(self, origin: str) -> bool:
        """Then its style says so, or what that is based on."""
        return origin in self._numbers and begins_from_right(self._body.original(origin).text)

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
        number = self._numbers.get(step.neighbour)
        kinds = (ParagraphKind.TEXT, ParagraphKind.LIST_ITEM)
        is_like = number is not None and self._body.paragraphs[number].kind in kinds
        return self._shapes.without_break(self._styles[step.neighbour]) if is_like else ""

    def _stretches(self, origins: Sequence[str]) -> list[OdtStretch]:
        return [stretch for origin in origins if (line := self._body.lines.get(origin)) for stretch in line.stretches]

    def _like_others(self, parts: Sequence[OdtPart], step: Step, shape: OdtShape) -> list[OdtPart]:
        """Words that come from nowhere look like those of the paragraph that this one is like."""
        number = self._numbers.get(step.neighbour)
        is_alike = number is not None and shape_of_text(self._body.paragraphs[number]) == shape
        line = self._body.lines.get(step.neighbour) if is_alike else None
        like = next((each for each in line.stretches if not each.kept), None) if line is not None else None
        return [part if part.old or part.like else replace(part, like=like) for part in parts]

    def _rescue_anchors(self, origin: str) -> None:
        """What others refer to goes to the end of the nearest paragraph before, else to the start of the next one."""
        nodes = [anchor.node for anchor in self._body.lines[origin].anchors if anchor.outlives_text]
        number = self._numbers[origin]
        near = [*range(number - 1, -1, -1), *range(number + 1, len(self._body.paragraphs))] if nodes else []
        origins = (self._body.paragraphs[n].origin for n in near)
        there = next((each for each in origins if each in self._stays and each in self._body.lines), "")
        if not there:
            return
        holder = self._body.nodes[there]
        if self._numbers[there] < number:
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
        numbers = self._alike.get((shape, step.paragraph.cell is not None), [])
        if not numbers:
            return ""
        at = bisect_right(numbers, self._numbers.get(step.neighbour, 0))
        return self._body.paragraphs[numbers[max(at - 1, 0)]].origin

    def _list_style(self, step: Step, shape: OdtShape) -> str:
        if shape.kind is not ParagraphKind.LIST_ITEM:
            return ""
        near = self._numbers.get(step.neighbour, 0)
        numbered = [
            paragraph
            for paragraph in self._body.paragraphs
            if paragraph.kind is ParagraphKind.LIST_ITEM and paragraph.is_numbered is shape.is_numbered
        ]
        nearest = min(numbered, key=lambda each: abs(self._numbers[each.origin] - near), default=None)
        known = self._list_styles[nearest.origin] if nearest is not None else ""
        return known or self._shapes.list_style(is_numbered=shape.is_numbered)


def _shape_of(node: Node, step: Step) -> OdtShape:
    """Tables and kept blocks are in no list."""
    is_line = local_name(node) in ("p", "h")
    return shape_of_text(step.paragraph) if is_line and not step.moved else OdtShape()


def _is_text(node: Node) -> bool:
    name = local_name(node)
    return bool(name) and name not in _BEFORE_TEXT and not name.endswith("-decls")
