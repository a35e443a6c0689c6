"""Which reader reads which kind of file. Each is imported when it is needed. Reading process."""

from collections.abc import Callable

from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode

Reader = Callable[[SourceFile, DocumentBuilder], None]


def reader_of(kind: FileKind) -> Reader:
    """A function that reads a file into a builder; it raises DocumentError, or whatever its library does."""
    match kind:
        case FileKind.TEXT:
            from desktop_llm.documents.readers.plain_text import read_plain_text as read
        case FileKind.MARKDOWN:
            from desktop_llm.documents.readers.markdown import read_markdown as read
        case FileKind.PDF:
            from desktop_llm.documents.readers.pdf import read_pdf as read
        case FileKind.HTML:
            from desktop_llm.documents.readers.html import read_html as read
        case FileKind.CSV:
            from desktop_llm.documents.readers.separated_values import read_separated_values as read
        case FileKind.XLSX:
            from desktop_llm.documents.readers.xlsx import read_xlsx as read
        case FileKind.DOCX:
            from desktop_llm.documents.readers.docx import read_docx as read
        case _:
            raise DocumentError(ErrorCode.DOCUMENT_KIND_UNKNOWN)
    return read
