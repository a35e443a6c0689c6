from desktop_llm.documents.document import Block, BlockKind, Box, Place
from desktop_llm.documents.page_messages import PassageOnPages, passage_of_block


def test_a_passage_of_a_block_is_its_quote_page_and_boxes() -> None:
    boxes = (Box(left=72, bottom=690, right=300, top=700),)
    place = Place(page=31, boxes=boxes)
    block = Block(id="b7", kind=BlockKind.PARAGRAPH, text="Rent is due. It rises.", place=place)
    assert passage_of_block(block, 13, 22) == PassageOnPages(page=31, quote="It rises.", boxes=boxes)
