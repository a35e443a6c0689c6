"""What the reading process tells, event by event, put together. The thread that owns that process."""

from typing import Protocol, TypeVar

import msgspec

from desktop_llm.documents.document import Block, Document
from desktop_llm.documents.reader_messages import (
    BlocksRead,
    BytesWritten,
    DocumentRead,
    FileOpened,
    FileWritten,
    ParagraphsFound,
    ReaderEvent,
    RichTextOpened,
    SegmentsFound,
)
from desktop_llm.documents.rich_text import Paragraph, RichTextFile
from desktop_llm.documents.segments import EditableFile, FileSegment

Result_co = TypeVar("Result_co", covariant=True)


class ResultGatherer(Protocol[Result_co]):
    def take(self, event: ReaderEvent, /) -> Result_co | None:
        """The result once its last event came. Events that belong to another kind of result are not sent."""
        ...


class DocumentResult:
    def __init__(self) -> None:
        self._blocks: list[Block] = []

    def take(self, event: ReaderEvent, /) -> Document | None:
        if isinstance(event, BlocksRead):
            self._blocks += event.blocks
        if isinstance(event, DocumentRead):
            return msgspec.structs.replace(event.document, blocks=tuple(self._blocks))
        return None


class OpenedResult:
    def __init__(self) -> None:
        self._segments: list[FileSegment] = []

    def take(self, event: ReaderEvent, /) -> EditableFile | None:
        if isinstance(event, SegmentsFound):
            self._segments += event.segments
        if isinstance(event, FileOpened):
            return msgspec.structs.replace(event.file, segments=tuple(self._segments))
        return None


class RichTextResult:
    def __init__(self) -> None:
        self._paragraphs: list[Paragraph] = []

    def take(self, event: ReaderEvent, /) -> RichTextFile | None:
        if isinstance(event, ParagraphsFound):
            self._paragraphs += event.paragraphs
        if isinstance(event, RichTextOpened):
            text = msgspec.structs.replace(event.file.text, paragraphs=tuple(self._paragraphs))
            return msgspec.structs.replace(event.file, text=text)
        return None


class WrittenResult:
    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def take(self, event: ReaderEvent, /) -> bytes | None:
        if isinstance(event, BytesWritten):
            self._parts.append(event.data)
        return b"".join(self._parts) if isinstance(event, FileWritten) else None
