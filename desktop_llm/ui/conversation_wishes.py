"""What a person can ask for about conversations, as values that signals carry. Used on the GUI thread.

The texts of the Write pane are listed as conversations are; the ids are theirs then.
"""

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from desktop_llm.storage.records import SearchHit
from desktop_llm.storage.written_records import WrittenHit

Found = SearchHit | WrittenHit


class ExportFormat(StrEnum):
    """Where an exported conversation or summary goes: a file of this kind, or the clipboard as Markdown."""

    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"
    CLIPBOARD = "clipboard"


class ConversationRename(Struct, frozen=True):
    conversation_id: str
    title: str


class ConversationPin(Struct, frozen=True):
    conversation_id: str
    is_pinned: bool


class ConversationMove(Struct, frozen=True):
    """Into a folder; out of any if both are empty. new_folder_name asks for a folder of that name first."""

    conversation_id: str
    folder_id: str | None = None
    new_folder_name: str = ""


class FolderRename(Struct, frozen=True):
    folder_id: str
    name: str


class ConversationExport(Struct, frozen=True):
    """path is None for the clipboard."""

    conversation_id: str
    format: ExportFormat
    path: Path | None = None


class SearchResults(Struct, frozen=True):
    """What a query found. Shown only while the query is still the one that was typed."""

    query: str
    hits: tuple[Found, ...]
