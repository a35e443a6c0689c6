"""Pages in the editor. What did not change keeps its characters, and so does all between paragraphs.

Reading process.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from msgspec import structs

from desktop_llm.documents.document import DocumentWarning
from desktop_llm.documents.editing.editor import SegmentList
from desktop_llm.documents.editing.html_blocks import NewBlock, table_html
from desktop_llm.documents.editing.html_edits import HtmlEdits, Spot, spot_of, spot_of_table
from desktop_llm.documents.editing.html_leaves import CELLS, Element, HtmlLeaf, HtmlLeaves
from desktop_llm.documents.editing.html_line import HtmlLine, HtmlStretch, LineHtml, line_of
from desktop_llm.documents.editing.kept_things import KeptThings
from desktop_llm.documents.editing.markup_tokens import escaped
from desktop_llm.documents.editing.rich_markdown import joined_code
from desktop_llm.documents.editing.rich_plan import Step, plan_of
from desktop_llm.documents.editing.rich_runs import Stretch, aligned, normalised
from desktop_llm.documents.editing.rich_tree import cell_of
from desktop_llm.documents.editing.text_file import read_text_file
from desktop_llm.documents.readers.html import charset_of
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TableCell, TextRun, Tracking
from desktop_llm.documents.source_file import SourceFile

_CODE: Final = re.compile(r"((?:\r?\n)?(?:\s*<code[^>]*>)?)[^<]*?((?:\r?\n)?(?:</code>\s*)?)")
_LF: Final = "\n"
_TAGGED: Final = frozenset({ParagraphKind.TEXT, ParagraphKind.HEADING})
_TAGGED_ELEMENTS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_DEEPEST_HEADING: Final = 6


class RichHtml:
    """A RichFile."""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: larger than may be read, nested too deeply."""
        told = SegmentList()
        self._file = read_text_file(source, told, charset_of(source))
        self.warnings: Sequence[DocumentWarning] = told.warnings
        self._page = HtmlLeaves(self._file.text, source)
        self.language = self._page.language
        self._kept = KeptThings()
        self._leaves: dict[str, HtmlLeaf] = {}
        self._lines: dict[str, HtmlLine] = {}
        self.paragraphs: list[Paragraph] = []
        for leaf in self._page.leaves:
            self._add(leaf)
        if not self.paragraphs:
            self.paragraphs.append(Paragraph())
        self._originals = {paragraph.origin: paragraph for paragraph in self.paragraphs}
        self._line_end = "\r\n" if "\r\n" in self._file.text else _LF
        is_xml = "<?xml" in self._file.text[:100] or "<br/>" in self._file.text or "<br />" in self._file.text
        self._writer = LineHtml(self._kept.raw, is_xml=is_xml)

    def _add(self, leaf: HtmlLeaf) -> None:
        origin = f"p{len(self.paragraphs) + 1}"
        self._leaves[origin] = leaf
        line = line_of(leaf.items, self._file.text)
        line.stretches = [self._with_id(stretch) for stretch in line.stretches]
        self._lines[origin] = line
        runs = normalised(stretch.run for stretch in line.stretches) or (
            (TextRun(text=leaf.text),) if leaf.text else ()
        )
        self.paragraphs.append(
            Paragraph(
                runs=runs,
                kind=leaf.kind,
                level=leaf.level,
                is_numbered=leaf.is_numbered,
                cell=leaf.cell,
                origin=origin,
            )
        )

    def _with_id(self, stretch: HtmlStretch) -> HtmlStretch:
        if not stretch.kept:
            return stretch
        return Stretch(stretch.text, stretch.format, stretch.source, self._kept.add(stretch.kept))

    # ↓ Writing

    def written(self, text: RichText, tracking: Tracking | None = None) -> bytes:  # noqa: ARG002  in Word files only
        plan = plan_of(self.paragraphs, joined_code(text.paragraphs))
        if plan.is_unchanged:
            return self._file.encoded(self._file.text)
        steps = [self._settled(step) for step in plan.steps]
        edits = HtmlEdits(self._page, [self._leaves[step.place] for step in steps if step.place])
        items: list[_Item] = []
        for table, group in groupby(steps, key=lambda step: step.paragraph.cell and step.paragraph.cell.table):
            if table is None:
                items += [self._item(step, edits) for step in group]
            else:
                items.append(self._table(list(group), edits))
        self._flow(items, edits, self._page.body or self._page.root)
        return self._file.mark + edits.written().encode(self._file.encoding, "xmlcharrefreplace")

    def _settled(self, step: Step) -> Step:
        """A paragraph that becomes a list's item, say, is a new one; a heading has its place."""
        if not step.place or step.is_unchanged:
            return step
        original, leaf = self._originals[step.place], self._leaves[step.place]
        is_same = (original.kind, original.level, original.is_numbered) == (
            step.paragraph.kind,
            step.paragraph.level,
            step.paragraph.is_numbered,
        )
        is_retagged = (
            original.kind in _TAGGED and step.paragraph.kind in _TAGGED and leaf.element.name in _TAGGED_ELEMENTS
        )
        return step if is_same or is_retagged else replace(step, place="")

    def _flow(self, items: Sequence["_Item"], edits: HtmlEdits, holder: Element, *, is_cell: bool = False) -> None:
        last: Spot | None = None
        waiting: list[NewBlock] = []
        for item in items:
            if isinstance(item, NewBlock):
                waiting.append(item)
                continue
            if waiting and last is None:
                edits.insert_before(item, waiting)
            elif waiting and last is not None:
                edits.insert_behind(last, waiting)
            last, waiting = item, []
        if waiting and last is not None:
            edits.insert_behind(last, waiting)
        elif waiting:
            edits.insert_into(holder, waiting, is_cell=is_cell)

    def _item(self, step: Step, edits: HtmlEdits) -> "_Item":
        if step.moved in self._leaves:
            return NewBlock(step.paragraph, "", self._file.text[slice(*self._leaves[step.moved].range)])
        if not step.place:
            return NewBlock(step.paragraph, self._line(step, HtmlLine()))
        leaf = self._leaves[step.place]
        if not step.is_unchanged:
            self._change(step, leaf, edits)
        return spot_of(leaf)

    def _change(self, step: Step, leaf: HtmlLeaf, edits: HtmlEdits) -> None:
        original, paragraph = self._originals[step.place], step.paragraph
        if paragraph.kind is ParagraphKind.KEPT:
            return
        if (original.kind, original.level) != (paragraph.kind, paragraph.level):
            is_heading = paragraph.kind is ParagraphKind.HEADING
            edits.retag(leaf.element, f"h{min(max(paragraph.level, 1), _DEEPEST_HEADING)}" if is_heading else "p")
        if paragraph.kind is ParagraphKind.CODE:
            match = _CODE.fullmatch(self._file.text[slice(*leaf.range)])
            before, behind = (match[1], match[2]) if match else ("", "")
            edits.replace(*leaf.range, f"{before}{escaped(paragraph.text).replace(_LF, self._line_end)}{behind}")
        elif normalised(original.runs) != normalised(paragraph.runs):
            edits.replace(*leaf.range, self._line(step, self._lines[step.place]))

    def _line(self, step: Step, line: HtmlLine) -> str:
        stretches = [stretch for origin in step.sources for stretch in self._lines[origin].stretches]
        return self._writer.written(aligned(stretches, step.paragraph.runs), line)

    # ↓ Tables

    def _table(self, steps: Sequence[Step], edits: HtmlEdits) -> "_Item":
        """Where rows and columns are those of the file, cells are filled; else the table is written anew."""
        placed = [self._leaves[step.place] for step in steps if step.place]
        table = next((each for leaf in placed for each in leaf.element.chain if each.name == "table"), None)
        if table is not None and self._has_same_cells(steps, table):
            for cell, in_cell in groupby(steps, key=cell_of):
                place = self._old_cell(cell, table)
                if place is not None:
                    self._flow([self._item(step, edits) for step in in_cell], edits, place, is_cell=True)
            return spot_of_table(table)
        opening = self._file.text[slice(*table.opening)] if table is not None else "<table>"
        rows: list[list[tuple[str, str, str]]] = [
            [] for _ in range(max(cell.row + cell.n_rows for cell in map(cell_of, steps)))
        ]
        for cell, in_cell in groupby(steps, key=cell_of):
            rows[cell.row].append(self._cell(list(in_cell), cell))
        html = table_html(rows, opening)
        if table is None:
            return NewBlock(structs.replace(steps[0].paragraph, kind=ParagraphKind.KEPT), "", html)
        edits.replace(*table.range, html)
        return spot_of_table(table)

    def _has_same_cells(self, steps: Sequence[Step], table: Element) -> bool:
        is_own = {
            (cell.row, cell.column): element
            for cell, element in self._page.cells.items()
            if any(each is table for each in element.chain)
        }
        seen = {(cell_of(step).row, cell_of(step).column): step for step in steps if step.paragraph.runs or step.place}
        return (
            seen.keys() <= is_own.keys()
            and all(
                original.row == cell_of(step).row and original.column == cell_of(step).column
                for step in steps
                if step.place and (original := self._originals[step.place].cell) is not None
            )
            and is_own.keys() <= {(cell_of(step).row, cell_of(step).column) for step in steps}
        )

    def _old_cell(self, cell: TableCell, table: Element) -> Element | None:
        return next(
            (
                element
                for each, element in self._page.cells.items()
                if (each.row, each.column) == (cell.row, cell.column) and any(one is table for one in element.chain)
            ),
            None,
        )

    def _cell(self, steps: Sequence[Step], cell: TableCell) -> tuple[str, str, str]:
        leaf = next((self._leaves[step.place] for step in steps if step.place), None)
        element = next((each for each in leaf.element.chain if each.name in CELLS), None) if leaf is not None else None
        tag = element.name if element is not None else "td"
        opening = self._file.text[slice(*element.opening)] if element is not None else _opening(cell)
        lines = [self._line(step, HtmlLine()) for step in steps]
        inside = lines[0] if len(lines) == 1 else "".join(f"<p>{line}</p>" for line in lines)
        return opening, inside, f"</{tag}>"


def _opening(cell: TableCell) -> str:
    width = f' colspan="{cell.n_columns}"' if cell.n_columns > 1 else ""
    height = f' rowspan="{cell.n_rows}"' if cell.n_rows > 1 else ""
    return f"<td{width}{height}>"


_Item = Spot | NewBlock
