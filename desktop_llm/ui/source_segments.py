"""A document in the pieces that the source view draws one at a time: its pages, or some paragraphs. Any thread."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.documents.document import Block, Document, Unread

_MOST_CHARACTERS: Final = 2500
"""Of one piece: what is laid out within a frame. A page that holds more is several pieces."""


class BlockPart(Struct, frozen=True):
    """The text of a block from `start` to `end`; all of it, as a rule."""

    block: Block
    start: int
    end: int


class SourceSegment(Struct, frozen=True, kw_only=True):
    """A page, or a part of one. page is 0 in documents without pages; `unread` is what was not read of it."""

    parts: tuple[BlockPart, ...] = ()
    n_characters: int = 0
    """Of all parts, counted beforehand: the heights of thousands of pages are estimated at once."""
    page: int = 0
    is_first_of_page: bool = True
    is_last_of_page: bool = True
    unread: Unread | None = None


def source_segments(document: Document) -> tuple[SourceSegment, ...]:
    """In reading order; pages that were not read stand where they belong."""
    unread = {each.place.page: each for each in document.unread if each.place.page}
    segments: list[SourceSegment] = []
    for page, parts in _pages(document.blocks):
        earlier = sorted(number for number in unread if number < page)
        segments += [SourceSegment(page=number, unread=unread.pop(number)) for number in earlier]
        pieces = list(_pieces(parts))
        for number, piece in enumerate(pieces):
            is_last = number == len(pieces) - 1
            segments.append(
                SourceSegment(
                    parts=tuple(piece),
                    n_characters=sum(part.end - part.start for part in piece),
                    page=page,
                    is_first_of_page=number == 0,
                    is_last_of_page=is_last,
                    unread=unread.pop(page, None) if is_last and page else None,
                )
            )
    segments += (SourceSegment(page=number, unread=unread[number]) for number in sorted(unread))
    return tuple(segments)


def segment_of(segments: Sequence[SourceSegment], block_id: str, start: int) -> int | None:
    """The number of the segment in which this place of a block stands."""
    found = None
    for number, segment in enumerate(segments):
        for part in segment.parts:
            if part.block.id == block_id and part.start <= start:
                found = number
                if start < part.end:
                    return number
    return found


def _pages(blocks: Sequence[Block]) -> Iterator[tuple[int, list[BlockPart]]]:
    """Blocks of one page together; where there are no pages, all of them."""
    page, parts = 0, list[BlockPart]()
    for block in blocks:
        if parts and block.place.page != page:
            yield page, parts
            parts = []
        page = block.place.page
        parts += _block_parts(block)
    if parts:
        yield page, parts


def _block_parts(block: Block) -> Iterator[BlockPart]:
    for start in range(0, max(len(block.text), 1), _MOST_CHARACTERS):
        yield BlockPart(block, start, min(start + _MOST_CHARACTERS, len(block.text)))


def _pieces(parts: Sequence[BlockPart]) -> Iterator[list[BlockPart]]:
    piece: list[BlockPart] = []
    n_characters = 0
    for part in parts:
        length = part.end - part.start
        if piece and n_characters + length > _MOST_CHARACTERS:
            yield piece
            piece, n_characters = [], 0
        piece.append(part)
        n_characters += length
    if piece:
        yield piece
