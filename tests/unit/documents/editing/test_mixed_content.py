from pathlib import Path

from desktop_llm.documents.editing.mixed_content import MixedParagraph, Role
from desktop_llm.documents.editing.xml_part import Node, XmlPart, local_name
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import InlineEnd, InlineObject, InlineStart
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.editing import marked

ROLES = {"a": Role.LINK, "x": Role.OBJECT, "tab": Role.OBJECT, "m": Role.UNSEEN, "s": Role.BLANK, "b": "bold", "n": ""}


def role_of(node: Node) -> Role | str:
    return ROLES[local_name(node)]


def part_of(inner: str) -> XmlPart:
    return XmlPart(f"<p>{inner}</p>".encode(), SourceFile(Path("x"), ReadLimits(), lambda _done, _total: None))


def put(inner: str, *target: object) -> tuple[str, str]:
    part = part_of(inner)
    paragraph = MixedParagraph(part.root, role_of)
    assert paragraph.line is not None
    before = marked(paragraph.line.content)
    paragraph.put(target)  # pyright: ignore[reportArgumentType]
    return before, part.written().decode()


def test_looks_are_marks_and_those_that_show_nothing_are_none() -> None:
    before, written = put("a <n>b</n> <b>c</b><b>d</b>", "A ", InlineStart(1), "CD", InlineEnd(1))
    assert before == "a b [1]cd[/1]"
    assert written == "<p>A <n/><b>CD</b><b/></p>"


def test_another_order_moves_elements_with_their_attributes() -> None:
    before, written = put(
        '<m i="1"/>a <a h="1">b <b>c</b></a> d<x/>',
        InlineStart(1),
        InlineStart(2),
        "C",
        InlineEnd(2),
        " B",
        InlineEnd(1),
        " A",
    )
    assert before == "a [1]b [2]c[/2][/1] d"
    assert written == '<p><m i="1"/><a h="1"><b>C</b> B</a> A<x/></p>'


def test_spaces_that_are_elements_go_when_their_text_changes() -> None:
    before, written = put("a <s/>b<x/>c", "A", InlineObject(1), "c")
    assert before == "a  b{1}c"
    assert written == "<p>A<x/>c</p>"


def test_a_link_over_all_of_it_is_filled_and_not_left() -> None:
    _, written = put("<a>b <b>c</b></a>", InlineStart(1), "C", InlineEnd(1), " B")
    assert written == "<p><a><b>C</b> B</a></p>"


def test_numbers_of_an_entry_of_a_table_of_contents_stay_when_its_elements_move() -> None:
    before, written = put("<b>1.2</b><tab/>a <b>c</b> d<tab/>17", InlineStart(1), "C", InlineEnd(1), " A")
    assert before == "a [1]c[/1] d"
    assert written == "<p><b>1.2</b><tab/><b>C</b> A<tab/>17</p>"
