from desktop_llm.documents.document import Block, BlockKind, Document


def test_the_text_of_a_document_holds_each_block_where_it_says() -> None:
    blocks = (
        Block(id="b1", kind=BlockKind.HEADING, text="Lease", level=1),
        Block(id="b2", kind=BlockKind.PARAGRAPH, text="It ends in May.", start=7, heading_path=("Lease",)),
    )
    document = Document(name="a", path="/a", sha256="", media_type="text/plain", blocks=blocks)

    assert document.text == "Lease\n\nIt ends in May."
    assert [document.text[block.start :].startswith(block.text) for block in blocks] == [True, True]
