"""Changes of a Word file's paragraphs as tracked ones: Word shows them and asks (ECMA-376 part 1, 17.13.5).

What goes stays in `w:del`, what comes stands in `w:ins`, both with who and when; nothing else is touched, and what
others changed before stays theirs. Reading process.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.editing.line_atoms import Atom, Line
from desktop_llm.documents.editing.runs import RunParagraph
from desktop_llm.documents.editing.xml_part import (
    SPACE_ATTRIBUTE,
    Node,
    copy_of,
    first_child,
    local_name,
    namespace_of,
    new_node,
    put_before,
    put_behind,
    take_out,
    value_of,
)
from desktop_llm.documents.segments import InlineObject, SegmentEdit

_CHANGES: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})
_ADDITIONS: Final = frozenset({"ins", "moveTo"})
_OLD_LOOK: Final = frozenset({"rPrChange", "ins", "del"})


class ChangeMaker:
    """Writes changes into one part of a file, as those of one author at one time."""

    def __init__(self, root: Node, author: str, date: str) -> None:
        self._author = author
        self._date = date
        ids = (value_of(node, "id") for node in root.iter())
        self._last_id = max((int(each) for each in ids if each.isdigit() and len(each) < 10), default=0)

    def make(self, paragraph: RunParagraph, edits: Iterable[SegmentEdit]) -> int:
        """How many were made; one that is about an object of the line is not, nor is one that does not fit."""
        line = paragraph.line
        if line is None:
            return 0
        places = _places(line)
        n_made = 0
        for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):  # so that places stay right
            n_made += self._make_one(places, edit)
        return n_made

    def _make_one(self, places: Sequence["_Placed"], edit: SegmentEdit) -> bool:
        touched = [each for each in places if max(each.start, edit.start) < min(each.end, edit.end)]
        if not 0 <= edit.start <= edit.end or not all(each.is_in_run for each in touched):
            return False
        if not touched:
            return self._insert(places, edit)
        gone: list[Node] = []
        for each in reversed(touched):
            start, end = max(edit.start, each.start), min(edit.end, each.end)
            gone.append(self._delete(_isolated(each.node, start - each.start, end - each.start)))
        if edit.after:
            self._put(self._inserted(_first_run(gone[-1]), edit.after), gone[0], is_before=False)
        for node in gone:
            if local_name(node) == "r":
                _drop(node)
        return True

    def _insert(self, places: Sequence["_Placed"], edit: SegmentEdit) -> bool:
        """Behind the text that ends there, or before the one that begins there, whichever has fewer formats."""
        fitting = [each for each in places if each.is_in_run and each.start <= edit.start <= each.end]
        if not fitting or not edit.after:
            return False
        placed = min(fitting, key=lambda each: len(each.atom.formats))
        at = edit.start - placed.start
        added = self._inserted(_run_of(placed.node), edit.after)
        if at:
            self._put(added, _run_ending_at(placed.node, at), is_before=False)
        else:
            self._put(added, _run_beginning_at(placed.node), is_before=True)
        return True

    def _put(self, added: Node, run: Node, *, is_before: bool) -> None:
        """Beside the run, and not within what somebody else put in: that is divided."""
        parent = run.getparent()
        place = run
        while parent is not None and local_name(parent) in _CHANGES:
            place = (
                parent if is_before and parent.index(place) == 0 else self._divided(parent, place, is_before=is_before)
            )
            parent = place.getparent()
        (put_before if is_before else put_behind)(added, place)

    def _divided(self, change: Node, at: Node, *, is_before: bool) -> Node:
        """A change in two, behind or before one of its runs; gives the part beside which something is put."""
        index = change.index(at) + (not is_before)
        moved = list(change)[index:]
        if not moved:
            return change
        rest = new_node(change, str(change.tag))
        for name, value in change.attrib.items():
            rest.set(name, self._next_id() if name.endswith("}id") else value)
        for node in moved:
            rest.append(node)
        put_behind(rest, change)
        return rest if is_before else change

    def _inserted(self, like: Node, text: str) -> Node:
        run = new_node(like, str(like.tag))
        properties = first_child(like, "rPr")
        if properties is not None:
            look = copy_of(properties)
            for child in [child for child in look if local_name(child) in _OLD_LOOK]:
                look.remove(child)
            run.append(look)
        node = new_node(run, f"{namespace_of(run)}t")
        node.text = text
        _keep_spaces(node)
        run.append(node)
        change = self.new_change(like, "ins")
        change.append(run)
        return change

    def _delete(self, run: Node) -> Node:
        """Marks a run as gone. What the same author put in before goes without a trace, as in Word: `_drop` does it."""
        if any(self.is_own_addition(each) for each in run.iterancestors()):
            return run
        change = self.new_change(run, "del")
        put_before(change, run)
        change.append(run)
        for node in run:
            if local_name(node) == "t":
                node.tag = f"{namespace_of(node)}delText"
                _keep_spaces(node)
        return change

    def is_own_addition(self, node: Node) -> bool:
        """Whether it holds what the same author put in before."""
        return local_name(node) in _ADDITIONS and value_of(node, "author") == self._author

    def new_change(self, like: Node, name: str) -> Node:
        """An element `ins` or `del` of this author, for the file that `like` is of."""
        space = namespace_of(like)
        change = new_node(like, f"{space}{name}")
        change.set(f"{space}id", self._next_id())
        change.set(f"{space}author", self._author)
        change.set(f"{space}date", self._date)
        return change

    def _next_id(self) -> str:
        self._last_id += 1
        return str(self._last_id)


@dataclass(frozen=True, eq=False, slots=True)
class _Placed:
    """An atom and where it stands in the segment's text."""

    start: int
    end: int
    atom: Atom

    @property
    def is_in_run(self) -> bool:
        place = self.atom.place
        parent = place.node.getparent() if place is not None else None
        return parent is not None and local_name(parent) == "r"

    @property
    def node(self) -> Node:
        """Of the text; only where there is one."""
        assert self.atom.place is not None
        return self.atom.place.node


def _places(line: Line) -> list[_Placed]:
    placed: list[_Placed] = []
    at = -len(line.before)
    for atom in _atoms(line):
        placed.append(_Placed(at, at + len(atom.text), atom))
        at += len(atom.text)
    return placed


def _atoms(line: Line) -> Iterator[Atom]:
    yield from line.slots[0]
    marks = [piece for piece in line.content if not isinstance(piece, str)]
    for mark, slot in zip(marks, line.slots[1:], strict=True):
        if isinstance(mark, InlineObject):
            yield line.objects[mark.id]
        yield from slot


def _isolated(node: Node, start: int, end: int) -> Node:
    """A run that holds this part of a text and nothing else. What stands before it stays in the node."""
    _run_ending_at(node, end)
    if start:
        _run_ending_at(node, start)
        run = _run_of(node).getnext()
        assert run is not None
        return run
    return _run_beginning_at(node)


def _run_ending_at(node: Node, index: int) -> Node:
    """The run of a text, which ends at this character of it; the rest stands in another run behind it."""
    run, words = _run_of(node), node.text or ""
    behind = list(run)[run.index(node) + 1 :]
    if index >= len(words) and not behind:
        return run
    rest = _run_like(run)
    if index < len(words):
        text = new_node(node, str(node.tag))
        text.text, node.text = words[index:], words[:index]
        rest.append(text)
        _keep_spaces(text)
        _keep_spaces(node)
    for each in behind:
        rest.append(each)
    put_behind(rest, run)
    return run


def _run_beginning_at(node: Node) -> Node:
    """The run of a text, with nothing before that text in it."""
    run = _run_of(node)
    before = [each for each in list(run)[: run.index(node)] if local_name(each) != "rPr"]
    if not before:
        return run
    first = _run_like(run)
    for each in before:
        first.append(each)
    put_before(first, run)
    return run


def _run_like(run: Node) -> Node:
    other = new_node(run, str(run.tag))
    properties = first_child(run, "rPr")
    if properties is not None:
        other.append(copy_of(properties))
    return other


def _run_of(node: Node) -> Node:
    run = node.getparent()
    assert run is not None
    return run


def _first_run(change: Node) -> Node:
    return change if local_name(change) == "r" else next(iter(change))


def _drop(run: Node) -> None:
    """Out of the addition that it stands in, and that with it if nothing is left in it."""
    addition = run.getparent()
    take_out(run)
    if addition is not None and local_name(addition) in _ADDITIONS and not len(addition):
        take_out(addition)


def _keep_spaces(node: Node) -> None:
    """Spaces at the ends of a text are dropped without this (17.3.3.31)."""
    words = node.text or ""
    if words != words.strip():
        node.set(SPACE_ATTRIBUTE, "preserve")
