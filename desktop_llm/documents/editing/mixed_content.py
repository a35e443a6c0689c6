"""Paragraphs in which elements stand among text: OpenDocument, XLIFF. Reading process.

A translation goes where the source stands; where marks come in another order, elements are put anew.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final

from desktop_llm.documents.editing.line_atoms import TAB, Atom, Format, TextPlace, line_of
from desktop_llm.documents.editing.xml_part import Node, local_name
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart

PAIR: Final = "@"


class Role(Enum):
    """What an element within a line is."""

    LINK = 0
    """Holds text, and is itself whatever is beside it."""
    OBJECT = 1
    UNSEEN = 2
    """A place that others refer to: stays where it is."""
    BLANK = 3
    """A space that is an element."""


RoleOf = Callable[[Node], "Role | str"]
"""A role, or the key of a look: equal looks side by side are one, and an empty one is none."""


class MixedParagraph:
    """One paragraph, as a line; None for `line` where there is no text."""

    def __init__(self, node: Node, role_of: RoleOf) -> None:
        self.node = node
        self._role_of = role_of
        self._atoms: list[Atom] = []
        self._unseen: list[tuple[int, Node]] = []
        self._collect(node, ())
        self.line = line_of(self._atoms)

    def put(self, target: Content) -> None:
        line = self.line
        if line is None or target == line.content or line.is_put_in_place(target):
            return
        root = line.common[-1].node if line.common else self.node
        _Rebuild(self, root, target).run()

    @property
    def unseen(self) -> Sequence[tuple[int, Node]]:
        return self._unseen

    def _collect(self, node: Node, formats: tuple[Format, ...]) -> None:
        self._text(node.text, formats, TextPlace(node))
        for child in node:
            role = self._role_of(child)
            if role is Role.LINK:
                self._collect(child, (*formats, Format(f"{PAIR}{id(child)}", child)))
            elif isinstance(role, str):
                self._collect(child, (*formats, Format(role, child)) if role else formats)
            elif role is Role.UNSEEN:
                self._unseen.append((len(self._atoms), child))
            elif role is Role.BLANK:
                self._atoms.append(Atom(" ", formats, TextPlace(child, is_space=True)))
            else:
                self._atoms.append(Atom(TAB if local_name(child) == "tab" else "", formats, None, (child,)))
            self._text(child.tail, formats, TextPlace(child, is_tail=True))

    def _text(self, text: str | None, formats: tuple[Format, ...], place: TextPlace) -> None:
        self._atoms.append(Atom(text or "", formats, place))


class _Rebuild:
    """Empties the element that holds the line, and fills it in the target's order."""

    def __init__(self, paragraph: MixedParagraph, root: Node, target: Content) -> None:
        assert paragraph.line is not None
        self._line = paragraph.line
        self._root = root
        self._target = target
        self._unseen = paragraph.unseen
        self._formats = [each.node for each in self._line.formats.values()]

    def run(self) -> None:
        line = self._line
        early = [node for number, node in self._unseen if number <= 1]
        late = [node for number, node in self._unseen if number > 1]
        lead, trail = self._within(line.lead), self._within(line.trail)
        for node in (self._root, *self._formats):
            node.text = None
            for child in list(node):
                node.remove(child)
                child.tail = None
        self._fill(self._root, [*early, *lead], line.before)
        self._fill_target()
        self._fill(self._root, [], line.behind)
        self._fill(self._root, [*trail, *late], "")

    def _within(self, atoms: Sequence[Atom]) -> list[Node | str]:
        """Objects, and numbers that are not translated, that stand in the same element as the line."""
        depth = len(self._line.common)
        found: list[Node | str] = []
        for atom in atoms:
            if atom.formats[:depth] != self._line.common:
                continue
            if len(atom.formats) > depth:
                node = atom.formats[depth].node
                found += [node] if node not in found else []
            elif atom.place is None:
                found.append(atom.nodes[0])
            elif not atom.is_blank:
                found.append(atom.text)
        return found

    def _fill(self, node: Node, children: Sequence[Node | str], text: str) -> None:
        for child in children:
            if isinstance(child, str):
                _add_text(node, child)
                continue
            child.tail = None
            node.append(child)
        _add_text(node, text)

    def _fill_target(self) -> None:
        stack = [self._root]
        for piece in self._target:
            match piece:
                case str():
                    _add_text(stack[-1], piece)
                case InlineStart():
                    node = self._line.formats[piece.id].node
                    stack[-1].append(node)
                    stack.append(node)
                case InlineEnd():
                    stack.pop()
                case InlineObject():
                    node = self._line.objects[piece.id].nodes[0]
                    node.tail = None
                    stack[-1].append(node)


def _add_text(node: Node, text: str) -> None:
    if not text:
        return
    if len(node):
        last = list(node)[-1]
        last.tail = (last.tail or "") + text
    else:
        node.text = (node.text or "") + text
