from pathlib import Path

import pytest

from desktop_llm.documents.editing.looks import styled_looks
from desktop_llm.documents.editing.runs import RunParagraph
from desktop_llm.documents.editing.spots import ParagraphSpot
from desktop_llm.documents.editing.xml_part import Node, XmlPart
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import Look
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.editing import open_here
from tests.fakes.written_archive import write_odt


def root_of(xml: str) -> Node:
    return XmlPart(xml.encode(), SourceFile(Path("x"), ReadLimits(), lambda _done, _total: None)).root


@pytest.mark.parametrize(
    ("properties", "looks"),
    [
        ("<rPr><b/></rPr>", {Look.BOLD}),
        ('<rPr><b val="0"/><i val="1"/></rPr>', {Look.ITALIC}),
        ('<rPr><u val="single"/><dstrike/></rPr>', {Look.UNDERLINED, Look.STRUCK}),
        ('<rPr><rStyle val="Strong"/></rPr>', {Look.BOLD}),
        ('<rPr b="1" i="0" u="sng" strike="noStrike"/>', {Look.BOLD, Look.UNDERLINED}),
        ('<rPr><hlinkClick id="r1"/></rPr>', {Look.LINK}),
    ],
)
def test_properties_of_runs_are_what_a_reader_sees(properties: str, looks: set[Look]) -> None:
    paragraph = RunParagraph(root_of(f"<p><r><t>A longer rest, </t></r><r>{properties}<t>word</t></r></p>"))
    assert ParagraphSpot(paragraph).looks == {1: looks}


def test_what_no_reader_sees_of_a_look_is_none() -> None:
    paragraph = RunParagraph(root_of('<p><r><t>A longer rest, </t></r><r><rPr><sz val="9"/></rPr><t>b</t></r></p>'))
    assert ParagraphSpot(paragraph).looks == {1: set()}


def test_links_are_links_by_element_and_by_field() -> None:
    field = (
        '<r><fldChar fldCharType="begin"/></r><r><instrText>HYPERLINK "x"</instrText></r>'
        '<r><fldChar fldCharType="separate"/></r><r><t>ours</t></r><r><fldChar fldCharType="end"/></r>'
    )
    link = "<hyperlink><r><t>theirs</t></r></hyperlink>"
    paragraph = RunParagraph(root_of(f"<p><r><t>See </t></r>{field}<r><t> and </t></r>{link}</p>"))
    assert ParagraphSpot(paragraph).looks == {1: {Look.LINK}, 2: {Look.LINK}}


def test_text_styles_of_open_document_have_the_looks_of_their_parents_too() -> None:
    styles = styled_looks(
        root_of(
            '<styles><style name="Em" family="text"><text-properties font-style="italic"/></style>'
            '<style name="T1" family="text" parent-style-name="Em"><text-properties font-weight="bold"/></style>'
            '<style name="T2" family="text"><text-properties font-weight="normal" text-underline-style="none"/></style>'
            '<style name="P1" family="paragraph"><text-properties font-weight="bold"/></style></styles>'
        )
    )
    assert styles == {"Em": {Look.ITALIC}, "T1": {Look.ITALIC, Look.BOLD}, "T2": set()}


def test_segments_of_open_document_tell_their_links(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", '<text:p>See <text:a xlink:href="x">our page</text:a> now.</text:p>')
    assert open_here(path).segments[0].looks == {1: {Look.LINK}}
