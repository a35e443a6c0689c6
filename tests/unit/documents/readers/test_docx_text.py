from pathlib import Path

from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.docx_text import Changes, DocxText
from desktop_llm.documents.readers.xml_tree import parse_xml
from desktop_llm.documents.source_file import SourceFile


def text_of(xml: str) -> DocxText:
    text = DocxText(Changes())
    source = SourceFile(Path("a.docx"), ReadLimits(), lambda _done, _total: None)
    text.take(parse_xml(f'<w:p xmlns:w="w">{xml}</w:p>'.encode(), source))
    return text


def test_characters_that_are_elements_are_characters() -> None:
    text = text_of("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:br w:type='page'/></w:r>")
    assert text.text == "a\tb‑c"


def test_moved_text_is_read_where_it_went() -> None:
    text = text_of("<w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>new</w:t></w:r></w:moveTo>")
    assert text.text == "new"
    assert (text.changes.n_inserted, text.changes.n_deleted) == (1, 1)


def test_notes_and_boxes_are_put_aside() -> None:
    text = text_of("<w:r><w:endnoteReference w:id='3'/><w:txbxContent><w:p/></w:txbxContent></w:r>")
    assert text.text == ""
    assert text.notes == [("endnote", "3")]
    assert len(text.boxes) == 1
