from pathlib import Path

from desktop_llm.documents.editing.odt_text_styles import TextStyles
from desktop_llm.documents.editing.xml_part import Node, XmlPart, first_child
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import PLAIN, TextFormat
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.rich_files import BOLD
from tests.fakes.written_archive import part_of, write_odt

MORE = (
    '<style:style style:name="Source_20_Text" style:family="text"/>'
    '<style:style style:name="C" style:family="text" style:parent-style-name="Source_20_Text"/>'
    '<style:style style:name="N" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>'
    '<style:style style:name="R" style:family="text"><style:text-properties fo:font-weight="bold" fo:color="#f00"/>'
    "</style:style></office:automatic-styles>"
)


def opened(tmp_path: Path, *names: str) -> tuple[TextStyles, list[Node], Node]:
    """The styles, spans of these styles within one another, and where new styles come."""
    spans = "".join(f'<text:span text:style-name="{name}">' for name in names) + "</text:span>" * len(names)
    path = write_odt(tmp_path / "a.odt", f"<text:p>{spans}</text:p>")
    xml = part_of(path, "content.xml").decode().replace("</office:automatic-styles>", MORE)
    root = XmlPart(xml.encode(), SourceFile(path, ReadLimits(), lambda _done, _total: None)).root
    automatic = first_child(root, "automatic-styles")
    assert automatic is not None
    found = [node for node in root.iter() if str(node.tag).endswith("}span")]
    return TextStyles([root], automatic), found, automatic


def test_the_innermost_style_that_says_something_counts(tmp_path: Path) -> None:
    styles, (bold, normal, code), _ = opened(tmp_path, "T1", "N", "C")
    assert styles.format_of([bold]) == BOLD
    assert styles.format_of([bold, normal]) == PLAIN
    assert styles.format_of([bold, code]) == TextFormat(bold=True, code=True)


def test_a_span_that_only_gave_a_look_goes_with_it(tmp_path: Path) -> None:
    styles, (bold, red), _ = opened(tmp_path, "T1", "R")
    assert styles.around_for([bold], PLAIN) == ()
    around = styles.around_for([red], PLAIN)
    assert around[0] is red
    assert styles.format_of(around) == PLAIN


def test_one_style_is_made_for_each_look(tmp_path: Path) -> None:
    styles, _, automatic = opened(tmp_path)
    n_before = len(automatic)
    look = TextFormat(bold=True, underline=True)
    first, second = styles.around_for([], look), styles.around_for([], look)
    assert first == second
    assert styles.format_of(first) == look
    assert len(automatic) == n_before + 1
