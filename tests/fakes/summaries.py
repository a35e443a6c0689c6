"""Documents, sentences and summaries as they come out of the readers and of a job."""

from desktop_llm.assist.checks.sourced_text import Check, Source
from desktop_llm.assist.summary.summary_result import ItemKind, SummaryItem
from desktop_llm.documents.document import Block, BlockKind, Document, Place, Unread


def block(number: int, text: str, *, page: int = 0, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> Block:
    return Block(id=f"b{number}", kind=kind, text=text, place=Place(page=page), level=level)


def document_of(*blocks: Block, name: str = "lease.pdf", n_pages: int = 0, unread: tuple[Unread, ...] = ()) -> Document:
    return Document(name=name, path=f"/{name}", sha256="", media_type="", blocks=blocks, n_pages=n_pages, unread=unread)


def source(quote: str = "The rent is 1,250 euros.", *, page: int = 3, block_id: str = "b1", index: int = 0) -> Source:
    return Source(
        document=f"document {index}",
        document_index=index,
        place=Place(page=page),
        block_id=block_id,
        start=0,
        end=len(quote),
        quote=quote,
    )


def sentence(
    text: str,
    *sources: Source,
    line: int = 0,
    kind: ItemKind = ItemKind.POINT,
    checks: tuple[Check, ...] = (),
    is_extract: bool = False,
) -> SummaryItem:
    return SummaryItem(text=text, kind=kind, line=line, sources=sources, checks=checks, is_extract=is_extract)
