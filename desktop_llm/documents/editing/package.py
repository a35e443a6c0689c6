"""An archive of XML parts that is translated in place: what all such formats share. Reading process."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from desktop_llm.documents.document import NOWHERE, DocumentWarning, Place
from desktop_llm.documents.editing.editor import SegmentList, Targets
from desktop_llm.documents.editing.spots import AttributeSpot, Spot, TextSpot
from desktop_llm.documents.editing.xml_part import Node, XmlPart, local_name
from desktop_llm.documents.editing.zip_file import rewritten
from desktop_llm.documents.readers.zip_parts import Archive
from desktop_llm.documents.segments import FileSegment, SegmentKind
from desktop_llm.documents.source_file import SourceFile

_DIGITS: Final = re.compile(r"(\d+)")
_CORE: Final = "docProps/core.xml"
_PROPERTIES: Final = frozenset({"title", "subject", "description", "keywords", "category"})
_SAID_OF_PICTURES: Final = ("descr", "title")


class Package:
    """The parts that were opened, and the segments' places in them."""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: no archive."""
        self.source = source
        self.list = SegmentList()
        self.archive = Archive(source)
        self.spots: dict[str, tuple[Spot, str]] = {}
        self._parts: dict[str, XmlPart] = {}
        self._changed: set[str] = set()

    @property
    def segments(self) -> Sequence[FileSegment]:
        return self.list.segments

    @property
    def warnings(self) -> Sequence[DocumentWarning]:
        return self.list.warnings

    def names(self, pattern: str) -> list[str]:
        """Of the parts that match, numbers in the order of numbers."""
        fitting = (name for name in self.archive.names if re.fullmatch(pattern, name))
        return sorted(fitting, key=lambda name: [int(each) if each.isdigit() else each for each in _DIGITS.split(name)])

    def has(self, name: str) -> bool:
        return name in self._parts or self.archive.has(name)

    def part(self, name: str) -> XmlPart:
        """Raises DocumentError: no such part, or a damaged one."""
        if name not in self._parts:
            self._parts[name] = XmlPart(self.archive.read(name), self.source)
        return self._parts[name]

    def add_part(self, name: str, data: bytes) -> Node:
        """The root of a part that there was not before."""
        self._parts[name] = XmlPart(data, self.source)
        self._changed.add(name)
        return self._parts[name].root

    def root(self, name: str) -> Node:
        return self.part(name).root

    def add(self, spot: Spot, part: str, kind: SegmentKind = SegmentKind.TEXT, place: Place = NOWHERE) -> str | None:
        segment_id = self.list.add(spot.content, kind, place, looks=spot.looks)
        if segment_id is not None:
            self.spots[segment_id] = (spot, part)
        return segment_id

    def add_pictures(self, nodes: Iterable[Node], part: str, place: Place = NOWHERE) -> None:
        """What is said of pictures for those who do not see them (`docPr` and `cNvPr`)."""
        for node in nodes:
            if local_name(node) in ("docPr", "cNvPr"):
                for name in (name for name in _SAID_OF_PICTURES if node.get(name)):
                    self.add(AttributeSpot(node, name), part, SegmentKind.CAPTION, place)

    def add_properties(self) -> None:
        """Of Office files."""
        if self.archive.has(_CORE):
            for node in self.root(_CORE):
                if local_name(node) in _PROPERTIES:
                    self.add(TextSpot(node), _CORE, SegmentKind.PROPERTY)

    def wanted(self, targets: Targets) -> Iterator[tuple[str, Spot]]:
        """Places whose text changes, by the segments' ids; their parts are written."""
        for segment_id, (spot, part) in self.spots.items():
            target = targets.get(segment_id)
            if target is not None and target.content != spot.content:
                self._changed.add(part)
                yield segment_id, spot

    def mark_changed(self, part: str) -> None:
        self._changed.add(part)

    def written(self) -> bytes:
        """The archive with the parts that changed. It is closed after that."""
        try:
            return rewritten(self.source, self.archive, self.changes())
        finally:
            self.archive.close()

    def changes(self) -> dict[str, bytes]:
        return {name: self._parts[name].written() for name in self._changed}


class PackageEditor:
    """What editors of such archives have in common; each kind finds its own segments."""

    def __init__(self, source: SourceFile) -> None:
        """Raises DocumentError: no archive."""
        self._package = Package(source)

    @property
    def segments(self) -> Sequence[FileSegment]:
        return self._package.segments

    @property
    def warnings(self) -> Sequence[DocumentWarning]:
        return self._package.warnings
