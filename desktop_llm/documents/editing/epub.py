"""Books (EPUB 2 and 3), translated in place: chapters, tables of contents, language. Reading process."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote

from desktop_llm.documents.document import Place
from desktop_llm.documents.editing.editor import OpenWish, Targets, WriteWish, are_all_there
from desktop_llm.documents.editing.package import PackageEditor
from desktop_llm.documents.editing.page import Page
from desktop_llm.documents.editing.spots import TextSpot
from desktop_llm.documents.editing.text_file import TextFile, decoded_file
from desktop_llm.documents.editing.xml_part import Node, copy_of, local_name, put_behind, value_of
from desktop_llm.documents.editing.zip_file import rewritten
from desktop_llm.documents.readers.zip_parts import part_beside
from desktop_llm.documents.segments import Layout, SegmentKind
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
# Fonts are disguised without the text being locked.
_DISGUISES: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_CHAPTERS: Final = frozenset({"application/xhtml+xml", "text/html"})
_CONTENTS: Final = "application/x-dtbncx+xml"
_PROPERTIES: Final = frozenset({"title", "description", "subject"})


class EpubEditor(PackageEditor):
    def __init__(self, source: SourceFile, wish: OpenWish) -> None:
        """Raises DocumentError: damaged, or locked by the shop that sold it."""
        super().__init__(source)
        package = self._package
        self._refuse_if_locked()
        self._name = self._name_of_package()
        root = package.root(self._name)
        self._pages: dict[str, tuple[Page, TextFile]] = {}
        if wish.with_properties:
            for node in root.iter():
                if local_name(node) in _PROPERTIES and "dc/elements" in str(node.tag):
                    package.add(TextSpot(node), self._name, SegmentKind.PROPERTY)
        names = list(dict.fromkeys(self._chapters(root)))
        for number, name in enumerate(names, 1):
            file = decoded_file(package.archive.read(name), package.list)
            page = Page(file.text, package.list, Place(label=f"part {number}"), with_properties=wish.with_properties)
            self._pages[name] = (page, file)
            source.progress(number, len(names))
        for name in self._items(root, {_CONTENTS}):
            for node in package.root(name).iter():
                if local_name(node) == "text":
                    package.add(TextSpot(node), name, SegmentKind.HEADING)

    @property
    def language(self) -> str:
        return next((node.text or "" for node in self._languages()), "").strip()

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        package = self._package
        for segment_id, spot in package.wanted(targets):
            spot.put(targets[segment_id].content)
        changes: dict[str, bytes] = {}
        for name, (page, file) in self._pages.items():
            text = page.written(targets, wish) if targets else file.text
            if text != file.text:
                changes[name] = file.encoded(text)
        if targets and wish.layout is Layout.REPLACED:
            package.mark_changed(self._name)
            self._tell_language(wish.language, is_only=are_all_there(self.segments, targets))
        try:
            return rewritten(package.source, package.archive, package.changes() | changes)
        finally:
            package.archive.close()

    def _tell_language(self, language: str, *, is_only: bool) -> None:
        """A book that is translated in part has both languages: its own first, as much of what it says of itself is."""
        nodes = list(self._languages())
        if is_only:
            for node in nodes:
                node.text = language
        elif nodes and language not in {(node.text or "").strip() for node in nodes}:
            other = copy_of(nodes[-1])
            other.attrib.clear()  # an id may be there once
            other.text = language
            put_behind(other, nodes[-1])

    def _languages(self) -> Iterator[Node]:
        root = self._package.root(self._name)
        return (node for node in root.iter() if local_name(node) == "language" and "dc/elements" in str(node.tag))

    def _refuse_if_locked(self) -> None:
        if not self._package.archive.has(_ENCRYPTION):
            return
        methods = {
            value_of(node, "Algorithm")
            for node in self._package.root(_ENCRYPTION).iter()
            if local_name(node) == "EncryptionMethod"
        }
        if methods - _DISGUISES:
            raise DocumentError(ErrorCode.DOCUMENT_LOCKED, path=str(self._package.source.path))

    def _name_of_package(self) -> str:
        for node in self._package.root(_CONTAINER).iter():
            if local_name(node) == "rootfile":
                return value_of(node, "full-path")
        raise self._package.source.damaged("it does not say where its text is")

    def _chapters(self, root: Node) -> Iterator[str]:
        """In the order of the book; then what is not in its order: tables of contents, notes."""
        items = {value_of(node, "id"): node for node in root.iter() if local_name(node) == "item"}
        for node in root.iter():
            if local_name(node) == "itemref" and (item := items.get(value_of(node, "idref"))) is not None:
                yield from self._names([item], _CHAPTERS)
        yield from self._items(root, _CHAPTERS)

    def _items(self, root: Node, types: frozenset[str] | set[str]) -> Iterator[str]:
        return self._names([node for node in root.iter() if local_name(node) == "item"], types)

    def _names(self, items: Sequence[Node], types: frozenset[str] | set[str]) -> Iterator[str]:
        for item in items:
            name = part_beside(self._name, unquote(value_of(item, "href")))
            if value_of(item, "media-type") in types and self._package.archive.has(name):
                yield name
