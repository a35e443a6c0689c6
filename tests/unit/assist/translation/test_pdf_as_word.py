from pathlib import Path

from msgspec.structs import replace

from desktop_llm.assist.translation.pdf_as_word import pdf_as_word
from desktop_llm.documents.document import Block, BlockKind
from desktop_llm.documents.segments import SegmentKind
from tests.fakes.editing import open_here
from tests.fakes.written_documents import written_document


def test_the_text_of_a_pdf_can_be_translated_as_a_word_file(tmp_path: Path) -> None:
    document = written_document("# The pump", "It must not run dry.", name="pump.pdf")
    table = Block(id="b3", kind=BlockKind.TABLE, text="a | b", rows=(("Part", "Weight"), ("Pump", "5 kg")))
    item = Block(id="b4", kind=BlockKind.LIST_ITEM, text="Open the lid", level=1)
    path = tmp_path / "pump.docx"
    path.write_bytes(pdf_as_word(replace(document, blocks=(*document.blocks, table, item))))
    assert [("".join(map(str, each.content[-1:])), each.kind) for each in open_here(path).segments] == [
        ("The pump", SegmentKind.HEADING),
        ("It must not run dry.", SegmentKind.TEXT),
        ("Part", SegmentKind.CELL),
        ("Weight", SegmentKind.CELL),
        ("Pump", SegmentKind.CELL),
        ("5 kg", SegmentKind.CELL),
        ("Open the lid", SegmentKind.TEXT),
    ]
