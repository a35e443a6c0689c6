from desktop_llm.documents.editing.html_blocks import NewBlock, html_of, items_html, table_html
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind
from tests.fakes.rich_files import heading, item, new


def html(*paragraphs: Paragraph) -> str:
    return html_of([NewBlock(each, each.text) for each in paragraphs]).replace("\n", "")


def test_blocks_are_written_as_what_they_are() -> None:
    assert html(heading("a", 9), new("b")) == "<h6>a</h6><p>b</p>"
    assert html(new("x < y", kind=ParagraphKind.CODE)) == "<pre><code>x &lt; y</code></pre>"
    quotes = [new(text, kind=ParagraphKind.QUOTE, level=level) for text, level in (("a", 1), ("b", 1), ("c", 2))]
    assert html(*quotes) == (
        "<blockquote><p>a</p><p>b</p></blockquote><blockquote><blockquote><p>c</p></blockquote></blockquote>"
    )


def test_items_stand_in_lists_by_their_levels_and_kinds() -> None:
    items = [item("a"), item("b", 2, is_numbered=True), item("c", 3), item("d"), item("e", is_numbered=True)]
    assert html(*items) == ("<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul><ol><li>e</li></ol>")
    assert html(item("deep", 2)) == "<ul><li><ul><li>deep</li></ul></li></ul>"
    assert items_html([NewBlock(item("a"), "a")], 1) == "<li>a</li>"


def test_a_block_that_is_kept_is_what_it_was() -> None:
    assert html_of([NewBlock(new("———", kind=ParagraphKind.KEPT), "", "<hr>")]) == "<hr>"


def test_a_table_has_a_line_for_each_row() -> None:
    assert table_html([[("<th>", "a", "</th>")], [("<td>", "b", "</td>")]], "<table>") == (
        "<table>\n<tr><th>a</th></tr>\n<tr><td>b</td></tr>\n</table>"
    )


def test_text_from_right_to_left_says_so() -> None:
    assert html(new("שלום"), item("עוד")) == '<p dir="rtl">שלום</p><ul><li dir="rtl">עוד</li></ul>'
