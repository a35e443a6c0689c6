"""Word files, translated in place: text, tables, headers, footers, notes, comments, boxes, charts. Reading process."""

from collections.abc import Sequence
from typing import Final

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.editing.docx_bilingual import put_in_columns, put_twin_below
from desktop_llm.documents.editing.docx_language import set_default_language, set_direction, set_language
from desktop_llm.documents.editing.docx_tracked import ChangeMaker
from desktop_llm.documents.editing.editor import OpenWish, Targets, WriteWish, are_all_there
from desktop_llm.documents.editing.package import PackageEditor
from desktop_llm.documents.editing.runs import RunParagraph
from desktop_llm.documents.editing.spots import ParagraphSpot
from desktop_llm.documents.editing.xml_part import Node, first_child, local_name, value_of
from desktop_llm.documents.segments import Layout, SegmentEdit, SegmentKind
from desktop_llm.documents.source_file import SourceFile

_STYLES: Final = "word/styles.xml"
_DRAWN: Final = r"word/(?:charts/chart|diagrams/(?:data|drawing))\d*\.xml"
_PART_KINDS: Final = {
    "document": SegmentKind.TEXT,
    "hdr": SegmentKind.MARGIN,
    "ftr": SegmentKind.MARGIN,
    "footnotes": SegmentKind.NOTE,
    "endnotes": SegmentKind.NOTE,
    "comments": SegmentKind.NOTE,
}
_UNTRACKED: Final = frozenset({"comments"})
_INSERTED: Final = frozenset({"ins", "moveTo"})
_DELETED: Final = frozenset({"del", "moveFrom"})
_HEADING: Final = ("heading", "title", "subtitle")


class DocxEditor(PackageEditor):
    def __init__(self, source: SourceFile, wish: OpenWish) -> None:
        """Raises DocumentError: damaged, or without a text."""
        super().__init__(source)
        package = self._package
        self._headings = self._heading_styles()
        self._n_inserted = self._n_deleted = 0
        names = package.names(r"word/[^/]+\.xml")
        roots = {name: local_name(package.root(name)) for name in names}
        if "document" not in roots.values():
            raise source.damaged("it has no text")
        for kind in _PART_KINDS:
            for name in names:
                if roots[name] == kind and not (wish.for_changes and kind in _UNTRACKED):
                    self._add_part(name, _PART_KINDS[kind], with_pictures=not wish.for_changes)
        for name in () if wish.for_changes else package.names(_DRAWN):
            self._add_part(name, SegmentKind.CAPTION, with_pictures=True)
        if wish.with_properties:
            package.add_properties()
        if self._n_inserted or self._n_deleted:
            package.list.warn(WarningKind.TRACKED_CHANGES, n_inserted=self._n_inserted, n_deleted=self._n_deleted)

    @property
    def language(self) -> str:
        if not self._package.archive.has(_STYLES):
            return ""
        defaults = first_child(self._package.root(_STYLES), "docDefaults", "rPrDefault", "rPr", "lang")
        return value_of(defaults, "val") if defaults is not None else ""

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        """The language is the file's default where all is translated, else it stands at the texts that are."""
        is_replaced = wish.layout is Layout.REPLACED
        is_whole = is_replaced and are_all_there(self.segments, targets)
        for segment_id, spot in list(self._package.wanted(targets)):
            target = targets[segment_id].content
            if is_replaced or not isinstance(spot, ParagraphSpot) or local_name(spot.paragraph.node) != "p":
                spot.put(target)
                if isinstance(spot, ParagraphSpot):
                    _dress(spot.paragraph, wish.language, is_default=is_whole)
                continue
            twin = put_twin_below(spot.paragraph.node, target)
            _dress(twin, wish.language, is_default=False)
            if wish.layout is Layout.COLUMNS:
                put_in_columns(spot.paragraph.node, twin.node)
        if is_whole and targets and self._package.archive.has(_STYLES):
            self._package.mark_changed(_STYLES)
            set_default_language(self._package.root(_STYLES), wish.language)
        return self._package.written()

    def with_changes(self, edits: Sequence[SegmentEdit], author: str, date: str) -> bytes:
        """The file with these as tracked changes."""
        of_segment: dict[str, list[SegmentEdit]] = {}
        for edit in edits:
            of_segment.setdefault(edit.id, []).append(edit)
        makers: dict[str, ChangeMaker] = {}
        for segment_id, (spot, part) in self._package.spots.items():
            if segment_id not in of_segment or not isinstance(spot, ParagraphSpot):
                continue
            if part not in makers:
                makers[part] = ChangeMaker(self._package.root(part), author, date)
            if makers[part].make(spot.paragraph, of_segment[segment_id]):
                self._package.mark_changed(part)
        return self._package.written()

    def _heading_styles(self) -> set[str]:
        if not self._package.archive.has(_STYLES):
            return set()
        return {
            value_of(style, "styleId")
            for style in self._package.root(_STYLES)
            if (name := first_child(style, "name")) is not None and value_of(name, "val").lower().startswith(_HEADING)
        }

    def _add_part(self, name: str, kind: SegmentKind, *, with_pictures: bool) -> None:
        nodes = list(self._package.root(name).iter())
        for node in nodes:
            tag = local_name(node)
            if tag == "p":
                self._package.add(ParagraphSpot(RunParagraph(node)), name, self._kind(node, kind))
            elif tag in _INSERTED or tag in _DELETED:
                parent = node.getparent()
                is_text = parent is not None and local_name(parent) != "rPr"  # there it is the end of a paragraph
                self._n_inserted += tag in _INSERTED and is_text
                self._n_deleted += tag in _DELETED and is_text
        if with_pictures:
            self._package.add_pictures(nodes, name)

    def _kind(self, paragraph: Node, kind: SegmentKind) -> SegmentKind:
        if kind is not SegmentKind.TEXT:
            return kind
        style = first_child(paragraph, "pPr", "pStyle")
        if style is not None and value_of(style, "val") in self._headings:
            return SegmentKind.HEADING
        is_cell = any(local_name(each) == "tc" for each in paragraph.iterancestors())
        return SegmentKind.CELL if is_cell else SegmentKind.TEXT


def _dress(paragraph: RunParagraph, language: str, *, is_default: bool) -> None:
    """Language and direction. Runs without a language follow the default."""
    if "drawingml" in str(paragraph.node.tag):
        return
    set_language(paragraph.runs, language, is_default=is_default)
    set_direction(paragraph.node, paragraph.runs, language)
