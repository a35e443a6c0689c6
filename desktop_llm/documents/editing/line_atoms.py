"""A paragraph of XML as one line: texts and objects with their formats, and the content that is made of it.

A format that holds for all of the line is no mark, and formats that are equal and side by side are one.
Reading process.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from desktop_llm.documents.editing.xml_part import Node, take_out
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart, Piece

TAB: Final = "\t"
"""How an object shows that is one."""

_BLANK: Final = " \t\r\n"
_PAGE: Final = re.compile(r"\s*(?:\d{1,4}|[ivxlc]{1,7})\s*")
_NUMBER: Final = re.compile(r"\s*(?:\d+(?:\.\d+)*\.?|[A-Z]\.?)(\s*)")


@dataclass(frozen=True, eq=False, slots=True)
class Format:
    """Something that holds for a part of a line: a look, a link. Equal keys side by side are one."""

    key: str
    node: Node
    head: tuple[Node, ...] = ()
    """What stands before and behind it and belongs to it: the commands of a field."""
    tail: list[Node] = field(default_factory=list[Node])


@dataclass(frozen=True, eq=False, slots=True)
class TextPlace:
    """Where a text stands: as the text of a node, or behind it."""

    node: Node
    is_tail: bool = False
    is_space: bool = False
    """The node is itself a space, and goes when its text changes."""

    def put(self, text: str) -> None:
        if self.is_tail:
            self.node.tail = text or None
        else:
            self.node.text = text or None


@dataclass(eq=False, slots=True)
class Atom:
    """A text with its place, or an object with its nodes. formats are the outermost first."""

    text: str
    formats: tuple[Format, ...] = ()
    place: TextPlace | None = None
    nodes: tuple[Node, ...] = ()

    @property
    def is_blank(self) -> bool:
        return self.place is None or not self.text.strip(_BLANK)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(each.key for each in self.formats)


@dataclass(slots=True)
class Line:
    """What is translated of a line. slots are the texts between marks, in order; marks the formats and objects.

    lead and trail are the atoms before and behind it; before and behind the spaces at its ends.
    """

    content: Content
    slots: list[list[Atom]]
    formats: dict[int, Format]
    objects: dict[int, Atom]
    lead: Sequence[Atom]
    trail: Sequence[Atom]
    before: str
    behind: str
    common: tuple[Format, ...]
    """The formats that hold for all of it."""

    def is_put_in_place(self, target: Content) -> bool:
        """Put the target where the source stands; False, and nothing done, where its marks are in another order."""
        texts = slot_texts(target)
        if _marks(target) != _marks(self.content):
            return False
        if any(text and not atoms for text, atoms in zip(texts, self.slots, strict=True)):
            return False
        for number, (text, old, atoms) in enumerate(zip(texts, slot_texts(self.content), self.slots, strict=True)):
            if text != old:
                self._put(number, text, atoms)
        return True

    def _put(self, number: int, text: str, atoms: Sequence[Atom]) -> None:
        if not atoms:
            return
        text = self.before + text if number == 0 else text
        text = text + self.behind if number == len(self.slots) - 1 else text
        chosen = max(atoms, key=lambda atom: len(atom.text.strip()))
        places = [(atom.place, text if atom is chosen else "") for atom in atoms if atom.place is not None]
        for place, words in places:
            if not place.is_space:
                place.put(words)
        for place, _ in places:  # not before: the text behind a space may just have been put there
            if place.is_space:
                take_out(place.node)


def line_of(atoms: Sequence[Atom]) -> Line | None:
    """None where nothing but objects and spaces stands in it."""
    first, last = _without_page_number(atoms, *_without_blanks(atoms, 0, len(atoms)))
    if first == last:
        return None
    inner = _without_gaps(atoms[first:last])
    depth = _common_depth(inner)
    builder = _Builder(depth)
    for _, group in groupby(
        inner, key=lambda atom: (atom.keys, atom.place is None, id(atom) if atom.place is None else 0)
    ):
        builder.add(list(group))
    builder.finish()
    pieces, before, behind = _stripped(builder.pieces)
    return Line(
        content=pieces,
        slots=builder.slots,
        formats=builder.formats,
        objects=builder.objects,
        lead=atoms[:first],
        trail=atoms[last:],
        before=before,
        behind=behind,
        common=inner[0].formats[:depth],
    )


def _without_blanks(atoms: Sequence[Atom], first: int, last: int) -> tuple[int, int]:
    while first < last and atoms[first].is_blank:
        first += 1
    while first < last and atoms[last - 1].is_blank:
        last -= 1
    return first, last


def _without_page_number(atoms: Sequence[Atom], first: int, last: int) -> tuple[int, int]:
    """What stands behind a tab at the end of a table of contents stays as it is, and so does the number before."""
    tab = _beside(atoms, last - 1, -1)
    if tab <= first or atoms[tab].text != TAB or not _PAGE.fullmatch(atoms[last - 1].text):
        return first, last
    first, last = _without_blanks(atoms, first, tab)
    number = _NUMBER.fullmatch(atoms[first].text) if first < last else None
    if number is None or not (number[1] or atoms[_beside(atoms, first, 1)].text == TAB):
        return first, last
    return _without_blanks(atoms, first + 1, last)


def _beside(atoms: Sequence[Atom], number: int, step: int) -> int:
    """The next atom in this direction that is not an empty text; `number` itself where there is none."""
    found = number + step
    while 0 <= found < len(atoms) and atoms[found].place is not None and not atoms[found].text:
        found += step
    return found if 0 <= found < len(atoms) else number


def _without_gaps(atoms: Sequence[Atom]) -> list[Atom]:
    """Between two elements of the same look stands no text, and no end of that look."""
    kept: list[Atom] = []
    for number, atom in enumerate(atoms):
        is_gap = atom.place is not None and not atom.text and 0 < number < len(atoms) - 1
        if not is_gap or kept[-1].keys != atoms[number + 1].keys:
            kept.append(atom)
    return kept


def slot_texts(content: Content) -> list[str]:
    """The texts between marks; one more than there are marks, empty ones too."""
    texts = [""]
    for piece in content:
        if isinstance(piece, str):
            texts[-1] += piece
        else:
            texts.append("")
    return texts


def _marks(content: Content) -> list[tuple[str, int]]:
    return [(type(piece).__name__, piece.id) for piece in content if not isinstance(piece, str)]


def _common_depth(atoms: Sequence[Atom]) -> int:
    keys = [atom.keys for atom in atoms]
    depth = min(map(len, keys))
    while depth and len({each[:depth] for each in keys}) > 1:
        depth -= 1
    return depth


class _Builder:
    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._open: list[tuple[str, int]] = []
        self.pieces: list[Piece] = []
        self.slots: list[list[Atom]] = [[]]
        self.formats: dict[int, Format] = {}
        self.objects: dict[int, Atom] = {}
        self._n_ids = 0

    def add(self, atoms: list[Atom]) -> None:
        """Atoms of the same formats: texts, or one object."""
        self._enter(atoms[0].formats[self._depth :])
        if atoms[0].place is None:
            self._n_ids += 1
            self.objects[self._n_ids] = atoms[0]
            self._mark(InlineObject(self._n_ids, atoms[0].text))
            return
        text = "".join(atom.text for atom in atoms)
        self.slots[-1] += atoms
        if self.pieces and isinstance(before := self.pieces[-1], str):
            self.pieces[-1] = before + text
        elif text:
            self.pieces.append(text)

    def finish(self) -> None:
        self._enter(())

    def _enter(self, formats: Sequence[Format]) -> None:
        keys = [each.key for each in formats]
        while self._open and [key for key, _ in self._open] != keys[: len(self._open)]:
            self._mark(InlineEnd(self._open.pop()[1]))
        for each in formats[len(self._open) :]:
            self._n_ids += 1
            self.formats[self._n_ids] = each
            self._open.append((each.key, self._n_ids))
            self._mark(InlineStart(self._n_ids))

    def _mark(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.slots.append([])


def _stripped(pieces: list[Piece]) -> tuple[Content, str, str]:
    before = behind = ""
    if isinstance(first := pieces[0], str):
        before = first[: len(first) - len(first.lstrip(_BLANK))]
        pieces[0] = first.lstrip(_BLANK)
    if isinstance(last := pieces[-1], str):
        behind = last[len(last.rstrip(_BLANK)) :]
        pieces[-1] = last.rstrip(_BLANK)
    return tuple(pieces), before, behind
