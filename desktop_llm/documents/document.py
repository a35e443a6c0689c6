"""What a file says, as a value: blocks in reading order, each with its place in the file. Any process, any thread."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from desktop_llm.errors import Fact

BLOCK_SEPARATOR: Final = "\n\n"


class BlockKind(StrEnum):
    """What a block is. A note is a footnote, an endnote, a comment or a speaker's note."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CODE = "code"
    CAPTION = "caption"
    NOTE = "note"


class Box(Struct, frozen=True, kw_only=True):
    """A rectangle on a page in PDF points (1/72 inch), from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


class Place(Struct, frozen=True, kw_only=True):
    """Where in the file something stands.

    page counts from 1; 0 where the format has no pages. label is the format's own word for the place: `slide 3`,
    `Costs!B2:D9`, a chapter, `line 120`, `00:01:15`. boxes mark it on the page, one for each of its lines, say; the
    boxes of a block that goes on over a page break are those on `page`.
    """

    page: int = 0
    label: str = ""
    boxes: tuple[Box, ...] = ()


NOWHERE: Final = Place()


class Block(Struct, frozen=True, kw_only=True):
    """A paragraph-like unit.

    id is `b1`, `b2` and so on in reading order, the same for equal bytes. level is a heading's (1 is the highest) or a
    list item's depth (from 1), 0 for other kinds. start is the offset of `text` in the document's text, in characters.
    A table has its cells in `rows` (the first row is its head), and the same as lines of cells in `text`.
    heading_path holds the headings above it, the outermost first.
    """

    id: str
    kind: BlockKind
    text: str
    place: Place = NOWHERE
    heading_path: tuple[str, ...] = ()
    level: int = 0
    start: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


class UnreadReason(StrEnum):
    """Why a part of the file was not read."""

    NO_TEXT = "no_text"
    """It is a picture of text, and no program that reads pictures is installed."""
    DAMAGED = "damaged"
    LOCKED = "locked"
    TOO_LARGE = "too_large"
    ATTACHED = "attached"
    """It is a file of its own, such as the attachment of a mail."""


class Unread(Struct, frozen=True, kw_only=True):
    """A part that was not read. The estimate makes the share that was read a figure; 0 where nobody can know."""

    place: Place
    reason: UnreadReason
    n_characters_estimate: int = 0


class WarningKind(StrEnum):
    """What a reader of the document should know. The comment names the facts that come with it."""

    KIND_DIFFERS = "kind_differs"  # suffix, media_type
    ENCODING_GUESSED = "encoding_guessed"  # encoding
    TEXT_FROM_PICTURES = "text_from_pictures"  # n_pages
    TRACKED_CHANGES = "tracked_changes"  # n_inserted, n_deleted
    MACROS_IGNORED = "macros_ignored"
    TABLE_DESCRIBED = "table_described"  # label, n_rows
    HIDDEN_LEFT_OUT = "hidden_left_out"  # n_parts
    NAMES_KEPT = "names_kept"  # n_texts
    MARKUP_KEPT = "markup_kept"  # n_texts


class DocumentWarning(Struct, frozen=True, kw_only=True):
    kind: WarningKind
    facts: dict[str, Fact] = {}


class Document(Struct, frozen=True, kw_only=True):
    """A file that was read. sha256 is the file's; language is an ISO 639-1 code, empty where nobody can tell."""

    name: str
    path: str
    sha256: str
    media_type: str
    title: str = ""
    language: str = ""
    blocks: tuple[Block, ...] = ()
    unread: tuple[Unread, ...] = ()
    warnings: tuple[DocumentWarning, ...] = ()
    n_pages: int = 0

    @property
    def text(self) -> str:
        """All blocks, joined by blank lines. Put together at every call."""
        return BLOCK_SEPARATOR.join(block.text for block in self.blocks)
