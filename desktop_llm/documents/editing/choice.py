"""Which editor opens which file: by what is in it, as for reading. Each is imported when it is needed.

Reading process.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from desktop_llm.documents.editing.editor import Editor, OpenWish
from desktop_llm.documents.file_kinds import FileKind, is_archive, kind_of_file
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

PO: Final = "text/x-gettext-translation"
XLIFF: Final = "application/xliff+xml"
TMX: Final = "application/x-tmx+xml"

OpenEditor = Callable[[SourceFile, OpenWish], Editor]

_HEAD_BYTES: Final = 4096
_CATALOGUES: Final = frozenset({".po", ".pot"})
_MEMORIES: Final = frozenset({".tmx"})
_EXCHANGES: Final = frozenset({".xlf", ".xliff", ".sdlxliff", ".mxliff"})


def media_type_of(path: Path, *, reads_memories: bool = False) -> str:
    """Raises DocumentError: of no kind that can be translated in place, or locked.

    Translation memories only count where they are asked for.
    """
    suffix = path.suffix.lower()
    kind = kind_of_file(path)
    if kind in (FileKind.TEXT, FileKind.CODE, FileKind.HTML):
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        if b"<tmx" in head and reads_memories:
            return TMX
        if b"<xliff" in head or suffix in _EXCHANGES:
            return XLIFF
        if suffix in _CATALOGUES:
            return PO
    is_flat = kind is FileKind.ODT and not is_archive(path)
    if (
        is_flat
        or suffix in _MEMORIES
        or kind in (FileKind.CODE, FileKind.CSV, FileKind.MAIL, FileKind.RTF, FileKind.PDF)
    ):
        raise DocumentError(ErrorCode.DOCUMENT_NOT_EDITABLE, path=str(path))
    return kind


def editor_of(media_type: str) -> OpenEditor:
    """A function that opens a file; it raises DocumentError, or whatever its library does."""
    match media_type:
        case FileKind.TEXT:
            from desktop_llm.documents.editing.plain_text import PlainTextEditor as Opened
        case FileKind.MARKDOWN:
            from desktop_llm.documents.editing.markdown import MarkdownEditor as Opened
        case FileKind.HTML:
            from desktop_llm.documents.editing.html import HtmlEditor as Opened
        case FileKind.SUBTITLES:
            from desktop_llm.documents.editing.subtitles import SubtitleEditor as Opened
        case "text/x-gettext-translation":
            from desktop_llm.documents.editing.po import PoEditor as Opened
        case "application/xliff+xml":
            from desktop_llm.documents.editing.xliff import XliffEditor as Opened
        case "application/x-tmx+xml":
            from desktop_llm.documents.editing.tmx import TmxEditor as Opened
        case _:
            return _archive_editor_of(media_type)
    return Opened


def _archive_editor_of(media_type: str) -> OpenEditor:
    match media_type:
        case FileKind.EPUB:
            from desktop_llm.documents.editing.epub import EpubEditor as Opened
        case FileKind.ODT:
            from desktop_llm.documents.editing.odt import OdtEditor as Opened
        case FileKind.DOCX:
            from desktop_llm.documents.editing.docx import DocxEditor as Opened
        case FileKind.PPTX:
            from desktop_llm.documents.editing.pptx import PptxEditor as Opened
        case FileKind.XLSX:
            from desktop_llm.documents.editing.xlsx import XlsxEditor as Opened
        case _:
            raise ValueError(f"no editor for {media_type}")
    return Opened
