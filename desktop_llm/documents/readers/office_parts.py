"""What Word files and presentations have in common: parts that refer to one another. Reading process."""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.readers.xml_tree import (
    Element,
    all_text,
    attribute,
    children,
    descendants,
    name_of,
    parse_xml,
)
from desktop_llm.documents.readers.zip_parts import Archive, part_beside
from desktop_llm.documents.source_file import SourceFile

_CORE: Final = "docProps/core.xml"


class OfficePackage:
    """An archive of parts (ECMA-376 part 2). Names of elements are compared without namespaces: there are two sets."""

    def __init__(self, archive: Archive, source: SourceFile) -> None:
        self._archive = archive
        self._source = source

    def part(self, name: str) -> Element:
        """Raises DocumentError: no such part, or a damaged one."""
        return parse_xml(self._archive.read(name), self._source)

    def part_if_there(self, name: str) -> Element | None:
        return self.part(name) if self._archive.has(name) else None

    def main_part(self, usual_name: str) -> str:
        """The part that is the document itself; nearly always the one of the usual name."""
        if self._archive.has(usual_name):
            return usual_name
        return next((target for kind, _, target in self._relations("") if kind == "officeDocument"), usual_name)

    def related(self, part: str) -> dict[str, str]:
        """The names of the parts that a part refers to, by the ids that it uses for them."""
        return {key: target for _, key, target in self._relations(part)}

    def related_of_kind(self, part: str, kind: str) -> Element | None:
        """The first part of a kind (`notesSlide`, `footnotes`) that a part refers to."""
        names = (target for each, _, target in self._relations(part) if each == kind)
        return next((self.part(name) for name in names if self._archive.has(name)), None)

    def tell_of(self, builder: DocumentBuilder) -> None:
        """The title, and that there are macros."""
        core = self.part_if_there(_CORE)
        if core is not None:
            builder.title = next((all_text(each).strip() for each in descendants(core, "title")), "")
        if any(name.lower().endswith("vbaproject.bin") for name in self._archive.names):
            builder.warn(WarningKind.MACROS_IGNORED)

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Kind, id and name of what a part refers to within the file."""
        folder, _, name = part.rpartition("/")
        relations = self.part_if_there(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        for each in children(relations, "Relationship") if relations is not None else ():
            if attribute(each, "TargetMode") != "External":
                kind = attribute(each, "Type").rpartition("/")[2]
                yield kind, attribute(each, "Id"), part_beside(part, attribute(each, "Target"))


def shown_alternative(element: Element) -> Element | None:
    """Of an AlternateContent, which says the same thing several times for programs of different age, the newest."""
    for name in ("Choice", "Fallback"):
        for each in children(element, name):
            return each
    return None


def is_alternative(element: Element) -> bool:
    return name_of(element) == "AlternateContent"
