"""Where items and other paragraphs are put; what is read again afterwards is tested in test_rich_odt.py."""

from pathlib import Path

from tests.fakes.rich_files import edited, item, new, with_new, without
from tests.fakes.written_archive import part_of, write_odt


def listed(*items: str) -> str:
    return f"<text:list>{''.join(f'<text:list-item>{each}</text:list-item>' for each in items)}</text:list>"


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def body(path: Path) -> str:
    xml = part_of(path, "content.xml").decode()
    inside = xml[xml.index("<office:text>") + 13 : xml.index("</office:text>")]
    for name in (' text:style-name="WrittenBullets"', ' text:style-name="Standard"', ' text:style-name=""'):
        inside = inside.replace(name, "")
    return inside


def test_what_comes_between_items_divides_their_list(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", listed(p("a"), p("b") + listed(p("c"), p("d"))))
    rest = listed(listed(p("d"))).replace("<text:list>", '<text:list text:continue-numbering="true">', 1)
    assert body(edited(path, with_new(3, new("x")))) == listed(p("a"), p("b") + listed(p("c"))) + p("x") + rest
    assert body(edited(path, with_new(4, new("x")))) == body(path) + p("x")


def test_an_item_takes_what_was_below_the_one_before(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", listed(p("a") + listed(p("b"))))
    assert body(edited(path, with_new(1, item("x")))) == listed(p("a"), p("x") + listed(p("b")))
    assert body(edited(path, with_new(2, item("x")))) == listed(p("a") + listed(p("b")), p("x"))


def test_a_deeper_item_stands_in_a_list_within_the_one_above(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", listed(p("a"), p("b")))
    assert body(edited(path, with_new(1, item("x", 3)))) == listed(p("a") + listed(listed(p("x"))), p("b"))


def test_the_first_item_stands_before_the_others(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", listed(p("a")))
    assert body(edited(path, with_new(0, item("x")))) == listed(p("x"), p("a"))
    assert body(edited(path, with_new(0, new("x")))) == p("x") + listed(p("a"))


def test_items_and_lists_go_when_nothing_is_left_in_them(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", p("x") + listed(p("a") + listed(p("b"))))
    assert body(edited(path, without(2))) == p("x") + listed(p("a"))
    assert body(edited(path, lambda before: before[:1])) == p("x")
