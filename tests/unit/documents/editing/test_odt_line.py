from pathlib import Path

from tests.fakes.rich_files import BOLD, changed, edited, paragraphs, run, saying, texts
from tests.fakes.written_archive import part_of, write_odt


def written(tmp_path: Path, inside: str) -> Path:
    return write_odt(tmp_path / "a.odt", f"<text:p>{inside}</text:p>")


def line(path: Path) -> str:
    return part_of(path, "content.xml").decode().partition("<text:p>")[2].partition("</text:p>")[0]


def test_what_is_not_seen_stays_between_its_letters(tmp_path: Path) -> None:
    inside = 'one<text:bookmark-start text:name="x"/> two<office:annotation/> three<!-- c -->'
    path = written(tmp_path, inside)
    assert texts(path) == ["one two three"]
    assert line(edited(path, changed(0, "three", "3"))) == inside.replace("three", "3")
    assert line(edited(path, lambda before: [saying(before[0], "onetwo")])).startswith("one")


def test_an_anchor_within_a_word_divides_it(tmp_path: Path) -> None:
    path = written(tmp_path, 'wo<text:bookmark text:name="x"/>rd end')
    assert line(edited(path, changed(0, "end", "!"))) == 'wo<text:bookmark text:name="x"/>rd !'


def test_fields_are_kept_with_what_they_show(tmp_path: Path) -> None:
    path = written(tmp_path, "page <text:page-number>7</text:page-number> of <text:user-defined/>")
    assert [(each.text, each.kept) for each in paragraphs(path)[0].runs] == [
        ("page ", ""),
        ("7", "k1"),
        (" of ", ""),
        ("[…]", "k2"),
    ]


def test_formats_nest_and_stay_open(tmp_path: Path) -> None:
    inside = '<text:a xlink:href="x">one <text:span text:style-name="T1">two</text:span> three</text:a>'
    path = written(tmp_path, inside)
    assert line(edited(path, changed(0, "two", "2"))) == inside.replace("two", "2")


def test_new_letters_look_like_those_that_they_replace(tmp_path: Path) -> None:
    path = written(tmp_path, 'a <text:span text:style-name="T1">b</text:span>')
    output = edited(path, lambda before: [saying(before[0], "a ", run("new", BOLD))])
    assert line(output) == 'a <text:span text:style-name="T1">new</text:span>'
