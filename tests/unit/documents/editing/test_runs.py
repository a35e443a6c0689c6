from pathlib import Path

import pytest

from desktop_llm.documents.editing.runs import RunParagraph
from desktop_llm.documents.editing.xml_part import XmlPart, local_name
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import InlineEnd, InlineStart
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.editing import marked


def paragraph_of(inner: str) -> RunParagraph:
    source = SourceFile(Path("x"), ReadLimits(), lambda _done, _total: None)
    return RunParagraph(XmlPart(f"<p>{inner}</p>".encode(), source).root)


def test_a_space_looks_like_what_stands_before_it() -> None:
    paragraph = paragraph_of(
        "<r><rPr><b/></rPr><t>bold</t></r><r><t> </t></r><r><rPr><b/></rPr><t>too</t></r>"
        "<r><t>, and a longer rest</t></r>"
    )
    assert paragraph.line is not None
    assert marked(paragraph.line.content) == "[1]bold too[/1], and a longer rest"


def test_what_nobody_sees_makes_no_difference() -> None:
    paragraph = paragraph_of('<r><rPr><lang val="en"/></rPr><t>a</t></r><r><rPr><noProof/></rPr><t>b</t></r>')
    assert paragraph.line is not None
    assert paragraph.line.content == ("ab",)


def test_a_tab_within_bold_text_is_bold() -> None:
    paragraph = paragraph_of("<r><rPr><b/></rPr><t>a</t><tab/><t>b</t></r><r><t>plain and long</t></r>")
    assert paragraph.line is not None
    assert marked(paragraph.line.content) == "[1]a{2}b[/1]plain and long"


def test_runs_that_are_left_without_text_go() -> None:
    paragraph = paragraph_of("<r><t>one </t></r><r><t>sentence</t></r><r><rPr><b/></rPr><t>!</t></r>")
    paragraph.put(("ein Satz", InlineStart(1), "!", InlineEnd(1)))
    assert [run_text for run in paragraph.runs for run_text in [list(run)[-1].text]] == ["ein Satz", "!"]


@pytest.mark.parametrize(
    ("inner", "content"),
    [
        ("<r><t>1 </t></r><hyperlink><r><t>Introduction</t></r></hyperlink><r><tab/><t>3</t></r>", "Introduction"),
        ("<r><t>2.1</t></r><r><tab/></r><r><t>Two words</t></r><r><tab/></r><r><t>xiv</t></r>", "Two words"),
        ("<r><t>Total</t></r><r><tab/><t>12</t></r>", "Total"),
        ("<r><t>12</t></r><r><tab/><t>13</t></r>", None),
        ("<r><rPr><b/></rPr><t>5</t></r><r><t> files in one folder</t></r>", "[1]5[/1] files in one folder"),
        ("<r><t>Name</t></r><r><tab/><t>Place of birth</t></r>", "Name{1}Place of birth"),
    ],
)
def test_the_number_of_a_page_at_the_end_of_a_line_is_not_translated(inner: str, content: str | None) -> None:
    line = paragraph_of(inner).line
    assert (marked(line.content) if line is not None else None) == content


def test_a_translated_entry_of_a_table_of_contents_keeps_its_numbers() -> None:
    paragraph = paragraph_of("<r><t>1 </t></r><hyperlink><r><t>Begin</t></r></hyperlink><r><tab/><t>3</t></r>")
    paragraph.put(("Anfang",))
    texts = [node.text for node in paragraph.node.iter() if local_name(node) == "t"]
    assert texts == ["1 ", "Anfang", "3"]
