"""What of a file is translated, as values: segments whose formats are marks with numbers. Any process, any thread."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

import msgspec
from msgspec import Struct

from desktop_llm.documents.document import NOWHERE, DocumentWarning, Place


class InlineStart(Struct, frozen=True, tag="start"):
    """Here begins a format or a link that does not hold for the whole segment; its InlineEnd has the same id."""

    id: int


class InlineEnd(Struct, frozen=True, tag="end"):
    id: int


class InlineObject(Struct, frozen=True, tag="object"):
    """Something that is no text: a picture, the mark of a note, a line break, code. `shows` is what is seen of it."""

    id: int
    shows: str = ""


Piece = str | InlineStart | InlineEnd | InlineObject
Content = tuple[Piece, ...]
"""Text and marks in their order. Starts and ends are nested; each id occurs once (as start and end, or as object)."""


class Look(StrEnum):
    """What a reader sees of a format."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINED = "underlined"
    STRUCK = "struck"
    LINK = "link"


Looks = frozenset[Look]


class SegmentKind(StrEnum):
    """What a segment is to its reader."""

    TEXT = "text"
    HEADING = "heading"
    CELL = "cell"
    NOTE = "note"
    MARGIN = "margin"
    """Headers and footers."""
    CAPTION = "caption"
    """What is said of a picture: alternative text, tool tip."""
    PROPERTY = "property"
    """The file's title, subject and so on."""
    CUE = "cue"
    MESSAGE = "message"


class FileSegment(Struct, frozen=True, kw_only=True):
    """A paragraph-like unit that is translated as one.

    id is `s1`, `s2` and so on in reading order, the same for equal bytes. `target` is the translation that the file
    itself has (message catalogues, XLIFF); hint is what it says to translators. looks are those of its formats that are
    known, by their ids: only for showing them.
    """

    id: str
    content: Content
    kind: SegmentKind = SegmentKind.TEXT
    place: Place = NOWHERE
    target: Content = ()
    hint: str = ""
    looks: Mapping[int, Looks] = {}


class SegmentTarget(Struct, frozen=True, kw_only=True):
    """The translation of one segment. What is doubtful is marked so where the format can: as fuzzy, as for review."""

    id: str
    content: Content
    is_doubtful: bool = False


class SegmentEdit(Struct, frozen=True, kw_only=True):
    """`after` takes the place of what a person reads from `start` to `end` of a segment (`text_of`)."""

    id: str
    start: int
    end: int
    after: str


class Layout(StrEnum):
    """Where translations go. What a format cannot have as columns stands below."""

    REPLACED = "replaced"
    BELOW = "below"
    COLUMNS = "columns"


class EditableFile(Struct, frozen=True, kw_only=True):
    """A file that can be translated in place. sha256 is the file's; language is what it says, or is written in."""

    name: str
    path: str
    sha256: str
    media_type: str
    language: str = ""
    segments: tuple[FileSegment, ...] = ()
    warnings: tuple[DocumentWarning, ...] = ()


RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def is_right_to_left(language: str) -> bool:
    """Of a language by its code, with or without a region."""
    return language.replace("_", "-").partition("-")[0].lower() in RIGHT_TO_LEFT


def contents_key(segments: Iterable[FileSegment]) -> str:
    """The same for segments of the same contents in the same order: targets of others would go to wrong places."""
    return hashlib.sha256(msgspec.msgpack.encode([segment.content for segment in segments])).hexdigest()


def begins_from_right(text: str) -> bool:
    """Whether the first letter that has a direction is one of a script that is written from right to left."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each != "L" for each in directions if each in ("L", "R", "AL")), False)


def text_of(content: Content) -> str:
    """What a person reads of it."""
    return "".join(piece if isinstance(piece, str) else _shown(piece) for piece in content)


def has_words(content: Content) -> bool:
    """Whether there is anything to translate: a letter."""
    return any(isinstance(piece, str) and any(map(str.isalpha, piece)) for piece in content)


def _shown(piece: InlineStart | InlineEnd | InlineObject) -> str:
    return piece.shows if isinstance(piece, InlineObject) else ""
