from pathlib import Path

from desktop_llm.documents.editing.html_blocks import NewBlock
from desktop_llm.documents.editing.html_edits import HtmlEdits, spot_of
from desktop_llm.documents.editing.html_leaves import HtmlLeaves
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import Paragraph
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.rich_files import item, new

LISTS = "<ul>\n<li>a</li>\n<li>b<ul><li>c</li></ul></li>\n</ul>\n<p>d</p>"


def put(number: int, *added: Paragraph, gone: tuple[int, ...] = (), page: str = LISTS) -> str:
    """Behind a leaf of this number, or before the first one."""
    read = HtmlLeaves(page, SourceFile(Path("a"), ReadLimits(), lambda _done, _total: None))
    edits = HtmlEdits(read, [leaf for n, leaf in enumerate(read.leaves) if n not in gone])
    blocks = [NewBlock(each, each.text) for each in added]
    if number < 0:
        edits.insert_before(spot_of(read.leaves[0]), blocks)
    elif blocks:
        edits.insert_behind(spot_of(read.leaves[number]), blocks)
    return edits.written().replace("\n", "")


def test_an_item_stands_beside_the_last_one_or_below_it() -> None:
    assert put(0, item("x")).startswith("<ul><li>a</li><li>x</li><li>b")
    assert put(0, item("x", 2)).startswith("<ul><li>a<ul><li>x</li></ul></li><li>b")
    assert "<li>c</li></ul></li><li>x</li></ul>" in put(2, item("x"))


def test_a_new_item_takes_what_the_one_before_had_below() -> None:
    assert "<li>b</li><li>x<ul><li>c</li></ul></li>" in put(1, item("x"))


def test_a_paragraph_leaves_the_list_and_divides_it_only_if_it_goes_on() -> None:
    assert put(2, new("x")).endswith("</li></ul><p>x</p><p>d</p>")
    assert put(0, new("x")).startswith("<ul><li>a</li></ul><p>x</p><ul><li>b")
    assert put(0, new("x"), gone=(1, 2)) == "<ul><li>a</li></ul><p>x</p><p>d</p>"


def test_several_kinds_leave_one_after_another_and_nothing_is_divided_twice() -> None:
    told = put(0, item("x", 2), item("y"), item("z", is_numbered=True), new("t"))
    assert told.startswith("<ul><li>a<ul><li>x</li></ul></li><li>y</li></ul><ol><li>z</li></ol><p>t</p><ul><li>b")


def test_what_comes_first_stands_before_the_whole_list() -> None:
    assert put(-1, new("x")).startswith("<p>x</p><ul>")


def test_elements_go_with_the_last_leaf_in_them() -> None:
    assert put(0, gone=(2,)) == "<ul><li>a</li><li>b</li></ul><p>d</p>"
    assert put(3, gone=(0, 1, 2)) == "<p>d</p>"
    assert put(0, gone=(1,)).startswith("<ul><li>a</li><li><ul><li>c")


def test_the_element_of_a_divided_list_keeps_its_attributes_but_not_its_id() -> None:
    told = put(0, new("x"), page='<ol id="i" class="k"><li>a</li><li>b</li></ol>')
    assert told == '<ol id="i" class="k"><li>a</li></ol><p>x</p><ol class="k"><li>b</li></ol>'
