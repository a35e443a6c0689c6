"""A paragraph of a Word file as letters: each with the run it is in, and what stands between letters unseen.

What others changed under tracking is shown as if it was accepted. Reading process.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from desktop_llm.documents.editing.docx_formats import RunFormats
from desktop_llm.documents.editing.rich_runs import Stretch
from desktop_llm.documents.editing.xml_part import Node, local_name, value_of
from desktop_llm.documents.rich_text import TextFormat

_AROUND: Final = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo"})
_CHARACTERS: Final = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_PAGE_BREAKS: Final = frozenset({"page", "column"})
_SHOWN: Final = {
    "drawing": "[picture]",
    "pict": "[picture]",
    "object": "[object]",
    "AlternateContent": "[picture]",
    "footnoteReference": "[note]",
    "endnoteReference": "[note]",
    "oMath": "[formula]",
    "oMathPara": "[formula]",
    "ptab": "\t",
}
_PAGE_BREAK: Final = "[page break]"
_OTHER: Final = "[…]"
_UNSEEN_IN_RUNS: Final = frozenset(
    {"rPr", "lastRenderedPageBreak", "annotationRef", "delText", "delInstrText", "footnoteRef", "endnoteRef"}
)
_OBJECTS: Final = frozenset({"oMath", "oMathPara", "AlternateContent", "fldSimple"})
_COMMANDS: Final = frozenset({"fldChar", "instrText"})
# Fields whose result is text like any other.
_TEXT_FIELDS: Final = frozenset({"HYPERLINK", "TOC"})
_LOST_WITH_TEXT: Final = frozenset({"del", "moveFrom", "proofErr"})

LinkOf = Callable[[Node], str]
"""The address of a hyperlink."""


@dataclass(frozen=True, eq=False, slots=True)
class DocxSource:
    """run is the one that letters are in. around are the elements between the paragraph and it, the outermost first.

    nodes are those of something that is kept. is_in_field: a field makes the link, and no element around it.
    """

    run: Node | None
    around: tuple[Node, ...] = ()
    nodes: tuple[Node, ...] = ()
    is_in_field: bool = False


DocxStretch = Stretch[DocxSource]


@dataclass(frozen=True, eq=False, slots=True)
class Anchor:
    """Something unseen; `at` is how many letters are before it."""

    node: Node
    around: tuple[Node, ...]
    at: int

    @property
    def outlives_text(self) -> bool:
        """Others refer to it, or it has another half elsewhere."""
        return local_name(self.node) not in _LOST_WITH_TEXT


@dataclass(slots=True)
class DocxLine:
    """n_open is how many fields begin in it and end in a later one, n_closed how many end that began in an earlier.

    open_text is what is seen of those that it begins.
    """

    stretches: list[DocxStretch] = field(default_factory=list[DocxStretch])
    anchors: list[Anchor] = field(default_factory=list[Anchor])
    n_open: int = 0
    open_text: str = ""
    n_closed: int = 0

    @property
    def text(self) -> str:
        return "".join(stretch.text for stretch in self.stretches)


@dataclass(eq=False, slots=True)
class _Field:
    """A command that stands for its result (17.16), from its beginning on."""

    nodes: list[Node]
    command: str = ""
    shown: str = ""
    is_result: bool = False

    @property
    def name(self) -> str:
        return (self.command.split() or [""])[0].upper()

    @property
    def is_text(self) -> bool:
        return self.name in _TEXT_FIELDS

    @property
    def link(self) -> str:
        words = self.command.replace('"', " ").split()
        address = next((word for word in words[1:] if not word.startswith("\\")), "")
        return f"#{address}" if "\\l" in words and address else address


class LineReader:
    """Gives the ids of what is kept: the same for the same file."""

    def __init__(self, formats: RunFormats, link_of: LinkOf) -> None:
        self._formats = formats
        self._link_of = link_of
        self.kept: dict[str, tuple[Node, ...]] = {}

    def line(self, paragraph: Node, *, is_code: bool = False) -> DocxLine:
        reading = _Reading(self, self._formats, self._link_of, is_code)
        reading.take_all(paragraph, ())
        return reading.end()

    def kept_id(self, nodes: tuple[Node, ...]) -> str:
        kept_id = f"k{len(self.kept) + 1}"
        self.kept[kept_id] = nodes
        return kept_id


class _Reading:
    """Of one paragraph."""

    def __init__(self, ids: LineReader, formats: RunFormats, link_of: LinkOf, is_code: bool) -> None:  # noqa: FBT001
        self._ids = ids
        self._formats = formats
        self._link_of = link_of
        self._is_code = is_code
        self._line = DocxLine()
        self._n_letters = 0
        self._fields: list[_Field] = []

    def end(self) -> DocxLine:
        for each in self._fields:  # they end in another paragraph
            self._line.anchors = [*(Anchor(node, (), 0) for node in each.nodes), *self._line.anchors]
            self._line.n_open += 1
            self._line.open_text += each.shown
        return self._line

    def take_all(self, node: Node, around: tuple[Node, ...]) -> None:
        for child in node:
            name = local_name(child)
            if name == "r":
                self._take_run(child, around)
            elif name in _AROUND:
                self.take_all(child, (*around, child))
            elif name in _OBJECTS:
                shown = "".join(each.text or "" for each in child.iter() if local_name(each) == "t")
                self._keep((child,), None, around, _SHOWN.get(name) or shown or _OTHER)
            elif not name.endswith("Pr"):
                self._anchor(child, around)

    def _take_run(self, run: Node, around: tuple[Node, ...]) -> None:
        if any(local_name(child) in _COMMANDS for child in run):
            self._take_command(run, around)
            return
        current = self._fields[-1] if self._fields else None
        if current is not None and not (current.is_text and current.is_result):
            current.nodes.append(run)
            current.shown += "".join(each.text or "" for each in run if local_name(each) == "t")
            return
        seen = [child for child in run if local_name(child) not in _UNSEEN_IN_RUNS]
        if self._formats.is_hidden(run) or [local_name(child) for child in seen] == ["commentReference"]:
            self._anchor(run, around)
            return
        link = next((self._link_of(each) for each in reversed(around) if local_name(each) == "hyperlink"), "")
        field_link = next((each.link for each in reversed(self._fields) if each.name == "HYPERLINK"), "")
        look = self._formats.format_of(run, link or field_link, is_in_code=self._is_code)
        source = DocxSource(run, around, is_in_field=bool(field_link) and not link)
        for child in seen:
            self._take_seen(child, look, source)

    def _take_seen(self, child: Node, look: TextFormat, source: DocxSource) -> None:
        name = local_name(child)
        if name == "t":
            self._add(child.text or "", look, source)
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name], look, source)
        elif name == "br" and value_of(child, "type") not in _PAGE_BREAKS:
            self._add("\n", look, source)
        elif name:
            shown = _PAGE_BREAK if name == "br" else _SHOWN.get(name, _OTHER)
            self._keep((child,), source.run, source.around, shown, look)

    def _take_command(self, run: Node, around: tuple[Node, ...]) -> None:
        for child in run:
            name, kind = local_name(child), value_of(child, "fldCharType")
            if name == "instrText" and self._fields:
                self._fields[-1].command += child.text or ""
            elif kind == "begin":
                self._fields.append(_Field([]))
            elif kind == "separate" and self._fields:
                self._fields[-1].is_result = True
                self._fields[-1].nodes.append(run)
                if self._fields[-1].is_text:
                    self._anchor_all(self._fields[-1], around)
                return
            elif kind == "end":
                self._end_field(run, around)
                return
        if self._fields:
            self._fields[-1].nodes.append(run)
        else:
            self._anchor(run, around)

    def _end_field(self, run: Node, around: tuple[Node, ...]) -> None:
        if not self._fields:
            self._line.n_closed += 1
            self._anchor(run, around)
            return
        ended = self._fields.pop()
        ended.nodes.append(run)
        if ended.is_text and ended.is_result:
            self._anchor_all(ended, around)
        elif self._fields and not self._fields[-1].is_result:
            self._fields[-1].nodes += ended.nodes
        elif self._fields and not self._fields[-1].is_text:
            self._fields[-1].nodes += ended.nodes
            self._fields[-1].shown += ended.shown
        else:
            self._keep(tuple(ended.nodes), None, around, ended.shown or _OTHER)

    def _anchor_all(self, current: _Field, around: tuple[Node, ...]) -> None:
        for node in current.nodes:
            self._anchor(node, around)
        current.nodes = []

    def _anchor(self, node: Node, around: tuple[Node, ...]) -> None:
        self._line.anchors.append(Anchor(node, around, self._n_letters))

    def _add(self, text: str, look: TextFormat, source: DocxSource) -> None:
        if text:
            self._line.stretches.append(Stretch(text, look, source))
            self._n_letters += len(text)

    def _keep(
        self,
        nodes: tuple[Node, ...],
        run: Node | None,
        around: tuple[Node, ...],
        shown: str,
        look: TextFormat | None = None,
    ) -> None:
        source = DocxSource(run, around, nodes)
        kept = self._ids.kept_id(nodes)
        self._line.stretches.append(Stretch(shown, look or TextFormat(), source, kept))
        self._n_letters += len(shown)
