"""Documents as attachments of messages: from what was read to what is stored, and back. Pure; any thread."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from desktop_llm.documents.document import BLOCK_SEPARATOR, NOWHERE, Block, BlockKind, Document, Place
from desktop_llm.storage.records import AttachedBlock, Attachment, AttachmentUse

_NOT_SENT: Final = frozenset((AttachmentUse.KEPT, AttachmentUse.FOLDER))
_KINDS: Final = frozenset(BlockKind)
_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n\s*")


def attachment_of(document: Document) -> Attachment:
    """All that a question and its sources need of the document."""
    blocks = tuple(
        AttachedBlock(
            id=block.id,
            kind=block.kind,
            start=block.start,
            end=block.start + len(block.text),
            page=block.place.page,
            label=block.place.label,
            level=block.level,
        )
        for block in document.blocks
    )
    return Attachment(document.name, document.text, language=document.language, blocks=blocks)


def document_of(attachment: Attachment) -> Document:
    """What was attached as a document again. A text without blocks is its paragraphs."""
    blocks = _blocks(attachment) if attachment.blocks else _paragraphs(attachment.text)
    return Document(
        name=attachment.name,
        path="",
        sha256="",
        media_type="",
        language=attachment.language,
        blocks=tuple(blocks),
    )


def sent_texts(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """What of them goes to the model."""
    return tuple(item for item in attachments if item.use not in _NOT_SENT)


def own_texts(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """What the person attached."""
    return tuple(item for item in attachments if item.use is not AttachmentUse.EXCERPT)


def is_code(attachment: Attachment) -> bool:
    """Source code, or text that nobody read: it must reach the model as it is."""
    return all(block.kind == BlockKind.CODE for block in attachment.blocks)


def _blocks(attachment: Attachment) -> Iterator[Block]:
    headings: list[tuple[int, str]] = []
    for block in attachment.blocks:
        text = attachment.text[block.start : block.end]
        kind = BlockKind(block.kind) if block.kind in _KINDS else BlockKind.PARAGRAPH
        if kind is BlockKind.HEADING:
            headings = [each for each in headings if each[0] < block.level]
        yield Block(
            id=block.id,
            kind=kind,
            text=text,
            place=Place(page=block.page, label=block.label),
            heading_path=tuple(heading for _, heading in headings),
            level=block.level,
            start=block.start,
        )
        if kind is BlockKind.HEADING:
            headings.append((block.level, text))


def _paragraphs(text: str) -> Iterator[Block]:
    number, start = 0, 0
    for gap in _BLANK_LINES.finditer(text + BLOCK_SEPARATOR):
        paragraph = text[start : gap.start()].strip()
        if paragraph:
            number += 1
            at = text.index(paragraph, start)
            yield Block(id=f"b{number}", kind=BlockKind.PARAGRAPH, text=paragraph, place=NOWHERE, start=at)
        start = gap.end()
