"""Translation memories of other programs (TMX 1.4): pairs that are read, and nothing that is translated in place.

Reading process.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_llm.documents.document import DocumentWarning, Place
from desktop_llm.documents.editing.editor import OpenWish, SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.xml_part import LANGUAGE_ATTRIBUTE, Node, XmlPart, first_child, local_name, value_of
from desktop_llm.documents.segments import FileSegment, SegmentKind
from desktop_llm.documents.source_file import SourceFile

# In them stand codes of other programs' formats, which mean nothing here, or this program's own marks.
_CODES: Final = frozenset({"bpt", "ept", "ph", "it", "ut"})
_OWN_MARK: Final = "⟦"
_ANY: Final = "*all*"


class TmxEditor:
    """A segment for each pair; the label of its place is the language of the target."""

    def __init__(self, source: SourceFile, _wish: OpenWish) -> None:
        """Raises DocumentError: damaged, or no TMX."""
        self._list = SegmentList()
        self._data = source.read()
        root = XmlPart(self._data, source).root
        if local_name(root) != "tmx":
            raise source.damaged("it is no TMX")
        header = first_child(root, "header")
        self.language = _code(value_of(header, "srclang")) if header is not None else ""
        for unit in root.iter():
            if local_name(unit) == "tu":
                self._add(unit)

    @property
    def segments(self) -> Sequence[FileSegment]:
        return self._list.segments

    @property
    def warnings(self) -> Sequence[DocumentWarning]:
        return self._list.warnings

    def written(self, targets: Targets, wish: WriteWish) -> bytes:  # noqa: ARG002 # it is only read
        return self._data

    def _add(self, unit: Node) -> None:
        texts = dict(_texts(unit))
        language = _code(value_of(unit, "srclang")) or self.language
        if language in ("", _ANY):
            language = next(iter(texts), "")
        self.language = language if self.language in ("", _ANY) else self.language
        for target, text in texts.items():
            if target != language and language in texts and text:
                self._list.add((texts[language],), SegmentKind.MESSAGE, Place(label=target), target=(text,))


def _texts(unit: Node) -> Iterator[tuple[str, str]]:
    """By language."""
    for variant in unit:
        segment = first_child(variant, "seg")
        if local_name(variant) == "tuv" and segment is not None:
            language = variant.get(LANGUAGE_ATTRIBUTE) or value_of(variant, "lang")
            yield _code(language), " ".join(_words(segment).split())


def _words(segment: Node) -> str:
    parts = [segment.text or ""]
    for child in segment:
        inner = _words(child)
        if local_name(child) not in _CODES or inner.startswith(_OWN_MARK):
            parts.append(inner)
        parts.append(child.tail or "")
    return "".join(parts)


def _code(language: str) -> str:
    """`de` of `de-DE`."""
    return language.replace("_", "-").partition("-")[0].lower()
