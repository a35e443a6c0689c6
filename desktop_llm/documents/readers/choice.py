"""Which reader reads which kind of file. Each is imported when it is needed. Reading process."""

from collections.abc import Callable
from typing import Literal, assert_never

from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.source_file import SourceFile

Reader = Callable[[SourceFile, DocumentBuilder], None]
_OfficeKind = Literal[
    FileKind.PDF, FileKind.RTF, FileKind.EPUB, FileKind.ODT, FileKind.DOCX, FileKind.PPTX, FileKind.XLSX
]


def reader_of(kind: FileKind) -> Reader:
    """A function that reads a file into a builder; it raises DocumentError, or whatever its library does."""
    match kind:
        case FileKind.TEXT:
            from desktop_llm.documents.readers.plain_text import read_plain_text as read
        case FileKind.MARKDOWN:
            from desktop_llm.documents.readers.markdown import read_markdown as read
        case FileKind.HTML:
            from desktop_llm.documents.readers.html import read_html as read
        case FileKind.SUBTITLES:
            from desktop_llm.documents.readers.subtitles import read_subtitles as read
        case FileKind.MAIL:
            from desktop_llm.documents.readers.mail import read_mail as read
        case FileKind.CODE:
            from desktop_llm.documents.readers.source_code import read_source_code as read
        case FileKind.CSV:
            from desktop_llm.documents.readers.separated_values import read_separated_values as read
        case FileKind.TBX:
            from desktop_llm.documents.readers.tbx import read_tbx as read
        case _:
            return _reader_of_office(kind)
    return read


def _reader_of_office(kind: _OfficeKind) -> Reader:
    match kind:
        case FileKind.PDF:
            from desktop_llm.documents.readers.pdf import read_pdf as read
        case FileKind.RTF:
            from desktop_llm.documents.readers.rtf import read_rtf as read
        case FileKind.EPUB:
            from desktop_llm.documents.readers.epub import read_epub as read
        case FileKind.ODT:
            from desktop_llm.documents.readers.odt import read_odt as read
        case FileKind.DOCX:
            from desktop_llm.documents.readers.docx import read_docx as read
        case FileKind.PPTX:
            from desktop_llm.documents.readers.pptx import read_pptx as read
        case FileKind.XLSX:
            from desktop_llm.documents.readers.xlsx import read_xlsx as read
        case _:
            assert_never(kind)
    return read
