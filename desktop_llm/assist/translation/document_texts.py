"""The texts of a file as a model is to see them: each once, however often it occurs. Pure; any thread."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop_llm.assist.translation.protected_text import ProtectedText
from desktop_llm.assist.translation.translation_pieces import has_words
from desktop_llm.documents.segments import FileSegment, SegmentKind

# They do not go on with what stands before them.
_APART: Final = frozenset(
    {SegmentKind.CELL, SegmentKind.MARGIN, SegmentKind.CAPTION, SegmentKind.PROPERTY, SegmentKind.MESSAGE}
)
# A number with its unit, as in the cells of tables: the same in all languages.
_QUANTITY: Final = re.compile(
    r"[\d\s.,:;±×/()~<>≤≥-]*\d\s*(?:[kMGTmµnc]?(?:m|g|s|A|V|W|Wh|Hz|Pa|J|N|L|l|B|bit|Ω|mol)[²³23]?|[KMGT]?iB|°[CFK]?"
    r"|K|%|bar|dB|rpm|h|min|km/h|m/s|€|EUR|USD)"
)

# What is called so by programs, alone in a cell or a line: a name with underscores, a suffix, a path, a kind of data.
_NAME_OF_CODE: Final = re.compile(
    r"[A-Za-z]\w*_\w+ | \.[A-Za-z][\w-]{1,9} | ~?(?:/[\w.+-]+){2,}/? | [A-Za-z]:\\[^\n]+"
    r" | (?:application|audio|font|image|message|model|multipart|text|video)/[\w.+-]+",
    re.VERBOSE | re.ASCII,
)
_MARK: Final = re.compile(r"⟦/?\d{1,4}⟧")


@dataclass(frozen=True, eq=False, slots=True)
class Occurrence:
    """A segment of the file. Its marks may stand for other things than those of the same text elsewhere."""

    index: int
    segment: FileSegment
    protected: ProtectedText


@dataclass(frozen=True, eq=False, slots=True)
class DocumentText:
    """`marked` is what a model is to see."""

    marked: str
    occurrences: tuple[Occurrence, ...]

    @property
    def is_apart(self) -> bool:
        return all(each.segment.kind in _APART for each in self.occurrences)


def document_texts(segments: Sequence[FileSegment]) -> tuple[list[DocumentText], list[Occurrence]]:
    """Texts to translate, in the order in which they occur first; and what is translated or has no words."""
    groups: dict[str, list[Occurrence]] = {}
    ready: list[Occurrence] = []
    for index, segment in enumerate(segments):
        occurrence = Occurrence(index, segment, ProtectedText(segment.content))
        marked = occurrence.protected.text
        if segment.target or not has_words(marked) or _is_the_same_everywhere(marked):
            ready.append(occurrence)
        else:
            groups.setdefault(marked, []).append(occurrence)
    return [DocumentText(marked, tuple(found)) for marked, found in groups.items()], ready


def _is_the_same_everywhere(marked: str) -> bool:
    text = _MARK.sub("", marked).strip()
    return _QUANTITY.fullmatch(text) is not None or _NAME_OF_CODE.fullmatch(text) is not None
