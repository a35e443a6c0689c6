"""Parts of a document as an attachment of its own: passages in their order, or pages. Pure; any thread."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from desktop_llm.assist.questions.question_material import GAP, with_heading
from desktop_llm.documents.chunks import Chunk
from desktop_llm.documents.document import BLOCK_SEPARATOR, Block, Document
from desktop_llm.storage.records import AttachedBlock, Attachment, AttachmentUse, ReadParts

# A block that goes on in another passage has its id once more, behind this.
AGAIN: Final = "+"


class NumberedPassage(Struct, frozen=True):
    """A passage and its number among those of its document."""

    number: int
    chunk: Chunk


def excerpt_of(document: Document, passages: Sequence[NumberedPassage], parts: ReadParts) -> Attachment:
    """The passages in their order, each under its headings, with a mark where something is left out between them."""
    by_id = {block.id: block for block in document.blocks}
    writer = _Writer(by_id)
    before = None
    for passage in passages:
        if before is not None and passage.number != before + 1:
            writer.add_gap()
        writer.add(passage.chunk)
        before = passage.number
    return Attachment(
        document.name,
        writer.text,
        language=document.language,
        blocks=tuple(writer.blocks),
        use=AttachmentUse.EXCERPT,
        parts=parts,
    )


def n_pages(attachment: Attachment) -> int:
    """The last page that text stands on; 0 where there are no pages."""
    return max((block.page for block in attachment.blocks), default=0)


def pages_of(attachment: Attachment, pages: Collection[int], name: str) -> Attachment:
    """What stands on these pages, under another name."""
    text, blocks = "", list[AttachedBlock]()
    for block in attachment.blocks:
        if block.page in pages:
            text += BLOCK_SEPARATOR if text else ""
            start = len(text)
            text += attachment.text[block.start : block.end]
            blocks.append(replace(block, start=start, end=len(text)))
    return replace(attachment, name=name, text=text, blocks=tuple(blocks))


class _Writer:
    """Puts a text together and knows which block stands where in it."""

    def __init__(self, by_id: dict[str, Block]) -> None:
        self.text = ""
        self.blocks: list[AttachedBlock] = []
        self._by_id = by_id
        self._used: dict[str, int] = {}

    def add_gap(self) -> None:
        self._append(GAP)

    def add(self, chunk: Chunk) -> None:
        written = with_heading(chunk)
        start = self._append(written) + len(written) - len(chunk.text)
        for block_id, first, end in _stretches(chunk, self._by_id):
            block = self._by_id[block_id]
            self.blocks.append(
                AttachedBlock(
                    id=self._id(block_id),
                    kind=block.kind,
                    start=start + first,
                    end=start + end,
                    page=block.place.page,
                    label=block.place.label,
                    level=block.level,
                )
            )

    def _append(self, text: str) -> int:
        """Returns where it begins."""
        self.text += f"{BLOCK_SEPARATOR}{text}" if self.text else text
        return len(self.text) - len(text)

    def _id(self, block_id: str) -> str:
        n_used = self._used[block_id] = self._used.get(block_id, 0) + 1
        return block_id if n_used == 1 else f"{block_id}{AGAIN}{n_used}"


def _stretches(chunk: Chunk, by_id: dict[str, Block]) -> Iterator[tuple[str, int, int]]:
    """Each block's id, and where it stands in the passage. Of a block that is longer than a passage it is a part."""
    start = 0
    for index, block_id in enumerate(chunk.block_ids):
        text = by_id[block_id].text
        is_whole = chunk.text.startswith(text, start)
        end = start + len(text) if is_whole else _end_of_part(chunk, index, start, by_id)
        yield block_id, start, end
        start = end + len(BLOCK_SEPARATOR)


def _end_of_part(chunk: Chunk, index: int, start: int, by_id: dict[str, Block]) -> int:
    """Where the next block begins, or else the passage ends."""
    if index + 1 == len(chunk.block_ids):
        return len(chunk.text)
    following = by_id[chunk.block_ids[index + 1]].text
    n_shown = min(len(following), 40)  # it may be a part, too, but a part that begins it
    found = chunk.text.find(f"{BLOCK_SEPARATOR}{following[:n_shown]}", start)
    return found if found >= 0 else len(chunk.text)
