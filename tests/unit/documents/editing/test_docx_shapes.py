from pathlib import Path

import pytest

from desktop_llm.documents.editing.docx_parts import DocxParts
from desktop_llm.documents.editing.docx_shapes import DocxShapes, Shape, is_end_of_section, shape_of_text
from desktop_llm.documents.editing.package import Package
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import ParagraphKind
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.rich_files import item
from tests.fakes.word_nodes import node, xml_of
from tests.fakes.written_archive import write_docx

SHAPES = [
    Shape(),
    Shape(ParagraphKind.HEADING, 3),
    Shape(ParagraphKind.LIST_ITEM, 2, is_numbered=True),
    Shape(ParagraphKind.LIST_ITEM, 1),
    Shape(ParagraphKind.QUOTE, 1),
    Shape(ParagraphKind.CODE),
]


@pytest.fixture
def shapes(tmp_path: Path) -> DocxShapes:
    source = SourceFile(write_docx(tmp_path / "a.docx", "<w:p/>"), ReadLimits(), lambda _done, _total: None)
    return DocxShapes(DocxParts(Package(source)))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_paragraph_is_what_it_was_made(tmp_path: Path, shape: Shape) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:p/>")
    parts = DocxParts(Package(SourceFile(path, ReadLimits(), lambda _done, _total: None)))
    paragraph = node("<w:p><w:pPr><w:jc w:val='both'/></w:pPr></w:p>")
    DocxShapes(parts).put(paragraph, shape, None)
    assert DocxShapes(parts).shape_of(paragraph) == shape
    assert '<w:jc w:val="both"/>' in xml_of(paragraph)


def test_a_paragraph_becomes_like_its_model_but_keeps_its_section(shapes: DocxShapes) -> None:
    model = node('<w:p><w:pPr><w:pStyle w:val="X"/><w:rPr><w:b/></w:rPr></w:pPr></w:p>')
    paragraph = node("<w:p><w:pPr><w:keepNext/><w:sectPr/></w:pPr><w:r/></w:p>")
    shapes.put(paragraph, Shape(), model)
    assert xml_of(paragraph) == '<w:p><w:pPr><w:pStyle w:val="X"/><w:sectPr/></w:pPr><w:r/></w:p>'
    assert is_end_of_section(paragraph)


def test_the_shape_of_a_text_is_what_the_editor_says() -> None:
    assert shape_of_text(item("a", 2, is_numbered=True)) == SHAPES[2]
