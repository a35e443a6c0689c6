import msgspec

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TableCell, TextFormat, TextRun

TEXT = RichText(
    paragraphs=(
        Paragraph(runs=(TextRun(text="Report"),), kind=ParagraphKind.HEADING, level=1, origin="p1"),
        Paragraph(
            runs=(TextRun(text="a "), TextRun(text="b", format=TextFormat(bold=True, link="https://example.org"))),
            cell=TableCell(table=0, row=1, column=2),
        ),
        Paragraph(runs=(TextRun(text="[picture]", kept="k1"),), kind=ParagraphKind.KEPT),
    ),
    language="en",
)


def test_a_text_is_stored_and_sent_as_it_is() -> None:
    assert msgspec.json.decode(msgspec.json.encode(TEXT), type=RichText) == TEXT
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(TEXT), type=RichText) == TEXT


def test_a_text_reads_as_lines() -> None:
    assert TEXT.text == "Report\na b\n[picture]"
