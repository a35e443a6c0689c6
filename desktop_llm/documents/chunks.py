"""Divides a document into what fits one prompt: along headings, never through a table's row or a sentence."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from desktop_llm.documents.document import BLOCK_SEPARATOR, Block, BlockKind, Document
from desktop_llm.documents.sentences import sentences

TokenCounter = Callable[[Sequence[str]], Sequence[int]]
"""The number of tokens of each text, in the loaded model's own tokens."""
BlockLabel = Callable[[str, str], str]
"""How a block's id and text stand in a chunk."""

# What joining two texts may add.
_SEPARATOR_TOKENS: Final = 2
# A chunk this full may end before a heading, although more would fit.
_FULL_ENOUGH: Final = 0.5
_ENDS_BEFORE_CHAPTER: Final = 0.75
_WORDS: Final = re.compile(r"\S+\s*")


class Chunk(Struct, frozen=True, kw_only=True):
    """What goes into one prompt.

    A block that is larger than a chunk is in several; its id is then in each. heading_path holds the headings above
    the first block. n_cut_sentences counts sentences (rows, lines of code) that alone were too large and were cut.
    """

    block_ids: tuple[str, ...]
    text: str
    n_tokens: int
    heading_path: tuple[str, ...]
    n_cut_sentences: int = 0


class _Piece(Struct, frozen=True, kw_only=True):
    """A block, or a part of a large one."""

    block: Block
    text: str
    n_tokens: int
    is_cut: bool = False


def unlabelled(_block_id: str, text: str) -> str:
    return text


def chunk_document(
    document: Document, count_tokens: TokenCounter, max_tokens: int, label: BlockLabel = unlabelled
) -> tuple[Chunk, ...]:
    """Chunks of at most max_tokens in reading order; every block is in one. `label` writes a block's id to its text."""
    if not document.blocks:
        return ()
    pieces = list(_Division(document, count_tokens, max_tokens, label).pieces())
    groups = list(_groups(pieces, max_tokens))
    texts = [BLOCK_SEPARATOR.join(piece.text for piece in group) for group in groups]
    return tuple(
        Chunk(
            block_ids=tuple(dict.fromkeys(piece.block.id for piece in group)),
            text=text,
            n_tokens=n_tokens,
            heading_path=group[0].block.heading_path,
            n_cut_sentences=sum(piece.is_cut for piece in group),
        )
        for group, text, n_tokens in zip(groups, texts, count_tokens(texts), strict=True)
    )


def _groups(pieces: Sequence[_Piece], max_tokens: int) -> Iterator[list[_Piece]]:
    start = 0
    while start < len(pieces):
        end = _end_of_group(pieces, start, max_tokens)
        yield list(pieces[start:end])
        start = end


def _end_of_group(pieces: Sequence[_Piece], start: int, max_tokens: int) -> int:
    """Where the chunk that begins at `start` ends: before a heading if one comes late enough, else where it is full."""
    total = 0
    good_end = 0
    for i in range(start, len(pieces)):
        piece = pieces[i]
        if i > start and piece.block.kind is BlockKind.HEADING and pieces[i - 1].block.kind is not BlockKind.HEADING:
            if total >= _FULL_ENOUGH * max_tokens:
                good_end = i
            if piece.block.level == 1 and total >= _ENDS_BEFORE_CHAPTER * max_tokens:
                return i
        total += piece.n_tokens + (_SEPARATOR_TOKENS if i > start else 0)
        if i > start and total > max_tokens:
            return good_end or _without_last_headings(pieces, start, i)
    return len(pieces)


def _without_last_headings(pieces: Sequence[_Piece], start: int, end: int) -> int:
    """A heading stays with what it heads, unless the chunk would be nothing but headings."""
    last = end
    while last > start and pieces[last - 1].block.kind is BlockKind.HEADING:
        last -= 1
    return last if last > start else end


class _Division:
    """Blocks into pieces that fit."""

    def __init__(self, document: Document, count_tokens: TokenCounter, max_tokens: int, label: BlockLabel) -> None:
        self._document = document
        self._count_tokens = count_tokens
        self._max_tokens = max_tokens
        self._label = label

    def pieces(self) -> Iterator[_Piece]:
        blocks = self._document.blocks
        texts = [self._label(block.id, block.text) for block in blocks]
        for block, text, n_tokens in zip(blocks, texts, self._count_tokens(texts), strict=True):
            if n_tokens <= self._max_tokens:
                yield _Piece(block=block, text=text, n_tokens=n_tokens)
            else:
                yield from self._parts(block)

    def _parts(self, block: Block) -> Iterator[_Piece]:
        """Parts of a block that is too large, each as full as it may be."""
        n_label_tokens, *counts = self._count_tokens([self._label(block.id, ""), *(units := self._units(block))])
        space = max(self._max_tokens - n_label_tokens - _SEPARATOR_TOKENS, 1)
        gathered, total = "", 0
        for unit, n_tokens in zip(units, counts, strict=True):
            if gathered and total + n_tokens > space:
                yield self._piece(block, gathered)
                gathered, total = "", 0
            if n_tokens > space:
                for part in self._cut(unit, space):
                    yield self._piece(block, part, is_cut=True)
            else:
                gathered += unit
                total += n_tokens
        if gathered:
            yield self._piece(block, gathered)

    def _units(self, block: Block) -> list[str]:
        """What must stay whole: rows, lines of code, sentences. Together they are the text."""
        if block.kind in (BlockKind.TABLE, BlockKind.CODE):
            return block.text.splitlines(keepends=True)
        starts = [span.start for span in sentences(block.text, self._document.language)]
        return [block.text[start:end] for start, end in zip([0, *starts[1:]], [*starts[1:], None], strict=True)]

    def _cut(self, text: str, space: int) -> Iterator[str]:
        """A sentence that does not fit even alone, at the words' ends; a word that does not fit either, anywhere."""
        pieces = _WORDS.findall(text) or [text]
        while pieces:
            n_fitting = self._n_fitting(pieces, space)
            if n_fitting == 0:
                if len(pieces[0]) == 1:
                    n_fitting = 1  # a letter is not divided
                else:
                    half = len(pieces[0]) // 2
                    pieces[:1] = [pieces[0][:half], pieces[0][half:]]
                    continue
            yield "".join(pieces[:n_fitting])
            del pieces[:n_fitting]

    def _n_fitting(self, pieces: Sequence[str], space: int) -> int:
        """How many of the first pieces fit together, found by halving."""
        low, high = 0, min(len(pieces), space)
        while low < high:
            middle = (low + high + 1) // 2
            (n_tokens,) = self._count_tokens(["".join(pieces[:middle])])
            low, high = (middle, high) if n_tokens <= space else (low, middle - 1)
        return low

    def _piece(self, block: Block, text: str, *, is_cut: bool = False) -> _Piece:
        labelled = self._label(block.id, text.strip("\n") if block.kind is BlockKind.CODE else text.strip())
        (n_tokens,) = self._count_tokens([labelled])
        return _Piece(block=block, text=labelled, n_tokens=n_tokens, is_cut=is_cut)
