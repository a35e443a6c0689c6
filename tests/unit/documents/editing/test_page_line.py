from desktop_llm.documents.editing.markup_tokens import tokens_of
from desktop_llm.documents.editing.page_line import PageItem, content_of, one_spaced, pair, without_ends
from desktop_llm.documents.segments import Look
from tests.fakes.editing import marked


def line_of(text: str) -> list[PageItem]:
    line = [PageItem(each.kind, (each.start, each.end), each.text, each.name) for each in tokens_of(text)]
    for item in line:
        item.text = "" if item.name else item.text
    pair(line)
    return line


def marked_line(text: str) -> str:
    line = line_of(text)
    return marked(content_of(line, *without_ends(line)).content)


def test_a_tag_is_a_mark_where_it_holds_for_a_part() -> None:
    assert marked_line("<b>all</b>") == "all"
    assert marked_line("  <i>a</i>  b <br> c <br>") == "[1]a[/1] b {2} c"
    assert marked_line("<b><i>a</i></b> b") == "[1]a[/1] b"


def test_a_tag_without_its_partner_stands_alone() -> None:
    assert marked_line("a <b>b <i>c</b> d") == "a [1]b {2}c[/1] d"
    assert marked_line("a</b> b") == "a{1} b"


def test_a_number_in_an_element_of_its_own_is_not_translated() -> None:
    assert marked_line("<span>2.1. </span>Scope") == "Scope"


def test_markup_is_where_the_tags_stand() -> None:
    line = line_of("a <b><i>b</i></b> c")
    found = content_of(line, 0, len(line))
    assert (found.markup[1].opening, found.markup[1].closing) == ((2, 8), (9, 17))
    assert found.looks == {1: {Look.BOLD, Look.ITALIC}}


def test_spaces_are_one_but_those_that_do_not_break_stay() -> None:
    assert one_spaced("a \n\t b\xa0 c") == "a b\xa0 c"
