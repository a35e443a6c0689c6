from pathlib import Path

import pytest

from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.docx_styles import DocxStyles, ParagraphLook
from desktop_llm.documents.readers.xml_tree import Element, parse_xml
from desktop_llm.documents.source_file import SourceFile

STYLES = """
<style styleId="H"><name val="heading 2"/></style>
<style styleId="Mine"><name val="Clause"/><basedOn val="H"/></style>
<style styleId="T"><name val="Title"/></style>
<style styleId="Out"><name val="Odd"/><pPr><outlineLvl val="2"/></pPr></style>
<style styleId="Q"><name val="Intense Quote"/></style>
<style styleId="L"><name val="List"/><pPr><numPr><ilvl val="1"/><numId val="4"/></numPr></pPr></style>
<style styleId="A"><name val="A"/><basedOn val="B"/></style>
<style styleId="B"><name val="B"/><basedOn val="A"/></style>
"""


def element(xml: str) -> Element:
    return parse_xml(f"<r>{xml}</r>".encode(), SourceFile(Path("a"), ReadLimits(), lambda _done, _total: None))


@pytest.mark.parametrize(
    ("properties", "look"),
    [
        ('<pStyle val="H"/>', ParagraphLook(heading_level=2)),
        ('<pStyle val="Mine"/>', ParagraphLook(heading_level=2)),
        ('<pStyle val="T"/>', ParagraphLook(heading_level=1)),
        ('<pStyle val="Out"/>', ParagraphLook(heading_level=3)),
        ('<pStyle val="H"/><outlineLvl val="9"/>', ParagraphLook()),
        ('<pStyle val="L"/>', ParagraphLook(list_level=2, list_id="4")),
        ('<pStyle val="L"/><numPr><numId val="0"/></numPr>', ParagraphLook(list_id="0")),
        ('<numPr><ilvl val="0"/><numId val="1"/></numPr>', ParagraphLook(list_level=1, list_id="1")),
        ('<pStyle val="Q"/>', ParagraphLook(is_quote=True)),
        ('<pStyle val="A"/>', ParagraphLook()),
        ('<pStyle val="Unknown"/>', ParagraphLook()),
    ],
)
def test_a_paragraph_looks_as_it_says_itself_then_as_its_style_says(properties: str, look: ParagraphLook) -> None:
    assert DocxStyles(element(STYLES)).look_of(element(properties)) == look


def test_a_file_without_styles_has_paragraphs() -> None:
    assert DocxStyles(None).look_of(None) == ParagraphLook()
