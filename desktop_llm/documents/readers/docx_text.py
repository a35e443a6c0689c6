"""The text of one paragraph of a Word file: what is shown of it, and the notes that belong to it. Reading process."""

from dataclasses import dataclass, field
from typing import Final

from desktop_llm.documents.readers.office_parts import is_alternative, shown_alternative
from desktop_llm.documents.readers.xml_tree import Element, attribute, child, name_of

_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑", "ptab": "\t"}
_DELETED: Final = frozenset({"del", "moveFrom"})
_NOTES: Final = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}
# Properties, commands of fields, text that Word shows in another place.
_NOT_TEXT: Final = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt"})
_OFF: Final = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class Changes:
    """Over a whole file."""

    n_inserted: int = 0
    n_deleted: int = 0
    n_hidden: int = 0


@dataclass(slots=True)
class DocxText:
    """Gathers a paragraph. boxes are the contents of text boxes that are anchored in it, notes what it refers to."""

    changes: Changes
    text: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    boxes: list[Element] = field(default_factory=list[Element])

    def take(self, element: Element) -> None:
        for each in element:
            self._take(each)

    def _take(self, element: Element) -> None:
        name = name_of(element)
        if name == "t":
            self.text += element.text or ""
        elif name in _CHARACTERS:
            self.text += "" if attribute(element, "type") in ("page", "column") else _CHARACTERS[name]
        elif name in _DELETED:
            self.changes.n_deleted += 1
        elif name in _NOTES:
            self.notes.append((_NOTES[name], attribute(element, "id")))
        elif name == "txbxContent":
            self.boxes.append(element)
        elif name == "r" and _is_hidden(element):
            self.changes.n_hidden += 1
        elif is_alternative(element):
            if (shown := shown_alternative(element)) is not None:
                self.take(shown)
        elif name not in _NOT_TEXT:
            self.changes.n_inserted += name in ("ins", "moveTo")
            self.take(element)


def _is_hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in _OFF
