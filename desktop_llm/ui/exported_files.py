"""Bytes of exported files, and how they get on the disk. On the thread of `export_desk`, never on the GUI thread.

What writes a kind of file is imported when one is written: it takes 2 MB.
"""

from pathlib import Path

from desktop_llm.assist.exports.exported_document import ExportedDocument
from desktop_llm.durable_files import replace_file
from desktop_llm.errors import DocumentError, ErrorCode
from desktop_llm.ui.conversation_wishes import ExportFormat


def exported_bytes(document: ExportedDocument, export_format: ExportFormat) -> bytes:
    """Raises ValueError for JSON, which is not made to be read."""
    match export_format:
        case ExportFormat.MARKDOWN | ExportFormat.CLIPBOARD:
            from desktop_llm.assist.exports.markdown_document import markdown_of

            return markdown_of(document).encode()
        case ExportFormat.HTML:
            from desktop_llm.assist.exports.html_document import html_of

            return html_of(document).encode()
        case ExportFormat.DOCX:
            from desktop_llm.assist.exports.word_document import word_file_of

            return word_file_of(document)
        case ExportFormat.PDF:
            from desktop_llm.ui.pdf_file import pdf_of

            return pdf_of(document)
        case ExportFormat.JSON:
            raise ValueError(export_format)


def save_exported(path: Path, data: bytes) -> None:
    """The file is whole, or as it was. Raises DocumentError(FILE_NOT_WRITTEN)."""
    try:
        replace_file(path, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentError(ErrorCode.FILE_NOT_WRITTEN, path=str(path), reason=reason) from error
