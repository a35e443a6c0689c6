import pytest

from desktop_llm.documents.editing.docx_formats import RunFormats
from desktop_llm.documents.rich_text import PLAIN, TextFormat
from tests.fakes.rich_files import BOLD, ITALIC
from tests.fakes.word_nodes import node, xml_of

STYLES = node(
    '<w:styles><w:style w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="S2"><w:name w:val="Stronger"/><w:basedOn w:val="S"/>'
    '<w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:styleId="L"><w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:styleId="V"><w:name w:val="Verbatim Char"/></w:style></w:styles>'
)
FORMATS = RunFormats(STYLES)


def run(look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>a</w:t></w:r>"


@pytest.mark.parametrize(
    ("look", "wanted"),
    [
        ("", PLAIN),
        ("<w:b/>", BOLD),
        ('<w:b w:val="0"/>', PLAIN),
        ('<w:rStyle w:val="S"/>', BOLD),
        ('<w:rStyle w:val="S"/><w:b w:val="false"/>', PLAIN),
        ('<w:rStyle w:val="S2"/>', TextFormat(bold=True, underline=True)),
        ('<w:i/><w:u w:val="none"/>', ITALIC),
        ("<w:dstrike/>", TextFormat(strike=True)),
        ('<w:rStyle w:val="V"/>', TextFormat(code=True)),
        ('<w:rFonts w:ascii="Courier New"/>', TextFormat(code=True)),
    ],
)
def test_a_look_is_what_the_run_says_and_then_what_its_style_says(look: str, wanted: TextFormat) -> None:
    assert FORMATS.format_of(node(run(look))) == wanted


def test_letters_of_links_and_of_code_are_no_more_than_that() -> None:
    link = node(run('<w:rStyle w:val="L"/>'))
    assert FORMATS.format_of(link, "https://x.org") == TextFormat(link="https://x.org")
    assert FORMATS.format_of(node(run('<w:rFonts w:ascii="Courier"/>')), is_in_code=True) == PLAIN
    assert FORMATS.is_hidden(node(run("<w:vanish/>")))


@pytest.mark.parametrize(
    ("look", "new", "wanted"),
    [
        ("", BOLD, "<w:b/>"),
        ('<w:color w:val="F00"/>', ITALIC, '<w:i/><w:color w:val="F00"/>'),
        ('<w:b/><w:sz w:val="20"/>', PLAIN, '<w:sz w:val="20"/>'),
        ('<w:rStyle w:val="S"/>', PLAIN, '<w:rStyle w:val="S"/><w:b w:val="0"/>'),
        ('<w:rStyle w:val="S"/><w:b w:val="0"/>', BOLD, '<w:rStyle w:val="S"/>'),
        ('<w:lang w:val="de"/>', TextFormat(underline=True), '<w:u w:val="single"/><w:lang w:val="de"/>'),
        ('<w:sz w:val="20"/>', TextFormat(link="x"), '<w:rStyle w:val="L"/><w:sz w:val="20"/>'),
        ('<w:sz w:val="20"/><w:rtl/>', BOLD, '<w:b/><w:bCs/><w:sz w:val="20"/><w:rtl/>'),
        ('<w:rStyle w:val="V"/><w:strike/>', TextFormat(strike=True), "<w:strike/>"),
    ],
)
def test_another_look_changes_only_what_differs(look: str, new: TextFormat, wanted: str) -> None:
    element = node(run(look))
    FORMATS.put(element, FORMATS.format_of(element), new)
    assert xml_of(element) == run(wanted)
    assert FORMATS.format_of(element, new.link) == new


def test_a_run_that_looks_like_nothing_has_no_properties() -> None:
    element = node(run("<w:b/>"))
    FORMATS.put(element, BOLD, PLAIN)
    assert xml_of(element) == "<w:r><w:t>a</w:t></w:r>"
