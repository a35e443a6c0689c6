"""XML that is changed and written back as it was: with `xml_tree`, the only module that calls lxml. Reading process.

Comments, processing instructions, prefixes and the declaration stay. Entities are not resolved, nothing is loaded.
"""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any, Final, Protocol, cast

from desktop_llm.documents.source_file import SourceFile

_DECLARATION: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*")
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"']([\w.-]+)[\"']")
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
SPACE_ATTRIBUTE: Final = f"{_XML}space"
LANGUAGE_ATTRIBUTE: Final = f"{_XML}lang"


class Node(Protocol):
    """An element of lxml that can be changed; a comment's or an instruction's tag is no text."""

    tag: object
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> MutableMapping[str, str]: ...

    def __iter__(self) -> Iterator["Node"]: ...

    def __len__(self) -> int: ...

    def iter(self) -> Iterator["Node"]: ...

    def iterancestors(self) -> Iterator["Node"]: ...

    def getparent(self) -> "Node | None": ...

    def getnext(self) -> "Node | None": ...

    def getprevious(self) -> "Node | None": ...

    def index(self, child: "Node", /) -> int: ...

    def insert(self, index: int, child: "Node", /) -> None: ...

    def append(self, child: "Node", /) -> None: ...

    def remove(self, child: "Node", /) -> None: ...

    def get(self, name: str, /) -> str | None: ...

    def set(self, name: str, value: str, /) -> None: ...


class XmlPart:
    """One part as a tree. `data` is what it was; `written` what it is now."""

    def __init__(self, data: bytes, source: SourceFile) -> None:
        """Raises DocumentError: not well-formed, or nested too deeply."""
        self._data = data
        etree = _etree()
        # Without the document type its entities could not be written back; without resolving them they stay.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False
        )
        try:
            self.root = cast("Node", etree.fromstring(data, parser))
        except etree.XMLSyntaxError as error:
            raise source.damaged("a part of it is not well-formed") from cast("Exception", error)

    def written(self) -> bytes:
        """With the declaration that it had; in its own encoding, which is UTF-8 nearly always."""
        etree = _etree()
        declaration = _DECLARATION.match(self._data)
        encoding = _ENCODING.search(declaration[0]) if declaration else None
        name = encoding[1].decode("ascii") if encoding else "UTF-8"
        tree = etree.ElementTree(self.root)
        body = cast("bytes", etree.tostring(tree, encoding=name, xml_declaration=False))
        if name.upper() not in ("UTF-8", "UTF8", "US-ASCII", "ASCII") and not name.upper().startswith("ISO-8859"):
            return cast("bytes", etree.tostring(tree, encoding=name, xml_declaration=True))
        return (declaration[0] if declaration else b"") + body + self._data[len(self._data.rstrip()) :]


def new_node(parent: Node, tag: str) -> Node:
    """An element that belongs to nothing yet, with the prefixes of the one it is made for."""
    etree = _etree()
    return cast("Node", etree.Element(tag, nsmap=cast("Any", parent).nsmap))


def own_node(xml: str) -> Node:
    """An element of XML that this program itself wrote."""
    return cast("Node", _etree().fromstring(xml))


def copy_of(node: Node) -> Node:
    """With all that is in it, and without what follows it."""
    import copy

    other = copy.deepcopy(node)
    other.tail = None
    return other


def fingerprint(node: Node) -> str:
    """The same for elements that are equal as XML, whatever their prefixes and the order of their attributes."""
    attributes = sorted((str(name), str(value)) for name, value in node.attrib.items())
    children = [(fingerprint(child), child.tail or "") for child in node]
    return repr((node.tag if isinstance(node.tag, str) else "", attributes, node.text or "", children))


def local_name(node: Node) -> str:
    """The tag without its namespace; empty for what is no element."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace_of(node: Node) -> str:
    """With its braces, to be put before a name."""
    tag = node.tag
    return f"{tag.partition('}')[0]}}}" if isinstance(tag, str) and tag.startswith("{") else ""


def value_of(node: Node, name: str) -> str:
    """An attribute by its name without namespace; empty if there is none."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def children_of(node: Node | None) -> Iterator[Node]:
    """None where there is no element; an element is false where it is empty, so that `or` does not tell."""
    return iter(()) if node is None else iter(node)


def first_child(node: Node | None, *path: str) -> Node | None:
    """The first child of this name, and so on down the path."""
    for name in path:
        if node is None:
            return None
        node = next((child for child in node if local_name(child) == name), None)
    return node


def same_around(one: Sequence[Node], other: Sequence[Node]) -> tuple[Node, ...]:
    """The elements around both."""
    n = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b), min(len(one), len(other)))
    return tuple(one[:n])


def put_before(node: Node, sibling: Node) -> None:
    """Insert `node` before `sibling`; the text between siblings stays where it is."""
    parent = sibling.getparent()
    if parent is not None:
        parent.insert(parent.index(sibling), node)


def put_behind(node: Node, sibling: Node) -> None:
    """Insert `node` right behind `sibling`; what followed that one follows `node`."""
    parent = sibling.getparent()
    if parent is not None:
        tail, sibling.tail = sibling.tail, None
        parent.insert(parent.index(sibling) + 1, node)
        node.tail = tail


def take_out(node: Node) -> None:
    """Remove it from its tree; the text behind it stays."""
    parent = node.getparent()
    if parent is None:
        return
    tail, node.tail = node.tail, None
    if tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(node)


def _etree() -> Any:
    from lxml import (  # pyright: ignore[reportMissingTypeStubs]
        etree,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
    )

    return cast("Any", etree)
