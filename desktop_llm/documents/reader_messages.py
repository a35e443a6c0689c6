"""What the program and the process that reads files say to each other. Both import this."""

import msgspec
from msgspec import Struct

from desktop_llm.documents.document import Block, Document
from desktop_llm.documents.rich_text import Paragraph, RichText, RichTextFile, Tracking
from desktop_llm.documents.segments import EditableFile, FileSegment, Layout, SegmentEdit, SegmentTarget
from desktop_llm.errors import ErrorCode, Fact


class ReadLimits(Struct, frozen=True, kw_only=True):
    """What reading one file may cost. Beyond memory and unpacked size it fails; what is beyond the number of
    characters or of blocks is named as unread.

    memory_bytes bounds the reading process. unpacked_bytes is for all that is unpacked from an archive. quiet_s is how
    long the process may say nothing, total_s how long all may take.
    """

    memory_bytes: int = 1536 * 1024**2
    unpacked_bytes: int = 512 * 1024**2
    n_characters: int = 20_000_000
    n_blocks: int = 400_000
    quiet_s: float = 120.0
    total_s: float = 4 * 3600.0


class ReadDocument(Struct, frozen=True, kw_only=True, tag=True):
    """Read this file. Ends in DocumentRead or ReadFailed."""

    path: str
    password: str = ""
    limits: ReadLimits = ReadLimits()


class OpenForEditing(Struct, frozen=True, kw_only=True, tag=True):
    """Find what of this file is translated. Ends in FileOpened or ReadFailed.

    with_properties: its title and so on. reads_memories: it may be one of pairs (TMX), which is only read. for_changes:
    only what can hold tracked changes.
    """

    path: str
    limits: ReadLimits = ReadLimits()
    with_properties: bool = False
    reads_memories: bool = False
    for_changes: bool = False


class WriteTranslation(Struct, frozen=True, kw_only=True, tag=True):
    """Make the file with these targets. Ends in FileWritten or ReadFailed.

    sha256 is the one of the file when it was opened: segments of another one are others. So may be those that an
    earlier version of the program found, and kept: `contents` is their `contents_key`. language is the targets'.
    """

    path: str
    sha256: str
    contents: str
    targets: tuple[SegmentTarget, ...]
    language: str
    layout: Layout = Layout.REPLACED
    limits: ReadLimits = ReadLimits()
    with_properties: bool = False


class WriteChanges(Struct, frozen=True, kw_only=True, tag=True):
    """Make the file with these as tracked changes of `author` at `date` (ISO 8601). As WriteTranslation."""

    path: str
    sha256: str
    edits: tuple[SegmentEdit, ...]
    author: str
    date: str
    limits: ReadLimits = ReadLimits()


class OpenRichText(Struct, frozen=True, kw_only=True, tag=True):
    """Open this file for the editor. Ends in RichTextOpened or ReadFailed."""

    path: str
    limits: ReadLimits = ReadLimits()


class WriteRichText(Struct, frozen=True, kw_only=True, tag=True):
    """Make the file with this text in it. Ends in FileWritten or ReadFailed.

    path and sha256 are those of the original, or of a copy of it; media_type is what it was opened as.
    """

    path: str
    sha256: str
    media_type: str
    text: RichText
    tracking: Tracking | None = None
    limits: ReadLimits = ReadLimits()


class WriteNewFile(Struct, frozen=True, kw_only=True, tag=True):
    """Make a file of this kind without an original. path is only told in errors. Ends as WriteRichText does."""

    path: str
    media_type: str
    text: RichText
    limits: ReadLimits = ReadLimits()


class ReadProgress(Struct, frozen=True, kw_only=True, tag=True):
    """n_done pages (sheets, chapters) of n_total are through. Also a sign of life."""

    n_done: int
    n_total: int


class BlocksRead(Struct, frozen=True, kw_only=True, tag=True):
    """The next blocks, in reading order."""

    blocks: tuple[Block, ...]


class DocumentRead(Struct, frozen=True, kw_only=True, tag=True):
    """Everything but the blocks, which came before."""

    document: Document


class SegmentsFound(Struct, frozen=True, kw_only=True, tag=True):
    """The next segments, in reading order."""

    segments: tuple[FileSegment, ...]


class FileOpened(Struct, frozen=True, kw_only=True, tag=True):
    """Everything but the segments, which came before."""

    file: EditableFile


class ParagraphsFound(Struct, frozen=True, kw_only=True, tag=True):
    """The next paragraphs, in reading order."""

    paragraphs: tuple[Paragraph, ...]


class RichTextOpened(Struct, frozen=True, kw_only=True, tag=True):
    """Everything but the paragraphs, which came before."""

    file: RichTextFile


class BytesWritten(Struct, frozen=True, kw_only=True, tag=True):
    """The next bytes of the file."""

    data: bytes


class FileWritten(Struct, frozen=True, kw_only=True, tag=True):
    """All bytes came before."""


class ReadFailed(Struct, frozen=True, kw_only=True, tag=True):
    code: ErrorCode
    facts: dict[str, Fact] = {}


ReaderCommand = (
    ReadDocument | OpenForEditing | WriteTranslation | WriteChanges | OpenRichText | WriteRichText | WriteNewFile
)
ReaderEvent = (
    ReadProgress
    | BlocksRead
    | DocumentRead
    | SegmentsFound
    | FileOpened
    | ParagraphsFound
    | RichTextOpened
    | BytesWritten
    | FileWritten
    | ReadFailed
)

command_decoder = msgspec.msgpack.Decoder(ReaderCommand)
event_decoder = msgspec.msgpack.Decoder(ReaderEvent)
