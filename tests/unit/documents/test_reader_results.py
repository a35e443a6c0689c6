from desktop_llm.documents.reader_messages import (
    BytesWritten,
    FileOpened,
    FileWritten,
    ParagraphsFound,
    RichTextOpened,
    SegmentsFound,
)
from desktop_llm.documents.reader_results import OpenedResult, RichTextResult, WrittenResult
from desktop_llm.documents.rich_text import Paragraph, RichText, RichTextFile
from desktop_llm.documents.segments import EditableFile, FileSegment


def test_segments_are_gathered_until_the_file_is_told() -> None:
    result = OpenedResult()
    first, second = (FileSegment(id=key, content=("a",)) for key in ("s1", "s2"))
    assert result.take(SegmentsFound(segments=(first,))) is None
    assert result.take(SegmentsFound(segments=(second,))) is None
    file = result.take(FileOpened(file=EditableFile(name="a", path="/a", sha256="", media_type="")))
    assert file is not None
    assert file.segments == (first, second)


def test_bytes_are_gathered_until_all_are_written() -> None:
    result = WrittenResult()
    assert result.take(BytesWritten(data=b"a")) is None
    assert result.take(BytesWritten(data=b"b")) is None
    assert result.take(FileWritten()) == b"ab"


def test_paragraphs_are_gathered_until_the_file_is_told() -> None:
    result = RichTextResult()
    first, second = Paragraph(origin="p1"), Paragraph(origin="p2")
    assert result.take(ParagraphsFound(paragraphs=(first,))) is None
    assert result.take(ParagraphsFound(paragraphs=(second,))) is None
    file = RichTextFile(name="a", path="/a", sha256="", media_type="", text=RichText(language="en"))
    told = result.take(RichTextOpened(file=file))
    assert told is not None
    assert told.text == RichText(paragraphs=(first, second), language="en")
