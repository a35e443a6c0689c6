"""Where in XML a segment stands, and how its translation is put there: a paragraph, an attribute, a text.

Reading process.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop_llm.documents.editing.looks import office_look
from desktop_llm.documents.editing.mixed_content import MixedParagraph
from desktop_llm.documents.editing.runs import RunParagraph
from desktop_llm.documents.editing.xml_part import Node
from desktop_llm.documents.segments import Content, Looks, text_of


class Spot(Protocol):
    @property
    def content(self) -> Content: ...

    @property
    def looks(self) -> Mapping[int, Looks]: ...

    def put(self, target: Content) -> None: ...


@dataclass(eq=False, slots=True)
class ParagraphSpot:
    paragraph: RunParagraph

    @property
    def content(self) -> Content:
        line = self.paragraph.line
        return line.content if line is not None else ()

    @property
    def looks(self) -> Mapping[int, Looks]:
        line = self.paragraph.line
        return {key: office_look(each) for key, each in line.formats.items()} if line is not None else {}

    def put(self, target: Content) -> None:
        self.paragraph.put(target)


@dataclass(frozen=True, eq=False, slots=True)
class AttributeSpot:
    node: Node
    name: str

    @property
    def content(self) -> Content:
        return (self.node.attrib[self.name],)

    @property
    def looks(self) -> Mapping[int, Looks]:
        return {}

    def put(self, target: Content) -> None:
        self.node.set(self.name, text_of(target))


@dataclass(frozen=True, eq=False, slots=True)
class TextSpot:
    """All text of an element without children."""

    node: Node

    @property
    def content(self) -> Content:
        return ((self.node.text or "").strip(),)

    @property
    def looks(self) -> Mapping[int, Looks]:
        return {}

    def put(self, target: Content) -> None:
        self.node.text = text_of(target)


@dataclass(eq=False, slots=True)
class MixedSpot:
    paragraph: MixedParagraph
    look_of: Callable[[Node], Looks]

    @property
    def content(self) -> Content:
        line = self.paragraph.line
        return line.content if line is not None else ()

    @property
    def looks(self) -> Mapping[int, Looks]:
        line = self.paragraph.line
        return {key: self.look_of(each.node) for key, each in line.formats.items()} if line is not None else {}

    def put(self, target: Content) -> None:
        self.paragraph.put(target)
