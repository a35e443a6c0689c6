"""XLIFF 1.2 and 2, translated in place: what has no translation, or one that is not finished, is filled in.

Reading process.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_llm.documents.document import DocumentWarning, Place
from desktop_llm.documents.editing.editor import OpenWish, SegmentList, Targets, WriteWish
from desktop_llm.documents.editing.mixed_content import MixedParagraph, Role
from desktop_llm.documents.editing.xml_part import (
    LANGUAGE_ATTRIBUTE,
    Node,
    XmlPart,
    copy_of,
    first_child,
    local_name,
    namespace_of,
    put_behind,
    value_of,
)
from desktop_llm.documents.segments import Content, FileSegment, SegmentKind, SegmentTarget
from desktop_llm.documents.source_file import SourceFile

_PAIRS: Final = frozenset({"g", "mrk", "pc"})
_UNFINISHED: Final = frozenset({"", "new", "initial", "needs-translation", "needs-l10n", "needs-adaptation"})


@dataclass(frozen=True, eq=False, slots=True)
class _Unit:
    """A source, and where the translation's state is told: the target in 1.2, the segment in 2."""

    source: Node
    holder: Node


class XliffEditor:
    def __init__(self, source: SourceFile, _wish: OpenWish) -> None:
        """Raises DocumentError: damaged, or no XLIFF."""
        self._list = SegmentList()
        self._data = source.read()
        self._part = XmlPart(self._data, source)
        root = self._part.root
        if local_name(root) != "xliff":
            raise source.damaged("it is no XLIFF")
        self._is_second = value_of(root, "version").startswith("2")
        self._units: dict[str, _Unit] = {}
        for unit in self._found(root):
            self._add(unit)

    @property
    def segments(self) -> Sequence[FileSegment]:
        return self._list.segments

    @property
    def warnings(self) -> Sequence[DocumentWarning]:
        return self._list.warnings

    @property
    def language(self) -> str:
        name = "srcLang" if self._is_second else "source-language"
        return next((value for node in self._part.root.iter() if (value := node.get(name))), "")

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        open_ids = {segment.id for segment in self.segments if not segment.target}
        wanted = {key: unit for key, unit in self._units.items() if key in open_ids and key in targets}
        if not wanted:
            return self._data
        for segment_id, unit in wanted.items():
            self._put(unit, targets[segment_id], wish.language)
        self._set_language(wish.language)
        return self._part.written()

    def _found(self, root: Node) -> Iterator[_Unit]:
        for node in root.iter():
            name = local_name(node)
            if name not in ("trans-unit", "segment") or _is_kept(node):
                continue
            source = first_child(node, "source")
            if source is not None:
                yield _Unit(source, node)

    def _add(self, unit: _Unit) -> None:
        line = MixedParagraph(unit.source, _role_of).line
        if line is None:
            return
        target = first_child(unit.holder, "target")
        place = Place(label=_name(unit.holder))
        segment_id = self._list.add(
            line.content,
            SegmentKind.MESSAGE,
            place,
            target=self._finished(unit.holder, target),
            hint=_note(unit.holder),
        )
        if segment_id is not None:
            self._units[segment_id] = unit

    def _finished(self, holder: Node, target: Node | None) -> Content:
        if target is None:
            return ()
        line = MixedParagraph(target, _role_of).line
        state = value_of(holder if self._is_second else target, "state")
        is_named = self._is_second or bool(state)
        if line is None or (is_named and state in _UNFINISHED):
            return ()
        return line.content

    def _put(self, unit: _Unit, wanted: SegmentTarget, language: str) -> None:
        target = copy_of(unit.source)
        target.tag = f"{namespace_of(unit.source)}target"
        for name in list(target.attrib):
            if name != f"{LANGUAGE_ATTRIBUTE.partition('}')[0]}}}space":
                del target.attrib[name]
        if unit.source.get(LANGUAGE_ATTRIBUTE):
            target.set(LANGUAGE_ATTRIBUTE, language)
        MixedParagraph(target, _role_of).put(wanted.content)
        self._set_state(unit.holder, target, is_doubtful=wanted.is_doubtful)
        old = first_child(unit.holder, "target")
        if old is not None:
            target.tail = old.tail
            unit.holder.insert(unit.holder.index(old), target)
            old.tail = None
            unit.holder.remove(old)
        else:
            before = first_child(unit.holder, "seg-source")
            put_behind(target, before if before is not None else unit.source)

    def _set_state(self, holder: Node, target: Node, *, is_doubtful: bool) -> None:
        if self._is_second:
            holder.set("state", "translated")
            if is_doubtful:
                holder.set("subState", "desktop-llm:review")
        else:
            target.set("state", "needs-review-translation" if is_doubtful else "translated")

    def _set_language(self, language: str) -> None:
        if self._is_second:
            self._part.root.set("trgLang", language)
            return
        for node in self._part.root.iter():
            if local_name(node) == "file":
                node.set("target-language", language)


def _is_kept(node: Node) -> bool:
    """What is marked as not to be translated, by itself or by what it stands in."""
    marks = (value_of(each, "translate") for each in (node, *node.iterancestors()))
    return next((mark == "no" for mark in marks if mark), False)


def _role_of(node: Node) -> Role | str:
    name = local_name(node)
    if name not in _PAIRS:
        return Role.OBJECT if name else Role.UNSEEN
    is_kept = value_of(node, "translate") == "no" or value_of(node, "mtype") == "protected"
    return Role.OBJECT if is_kept else Role.LINK


def _name(holder: Node) -> str:
    unit = next(
        (each for each in (holder, *holder.iterancestors()) if local_name(each) in ("unit", "trans-unit")), holder
    )
    return value_of(unit, "id")


def _note(holder: Node) -> str:
    unit = next(
        (each for each in (holder, *holder.iterancestors()) if local_name(each) in ("unit", "trans-unit")), holder
    )
    return " ".join((node.text or "").strip() for node in unit.iter() if local_name(node) == "note")
