from pathlib import Path

from desktop_llm.documents.editing.docx_parts import DocxParts
from desktop_llm.documents.editing.package import Package
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.word_nodes import node, xml_of
from tests.fakes.written_archive import part_of, same_but, write_docx

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
)


def opened(path: Path) -> tuple[DocxParts, Package]:
    package = Package(SourceFile(path, ReadLimits(), lambda _done, _total: None))
    return DocxParts(package), package


def test_links_are_known_by_their_relations_and_made_once(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:p/>")
    relations = '<Relationships><Relationship Id="r1" Type="t/hyperlink" Target="https://x.org"/></Relationships>'
    parts, package = opened(same_but(path, tmp_path / "b.docx", {"word/_rels/document.xml.rels": relations}))
    assert parts.link_of(node('<w:hyperlink w:id="r1" w:anchor="top"/>')) == "https://x.org#top"
    assert xml_of(parts.new_link(node("<w:p/>"), "#top")) == '<w:hyperlink w:anchor="top"/>'
    assert "r1" in xml_of(parts.new_link(node("<w:p/>"), "https://x.org"))
    new = [xml_of(parts.new_link(node("<w:p/>"), "https://y.org")) for _ in range(2)]
    assert new[0] == new[1]
    (tmp_path / "c.docx").write_bytes(package.written())
    assert part_of(tmp_path / "c.docx", "word/_rels/document.xml.rels").count(b"https://y.org") == 1


def test_lists_say_whether_they_have_numbers_and_new_ones_follow_the_old(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:p/>", numbering=NUMBERING)
    parts, _ = opened(path)
    assert [parts.is_numbered("3", 1), parts.is_numbered("3", 2), parts.is_numbered("9", 1)] == [True, False, False]
    ids = [parts.new_list(is_numbered=True), parts.new_list(is_numbered=False), parts.new_list(is_numbered=True)]
    assert ids == ["4", "5", "4"]
    assert [parts.is_numbered(each, 1) for each in ids] == [True, False, True]


def test_a_style_is_found_by_its_name_or_made(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Heading 1"/></w:style>'
    parts, _ = opened(write_docx(tmp_path / "a.docx", "<w:p/>", styles=styles))
    assert parts.style_named("heading 1") == "Mine"
    assert parts.style_named("Quote") == ""
    assert parts.new_style("mine", "<w:rPr><w:i/></w:rPr>") == "Mine1"
    assert parts.style_named("mine") == "Mine1"


def test_parts_that_are_missing_are_added_with_their_relations_and_kinds(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:p/>")
    parts, package = opened(path)
    parts.new_list(is_numbered=False)
    (tmp_path / "b.docx").write_bytes(package.written())
    assert b"numbering.xml" in part_of(tmp_path / "b.docx", "word/_rels/document.xml.rels")
    assert b"/word/numbering.xml" in part_of(tmp_path / "b.docx", "[Content_Types].xml")
    again, _ = opened(tmp_path / "b.docx")
    assert again.is_numbered("1", 1) is False
