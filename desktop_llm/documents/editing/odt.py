"""OpenDocument texts, translated in place: text, tables, headers, footers, notes, comments, boxes. Reading process."""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.editing.editor import OpenWish, Targets, WriteWish, are_all_there
from desktop_llm.documents.editing.looks import NO_LOOK, styled_looks
from desktop_llm.documents.editing.mixed_content import MixedParagraph, Role
from desktop_llm.documents.editing.odt_bilingual import put_in_columns, put_twin_below
from desktop_llm.documents.editing.odt_styles import looks_of, set_direction, set_language
from desktop_llm.documents.editing.package import Package, PackageEditor
from desktop_llm.documents.editing.spots import MixedSpot, TextSpot
from desktop_llm.documents.editing.xml_part import Node, first_child, local_name, namespace_of, value_of
from desktop_llm.documents.segments import Layout, Look, Looks, SegmentKind, is_right_to_left
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_CONTENT: Final = "content.xml"
_STYLES: Final = "styles.xml"
_META: Final = "meta.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_PROPERTIES: Final = frozenset({"title", "subject", "description", "keyword"})
_LINES: Final = frozenset({"p", "h"})
_LINKS: Final = frozenset({"a", "meta", "ruby"})
UNSEEN_IN_LINES: Final = frozenset(
    [
        "bookmark",
        "bookmark-start",
        "bookmark-end",
        "reference-mark",
        "reference-mark-start",
        "reference-mark-end",
        "change",
        "change-start",
        "change-end",
        "soft-page-break",
        "annotation-end",
        "toc-mark",
        "toc-mark-start",
        "toc-mark-end",
        "alphabetical-index-mark",
        "alphabetical-index-mark-start",
        "alphabetical-index-mark-end",
        "user-index-mark",
    ]
)
_AROUND: Final = {
    "table-cell": SegmentKind.CELL,
    "note-body": SegmentKind.NOTE,
    "annotation": SegmentKind.NOTE,
    "header": SegmentKind.MARGIN,
    "footer": SegmentKind.MARGIN,
    "header-left": SegmentKind.MARGIN,
    "footer-left": SegmentKind.MARGIN,
}


class OdtEditor(PackageEditor):
    def __init__(self, source: SourceFile, wish: OpenWish) -> None:
        """Raises DocumentError: damaged, locked, or without a text."""
        super().__init__(source)
        package = self._package
        check_unlocked(package)
        self._parts = [name for name in (_CONTENT, _STYLES) if package.archive.has(name)]
        if not self._parts:
            raise source.damaged("it has no text")
        self._looks_of_styles = {
            key: looks for name in self._parts[::-1] for key, looks in styled_looks(package.root(name)).items()
        }
        self._looks = {key: look for name in self._parts for key, look in looks_of(package.root(name)).items()}
        if not any(local_name(node) == "body" for node in package.root(self._parts[0])):
            raise source.damaged("it has no text")
        for name in self._parts:
            self._add_part(name)
        if wish.with_properties:
            self._add_properties()

    @property
    def language(self) -> str:
        for name in reversed(self._parts):
            for node in self._package.root(name).iter():
                if local_name(node) == "default-style" and value_of(node, "family") == "paragraph":
                    properties = first_child(node, "text-properties")
                    return value_of(properties, "language") if properties is not None else ""
        return ""

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        """Styles tell the language, and texts in both share them: it is told where all is translated."""
        is_replaced = wish.layout is Layout.REPLACED
        for segment_id, spot in list(self._package.wanted(targets)):
            target = targets[segment_id].content
            if is_replaced or not isinstance(spot, MixedSpot):
                spot.put(target)
                continue
            twin = put_twin_below(spot.paragraph, target, self._role_of)
            if wish.layout is Layout.COLUMNS:
                put_in_columns(spot.paragraph.node, twin)
        if is_replaced and targets and are_all_there(self.segments, targets):
            for name in self._parts:
                self._package.mark_changed(name)
                set_language(self._package.root(name), wish.language)
                set_direction(self._package.root(name), is_rtl=is_right_to_left(wish.language))
        return self._package.written()

    def _add_part(self, name: str) -> None:
        root = self._package.root(name)
        changes = [node for node in root.iter() if local_name(node) == "changed-region"]
        if changes:
            n_deleted = sum(any(local_name(each) == "deletion" for each in region) for region in changes)
            self._package.list.warn(
                WarningKind.TRACKED_CHANGES, n_inserted=len(changes) - n_deleted, n_deleted=n_deleted
            )
        for node in _shown(root):
            tag = local_name(node)
            if tag in _LINES and ":text:" in namespace_of(node):
                self._package.add(MixedSpot(MixedParagraph(node, self._role_of), self._look_of), name, _kind(node))
            elif tag in ("title", "desc") and ":svg-compatible:" in namespace_of(node) and not len(node):
                self._package.add(TextSpot(node), name, SegmentKind.CAPTION)

    def _add_properties(self) -> None:
        name = _META if self._package.archive.has(_META) else self._parts[0]
        for node in self._package.root(name).iter():
            parent = node.getparent()
            if local_name(node) in _PROPERTIES and parent is not None and local_name(parent) == "meta":
                self._package.add(TextSpot(node), name, SegmentKind.PROPERTY)

    def _look_of(self, node: Node) -> Looks:
        if local_name(node) == "a":
            return frozenset({Look.LINK})
        return self._looks_of_styles.get(value_of(node, "style-name"), NO_LOOK)

    def _role_of(self, node: Node) -> Role | str:
        tag = local_name(node)
        if tag == "span":
            return self._looks.get(value_of(node, "style-name"), value_of(node, "style-name"))
        if tag in _LINKS:
            return Role.LINK
        if tag == "s":
            return Role.BLANK
        return Role.UNSEEN if tag in UNSEEN_IN_LINES or not tag else Role.OBJECT


def check_unlocked(package: Package) -> None:
    """Raises DocumentError(DOCUMENT_LOCKED)."""
    if package.has(_MANIFEST) and any(local_name(node) == "encryption-data" for node in package.root(_MANIFEST).iter()):
        raise DocumentError(ErrorCode.DOCUMENT_LOCKED, path=str(package.source.path))


def _shown(node: Node) -> Iterator[Node]:
    """Without what was deleted under tracked changes, and without commands and settings."""
    for child in node:
        if local_name(child) not in ("tracked-changes", "scripts", "settings", "index-source", "meta") or (
            local_name(child) == "meta" and ":text:" in namespace_of(child)
        ):
            yield child
            yield from _shown(child)


def _kind(paragraph: Node) -> SegmentKind:
    if local_name(paragraph) == "h":
        return SegmentKind.HEADING
    around = (_AROUND.get(local_name(each)) for each in paragraph.iterancestors())
    return next((kind for kind in around if kind is not None), SegmentKind.TEXT)
