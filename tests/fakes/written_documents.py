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


def long_document(name: str = "chronicle.md", n_chapters: int = 8) -> Document:
    """Some 250 words a chapter; each chapter has a year and a family of its own."""
    lines: list[str] = []
    for chapter in range(n_chapters):
        lines.append(f"# Chapter {chapter + 1}")
        for part in range(14):
            year = 1800 + 20 * chapter + part
            family = f"the family number {chapter}{part:02} of the valley"
            lines.append(f"In the year {year} {family} built a bridge, a barn and a well.")
    return written_document(*lines, name=name)
