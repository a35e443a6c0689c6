"""What the database holds of the Write pane's texts, as values. Any thread."""

from enum import StrEnum

from msgspec import Struct

from desktop_llm.storage.records import TitleSource


class VersionReason(StrEnum):
    """Why a state of a text was kept."""

    WISHED = "wished"
    BEFORE_ACTION = "before_action"
    """The model is about to change something."""
    OPENED_AGAIN = "opened_again"
    """The text had rested for a while."""
    BEFORE_RESTORING = "before_restoring"
    BEFORE_RELOADING = "before_reloading"
    """The file is about to be read again."""


class WrittenDocument(Struct, frozen=True, kw_only=True):
    """A text without what is written in it. Times are seconds since the epoch; deleted_at is set in the trash.

    file_path is the file it is saved into, empty for none; file_sha256 is that file's when it was last read or
    written. original_… are of the file it was opened from, which is kept whole; empty for none.
    """

    id: str
    title: str
    title_source: TitleSource
    created_at: float
    updated_at: float
    language: str = ""
    file_path: str = ""
    file_sha256: str = ""
    original_name: str = ""
    original_sha256: str = ""
    original_media_type: str = ""
    folder_id: str | None = None
    is_pinned: bool = False
    deleted_at: float | None = None


class WrittenFile(Struct, frozen=True, kw_only=True):
    """The file that a text is saved into, and the one it was opened from, as of WrittenDocument."""

    path: str = ""
    sha256: str = ""
    original_name: str = ""
    original_sha256: str = ""
    original_media_type: str = ""


class WrittenText(Struct, frozen=True, kw_only=True):
    """All that is written in a text. content is a JSON array with an element for each paragraph, text what is searched.

    title is given to a text that nobody has named.
    """

    content: bytes = b"[]"
    text: str = ""
    title: str = ""
    language: str = ""


class TextEdit(Struct, frozen=True):
    """n_removed paragraphs from number `first` on are no more, `added` (as WrittenText.content) stand there."""

    first: int
    n_removed: int
    added: bytes


class DocumentVersion(Struct, frozen=True, kw_only=True):
    """A state of a text that was kept."""

    id: str
    created_at: float
    reason: VersionReason
    n_words: int


class WrittenHit(Struct, frozen=True):
    r"""A text that was found. Matches in the snippet stand between \x02 and \x03."""

    document: WrittenDocument
    snippet: str


class ComposeBrief(Struct, frozen=True, kw_only=True):
    """The form of a text that is to be composed, as it is filled in. n_words 0: as long as such a text usually is."""

    kind: str = ""
    recipient: str = ""
    tone: str = ""
    n_words: int = 0
    language: str = ""
    n_versions: int = 1
    is_aside: bool = False
    answered: str = ""
    about: str = ""
    points: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing is written in it, whatever is chosen."""
        return not (self.recipient or self.tone or self.answered or self.about or self.points)
