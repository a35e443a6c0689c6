from pathlib import Path

from desktop_llm.documents.editing.line_atoms import Atom, Format, TextPlace, line_of, slot_texts
from desktop_llm.documents.editing.xml_part import Node, XmlPart
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.segments import InlineEnd, InlineObject, InlineStart
from desktop_llm.documents.source_file import SourceFile


def node(text: str = "") -> Node:
    root = XmlPart(b"<t/>", SourceFile(Path("x"), ReadLimits(), lambda _done, _total: None)).root
    root.text = text
    return root


def text(words: str, *formats: Format) -> Atom:
    return Atom(words, formats, TextPlace(node(words)))


def picture() -> Atom:
    return Atom("", (), None, (node(),))


BOLD, LINK = Format("bold", node()), Format("@link", node())


def test_a_format_of_all_texts_is_no_mark_and_equal_neighbours_are_one() -> None:
    line = line_of([text("  a", LINK), text("b", LINK, BOLD), text("c", LINK, BOLD), text(" ", LINK)])
    assert line is not None
    assert line.content == ("a", InlineStart(1), "bc", InlineEnd(1))
    assert (line.before, line.common) == ("  ", (LINK,))


def test_objects_at_the_ends_are_not_part_of_what_is_translated() -> None:
    line = line_of([picture(), text("a"), picture(), text("b"), picture()])
    assert line is not None
    assert line.content == ("a", InlineObject(1), "b")
    assert (len(line.lead), len(line.trail)) == (1, 1)
    assert line_of([picture(), text("  ")]) is None


def test_a_target_in_the_same_order_goes_where_the_longest_text_stood() -> None:
    atoms = [text(" a "), text("longer"), text("x", BOLD)]
    line = line_of(atoms)
    assert line is not None
    assert line.is_put_in_place(("new", InlineStart(1), "x", InlineEnd(1)))
    assert [atom.place.node.text for atom in atoms if atom.place] == [None, " new", "x"]


def test_another_order_of_marks_is_not_put_in_place() -> None:
    line = line_of([text("a"), text("b", BOLD), text("c")])
    assert line is not None
    assert not line.is_put_in_place((InlineStart(1), "b", InlineEnd(1), "ac", InlineObject(7)))


def test_slots_are_one_more_than_marks() -> None:
    assert slot_texts((InlineObject(1), "a", InlineObject(2))) == ["", "a", ""]
