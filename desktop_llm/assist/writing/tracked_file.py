"""A text as a Word file with tracked changes, which Word and LibreOffice show and ask about. Any thread."""

import getpass
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.translation.document_output import check_output, write_output
from desktop_llm.assist.writing.written_file import RichFileReader, original_file
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.rich_text import Paragraph, RichText, Tracking
from desktop_llm.paths import DataFolder
from desktop_llm.storage.written_records import WrittenDocument

_UNKNOWN_AUTHOR: Final = "Desktop LLM"
_NAME: Final = "text.docx"


class TrackedText(Struct, frozen=True):
    """The text without its changes and with them; both have the same paragraphs."""

    before: RichText
    after: RichText


def save_tracked(
    reader: RichFileReader, folder: DataFolder, document: WrittenDocument, text: TrackedText, path: Path
) -> Path:
    """All that differs from the Word file that the text came from is tracked; else what `text` says.

    The text and its own file stay what they are. Raises DocumentError: FILE_NOT_WRITTEN where `path` is that file.
    """
    check_output(path, Path(document.file_path) if document.file_path else None)
    tracking = Tracking(author=author_name(), date=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    original = original_file(folder, document)
    if original is not None and original.media_type == FileKind.DOCX:
        data = reader.written_rich_text(original, text.after, copy=Path(original.path), tracking=tracking)
    else:
        data = _written_anew(reader, text, tracking)
    write_output(path, data)
    return path


def author_name() -> str:
    """Who is at this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return _UNKNOWN_AUTHOR


def _written_anew(reader: RichFileReader, text: TrackedText, tracking: Tracking) -> bytes:
    """A file of the text without its changes is what they are tracked in."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / _NAME
        path.write_bytes(reader.written_new_file(path, text.before))
        file = reader.open_rich_text(path)
        after = replace(text.after, paragraphs=_with_origins(text.after.paragraphs, file.text.paragraphs))
        return reader.written_rich_text(file, after, tracking=tracking)


def _with_origins(paragraphs: Sequence[Paragraph], written: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Of the file that was just written, paragraph for paragraph."""
    origins = [each.origin for each in written]
    origins += [""] * (len(paragraphs) - len(origins))
    return tuple(replace(paragraph, origin=origin) for paragraph, origin in zip(paragraphs, origins, strict=False))
