"""A file's segments as one text to be proofread, and changes of that text as edits of the segments. Pure; any thread.

A model sees words and no marks: changes are of words, so that the formats around them stay where they are.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.assist.writing.text_change import TextChange
from desktop_llm.documents.segments import (
    Content,
    FileSegment,
    InlineObject,
    Piece,
    SegmentEdit,
    SegmentTarget,
    text_of,
)
from desktop_llm.documents.sentences import Span

_BETWEEN: Final = "\n\n"
_BREAKS: Final = {ord(each): " " for each in "\n\r\t\v\f"}


class DocumentText(Struct, frozen=True):
    """starts: where each segment begins in the text. kept: objects, such as pictures and notes."""

    text: str
    starts: tuple[int, ...]
    kept: tuple[Span, ...]

    def edits(self, segments: Sequence[FileSegment], changes: Iterable[TextChange]) -> list[SegmentEdit]:
        """Each change is of one segment, because each sentence is."""
        found: list[SegmentEdit] = []
        for change in changes:
            index = bisect_right(self.starts, change.start) - 1
            start = self.starts[index]
            found.append(
                SegmentEdit(
                    id=segments[index].id, start=change.start - start, end=change.end - start, after=change.after
                )
            )
        return found


def document_text(segments: Sequence[FileSegment]) -> DocumentText:
    """Paragraphs with blank lines between them; what breaks a line within one is a space."""
    starts: list[int] = []
    kept: list[Span] = []
    parts: list[str] = []
    at = 0
    for segment in segments:
        starts.append(at)
        kept += (Span(at + span.start, at + span.end) for span in _objects(segment.content))
        text = text_of(segment.content).translate(_BREAKS)
        parts.append(text)
        at += len(text) + len(_BETWEEN)
    return DocumentText(_BETWEEN.join(parts), tuple(starts), tuple(kept))


def changed_targets(segments: Sequence[FileSegment], edits: Iterable[SegmentEdit]) -> list[SegmentTarget]:
    """All segments with their formats, changed or not: for files that hold no tracked changes.

    What does not change has itself as target, because the whole file is in the language of the changes.
    """
    of_segment: dict[str, list[SegmentEdit]] = {}
    for edit in edits:
        of_segment.setdefault(edit.id, []).append(edit)
    return [
        SegmentTarget(id=segment.id, content=_changed(segment.content, of_segment.get(segment.id, ())))
        for segment in segments
    ]


def _changed(content: Content, edits: Sequence[SegmentEdit]) -> Content:
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        content = _edited(content, edit)
    return content


def _edited(content: Content, edit: SegmentEdit) -> Content:
    """New words stand in the first text that they belong to."""
    pieces: list[Piece] = []
    at = 0
    added = edit.after
    for piece in content:
        if not isinstance(piece, str):
            pieces.append(piece)
            at += len(piece.shows) if isinstance(piece, InlineObject) else 0
            continue
        start, end = max(edit.start - at, 0), min(edit.end - at, len(piece))
        if start < end or (start == end and edit.start == edit.end):
            pieces.append(piece[:start] + added + piece[end:])
            added = ""
        else:
            pieces.append(piece)
        at += len(piece)
    return tuple(piece for piece in pieces if piece != "")


def _objects(content: Content) -> list[Span]:
    found: list[Span] = []
    at = 0
    for piece in content:
        if isinstance(piece, InlineObject):
            found.append(Span(at, at + len(piece.shows)))
        length = len(piece) if isinstance(piece, str) else len(piece.shows) if isinstance(piece, InlineObject) else 0
        at += length
    return found
