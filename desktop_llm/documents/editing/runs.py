"""Paragraphs of Office files: runs of text with properties, and what stands between them. Reading process.

Word, PowerPoint and Excel have the same kind of paragraph under three sets of names (ECMA-376 part 1: 17.3, 21.1.2,
18.4). A translation goes where the source stands; only where marks come in another order are runs put anew.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_llm.documents.editing.line_atoms import TAB, Atom, Format, Line, TextPlace, line_of
from desktop_llm.documents.editing.xml_part import (
    SPACE_ATTRIBUTE,
    Node,
    copy_of,
    fingerprint,
    first_child,
    local_name,
    namespace_of,
    new_node,
    take_out,
    value_of,
)
from desktop_llm.documents.segments import Content, InlineEnd, InlineObject, InlineStart

# Properties of runs that nobody sees.
_UNSEEN: Final = frozenset({"lang", "noProof", "rPrChange", "webHidden"})
_UNSEEN_ATTRIBUTES: Final = frozenset({"lang", "altLang", "dirty", "err", "hint", "smtClean", "noProof"})
# A link and a form field keep their text; what has to do with changes and smart tags lets it through.
_CONTAINERS: Final = frozenset({"hyperlink", "sdt", "dir", "bdo"})
_TRANSPARENT: Final = frozenset({"ins", "moveTo", "smartTag", "customXml", "sdtContent"})
_CHARACTERS: Final = {"noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_BREAKS: Final = {"tab": TAB, "br": "\n", "cr": "\n", "ptab": TAB}
_OBJECTS: Final = frozenset({"oMath", "oMathPara", "AlternateContent", "fld", "fldSimple", "ruby", "m"})
_TRANSLATED_FIELDS: Final = frozenset({"HYPERLINK", "TOC"})
_UNSEEN_IN_RUNS: Final = frozenset({"rPr", "lastRenderedPageBreak", "annotationRef", "delText", "instrText", "fldChar"})
# Keys of containers begin with it; those of looks are XML, or empty.
_LINK: Final = "@"
_PARAGRAPH_PROPERTIES: Final = frozenset({"pPr"})
_AT_END: Final = frozenset({"endParaRPr", "rPh", "phoneticPr"})


@dataclass(eq=False, slots=True)
class _Field:
    """A command of Word's that stands for its result (17.16), from its beginning on."""

    nodes: list[Node]
    command: str = ""
    shown: str = ""
    format: Format | None = None

    @property
    def is_translated(self) -> bool:
        return self.command.split()[:1] != [] and self.command.split()[0].upper() in _TRANSLATED_FIELDS


class RunParagraph:
    """One paragraph, as a line; None for `line` where there is no text."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._atoms: list[Atom] = []
        self._anchors: list[tuple[int, Node]] = []
        self._fields: list[_Field] = []
        self._collect(node, ())
        for each in self._fields:  # they end in another paragraph
            if each.is_translated:
                self._anchors = [*((0, node) for node in each.nodes), *self._anchors]
            else:
                self._atoms.append(Atom(each.shown, (), None, tuple(each.nodes)))
        self._settle_formats()
        self.line = line_of(self._atoms)

    def put(self, target: Content) -> None:
        line = self.line
        if line is None or target == line.content:
            return
        if line.is_put_in_place(target):
            self._drop_empty_runs()
        else:
            self._put_anew(line, target)
        for text in _texts(self.node):
            _keep_spaces(text)

    @property
    def runs(self) -> list[Node]:
        """Those that have text of this paragraph in them."""
        return list({id(run): run for text in _texts(self.node) if (run := text.getparent()) is not None}.values())

    @property
    def loose_field_runs(self) -> list[Node]:
        """Beginnings and ends of fields that go over several paragraphs."""
        return [node for _, node in self._anchors if local_name(node) == "r"]

    # ↓ From nodes to atoms

    def _collect(self, node: Node, formats: tuple[Format, ...]) -> None:
        for child in node:
            name = local_name(child)
            if name == "r":
                self._collect_run(child, formats)
            elif name == "t":  # of a cell without runs
                self._atoms.append(Atom(child.text or "", formats, TextPlace(child)))
            elif name in _CONTAINERS:
                self._collect(child, (*formats, Format(f"{_LINK}{id(child)}", child)))
            elif name in _TRANSPARENT:
                self._collect(child, formats)
            elif name in _OBJECTS or name in _BREAKS:
                self._add_object(child, formats, _BREAKS.get(name, ""))
            elif name not in _PARAGRAPH_PROPERTIES and name not in _AT_END and not name.endswith("Pr"):
                self._anchors.append((len(self._atoms), child))

    def _collect_run(self, run: Node, formats: tuple[Format, ...]) -> None:
        if any(local_name(child) in ("fldChar", "instrText") for child in run):
            self._take_field(run)
            return
        if self._fields and (current := self._fields[-1]) and not current.is_translated:
            current.nodes.append(run)
            current.shown += "".join(text.text or "" for text in _texts(run))
            return
        link = next((each.format for each in reversed(self._fields) if each.format is not None), None)
        inner = (*formats, link) if link is not None else formats
        look = Format(_look(first_child(run, "rPr")), run)
        for child in run:
            name = local_name(child)
            if name == "t":
                self._atoms.append(Atom(child.text or "", (*inner, look), TextPlace(child)))
            elif name in _CHARACTERS:
                self._atoms.append(Atom(_CHARACTERS[name], (*inner, look), None, (child,)))
            elif name not in _UNSEEN_IN_RUNS and name:
                self._atoms.append(Atom(_BREAKS.get(name, ""), (*inner, look), None, (child,)))

    def _add_object(self, node: Node, formats: tuple[Format, ...], shown: str) -> None:
        self._atoms.append(Atom(shown, formats, None, (node,)))

    def _take_field(self, run: Node) -> None:
        for child in run:
            name = local_name(child)
            kind = value_of(child, "fldCharType")
            if name == "instrText" and self._fields:
                self._fields[-1].command += child.text or ""
            elif kind == "begin":
                self._fields.append(_Field([]))
            elif kind == "separate" and self._fields:
                self._begin_result(self._fields[-1], run)
            elif kind == "end":
                self._end_field(run)
                return
        if self._fields:
            self._fields[-1].nodes.append(run)
        else:
            self._anchors.append((len(self._atoms), run))

    def _begin_result(self, current: _Field, run: Node) -> None:
        if current.command.split()[:1] == ["HYPERLINK"]:
            current.format = Format(f"{_LINK}{id(run)}", run, (*current.nodes, run))

    def _end_field(self, run: Node) -> None:
        if not self._fields:
            self._anchors.append((len(self._atoms), run))
            return
        ended = self._fields.pop()
        if ended.format is not None:
            ended.format.tail.append(run)
        elif ended.is_translated:
            self._anchors += [(len(self._atoms), each) for each in (*ended.nodes, run)]
        elif self._fields and not self._fields[-1].is_translated:
            self._fields[-1].nodes += [*ended.nodes, run]
        else:
            link = self._fields[-1].format if self._fields else None
            self._atoms.append(Atom(ended.shown, (link,) if link else (), None, (*ended.nodes, run)))

    def _settle_formats(self) -> None:
        """The look that most of a line, or of a link, has is none. A space looks like what stands before it."""
        usual: dict[tuple[str, ...], Counter[str]] = {}
        for atom in self._atoms:
            if atom.place is not None and atom.formats:
                usual.setdefault(atom.keys[:-1], Counter())[atom.keys[-1]] += len(atom.text)
        most = {outer: counts.most_common(1)[0][0] for outer, counts in usual.items()}
        before: Atom | None = None
        for atom in self._atoms:
            if not atom.formats or atom.keys[-1].startswith(_LINK):
                continue
            outer = atom.formats[:-1]
            if atom.is_blank and before is not None and before.keys[: len(outer)] == atom.keys[:-1] and atom.place:
                atom.formats = before.formats
            elif atom.is_blank or atom.keys[-1] == most.get(atom.keys[:-1]):
                atom.formats = outer
            if atom.place is not None:
                before = atom
        self._settle_objects()

    def _settle_objects(self) -> None:
        """A tab within bold text is bold."""
        for number, atom in enumerate(self._atoms[1:-1], 1):
            before, behind = self._atoms[number - 1], self._atoms[number + 1]
            if atom.place is None and before.keys == behind.keys and before.keys[: len(atom.keys)] == atom.keys:
                atom.formats = before.formats

    # ↓ From a target to nodes

    def _drop_empty_runs(self) -> None:
        for run in self.runs:
            if all(local_name(child) == "rPr" or (local_name(child) == "t" and not child.text) for child in run):
                take_out(run)

    def _put_anew(self, line: Line, target: Content) -> None:
        writer = _RunWriter(line, self._atoms)
        nodes = [*writer.old(line.lead), *writer.new(target), *writer.old(line.trail)]
        early = [node for number, node in self._anchors if number == 0]
        late = [node for number, node in self._anchors if number > 0]
        at_end = [child for child in self.node if local_name(child) in _AT_END]
        kept = [child for child in self.node if local_name(child) in _PARAGRAPH_PROPERTIES]
        for child in list(self.node):
            self.node.remove(child)
        for child in (*kept, *early, *nodes, *late, *at_end):
            child.tail = None
            self.node.append(child)


class _RunWriter:
    """Makes the nodes of a line in a new order."""

    def __init__(self, line: Line, atoms: Sequence[Atom]) -> None:
        self._line = line
        self._texts = [atom for atom in atoms if atom.place is not None]
        self._inner = next(atom for slot in line.slots for atom in slot)
        self._outer = line.common

    def old(self, atoms: Iterable[Atom]) -> list[Node]:
        nodes: list[Node] = []
        for atom in atoms:
            nodes += [self._run(atom.text, atom)] if atom.place is not None else self._object(atom)
        return nodes

    def new(self, target: Content) -> list[Node]:
        """The target within the formats that hold for all of it."""
        line = self._line
        stack: list[tuple[Format | None, list[Node]]] = [(None, [])]
        stack += [(each, []) for each in self._outer]
        texts = [line.before, *target, line.behind]
        for piece in texts:
            match piece:
                case "":
                    pass
                case str():
                    stack[-1][1].append(self._run(piece, self._like([each for each, _ in stack[1:] if each])))
                case InlineStart():
                    stack.append((line.formats[piece.id], []))
                case InlineEnd():
                    _close(stack)
                case InlineObject():
                    stack[-1][1].extend(self._object(line.objects[piece.id]))
        while len(stack) > 1:
            _close(stack)
        return stack[0][1]

    def _like(self, formats: Sequence[Format | None]) -> Atom:
        """A text that has exactly these formats; else the nearest."""
        keys = tuple(each.key for each in formats if each is not None)
        exact = next((atom for atom in self._texts if atom.keys == keys), None)
        if exact is not None:
            return exact
        look = next((each for each in reversed(formats) if each is not None and not each.key.startswith(_LINK)), None)
        if look is not None:
            return replace(self._inner, place=TextPlace(look.node), formats=(look,))
        return next((atom for atom in self._texts if atom.keys[: len(keys)] == keys), self._inner)

    def _run(self, text: str, like: Atom) -> Node:
        old = _run_of(like)
        run = new_node(old, f"{namespace_of(old)}r")
        properties = first_child(old, "rPr")
        if properties is not None:
            run.append(copy_of(properties))
        node = new_node(run, f"{namespace_of(old)}t")
        node.text = text
        run.append(node)
        return run

    def _object(self, atom: Atom) -> list[Node]:
        """Whole runs as they are; what stood in a run, in one of its own."""
        nodes: list[Node] = []
        for node in atom.nodes:
            parent = node.getparent()
            if parent is not None and local_name(parent) == "r" and local_name(node) != "r":
                run = new_node(parent, str(parent.tag))
                properties = first_child(parent, "rPr")
                if properties is not None:
                    run.append(copy_of(properties))
                node.tail = None
                run.append(node)
                nodes.append(run)
            else:
                nodes.append(node)
        return nodes


def _close(stack: list[tuple[Format | None, list[Node]]]) -> None:
    """The innermost format ends: a link takes its text in; a look is in the runs already."""
    closed, nodes = stack.pop()
    outer = stack[-1][1]
    if closed is None or not closed.key.startswith(_LINK):
        outer.extend(nodes)
    elif closed.head:
        outer.extend([*closed.head, *nodes, *closed.tail])
    else:
        inside = first_child(closed.node, "sdtContent")
        place = inside if inside is not None else closed.node
        for child in [child for child in place if not local_name(child).endswith("Pr")]:
            place.remove(child)
        for node in nodes:
            place.append(node)
        outer.append(closed.node)


def _run_of(atom: Atom) -> Node:
    """The run in which a text stands."""
    node = atom.place.node if atom.place is not None else atom.nodes[0]
    parent = node.getparent()
    return parent if local_name(node) != "r" and parent is not None else node


def _look(properties: Node | None) -> str:
    """The same for properties that look the same."""
    if properties is None:
        return ""
    seen = copy_of(properties)
    for name in [name for name in seen.attrib if name.rpartition("}")[2] in _UNSEEN_ATTRIBUTES]:
        del seen.attrib[name]
    for child in list(seen):
        if local_name(child) in _UNSEEN:
            seen.remove(child)
            continue
        for name in [name for name in child.attrib if name.rpartition("}")[2] in _UNSEEN_ATTRIBUTES]:
            del child.attrib[name]
    return fingerprint(seen) if len(seen) or seen.attrib else ""


def _texts(node: Node) -> list[Node]:
    """Texts of this paragraph's runs; those of paragraphs within, as in text boxes, are not meant."""
    found: list[Node] = []
    for child in node:
        name = local_name(child)
        if name == "t":
            found.append(child)
        elif name == "r" or name in _CONTAINERS or name in _TRANSPARENT:
            found += _texts(child)
    return found


def _keep_spaces(text: Node) -> None:
    """Spaces at the ends of a text are dropped without this (17.3.3.31). DrawingML keeps them, and knows it not."""
    words = text.text or ""
    if words != words.strip() and "drawingml" not in str(text.tag):
        text.set(SPACE_ATTRIBUTE, "preserve")
