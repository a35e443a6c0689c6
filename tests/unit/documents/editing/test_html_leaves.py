from pathlib import Path

from desktop_llm.documents.editing.html_leaves import HtmlLeaves
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.rich_text import ParagraphKind
from desktop_llm.documents.source_file import SourceFile


def leaves(page: str) -> HtmlLeaves:
    return HtmlLeaves(page, SourceFile(Path("a"), ReadLimits(), lambda _done, _total: None))


def told(page: str) -> list[tuple[str, str]]:
    """What stands in each leaf's range, and the element that it is in."""
    found = leaves(page)
    return [(page[slice(*leaf.range)], leaf.element.name) for leaf in found.leaves]


def test_elements_whose_ends_were_left_out_end_where_the_next_begins() -> None:
    assert told("<p>a<p>b<ul><li>c<li>d</ul>e") == [("a", "p"), ("b", "p"), ("c", "li"), ("d", "li"), ("e", "")]
    assert told("<dl><dt>a<dd>b<dt>c</dl>") == [("a", "dt"), ("b", "dd"), ("c", "dt")]
    assert told("<table><tr><td>a<td>b<tr><td>c</table>d") == [("a", "td"), ("b", "td"), ("c", "td"), ("d", "")]


def test_a_range_is_from_the_first_letter_to_the_last() -> None:
    assert told("<div>\n  <b>a</b> b \n<p> c</p></div>") == [("<b>a</b> b", "div"), ("c", "p")]


def test_empty_lines_are_told_where_they_are_seen() -> None:
    assert told("<p></p><div></div><li></li><td></td>") == [("", "p"), ("", "li"), ("", "td")]


def test_what_is_not_shown_is_no_leaf() -> None:
    assert told("<head><title>t</title></head><script>x<p></script><style>y</style><p>a<!-- b --></p>") == [
        ("a<!-- b -->", "p")
    ]


def test_a_table_within_a_table_is_kept_whole() -> None:
    page = "<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>"
    kinds = [leaf.kind for leaf in leaves(page).leaves]
    assert kinds == [ParagraphKind.TEXT, ParagraphKind.KEPT]
