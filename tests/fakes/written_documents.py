"""Documents without a file: blocks from a few lines of Markdown's kind."""

from collections.abc import Sequence

from desktop_llm.documents.document import Block, Document, Unread
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.reader_messages import ReadLimits


def written_document(
    *lines: str, name: str = "report.md", language: str = "en", unread: Sequence[Unread] = ()
) -> Document:
    """A line that begins with # is a heading; any other is a paragraph."""
    blocks: list[Block] = []
    builder = DocumentBuilder(blocks.extend, ReadLimits())
    for line in lines:
        marks = len(line) - len(line.lstrip("#"))
        if marks:
            builder.add_heading(line[marks:].strip(), marks)
        else:
            builder.add_paragraph(line)
    builder.flush()
    return Document(
        name=name,
        path=f"/home/anna/{name}",
        sha256="",
        media_type="text/markdown",
        language=language,
        blocks=tuple(blocks),
        unread=tuple(unread),
    )
