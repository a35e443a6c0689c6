"""Reads bytes with the reader of their kind, in this process: what it gives, as a Document."""

from pathlib import Path

from desktop_llm.documents.document import Block, Document
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.file_kinds import kind_of_file
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.choice import reader_of
from desktop_llm.documents.source_file import FileState, SourceFile


def read_here(path: Path, *, password: str = "", limits: ReadLimits | None = None) -> Document:
    blocks: list[Block] = []
    limits = limits or ReadLimits()
    builder = DocumentBuilder(blocks.extend, limits)
    kind = kind_of_file(path)
    reader_of(kind)(SourceFile(path, limits, lambda _done, _total: None, password), builder)
    builder.flush()
    document = Document(
        name=path.name,
        path=str(path),
        sha256=FileState(path).sha256,
        media_type=kind,
        title=builder.title,
        blocks=tuple(blocks),
        unread=builder.unread,
        warnings=builder.warnings,
        n_pages=builder.n_pages,
    )
    text = document.text
    assert all(text.startswith(block.text, block.start) for block in blocks)
    return document


def shape(document: Document) -> list[tuple[str, str]]:
    """Kind and text of each block."""
    return [(str(block.kind), block.text) for block in document.blocks]
