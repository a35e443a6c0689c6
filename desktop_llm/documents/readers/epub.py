"""Books (EPUB 2 and 3): their chapters in the order of the book, without its table of contents. Reading process."""

import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from desktop_llm.documents.document import Place, UnreadReason
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.html_blocks import add_html
from desktop_llm.documents.readers.plain_text import decoded
from desktop_llm.documents.readers.xml_tree import (
    Element,
    all_text,
    attribute,
    child,
    children,
    descendants,
    parse_html,
    parse_xml,
)
from desktop_llm.documents.readers.zip_parts import Archive, part_beside
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
# Fonts are disguised without the text being locked.
_DISGUISES: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_TEXT_TYPES: Final = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/xml"})
_NAMED_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")


def read_epub(source: SourceFile, builder: DocumentBuilder) -> None:
    """Raises DocumentError: damaged, locked by the shop that sold it, or more than may be unpacked."""
    with Archive(source) as archive:
        _Book(archive, source, builder).read()


class _Book:
    def __init__(self, archive: Archive, source: SourceFile, builder: DocumentBuilder) -> None:
        self._archive = archive
        self._source = source
        self._builder = builder
        self._package_name = self._name_of_package()
        self._package = self._xml(self._package_name)
        self._items = {attribute(item, "id"): item for item in _each(child(self._package, "manifest"), "item")}

    def read(self) -> None:
        self._refuse_if_locked()
        self._builder.title = next((_words(title) for title in descendants(self._package, "title")), "")
        chapters = list(dict.fromkeys(self._chapters()))  # some books list each place in a part again
        labels = self._labels()
        label = ""
        for index, name in enumerate(chapters, 1):
            label = labels.get(name, label)
            self._read_chapter(name, Place(label=label or f"part {index}"))
            self._source.progress(index, len(chapters))

    def _name_of_package(self) -> str:
        container = self._xml(_CONTAINER)
        for root_file in descendants(container, "rootfile"):
            return attribute(root_file, "full-path")
        raise self._source.damaged("it does not say where its text is")

    def _refuse_if_locked(self) -> None:
        if not self._archive.has(_ENCRYPTION):
            return
        methods = {attribute(each, "Algorithm") for each in descendants(self._xml(_ENCRYPTION), "EncryptionMethod")}
        if methods - _DISGUISES:
            raise DocumentError(ErrorCode.DOCUMENT_LOCKED, path=str(self._source.path))

    def _chapters(self) -> Iterator[str]:
        """Names of the parts that hold text, in the order of the book."""
        for reference in _each(child(self._package, "spine"), "itemref"):
            item = self._items.get(attribute(reference, "idref"))
            if item is None or "nav" in attribute(item, "properties").split():
                continue
            if attribute(item, "media-type") in _TEXT_TYPES:
                yield self._name_of(attribute(item, "href"))

    def _read_chapter(self, name: str, place: Place) -> None:
        if not self._archive.has(name):
            self._builder.add_unread(place, UnreadReason.DAMAGED)
            return
        root = self._page(name)
        if root is not None:
            add_html(root, self._builder, place)

    def _page(self, name: str) -> Element | None:
        """Most are XML. Those that are not would lose text as HTML: there `<title/>` has no end."""
        text = decoded(self._archive.read(name), self._builder)
        as_xml = _NAMED_ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
        try:
            return parse_xml(as_xml.encode(), self._source)
        except DocumentError:
            return parse_html(text, self._source)

    def _labels(self) -> dict[str, str]:
        """The names that the table of contents has for parts; the first one for each."""
        labels: dict[str, str] = {}
        for item in self._items.values():
            name = self._name_of(attribute(item, "href"))
            is_contents = "nav" in attribute(item, "properties").split()
            if (is_contents or attribute(item, "media-type") == "application/x-dtbncx+xml") and self._archive.has(name):
                root = self._page(name)
                for target, label in _entries(root) if root is not None else ():
                    labels.setdefault(part_beside(name, unquote(target.partition("#")[0])), label)
        return labels

    def _name_of(self, href: str) -> str:
        return part_beside(self._package_name, unquote(href.partition("#")[0]))

    def _xml(self, name: str) -> Element:
        return parse_xml(self._archive.read(name), self._source)


def _entries(contents: Element) -> Iterator[tuple[str, str]]:
    """Target and name of each entry, of both kinds of tables of contents."""
    for point in descendants(contents, "navPoint"):
        target, label = child(point, "content"), child(point, "navLabel")
        if target is not None and label is not None:
            yield attribute(target, "src"), _words(label)
    for link in descendants(contents, "a"):
        yield attribute(link, "href"), _words(link)


def _words(element: Element) -> str:
    return " ".join(all_text(element).split())


def _each(element: Element | None, name: str) -> Iterator[Element]:
    return children(element, name) if element is not None else iter(())
