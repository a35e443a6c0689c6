from pathlib import Path

import pytest

from desktop_llm.documents.segments import Layout, SegmentKind
from tests.fakes.editing import contents, louder, marked_texts, open_here, turned, unchanged, write_here, write_some

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>A title</title><style>p{content:"x"}</style></head><body>
<h1>Head <em class='x'>line</em></h1>
<p>This is <b>bold</b>, <code>x &lt; 1</code> and a <a href="?a=1&amp;b=2">link &amp; more</a>.
<p><b>All bold</b></p><ul><li>One<li>Two &nbsp; spaces</ul>
<p><img src="x.png" alt="A cat &amp; a dog"/> After it <br> a break <!-- said --> here</p>
<script>if (a<b) {document.write("<p>no</p>")}</script><pre>as  it is</pre>
<p translate="no">Brand</p><td>5</td></body></html>
"""


def page(tmp_path: Path, text: str = PAGE) -> Path:
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_are_segments_and_marks_stand_for_what_holds_for_a_part(tmp_path: Path) -> None:
    assert marked_texts(open_here(page(tmp_path))) == [
        "A title",
        "Head [1]line[/1]",
        "This is [1]bold[/1], {2} and a [3]link & more[/3].",
        "All bold",
        "One",
        "Two \xa0 spaces",
        "A cat & a dog",
        "After it {1} a break {2} here",
    ]


def test_every_character_but_those_of_the_texts_stays(tmp_path: Path) -> None:
    path = page(tmp_path)
    assert write_here(path, unchanged, language="en").read_bytes() == path.read_bytes()
    written = write_here(path, louder).read_text(encoding="utf-8")
    assert written == (
        PAGE.replace('<html lang="en">', '<html lang="de">')
        .replace("A title", "A TITLE")
        .replace("Head", "HEAD")
        .replace("line</em>", "LINE</em>")
        .replace("This is", "THIS IS")
        .replace(">bold<", ">BOLD<")
        .replace(" and a ", " AND A ")
        .replace("link &amp; more", "LINK &amp; MORE")
        .replace("All bold", "ALL BOLD")
        .replace("One", "ONE")
        .replace("Two &nbsp; spaces", "TWO \xa0 SPACES")
        .replace("A cat &amp; a dog", "A CAT &amp; A DOG")
        .replace("After it", "AFTER IT")
        .replace("a break", "A BREAK")
        .replace("here</p>", "HERE</p>")
    )


def test_marks_may_come_in_another_order(tmp_path: Path) -> None:
    path = write_here(page(tmp_path, "<p>This <b>is</b> a <i>test</i></p>"), turned)
    assert path.read_text(encoding="utf-8") == "<p><i>test</i> a <b>is</b>This </p>"


@pytest.mark.parametrize("text", ["<p>a < b <b>c</p><p>d</b> e", "<p <b>x", "text <", "<ul><li>a<div>b", "<a href='>x"])
def test_a_broken_page_loses_nothing(tmp_path: Path, text: str) -> None:
    path = page(tmp_path, text)
    assert write_here(path, unchanged).read_text(encoding="utf-8") == text
    louder_path = write_here(path, louder)
    assert [str(each).lower() for each in contents(open_here(louder_path))] == [
        str(each).lower() for each in contents(open_here(path))
    ]


def test_text_from_right_to_left_turns_the_page(tmp_path: Path) -> None:
    written = write_here(page(tmp_path), louder, language="ar").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in written


@pytest.mark.parametrize(
    ("language", "told"),
    [("de", 'lang="de" xml:lang="de"'), ("ar", 'lang="ar" xml:lang="ar" dir="rtl"')],
)
def test_of_a_page_that_is_translated_in_part_each_translated_text_tells_its_language(
    tmp_path: Path, language: str, told: str
) -> None:
    text = (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>A title</title></head><body>'
        '<p>One <img src="x" alt="a cat"/> here</p><p>Two</p><p>Three</p></body></html>'
    )
    assert marked_texts(open_here(page(tmp_path, text))) == ["A title", "a cat", "One {1} here", "Two", "Three"]
    written = write_some(page(tmp_path, text), 4, language=language).read_text(encoding="utf-8")
    assert written == text.replace("A title", "A TITLE").replace(
        '<p>One <img src="x" alt="a cat"/> here</p><p>Two</p>',
        f'<p><span {told}>ONE <img src="x" alt="A CAT"/> HERE</span></p><p><span {told}>TWO</span></p>',
    )
    assert write_some(page(tmp_path, text), 0).read_text(encoding="utf-8") == text


def test_in_two_languages_ids_are_there_once(tmp_path: Path) -> None:
    path = page(tmp_path, '<p>See <b id="x">this</b> now</p>')
    below = write_here(path, louder, layout=Layout.BELOW).read_text(encoding="utf-8")
    assert below == (
        '<p>See <b id="x">this</b> now<br/><span class="translation" lang="de" dir="ltr">SEE <b>THIS</b> NOW</span></p>'
    )
    beside = write_here(path, louder, layout=Layout.COLUMNS).read_text(encoding="utf-8")
    assert beside.count("table-cell") == 2


def test_kinds_tell_headings_cells_and_captions(tmp_path: Path) -> None:
    text = "<h2>Big</h2><table><tr><td>Cell</td></tr></table><figcaption>Shown</figcaption><p>Text</p>"
    assert [segment.kind for segment in open_here(page(tmp_path, text)).segments] == [
        SegmentKind.HEADING,
        SegmentKind.CELL,
        SegmentKind.CAPTION,
        SegmentKind.TEXT,
    ]


POEM = """<pre class="poem">
    The rose is red, and it smells of the summer &amp; the
    sun of the year that has gone.

The violet is blue.
</pre>"""


def test_prose_that_was_broken_into_lines_by_hand_is_translated_in_such_lines(tmp_path: Path) -> None:
    path = page(tmp_path, POEM)
    assert marked_texts(open_here(path)) == [
        "The rose is red, and it smells of the summer & the sun of the year that has gone.",
        "The violet is blue.",
    ]
    assert write_here(path, unchanged).read_text(encoding="utf-8") == POEM
    assert write_here(path, louder).read_text(encoding="utf-8") == POEM.upper().replace(
        '<PRE CLASS="POEM">', '<pre class="poem">'
    ).replace("&AMP;", "&amp;").replace("</PRE>", "</pre>")
    below = write_here(path, louder, layout=Layout.BELOW).read_text(encoding="utf-8")
    assert "The violet is blue.\nTHE VIOLET IS BLUE.\n</pre>" in below


@pytest.mark.parametrize("start", ['<pre class="code">', '<pre translate="no">', "<pre>$ cat letter\n"])
def test_what_is_marked_as_code_or_looks_like_it_stays(tmp_path: Path, start: str) -> None:
    editor = open_here(page(tmp_path, f"{start}The rose is red. The violet is blue, and so are you.</pre>"))
    assert editor.segments == []
    assert editor.warnings == []


LETTER = """<pre class="letter"><b id="top">
    To all readers</b> of this letter &amp; of others, whose <i title="A hint">lines
    are</i> broken by hand, as <code>ls</code> breaks them and as poets do.

    <u>Read it twice.</u> Really.
</pre>"""
LINES = (
    "[1]To all readers[/1] of this letter & of others, whose [2]lines are[/2] broken by hand, as {3} breaks them and "
    "as poets do."
)


def test_prose_in_lines_that_were_broken_by_hand_keeps_its_tags_at_their_words(tmp_path: Path) -> None:
    path = page(tmp_path, LETTER)
    assert marked_texts(open_here(path)) == [
        "A hint",
        LINES.replace("[1]To all readers[/1]", "To all readers{1}"),
        "[1]Read it twice.[/1] Really.",
    ]


def test_a_preformatted_line_is_as_long_as_its_words(tmp_path: Path) -> None:
    text = LETTER.replace('<pre class="letter"><b id="top">\n    To', '<pre>\n    <b id="top">To')
    path = page(tmp_path, text)
    assert marked_texts(open_here(path)) == ["A hint", LINES, "[1]Read it twice.[/1] Really."]
    assert write_here(path, unchanged).read_text(encoding="utf-8") == text
    loud = text.upper().replace("<PRE>", "<pre>").replace("</PRE>", "</pre>").replace('ID="TOP"', 'id="top"')
    for tag in ("B", "I", "U"):
        loud = loud.replace(f"<{tag}", f"<{tag.lower()}").replace(f"</{tag}", f"</{tag.lower()}")
    loud = loud.replace("TITLE=", "title=").replace("<CODE>LS</CODE>", "<code>ls</code>")
    for entity in ("&AMP;", "&LT;", "&GT;"):
        loud = loud.replace(entity, entity.lower())
    assert write_here(path, louder).read_text(encoding="utf-8") == loud
    below = write_here(path, louder, layout=Layout.BELOW).read_text(encoding="utf-8")
    assert "as poets do.\n    <b>TO ALL READERS</b> OF THIS" in below
    assert below.count('id="top"') == 1


def test_tags_of_preformatted_prose_may_come_in_another_order(tmp_path: Path) -> None:
    path = page(tmp_path, "<pre>The <b>rose</b> is red, and <i>the violet</i> is as blue as the sky.</pre>")
    assert write_here(path, turned).read_text(encoding="utf-8") == (
        "<pre> is as blue as the sky.<i>the violet</i> is red, and <b>rose</b>The </pre>"
    )


def test_elements_that_hold_nothing_but_one_another_are_one_mark(tmp_path: Path) -> None:
    text = '<p>See <a href="x"><em>Mailing <b>lists</b></em></a>, or <i><u>ask</u> us</i>.</p>'
    path = page(tmp_path, text)
    assert marked_texts(open_here(path)) == ["See [1]Mailing [2]lists[/2][/1], or [3][4]ask[/4] us[/3]."]
    assert write_here(path, unchanged).read_text(encoding="utf-8") == text
    loud = write_here(path, louder).read_text(encoding="utf-8")
    assert '<a href="x"><em>MAILING <b>LISTS</b></em></a>, OR <i><u>ASK</u> US</i>' in loud


def test_a_number_before_a_heading_in_an_element_of_its_own_is_no_part_of_it(tmp_path: Path) -> None:
    text = '<h1><span class="number">2.1. </span>Scope</h1><p><b>5</b> files</p>'
    path = page(tmp_path, text)
    assert marked_texts(open_here(path)) == ["Scope", "[1]5[/1] files"]
    assert '<h1><span class="number">2.1. </span>SCOPE</h1>' in write_here(path, louder).read_text(encoding="utf-8")
