"""What the styles of a file say; shapes in whole files are in test_rich_odt.py."""

from pathlib import Path

from desktop_llm.documents.editing.odt_shapes import OdtShape, OdtShapes, lists_around, shape_of_text
from desktop_llm.documents.editing.xml_part import Node, XmlPart, local_name
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import ParagraphKind
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.rich_files import item
from tests.fakes.written_archive import part_of, write_odt

ITEM = "<text:list-item><text:p>a</text:p><text:p>b</text:p></text:list-item>"
BODY = (
    f'<text:list text:style-name="N"><text:list-header><text:p>h</text:p></text:list-header>{ITEM}</text:list>'
    '<text:p text:style-name="Title">t</text:p><text:p text:style-name="Mine">q</text:p>'
)
STYLES = (
    '<style:style style:name="Mine" style:family="paragraph" style:parent-style-name="Quotations"/>'
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="a"/>'
    '<text:list-level-style-number text:level="2" style:num-format=""/></text:list-style></office:automatic-styles>'
)


def opened(tmp_path: Path) -> tuple[OdtShapes, list[Node]]:
    path = write_odt(tmp_path / "a.odt", BODY)
    xml = part_of(path, "content.xml").decode().replace("</office:automatic-styles>", STYLES)
    source = SourceFile(path, ReadLimits(), lambda _done, _total: None)
    root = XmlPart(xml.encode(), source).root
    styles = XmlPart(part_of(path, "styles.xml"), source).root
    return OdtShapes(root, styles), [node for node in root.iter() if local_name(node) == "p"]


def test_shapes_come_from_lists_and_from_styles_and_what_they_are_based_on(tmp_path: Path) -> None:
    shapes, nodes = opened(tmp_path)
    assert [shapes.shape_of(node) for node in nodes] == [
        OdtShape(),
        OdtShape(ParagraphKind.LIST_ITEM, 1, is_numbered=True),
        OdtShape(),
        OdtShape(ParagraphKind.HEADING, 1),
        OdtShape(ParagraphKind.QUOTE, 1),
    ]
    assert shapes.is_numbered(lists_around(nodes[1]), 2) is False


def test_styles_that_are_missing_are_put_among_the_common_ones_once(tmp_path: Path) -> None:
    shapes, _ = opened(tmp_path)
    assert shapes.style_for(OdtShape()) == "Standard"
    assert not shapes.has_new_common
    names = [shapes.style_for(OdtShape(ParagraphKind.HEADING, 3)) for _ in range(2)]
    assert names == ["Heading_20_3"] * 2
    assert shapes.has_new_common
    assert shapes.list_style(is_numbered=True) == shapes.list_style(is_numbered=True)
    assert shapes.list_style(is_numbered=True) != shapes.list_style(is_numbered=False)


def test_the_shape_of_a_text_is_what_the_editor_says() -> None:
    assert shape_of_text(item("a", 2)) == OdtShape(ParagraphKind.LIST_ITEM, 2)
