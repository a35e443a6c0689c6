"""Spreadsheets, translated in place: texts of cells, comments, boxes, charts. Formulas and numbers stay.

Some texts are names at the same time: the heads of a table, and what formulas compare with. Reading process.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.document import NOWHERE, Place, WarningKind
from desktop_llm.documents.editing.editor import OpenWish, Targets, WriteWish
from desktop_llm.documents.editing.package import PackageEditor
from desktop_llm.documents.editing.runs import RunParagraph
from desktop_llm.documents.editing.spots import ParagraphSpot
from desktop_llm.documents.editing.xml_part import (
    SPACE_ATTRIBUTE,
    Node,
    local_name,
    namespace_of,
    new_node,
    take_out,
    value_of,
)
from desktop_llm.documents.segments import Content, Layout, SegmentKind, is_right_to_left, text_of
from desktop_llm.documents.source_file import SourceFile

_SHARED: Final = "xl/sharedStrings.xml"
_SHEETS: Final = r"xl/worksheets/[^/]+\.xml"
_TABLES: Final = r"xl/tables/[^/]+\.xml"
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"')
_FORMULAS: Final = frozenset({"f", "formula", "formula1", "formula2"})
_PHONETIC: Final = frozenset({"rPh", "phoneticPr"})


@dataclass(slots=True)
class _Names:
    """Texts that formulas or tables know by their letters."""

    in_formulas: set[str]
    in_tables: set[str]
    n_left: int = 0

    def hold(self, text: str) -> bool:
        return text in self.in_formulas or text in self.in_tables


class XlsxEditor(PackageEditor):
    def __init__(self, source: SourceFile, wish: OpenWish) -> None:
        """Raises DocumentError: damaged, or without sheets."""
        super().__init__(source)
        package = self._package
        if not package.names(_SHEETS):
            raise source.damaged("it has no sheets")
        names = self._names_in_use()
        self._add_cells(names)
        self._add_asides()
        if wish.with_properties:
            package.add_properties()
        if names.n_left:
            package.list.warn(WarningKind.NAMES_KEPT, n_texts=names.n_left)

    language: str = ""

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        """Bilingual: both in one cell, the translation in a line of its own."""
        for segment_id, spot in self._package.wanted(targets):
            target = targets[segment_id].content
            if not isinstance(spot, ParagraphSpot):
                spot.put(target)
                continue
            node = spot.paragraph.node
            for each in [each for each in node if local_name(each) in _PHONETIC]:
                take_out(each)
            if wish.layout is Layout.REPLACED or local_name(node) == "p":
                spot.put(target)
            else:
                _add_line(node, target)
        if targets and is_right_to_left(wish.language):
            self._turn_sheets()
        return self._package.written()

    def _add_cells(self, names: _Names) -> None:
        package = self._package
        if package.archive.has(_SHARED):
            for node in package.root(_SHARED):
                self._add(node, _SHARED, SegmentKind.CELL, names)
        for name in package.names(_SHEETS):
            for node in _named(package.root(name), "is"):
                self._add(node, name, SegmentKind.CELL, names)

    def _add_asides(self) -> None:
        """Comments, text boxes, charts, pictures."""
        package = self._package
        for name in package.names(r"xl/(?:comments\d*|comments/[^/]+)\.xml"):
            for node in _named(package.root(name), "text"):
                self._add(node, name, SegmentKind.NOTE)
        for name in package.names(r"xl/(?:drawings/drawing|charts/chart)\d*\.xml"):
            nodes = list(package.root(name).iter())
            for node in nodes:
                if local_name(node) == "p":
                    self._add(node, name, SegmentKind.CAPTION)
            package.add_pictures((node for node in nodes if node.get("descr")), name)

    def _add(
        self, node: Node, part: str, kind: SegmentKind, names: _Names | None = None, place: Place = NOWHERE
    ) -> None:
        spot = ParagraphSpot(RunParagraph(node))
        if names is not None and names.hold(text_of(spot.content)):
            names.n_left += 1
        else:
            self._package.add(spot, part, kind, place)

    def _names_in_use(self) -> _Names:
        package = self._package
        formulas = [
            node.text or ""
            for name in (*package.names(_SHEETS), *package.names(_TABLES))
            for node in package.root(name).iter()
            if local_name(node) in _FORMULAS
        ]
        literals = {match[1].replace('""', '"') for text in formulas for match in _QUOTED.finditer(text)}
        lists = {each.strip() for literal in literals for each in literal.split(",")}
        heads = {
            value_of(node, "name")
            for name in package.names(_TABLES)
            for node in _named(package.root(name), "tableColumn")
        }
        return _Names((literals | lists) - {""}, heads)

    def _turn_sheets(self) -> None:
        """The first column to the right (18.3.1.87)."""
        for name in self._package.names(_SHEETS):
            for view in _named(self._package.root(name), "sheetView"):
                view.set("rightToLeft", "1")
                self._package.mark_changed(name)


def _named(root: Node, name: str) -> Iterator[Node]:
    return (node for node in list(root.iter()) if local_name(node) == name)


def _add_line(node: Node, target: Content) -> None:
    """Without formats of its own where the cell has runs: a run may not follow a bare text."""
    space = namespace_of(node)
    texts = [child for child in node if local_name(child) == "t"]
    if texts:
        texts[-1].text = f"{texts[-1].text or ''}\n{text_of(target)}"
        texts[-1].set(SPACE_ATTRIBUTE, "preserve")
        return
    run = new_node(node, f"{space}r")
    text = new_node(run, f"{space}t")
    text.text = f"\n{text_of(target)}"
    text.set(SPACE_ATTRIBUTE, "preserve")
    run.append(text)
    node.append(run)
