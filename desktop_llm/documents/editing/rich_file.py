"""What every file that the editor opens offers, and which class opens which kind. Reading process."""

from collections.abc import Callable, Sequence
from typing import Protocol

from desktop_llm.documents.document import DocumentWarning
from desktop_llm.documents.file_kinds import FileKind
from desktop_llm.documents.rich_text import Paragraph, RichText, Tracking
from desktop_llm.documents.source_file import SourceFile
from desktop_llm.errors import DocumentError, ErrorCode


class RichFile(Protocol):
    """An open file. Its paragraphs, their origins and the ids of what is kept are the same for equal bytes."""

    @property
    def paragraphs(self) -> Sequence[Paragraph]: ...

    @property
    def warnings(self) -> Sequence[DocumentWarning]: ...

    @property
    def language(self) -> str:
        """What the file says it is written in; empty if it says nothing."""
        ...

    def written(self, text: RichText, tracking: Tracking | None = None) -> bytes:
        """The file with this text. Paragraphs that did not change keep what they are made of.

        Changes are only tracked in Word files. It is used up by that.
        """
        ...


OpenRichFile = Callable[[SourceFile], RichFile]


def rich_file_of(media_type: str, source: SourceFile) -> OpenRichFile:
    """A function that opens a file. Raises DocumentError: of no kind that the editor opens."""
    match media_type:
        case FileKind.TEXT:
            from desktop_llm.documents.editing.rich_plain_text import RichPlainText as Opened
        case FileKind.MARKDOWN:
            from desktop_llm.documents.editing.rich_markdown import RichMarkdown as Opened
        case FileKind.HTML:
            from desktop_llm.documents.editing.rich_html import RichHtml as Opened
        case FileKind.DOCX:
            from desktop_llm.documents.editing.rich_docx import RichDocx as Opened
        case FileKind.ODT:
            from desktop_llm.documents.editing.rich_odt import RichOdt as Opened
        case _:
            raise DocumentError(ErrorCode.DOCUMENT_NOT_EDITABLE, path=str(source.path))
    return Opened
