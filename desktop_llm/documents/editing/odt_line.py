"""A paragraph of an OpenDocument text as letters within their elements, and letters put into one. Reading process."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from desktop_llm.documents.editing.odt import UNSEEN_IN_LINES
from desktop_llm.documents.editing.odt_names import TEXT, XLINK
from desktop_llm.documents.editing.odt_text_styles import TextStyles
from desktop_llm.documents.editing.rich_runs import Part, Stretch
from desktop_llm.documents.editing.xml_part import Node, copy_of, local_name, new_node, same_around, value_of
from desktop_llm.documents.rich_text import TextFormat
from desktop_llm.documents.xml_text import xml_text

_SPACES: Final = re.compile(r"[ \t\r\n]+")
_AROUND: Final = frozenset({"span", "a", "meta"})
_SHOWN: Final = {
    "note": "[note]",
    "frame": "[picture]",
    "image": "[picture]",
    "g": "[picture]",
    "bibliography-mark": "[source]",
}
_OTHER: Final = "[…]"
_LOST_WITH_TEXT: Final = frozenset({"soft-page-break", ""})
_MOST_SPACES: Final = 10_000
_PIECE: Final = re.compile("[\t\n]| +|[^\t\n ]+(?: [^\t\n ]+)*")


@dataclass(frozen=True, eq=False, slots=True)
class OdtSource:
    """The elements around letters, the outermost first; the node of something that is kept."""

    around: tuple[Node, ...] = ()
    node: Node | None = None


OdtStretch = Stretch[OdtSource]
OdtPart = Part[OdtSource]


@dataclass(frozen=True, eq=False, slots=True)
class OdtAnchor:
    """Something unseen; `at` is how many letters are before it."""

    node: Node
    around: tuple[Node, ...]
    at: int

    @property
    def outlives_text(self) -> bool:
        return local_name(self.node) not in _LOST_WITH_TEXT


@dataclass(slots=True)
class OdtLine:
    stretches: list[OdtStretch] = field(default_factory=list[OdtStretch])
    anchors: list[OdtAnchor] = field(default_factory=list[OdtAnchor])


class OdtLines:
    """Reads and writes the lines of one file; gives the ids of what is kept."""

    def __init__(self, styles: TextStyles) -> None:
        self.styles = styles
        self.kept: dict[str, Node] = {}
        self.used: set[str] = set()
        """Ids of kept things that have a place; elsewhere they are copied."""

    def line(self, paragraph: Node) -> OdtLine:
        reading = _Reading(self)
        reading.take(paragraph, ())
        return reading.line

    def write(self, paragraph: Node, parts: Sequence[OdtPart], line: OdtLine) -> None:
        """Exchange what is in a paragraph. `line` is what it was; empty for a new one."""
        paragraph.text = None
        for child in list(paragraph):
            paragraph.remove(child)
        _Writing(self, paragraph, line).write(parts)


class _Reading:
    """Of one paragraph. Spaces are one, as in XML for people."""

    def __init__(self, lines: OdtLines) -> None:
        self.line = OdtLine()
        self._lines = lines
        self._n_letters = 0
        self._ends_with_space = True

    def take(self, node: Node, around: tuple[Node, ...]) -> None:
        self._text(node.text, around)
        for child in node:
            self._child(child, around)
            self._text(child.tail, around)

    def _child(self, child: Node, around: tuple[Node, ...]) -> None:
        name = local_name(child)
        if name in _AROUND:
            self.take(child, (*around, child))
        elif name == "s":
            count = value_of(child, "c")
            self._add(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1), around)
        elif name in ("tab", "line-break"):
            self._add("\t" if name == "tab" else "\n", around)
        elif not name or name in UNSEEN_IN_LINES or name == "annotation":
            self.line.anchors.append(OdtAnchor(child, around, self._n_letters))
        else:
            self._keep(child, around)

    def _text(self, text: str | None, around: tuple[Node, ...]) -> None:
        seen = _SPACES.sub(" ", text or "")
        seen = seen[1:] if self._ends_with_space and seen.startswith(" ") else seen
        if seen:
            self._add(seen, around)
            self._ends_with_space = seen.endswith(" ")

    def _add(self, text: str, around: tuple[Node, ...]) -> None:
        look = self._lines.styles.format_of(around)
        self.line.stretches.append(Stretch(text, look, OdtSource(around)))
        self._n_letters += len(text)
        self._ends_with_space = False

    def _keep(self, node: Node, around: tuple[Node, ...]) -> None:
        shown = _SHOWN.get(local_name(node)) or _SPACES.sub(" ", _all_text(node)).strip() or _OTHER
        kept = f"k{len(self._lines.kept) + 1}"
        self._lines.kept[kept] = node
        look = TextFormat(link=self._lines.styles.format_of(around).link)
        self.line.stretches.append(Stretch(shown, look, OdtSource(around, node), kept))
        self._n_letters += len(shown)
        self._ends_with_space = False


def _all_text(node: Node) -> str:
    tails = ((each.text, each.tail if each is not node else None) for each in node.iter())
    return "".join(part for parts in tails for part in parts if part)


class _Writing:
    def __init__(self, lines: OdtLines, paragraph: Node, line: OdtLine) -> None:
        self._lines = lines
        self._root = paragraph
        self._anchors = list(line.anchors)
        self._open: list[tuple[Node, Node]] = []
        self._link: tuple[str, Node] | None = None
        self._ends_with_space = True
        self._starts: dict[int, int] = {}
        position = 0
        for stretch in line.stretches:
            self._starts[id(stretch)] = position
            position += len(stretch.text)

    def write(self, parts: Sequence[OdtPart]) -> None:
        position = 0
        for part in parts:
            start = self._starts.get(id(part.old)) if part.old is not None else None
            if start is None or part.kept:
                if start is not None or part.is_instead:
                    self._pass(position if start is None else start)
                self._put(part, part.text)
                position = position if start is None else start + len(part.text)
                continue
            first = start + part.start
            position = first + len(part.text)
            inside = sorted({each.at for each in self._anchors if first < each.at < first + len(part.text)})
            for a, b in pairwise([first, *inside, first + len(part.text)]):
                self._pass(a)
                self._put(part, part.text[a - first : b - first])
        for anchor in self._anchors:
            self._put_anchor(anchor)

    def _pass(self, at: int) -> None:
        while self._anchors and self._anchors[0].at <= at:
            self._put_anchor(self._anchors.pop(0))

    def _put_anchor(self, anchor: OdtAnchor) -> None:
        self._enter(anchor.around)
        self._append(anchor.node)

    def _put(self, part: OdtPart, text: str) -> None:
        stretch = part.old or part.like
        around = stretch.source.around if stretch is not None else ()
        if stretch is None or stretch.format.link != part.format.link:
            around = tuple(each for each in around if local_name(each) != "a")
        if not part.kept and (stretch is None or stretch.format != part.format):
            around = self._lines.styles.around_for(around, part.format)
        self._enter(self._linked(around, part.format.link))
        if part.kept in self._lines.kept:
            node = self._lines.kept[part.kept]
            self._append(copy_of(node) if part.kept in self._lines.used else node)
            self._lines.used.add(part.kept)
            self._ends_with_space = False
        else:
            self._text(xml_text(text))

    def _linked(self, around: tuple[Node, ...], link: str) -> tuple[Node, ...]:
        if not link or any(local_name(each) == "a" for each in around):
            self._link = None
            return around
        if self._link is None or self._link[0] != link:
            node = new_node(self._root, f"{TEXT}a")
            node.set(f"{XLINK}type", "simple")
            node.set(f"{XLINK}href", xml_text(link))
            self._link = (link, node)
        return (self._link[1], *around)

    def _text(self, text: str) -> None:
        """Of several spaces all but the first are elements, and so is one at the beginning."""
        for piece in _PIECE.findall(text):
            if piece in "\t\n":
                self._append(new_node(self._root, f"{TEXT}{'tab' if piece == chr(9) else 'line-break'}"))
                self._ends_with_space = False
            elif piece.startswith(" "):
                n_more = len(piece) - (not self._ends_with_space)
                if not self._ends_with_space:
                    self._letters(" ")
                if n_more:
                    node = new_node(self._root, f"{TEXT}s")
                    if n_more > 1:
                        node.set(f"{TEXT}c", str(n_more))
                    self._append(node)
                self._ends_with_space = not n_more
            else:
                self._letters(piece)
                self._ends_with_space = False

    # ↓ The tree

    @property
    def _here(self) -> Node:
        return self._open[-1][1] if self._open else self._root

    def _enter(self, around: Sequence[Node]) -> None:
        del self._open[len(same_around([template for template, _ in self._open], around)) :]
        for template in around[len(self._open) :]:
            node = new_node(self._root, str(template.tag))
            for name, value in template.attrib.items():
                node.set(name, value)
            self._append(node)
            self._open.append((template, node))

    def _append(self, node: Node) -> None:
        node.tail = None
        self._here.append(node)

    def _letters(self, text: str) -> None:
        here = self._here
        if len(here):
            last = next(reversed(list(here)))
            last.tail = (last.tail or "") + text
        else:
            here.text = (here.text or "") + text
