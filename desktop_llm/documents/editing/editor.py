"""What every editor of a kind of file offers, and what it is told about writing. Reading process."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from desktop_llm.documents.document import NOWHERE, DocumentWarning, Place, WarningKind
from desktop_llm.documents.segments import Content, FileSegment, Layout, Looks, SegmentKind, SegmentTarget, has_words
from desktop_llm.errors import Fact

Targets = Mapping[str, SegmentTarget]
"""By the segments' ids."""


def are_all_there(segments: Iterable[FileSegment], targets: Targets) -> bool:
    """Whether each has a target. Only then is the whole file in the language of the targets."""
    return all(segment.id in targets for segment in segments)


class OpenWish(Struct, frozen=True, kw_only=True):
    """with_properties: the file's own title, subject and keywords are segments as well.

    for_changes: only what can hold tracked changes is one.
    """

    with_properties: bool = False
    for_changes: bool = False


class WriteWish(Struct, frozen=True, kw_only=True):
    """How to write. language is the code of the targets' language."""

    language: str
    layout: Layout = Layout.REPLACED


class Editor(Protocol):
    """An open file. Both are the same for equal bytes, so that targets fit when it is opened again."""

    @property
    def segments(self) -> Sequence[FileSegment]: ...

    @property
    def warnings(self) -> Sequence[DocumentWarning]: ...

    @property
    def language(self) -> str:
        """What the file says it is written in; empty if it says nothing."""
        ...

    def written(self, targets: Targets, wish: WriteWish) -> bytes:
        """The file with these targets. What has no target, or the source as its target, stays as it is."""
        ...


class SegmentList:
    """Numbers segments and gathers warnings while a file is opened."""

    def __init__(self) -> None:
        self.segments: list[FileSegment] = []
        self.warnings: list[DocumentWarning] = []

    def add(
        self,
        content: Content,
        kind: SegmentKind = SegmentKind.TEXT,
        place: Place = NOWHERE,
        *,
        target: Content = (),
        hint: str = "",
        looks: Mapping[int, Looks] | None = None,
    ) -> str | None:
        """The new segment's id; None where there is nothing to translate."""
        if not has_words(content):
            return None
        segment_id = f"s{len(self.segments) + 1}"
        self.segments.append(
            FileSegment(
                id=segment_id,
                content=content,
                kind=kind,
                place=place,
                target=target,
                hint=hint,
                looks={key: each for key, each in (looks or {}).items() if each},
            )
        )
        return segment_id

    def warn(self, kind: WarningKind, **facts: Fact) -> None:
        self.warnings.append(DocumentWarning(kind=kind, facts=dict(facts)))

    def count(self, kind: WarningKind) -> None:
        """One text more of those that a warning of this kind counts."""
        place = next((n for n, each in enumerate(self.warnings) if each.kind is kind), len(self.warnings))
        n_before = self.warnings[place].facts["n_texts"] if place < len(self.warnings) else 0
        self.warnings[place : place + 1] = [DocumentWarning(kind=kind, facts={"n_texts": int(n_before) + 1})]
