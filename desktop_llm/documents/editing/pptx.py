"""Presentations, translated in place: slides, their notes and comments, tables, charts, pictures. Reading process."""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.document import NOWHERE, Place
from desktop_llm.documents.editing.editor import OpenWish, Targets, WriteWish
from desktop_llm.documents.editing.package import PackageEditor
from desktop_llm.documents.editing.runs import RunParagraph
from desktop_llm.documents.editing.spots import ParagraphSpot, TextSpot
from desktop_llm.documents.editing.xml_part import (
    Node,
    copy_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
    put_behind,
    value_of,
)
from desktop_llm.documents.readers.zip_parts import part_beside
from desktop_llm.documents.segments import Layout, SegmentKind, is_right_to_left
from desktop_llm.documents.source_file import SourceFile

_PRESENTATION: Final = "ppt/presentation.xml"
_RELATIONS: Final = "ppt/_rels/presentation.xml.rels"
_TITLES: Final = frozenset({"title", "ctrTitle", "subTitle"})
_RELATED: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class PptxEditor(PackageEditor):
    def __init__(self, source: SourceFile, wish: OpenWish) -> None:
        """Raises DocumentError: damaged."""
        super().__init__(source)
        package = self._package
        for number, name in enumerate(self._slides(), 1):
            place = Place(page=number, label=f"slide {number}")
            self._add_part(name, SegmentKind.TEXT, place)
        for name in package.names(r"ppt/notesSlides/[^/]+\.xml"):
            self._add_part(name, SegmentKind.NOTE, NOWHERE)
        for name in package.names(r"ppt/comments/[^/]+\.xml"):
            for node in package.root(name).iter():
                if local_name(node) == "text":
                    package.add(TextSpot(node), name, SegmentKind.NOTE)
        for name in package.names(r"ppt/(?:charts/chart|diagrams/(?:data|drawing))\d*\.xml"):
            self._add_part(name, SegmentKind.CAPTION, NOWHERE)
        for name in package.names(r"ppt/slide(?:Layouts|Masters)/[^/]+\.xml"):
            self._add_shown_of_master(name)
        if wish.with_properties:
            package.add_properties()

    language: str = ""

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        for segment_id, spot in self._package.wanted(targets):
            target = targets[segment_id].content
            paragraph = spot.paragraph if isinstance(spot, ParagraphSpot) else None
            if paragraph is not None and wish.layout is not Layout.REPLACED and local_name(paragraph.node) == "p":
                node = copy_of(paragraph.node)
                twin = RunParagraph(node)
                twin.put(target)
                put_behind(node, paragraph.node)
                paragraph = twin
            else:
                spot.put(target)
            if paragraph is not None:
                _dress(paragraph, wish.language)
        return self._package.written()

    def _slides(self) -> list[str]:
        """In the order in which they are shown."""
        package = self._package
        if not package.archive.has(_PRESENTATION) or not package.archive.has(_RELATIONS):
            return package.names(r"ppt/slides/[^/]+\.xml")
        names = {
            value_of(each, "Id"): part_beside(_PRESENTATION, value_of(each, "Target"))
            for each in package.root(_RELATIONS)
        }
        shown = [
            names[key]
            for each in package.root(_PRESENTATION).iter()
            if local_name(each) == "sldId" and (key := each.get(_RELATED)) is not None and key in names
        ]
        return [name for name in shown if package.archive.has(name)] or package.names(r"ppt/slides/[^/]+\.xml")

    def _add_part(self, name: str, kind: SegmentKind, place: Place) -> None:
        nodes = list(self._package.root(name).iter())
        for node in nodes:
            if local_name(node) == "p" and "drawingml" in namespace_of(node):
                self._package.add(ParagraphSpot(RunParagraph(node)), name, _kind(node, kind), place)
        self._package.add_pictures((node for node in nodes if _is_said(node)), name, place)

    def _add_shown_of_master(self, name: str) -> None:
        """What stands on a master and is no frame for a slide's own text is seen on the slides."""
        for shape in self._package.root(name).iter():
            if local_name(shape) == "sp" and first_child(shape, "nvSpPr", "nvPr", "ph") is None:
                for node in _paragraphs(shape):
                    self._package.add(ParagraphSpot(RunParagraph(node)), name, SegmentKind.MARGIN)


def _paragraphs(shape: Node) -> Iterator[Node]:
    return (node for node in shape.iter() if local_name(node) == "p")


def _kind(paragraph: Node, kind: SegmentKind) -> SegmentKind:
    if kind is not SegmentKind.TEXT:
        return kind
    for each in paragraph.iterancestors():
        if local_name(each) == "tc":
            return SegmentKind.CELL
        if local_name(each) == "sp":
            frame = first_child(each, "nvSpPr", "nvPr", "ph")
            return SegmentKind.HEADING if frame is not None and value_of(frame, "type") in _TITLES else kind
    return kind


def _is_said(node: Node) -> bool:
    """The title of a shape is a name for its editor more often than not; the description is for readers."""
    return local_name(node) == "cNvPr" and bool(node.get("descr"))


def _dress(paragraph: RunParagraph, language: str) -> None:
    """Language of the runs and direction of the paragraph (21.1.2.2.7, 21.1.2.3.9)."""
    for run in paragraph.runs:
        properties = first_child(run, "rPr")
        if properties is not None:
            properties.set("lang", language)
    is_rtl = is_right_to_left(language)
    properties = first_child(paragraph.node, "pPr")
    if properties is None and is_rtl:
        properties = new_node(paragraph.node, f"{namespace_of(paragraph.node)}pPr")
        paragraph.node.insert(0, properties)
    if properties is not None and (is_rtl or properties.get("rtl") is not None):
        properties.set("rtl", "1" if is_rtl else "0")
