from pathlib import Path

import pytest
from msgspec import structs

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TableCell, TextFormat
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.rich_files import (
    BOLD,
    ITALIC,
    Edit,
    changed,
    edited,
    heading,
    item,
    new,
    outline,
    paragraphs,
    rich_file,
    run,
    saying,
    texts,
    with_new,
    without,
)

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>T</title></head>
<body class="x">
<h1 id="top">Head</h1>
<!-- a comment -->
<p class="a">A <b>bold</b> and <span class="k">kept</span> &amp; <a href="x.html" title="t">link</a>
  wrapped <img src="a.png" alt="cat"> end.</p>
<ul class="l">
  <li>one</li>
  <li>two
    <ul><li>three</li></ul>
  </li>
  <li>four
</ul>
<blockquote><p>said</p></blockquote>
<pre><code class="py">x = 1
y &lt; 2
</code></pre>
<div>loose text<br>two</div>
<table class="t"><tr><th>a</th><th>b</th></tr>
<tr><td>c</td><td></td></tr></table>
<hr>
<p>last
</body></html>
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.html"
    path.write_text(PAGE, "utf-8")
    return path


def number_of(path: Path, text: str) -> int:
    return texts(path).index(text)


def lines_of(path: Path, edit: Edit) -> tuple[list[str], list[str]]:
    """Which lines came, and which went."""
    before, after = PAGE.splitlines(), edited(path, edit).read_text("utf-8").splitlines()
    return [line for line in after if line not in before], [line for line in before if line not in after]


def test_headings_lists_quotations_code_tables_and_pictures_are_read(path: Path) -> None:
    kinds = ParagraphKind
    assert outline(path) == [
        (kinds.HEADING, 1, "Head"),
        (kinds.TEXT, 0, "A bold and kept & link wrapped [cat] end."),
        (kinds.LIST_ITEM, 1, "one"),
        (kinds.LIST_ITEM, 1, "two"),
        (kinds.LIST_ITEM, 2, "three"),
        (kinds.LIST_ITEM, 1, "four"),
        (kinds.QUOTE, 1, "said"),
        (kinds.CODE, 0, "x = 1\ny < 2"),
        (kinds.TEXT, 0, "loose text\ntwo"),
        *((kinds.TEXT, 0, text) for text in ("a", "b", "c", "")),
        (kinds.KEPT, 0, "———"),
        (kinds.TEXT, 0, "last"),
    ]
    assert [each.format for each in paragraphs(path)[1].runs[:4]] == [
        TextFormat(),
        BOLD,
        TextFormat(),
        TextFormat(link="x.html"),
    ]
    assert rich_file(path).language == "en"


WHOLE = [
    PAGE,
    "",
    "just text",
    "<p>a<p>b",
    "<p>a</p>\r\n",
    "<table><tr><td>a<td>b</table>",
    "<b><p>x</b></p>",
    "<ul></ul>",
]


@pytest.mark.parametrize("page", WHOLE)
def test_what_is_not_edited_keeps_every_byte(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(page.encode())
    assert edited(path, lambda before: before).read_bytes() == page.encode()


def test_words_change_within_their_elements(path: Path) -> None:
    (came,), (went,) = lines_of(path, changed(1, "kept", "held"))
    assert came == went.replace("kept", "held")
    assert lines_of(path, changed(1, "end", "<end>"))[0] == ['  wrapped <img src="a.png" alt="cat"> &lt;end&gt;.</p>']
    assert lines_of(path, changed(number_of(path, "last"), "last", "least"))[0] == ["<p>least"]
    assert lines_of(path, changed(number_of(path, "c"), "c", "d"))[0] == ["<tr><td>d</td><td></td></tr></table>"]
    assert lines_of(path, changed(number_of(path, "x = 1\ny < 2"), "1", "2"))[0] == ['<pre><code class="py">x = 2']


def test_letters_get_a_format_and_lose_one(path: Path) -> None:
    runs = (run("A bold "), run("and ", ITALIC), run("kept"), run(" & "), run("link", TextFormat(link="y.html")))
    output = edited(path, lambda before: [before[0], saying(before[1], *runs), *before[2:]])
    line = next(line for line in output.read_text().splitlines() if line.startswith('<p class="a">'))
    wanted = '<p class="a">A bold <em>and </em><span class="k">kept</span> &amp; <a href="y.html">link</a></p>'
    assert line == wanted


def test_new_paragraphs_stand_within_what_they_belong_to(path: Path) -> None:
    assert lines_of(path, with_new(3, item("new"))) == (["<li>new</li>"], [])
    came, _ = lines_of(path, with_new(5, item("deep", 2)))
    assert came == ["    <ul><li>three</li>", "<li>deep</li></ul>"]
    assert lines_of(path, with_new(6, new("text"), heading("H", 2))) == (["<p>text</p>", "<h2>H</h2>"], [])
    quote = new("more", kind=ParagraphKind.QUOTE, level=1)
    assert "<blockquote><p>said</p>\n<p>more</p></blockquote>\n<p>after</p>" in (
        edited(path, with_new(7, quote, new("after"))).read_text()
    )
    assert texts(edited(path, with_new(0, new("first"))))[0] == "first"


@pytest.mark.parametrize("number", [2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15])
def test_whatever_comes_anywhere_is_read_again_in_its_place(path: Path, number: int) -> None:
    added = [
        item("a1"),
        item("b2", 2),
        item("c1", is_numbered=True),
        new("text"),
        new("q", kind=ParagraphKind.QUOTE, level=1),
        new("if a:", kind=ParagraphKind.CODE),
        heading("H"),
    ]
    output = edited(path, with_new(number, *added))
    before = outline(path)
    wanted = [*before[:number], *((each.kind, each.level, each.text) for each in added), *before[number:]]
    assert [text for *_, text in outline(output)] == [text for *_, text in wanted]
    assert outline(output)[number : number + len(added)] == wanted[number : number + len(added)]


@pytest.mark.parametrize("number", range(15))
def test_whatever_goes_all_others_stay(path: Path, number: int) -> None:
    output = edited(path, without(number))
    wanted = [*texts(path)[:number], *texts(path)[number + 1 :]]
    assert [text for text in texts(output) if text] == [text for text in wanted if text]
    assert "<!-- a comment -->" in output.read_text()
    assert output.read_text().endswith("</body></html>\n")


def test_lists_that_are_empty_go_as_a_whole(path: Path) -> None:
    output = edited(path, lambda before: [*before[:2], *before[6:]])
    assert "<ul" not in output.read_text()
    assert "<li" not in output.read_text()


def test_a_paragraph_becomes_a_heading_and_an_item_a_paragraph(path: Path) -> None:
    def edit(before: list[Paragraph]) -> list[Paragraph]:
        as_heading = structs.replace(before[1], kind=ParagraphKind.HEADING, level=2)
        as_text = structs.replace(before[2], kind=ParagraphKind.TEXT, level=0)
        return [before[0], as_heading, as_text, *before[3:]]

    output = edited(path, edit)
    assert '<h2 class="a">A <b>bold</b>' in output.read_text()
    assert "<p>one</p>\n<ul" in output.read_text()
    assert texts(output) == texts(path)


def test_rows_come_and_tables_go(path: Path) -> None:
    row = [new(text, cell=TableCell(table=0, row=2, column=n)) for n, text in enumerate("xy")]
    output = edited(path, with_new(13, *row))
    assert '<table class="t">\n<tr><th>a</th><th>b</th></tr>' in output.read_text()
    assert "<tr><td>x</td><td>y</td></tr>\n</table>" in output.read_text()
    assert "<table" not in edited(path, lambda before: [each for each in before if not each.cell]).read_text()
    cells = [new(text, cell=TableCell(table=0, row=0, column=n)) for n, text in enumerate("xy")]
    assert "<table>\n<tr><td>x</td><td>y</td></tr>\n</table>" in edited(path, with_new(15, *cells)).read_text()


def test_cells_are_counted_past_those_that_reach_over_rows_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>", "utf-8")
    cells = [each.cell for each in paragraphs(path)]
    assert [(cell.row, cell.column) for cell in cells if cell] == [(0, 0), (0, 1), (1, 1), (1, 2)]


def test_letters_that_the_encoding_lacks_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="iso-8859-1"><p>Käse</p>'.encode("latin-1"))
    output = edited(path, changed(0, "Käse", "Käse Ω"))
    assert output.read_bytes().endswith("<p>Käse &#937;</p>".encode("latin-1"))


def test_a_page_without_a_body_and_one_nested_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html></html>", "utf-8")
    assert texts(path) == [""]
    assert texts(edited(path, lambda _before: [new("x")])) == ["x"]
    path.write_text("<div>" * 5000, "utf-8")
    with pytest.raises(DocumentError) as caught:
        rich_file(path)
    assert caught.value.code is ErrorCode.DOCUMENT_DAMAGED


def test_right_to_left_and_poems(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<p dir="rtl">שלום<br>עולם</p>', "utf-8")
    assert texts(path) == ["שלום\nעולם"]
    assert edited(path, changed(0, "עולם", "רב")).read_text("utf-8") == '<p dir="rtl">שלום<br>רב</p>'


def test_code_keeps_the_ends_of_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<pre>\r\nx\r\ny\r\n</pre>\r\n")
    assert texts(path) == ["x\ny"]
    assert edited(path, changed(0, "y", "z\nw")).read_bytes() == b"<pre>\r\nx\r\nz\r\nw\r\n</pre>\r\n"


def test_cells_say_how_far_they_go_and_end_at_the_edge_of_their_table(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<table><tr><td rowspan=9>a<td colspan=100>b<tr><td>c<td>d</table>", "utf-8")
    cells = [each.cell for each in paragraphs(path)]
    assert [(cell.n_rows, cell.n_columns) for cell in cells if cell] == [(2, 1), (1, 2), (1, 1), (1, 1)]
    output = edited(path, changed(1, "b", "B"))
    assert output.read_text("utf-8") == path.read_text("utf-8").replace(">b<", ">B<")


def test_a_new_table_goes_over_as_much(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>x</p>", "utf-8")
    cells = (
        new("a", cell=TableCell(table=0, row=0, column=0, n_rows=2)),
        new("b", cell=TableCell(table=0, row=0, column=1, n_columns=2)),
        new("c", cell=TableCell(table=0, row=1, column=1)),
        new("d", cell=TableCell(table=0, row=1, column=2)),
    )
    output = edited(path, lambda before: [*before, *cells])
    assert '<td rowspan="2">a</td><td colspan="2">b</td>' in output.read_text("utf-8")
    assert [(each.text, each.cell) for each in paragraphs(output) if each.cell] == [
        (each.text, each.cell) for each in cells
    ]
