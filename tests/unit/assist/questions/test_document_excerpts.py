from desktop_llm.assist.questions.attached_documents import attachment_of, document_of
from desktop_llm.assist.questions.document_excerpts import NumberedPassage, excerpt_of, n_pages, pages_of
from desktop_llm.assist.questions.fitting_passages import passage_chunks
from desktop_llm.documents.document import Block, BlockKind, Document, Place
from desktop_llm.storage.records import Attachment, AttachmentUse, ReadParts
from tests.fakes.written_documents import long_document, written_document


def passages(document: Document, *numbers: int) -> list[NumberedPassage]:
    chunks = passage_chunks(document)
    return [NumberedPassage(number, chunks[number]) for number in numbers]


def excerpt(document: Document, *numbers: int) -> Attachment:
    return excerpt_of(document, passages(document, *numbers), ReadParts(len(numbers), 99))


def test_parts_stand_in_their_order_under_their_headings_with_a_mark_between_them() -> None:
    document = long_document()
    parts = excerpt(document, 1, 2, 5)
    chunks = passage_chunks(document)
    assert parts.use is AttachmentUse.EXCERPT
    first, second, third = (parts.text.index(chunks[number].text) for number in (1, 2, 5))
    assert first < second < parts.text.index("[…]") < third
    assert parts.text.count("[…]") == 1


def test_each_block_of_a_part_stands_where_it_says() -> None:
    document = long_document()
    blocks = {block.id: block for block in document.blocks}
    read = document_of(excerpt(document, 0, 3, 4))
    assert len(read.blocks) > 5
    assert all(block.text == blocks[block.id].text for block in read.blocks)
    assert all(block.place == blocks[block.id].place for block in read.blocks)


def test_a_block_longer_than_a_passage_is_there_once_for_each_part() -> None:
    long_line = " ".join(f"Sentence number {number} of this line ends here." for number in range(60))
    document = written_document(long_line, "The end.")
    n_passages = len(passage_chunks(document))
    read = document_of(excerpt(document, *range(n_passages)))
    ids = [block.id for block in read.blocks]
    assert len(set(ids)) == len(ids) > 2
    assert {block_id.partition("+")[0] for block_id in ids} == {block.id for block in document.blocks}
    assert all(block.text in document.text for block in read.blocks)
    assert read.blocks[-1].text == "The end."


def paged(*texts: str) -> Attachment:
    blocks: list[Block] = []
    start = 0
    for number, text in enumerate(texts, start=1):
        kind, place = BlockKind.PARAGRAPH, Place(page=number)
        blocks.append(Block(id=f"b{number}", kind=kind, text=text, place=place, start=start))
        start += len(text) + 2
    document = Document(name="a.pdf", path="", sha256="", media_type="", blocks=tuple(blocks))
    return attachment_of(document)


def test_chosen_pages_are_a_document_with_nothing_else_in_it() -> None:
    attachment = paged("One.", "Two.", "Three.", "Four.")
    assert n_pages(attachment) == 4
    chosen = pages_of(attachment, {2, 4}, "a.pdf, pages 2, 4")
    assert (chosen.name, chosen.text) == ("a.pdf, pages 2, 4", "Two.\n\nFour.")
    assert [(block.text, block.place.page) for block in document_of(chosen).blocks] == [("Two.", 2), ("Four.", 4)]


def test_a_text_without_pages_has_none() -> None:
    assert n_pages(Attachment("a.txt", "Hello")) == 0
