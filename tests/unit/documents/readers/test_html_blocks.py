from pathlib import Path

from desktop_llm.documents.document import Block
from desktop_llm.documents.document_builder import DocumentBuilder
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.readers.html_blocks import LeavesOut, add_html
from desktop_llm.documents.readers.xml_tree import name_of, parse_html
from desktop_llm.documents.source_file import SourceFile


def blocks_of(html: str, leaves_out: LeavesOut | None = None) -> list[tuple[str, str, int]]:
    blocks: list[Block] = []
    builder = DocumentBuilder(blocks.extend, ReadLimits())
    root = parse_html(html, SourceFile(Path("a"), ReadLimits(), lambda _done, _total: None))
    assert root is not None
    add_html(root, builder, leaves_out=leaves_out)
    builder.flush()
    return [(str(block.kind), block.text, block.level) for block in blocks]


def test_every_kind_of_block_is_told_apart() -> None:
    html = (
        "loose <b>text</b><h2>Lease</h2><p>It ends\nin <i>May</i>.<br>Or not.</p><pre>x  =  1\n  y</pre>"
        "<figure><img alt=x><figcaption>A plan</figcaption></figure><aside>By the way</aside><div>last</div> tail"
    )
    assert blocks_of(html) == [
        ("paragraph", "loose text", 0),
        ("heading", "Lease", 2),
        ("paragraph", "It ends in May.\nOr not.", 0),
        ("code", "x  =  1\n  y", 0),
        ("caption", "A plan", 0),
        ("note", "By the way", 0),
        ("paragraph", "last", 0),
        ("paragraph", "tail", 0),
    ]


def test_lists_within_lists_know_their_depth() -> None:
    html = "<ul><li>one<ol><li><p>inner</p><p>goes on</p></ol><li>two</ul>after"
    assert blocks_of(html) == [
        ("list_item", "one", 1),
        ("list_item", "inner", 2),
        ("paragraph", "goes on", 0),
        ("list_item", "two", 1),
        ("paragraph", "after", 0),
    ]


def test_what_nobody_sees_is_left_out_and_what_follows_it_is_not() -> None:
    html = (
        "<p>one <script>x()</script>two <span hidden>no</span>three <span style='display: none'>no</span>four</p>"
        "<style>p {}</style><ruby>漢<rt>kan</rt></ruby>"
    )
    assert blocks_of(html) == [("paragraph", "one two three four", 0), ("paragraph", "漢", 0)]


def test_elements_can_be_left_out_with_all_that_is_in_them() -> None:
    html = "<div><nav><p>no</p><table><tr><td>no<td>no<tr><td>no<td>no</table></nav>yes</div>"
    assert blocks_of(html, lambda element: name_of(element) == "nav") == [("paragraph", "yes", 0)]


def test_tables_of_data_are_tables_and_those_of_layout_are_not() -> None:
    data = "<table><caption>Costs</caption><tr><th>Item<th>Price<tr><td>Rent<td>900</table>after"
    assert blocks_of(data) == [
        ("caption", "Costs", 0),
        ("table", "Item | Price\nRent | 900", 0),
        ("paragraph", "after", 0),
    ]
    layout = f"<table><tr><td>Left<td><h2>Right</h2><tr><td>{data}<td>end</table>"
    assert [kind for kind, _, _ in blocks_of(layout)] == [
        "paragraph",
        "heading",
        "caption",
        "table",
        "paragraph",
        "paragraph",
    ]


def test_depths_without_end_are_walked() -> None:
    assert blocks_of("<div>" * 1900 + "deep") == [("paragraph", "deep", 0)]


def test_a_mark_that_leads_to_its_own_heading_is_no_text() -> None:
    html = '<h2>Lease<a class="headerlink" href="#lease" title="Link">¶</a></h2><p>See <a href="#b">§ 5</a>.</p>'
    assert blocks_of(html) == [("heading", "Lease", 2), ("paragraph", "See § 5.", 0)]
