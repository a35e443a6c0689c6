"""Writes letters into a paragraph of a Word file: in the runs that they came from, with their looks.

What stands between letters stays between them. With tracking, what goes stays in `w:del` and what comes stands in
`w:ins` (ECMA-376 part 1, 17.13.5). Reading process.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from desktop_llm.documents.editing.docx_formats import RunFormats
from desktop_llm.documents.editing.docx_line import Anchor, DocxLine, DocxSource, DocxStretch
from desktop_llm.documents.editing.docx_tracked import ChangeMaker
from desktop_llm.documents.editing.rich_runs import Part
from desktop_llm.documents.editing.xml_part import (
    SPACE_ATTRIBUTE,
    Node,
    copy_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
    same_around,
)
from desktop_llm.documents.rich_text import PLAIN, TextFormat
from desktop_llm.documents.xml_text import xml_text

DocxPart = Part[DocxSource]

_PIECE: Final = re.compile("[\t\n\u2011\u00ad]|[^\t\n\u2011\u00ad]+")
_ELEMENTS: Final = {"\t": "tab", "\n": "br", "\u2011": "noBreakHyphen", "\u00ad": "softHyphen"}
_ADDITIONS: Final = frozenset({"ins", "moveTo"})


@dataclass(slots=True)
class LineParts:
    """What writers of one file share. new_link makes an element around the letters of a link.

    used are the ids of kept things that have a place; elsewhere they are copied.
    """

    formats: RunFormats
    kept: Mapping[str, tuple[Node, ...]]
    new_link: Callable[[Node, str], Node]
    maker: ChangeMaker | None = None
    used: set[str] = field(default_factory=set[str])


def write_line(paragraph: Node, parts: Sequence[DocxPart], line: DocxLine, shared: LineParts) -> None:
    """Exchange all but the properties of a paragraph. `line` is what it was; empty for a new one."""
    for child in [child for child in paragraph if local_name(child) != "pPr"]:
        paragraph.remove(child)
    _Writer(paragraph, line, shared).write(parts)


class _Writer:
    def __init__(self, paragraph: Node, line: DocxLine, shared: LineParts) -> None:
        self._shared = shared
        self._line = line
        self._tree = _OpenTree(paragraph)
        self._starts: dict[int, int] = {}
        self._n_letters = 0
        for stretch in line.stretches:
            self._starts[id(stretch)] = self._n_letters
            self._n_letters += len(stretch.text)
        self._anchors = list(line.anchors)
        self._at = 0
        """Up to which old letter all is written."""
        self._link: tuple[str, Node] | None = None
        self._addition: Node | None = None

    def write(self, parts: Sequence[DocxPart]) -> None:
        cut = [piece for part in parts for piece in self._cut(part)]
        for index, part in enumerate(cut):
            at = self._place_of(part)
            if at is not None:
                self._addition = None
                self._pass(at)
                self._at = at + len(part.text)
            elif self._shared.maker is not None:
                following = (self._place_of(each) for each in cut[index + 1 :])
                self._pass(next((each for each in following if each is not None), self._n_letters), is_before=True)
            elif part.is_instead:
                self._put_anchors(self._at)
            self._part(part, cut, index)
        self._pass(self._n_letters)
        self._put_anchors(self._n_letters)

    def _place_of(self, part: DocxPart) -> int | None:
        """The number of its first letter among the old ones of this paragraph."""
        start = self._starts.get(id(part.old)) if part.old is not None else None
        return start + part.start if start is not None else None

    def _cut(self, part: DocxPart) -> list[DocxPart]:
        """Where something unseen stands within."""
        at = self._place_of(part)
        if at is None or part.kept:
            return [part]
        inside = sorted({each.at - at for each in self._anchors if at < each.at < at + len(part.text)})
        bounds = [0, *inside, len(part.text)]
        return [replace(part, text=part.text[a:b], start=part.start + a) for a, b in pairwise(bounds)]

    # ↓ What was there

    def _pass(self, end: int, *, is_before: bool = False) -> None:
        """Go on to this old letter; letters on the way are gone. is_before: nothing that stands there is put yet."""
        if self._shared.maker is not None:
            for stretch in self._line.stretches:
                start = self._starts[id(stretch)]
                a, b = max(start, self._at), min(start + len(stretch.text), end)
                if a < b:
                    self._put_anchors(a)
                    self._gone(stretch, a - start, b - start)
            self._at = max(self._at, end)
        if not is_before:
            self._put_anchors(end)

    def _put_anchors(self, at: int) -> None:
        while self._anchors and self._anchors[0].at <= at:
            anchor: Anchor = self._anchors.pop(0)
            self._tree.enter(anchor.around)
            self._tree.put(anchor.node)

    def _gone(self, stretch: DocxStretch, start: int, end: int) -> None:
        maker, source = self._shared.maker, stretch.source
        if maker is None or any(maker.is_own_addition(each) for each in source.around):
            return  # what the same author put in before goes without a trace, as in Word
        self._tree.enter(source.around)
        self._tree.enter((*source.around, maker.new_change(self._tree.root, "del")))
        if stretch.kept:
            self._kept(stretch.kept, source)
        else:
            self._text(stretch.text[start:end], source, stretch.format, stretch.format, is_gone=True)

    # ↓ What is to be there

    def _part(self, part: DocxPart, parts: Sequence[DocxPart], index: int) -> None:
        stretch = part.old or part.like
        source = stretch.source if stretch is not None else DocxSource(None)
        look = stretch.format if stretch is not None else PLAIN
        around = self._around(part, parts, index)
        if part.old is None and self._shared.maker is not None:
            if self._addition is None:
                self._addition = self._shared.maker.new_change(self._tree.root, "ins")
            around = (*around, self._addition)
        self._tree.enter(around)
        if part.kept and part.kept in self._shared.kept:
            self._kept(part.kept, source)
        else:
            self._text(part.text, source, look, part.format)

    def _around(self, part: DocxPart, parts: Sequence[DocxPart], index: int) -> tuple[Node, ...]:
        stretch = part.old or part.like
        is_same_link = stretch is not None and stretch.format.link == part.format.link
        if part.old is not None:
            around = part.old.source.around
        elif is_same_link and part.format.link and part.like is not None:
            around = part.like.source.around
        else:
            before = next((each.old for each in reversed(parts[:index]) if each.old is not None), None)
            behind = next((each.old for each in parts[index + 1 :] if each.old is not None), None)
            around = same_around(before.source.around, behind.source.around) if before and behind else ()
        if part.old is None and self._shared.maker is not None:
            around = tuple(each for each in around if local_name(each) not in _ADDITIONS)
        if not is_same_link:
            around = tuple(each for each in around if local_name(each) != "hyperlink")
        is_linked = any(local_name(each) == "hyperlink" for each in around)
        if not part.format.link or is_linked or (is_same_link and stretch is not None and stretch.source.is_in_field):
            self._link = None
            return around
        if self._link is None or self._link[0] != part.format.link:
            self._link = (part.format.link, self._shared.new_link(self._tree.root, part.format.link))
        return (*around, self._link[1])

    def _kept(self, kept: str, source: DocxSource) -> None:
        is_copy = kept in self._shared.used
        self._shared.used.add(kept)
        for node in self._shared.kept[kept]:
            parent = node.getparent()
            is_in_run = local_name(node) != "r" and (source.run is not None or _is_run(parent))
            moved = copy_of(node) if is_copy else node
            if is_in_run:
                run = source.run if source.run is not None else parent
                self._tree.run(run, PLAIN, PLAIN, self._shared.formats).append(moved)
                moved.tail = None
            else:
                self._tree.put(moved)

    def _text(self, text: str, source: DocxSource, old: TextFormat, new: TextFormat, *, is_gone: bool = False) -> None:
        for piece in _PIECE.findall(xml_text(text)):
            run = self._tree.run(source.run, old, new, self._shared.formats)
            name = f"{namespace_of(run)}{_ELEMENTS.get(piece, 'delText' if is_gone else 't')}"
            last = next(reversed(list(run)), None)
            if piece not in _ELEMENTS and last is not None and last.tag == name:
                last.text = (last.text or "") + piece
            else:
                last = new_node(run, name)
                last.text = None if piece in _ELEMENTS else piece
                run.append(last)
            last.attrib.pop(SPACE_ATTRIBUTE, None)
            if last.text and last.text != last.text.strip():
                last.set(SPACE_ATTRIBUTE, "preserve")


class _OpenTree:
    """The elements that are open while a paragraph is filled; those of the old one are made anew when they are."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self._open: list[tuple[Node, Node]] = []
        self._run: tuple[Node | None, TextFormat, Node] | None = None

    def enter(self, around: Sequence[Node]) -> None:
        n_kept = len(same_around([template for template, _ in self._open], around))
        if n_kept < len(self._open) or n_kept < len(around):
            self._run = None
        del self._open[n_kept:]
        for template in around[n_kept:]:
            node = _shell_of(template)
            self._here.append(node)
            self._open.append((template, node))

    def put(self, node: Node) -> None:
        node.tail = None
        self._here.append(node)
        self._run = None

    def run(self, source: Node | None, old: TextFormat, new: TextFormat, formats: RunFormats) -> Node:
        """The last run if it is of the same source and look; else a new one."""
        if self._run is not None and self._run[0] is source and self._run[1] == new:
            return self._run[2]
        run = new_node(self.root, f"{namespace_of(self.root)}r")
        if source is not None:
            for name, value in source.attrib.items():
                run.set(name, value)
            properties = first_child(source, "rPr")
            if properties is not None:
                run.append(copy_of(properties))
        formats.put(run, old, new)
        self._here.append(run)
        self._run = (source, new, run)
        return run

    @property
    def _here(self) -> Node:
        return self._open[-1][1] if self._open else self.root


def _shell_of(template: Node) -> Node:
    """The element with its attributes and properties, and nothing else in it."""
    node = new_node(template, str(template.tag))
    for name, value in template.attrib.items():
        node.set(name, value)
    for child in template:
        if local_name(child).endswith("Pr"):
            node.append(copy_of(child))
    return node


def _is_run(node: Node | None) -> bool:
    return node is not None and local_name(node) == "r"
