"""XML without entities, external parts or depths without end; HTML as it comes.

Only this module and `editing/xml_part.py` call lxml. It has no types; `Element` names what is used of its elements.
XML is nested 256 deep at most, so functions that call themselves may follow it; HTML 2048 deep, and has to be walked.
Reading process.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol, cast

from desktop_llm.documents.source_file import SourceFile

_XML_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>", re.IGNORECASE)
_TOO_DEEP: Final = "Excessive depth"


class Element(Protocol):
    """An element of lxml. The tag of a comment or of an entity is no text."""

    @property
    def tag(self) -> object: ...

    @property
    def text(self) -> str | None: ...

    @property
    def tail(self) -> str | None: ...

    @property
    def attrib(self) -> Mapping[str, str]: ...

    def __iter__(self) -> Iterator["Element"]: ...

    def iter(self) -> Iterator["Element"]: ...

    def getparent(self) -> "Element | None": ...

    def remove(self, child: "Element", /) -> None: ...


def parse_xml(data: bytes, source: SourceFile) -> Element:
    """The root. Entities are not resolved, nothing is loaded. Raises DocumentError: damaged, or nested too deeply."""
    etree = _etree()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return cast("Element", etree.fromstring(data, parser))
    except etree.XMLSyntaxError as error:
        raise source.damaged("a part of it is not well-formed") from cast("Exception", error)


def parse_html(text: str, source: SourceFile) -> Element | None:
    """The root, however broken the text is; None where there is nothing. Raises DocumentError: nested too deeply."""
    etree = _etree()
    text = _XML_DECLARATION.sub("", text).replace("\0", "")
    if not text.strip():
        return None
    # Without huge_tree all that stands deeper than 256 elements, and all after it, is lost without a word.
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = cast("Element | None", etree.fromstring(text, parser))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(_TOO_DEEP in str(error) for error in parser.error_log):
        raise source.damaged("it is nested too deeply")
    return root


def walk(root: Element) -> Iterator[tuple[str, Element]]:
    """`start` and `end` of every element in the text's order."""
    return cast("Iterator[tuple[str, Element]]", _etree().iterwalk(root, events=("start", "end")))


def _etree() -> Any:
    from lxml import (  # pyright: ignore[reportMissingTypeStubs]
        etree,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
    )

    return cast("Any", etree)


def name_of(element: Element) -> str:
    """The tag without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute by its name without namespace; empty if there is none."""
    attributes = element.attrib
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition("}")[2] == name), "")


def children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if name_of(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of this name, and so on down the path."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def descendants(element: Element, name: str) -> Iterator[Element]:
    return (each for each in element.iter() if name_of(each) == name)


def all_text(element: Element) -> str:
    """The text of all elements below."""
    return "".join(
        part
        for each in element.iter()
        for part in ((each.text if name_of(each) else None), _tail_within(each, element))
        if part
    )


def _tail_within(each: Element, root: Element) -> str | None:
    return None if each is root else each.tail
