"""A PDF as a Word file, so that it can be translated: its text with headings, lists and tables, without its layout.

Any thread; the file of a stranger was read before, in the process for that.
"""

from collections.abc import Iterator
from typing import Final

from desktop_llm.documents.document import Block, BlockKind, Document
from desktop_llm.documents.word_file import WordBlock, WordKind, WordParagraph, WordRun, WordTable, word_file

_KINDS: Final = {
    BlockKind.HEADING: WordKind.HEADING,
    BlockKind.CODE: WordKind.CODE,
    BlockKind.CAPTION: WordKind.NOTE,
    BlockKind.NOTE: WordKind.NOTE,
}


def pdf_as_word(document: Document) -> bytes:
    return word_file(document.title, document.language, list(_blocks(document)))


def _blocks(document: Document) -> Iterator[WordBlock]:
    for block in document.blocks:
        if block.rows:
            yield WordTable(tuple(tuple((WordRun(text=cell),) for cell in row) for row in block.rows))
        else:
            yield _paragraph(block)


def _paragraph(block: Block) -> WordParagraph:
    is_item = block.kind is BlockKind.LIST_ITEM
    return WordParagraph(
        kind=_KINDS.get(block.kind, WordKind.TEXT),
        runs=(WordRun(text=block.text),),
        level=max(block.level, 1),
        indent=block.level if is_item else 0,
        marker="•" if is_item else "",
    )
