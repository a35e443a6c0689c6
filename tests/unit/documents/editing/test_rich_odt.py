import re
import zipfile
from pathlib import Path

import pytest
from msgspec import structs

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TableCell, TextFormat, TextRun
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.rich_files import (
    BOLD,
    ITALIC,
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
from tests.fakes.written_archive import part_of, same_but, write_odt

BULLETS = (
    '<text:list text:style-name="L1"><text:list-item><text:p text:style-name="P1">one</text:p></text:list-item>'
    '<text:list-item><text:p text:style-name="P1">two</text:p><text:list><text:list-item>'
    '<text:p text:style-name="P2">three</text:p></text:list-item></text:list></text:list-item>'
    '<text:list-item><text:p text:style-name="P1">four</text:p></text:list-item></text:list>'
)
TABLE = (
    '<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/>'
    "<table:table-header-rows><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
    "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table-header-rows>"
    "<table:table-row><table:table-cell><text:p>c</text:p></table:table-cell>"
    "<table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>"
)
NOTE = '<text:note text:id="n"><text:note-body><text:p>a note</text:p></text:note-body></text:note>'
BODY = (
    '<text:sequence-decls/><text:h text:style-name="H" text:outline-level="2">Report</text:h>'
    '<text:p text:style-name="P3">The <text:span text:style-name="T1">quick</text:span> fox'
    f'<text:bookmark text:name="m"/><draw:frame/> jumps <text:s/>high.{NOTE} '
    '<text:a xlink:href="https://x.org">there</text:a></text:p>'
    f'{BULLETS}<text:p text:style-name="Quotations">said</text:p>'
    '<text:p text:style-name="Preformatted_20_Text">x = 1</text:p>'
    f"{TABLE}<text:table-of-content><text:index-body><text:p>1</text:p></text:index-body></text:table-of-content>"
    "<text:section><text:p>Last</text:p></text:section>"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_odt(tmp_path / "a.odt", BODY)


def body(path: Path) -> str:
    xml = part_of(path, "content.xml").decode().replace("<office:text/>", "<office:text></office:text>")
    return xml[xml.index("<office:text>") + 13 : xml.index("</office:text>")]


def numbers_of(path: Path, *wanted: str) -> list[int]:
    return [texts(path).index(text) for text in wanted]


def test_headings_lists_quotations_code_tables_and_notes_are_read(path: Path) -> None:
    kinds = ParagraphKind
    assert outline(path) == [
        (kinds.HEADING, 2, "Report"),
        (kinds.TEXT, 0, "The quick fox[picture] jumps  high.[note] there"),
        (kinds.LIST_ITEM, 1, "one"),
        (kinds.LIST_ITEM, 1, "two"),
        (kinds.LIST_ITEM, 2, "three"),
        (kinds.LIST_ITEM, 1, "four"),
        (kinds.QUOTE, 1, "said"),
        (kinds.CODE, 0, "x = 1"),
        *((kinds.TEXT, 0, text) for text in "abcd"),
        (kinds.KEPT, 0, "[contents]"),
        (kinds.TEXT, 0, "Last"),
    ]
    found = paragraphs(path)
    assert [(each.format, each.kept) for each in found[1].runs] == [
        (TextFormat(), ""),
        (BOLD, ""),
        (TextFormat(), ""),
        (TextFormat(), "k1"),
        (TextFormat(), ""),
        (TextFormat(), "k2"),
        (TextFormat(), ""),
        (TextFormat(link="https://x.org"), ""),
    ]
    assert found[11].cell == TableCell(table=0, row=1, column=1)
    assert rich_file(path).language == "en"


def test_what_is_not_edited_keeps_every_byte(path: Path) -> None:
    assert edited(path, lambda before: before).read_bytes() == path.read_bytes()


def test_one_word_changes_and_nothing_else(path: Path) -> None:
    for number, old, word in ((1, "jumps", "runs"), (1, "quick", "quicker"), (4, "three", "3"), (13, "Last", "End")):
        assert body(edited(path, changed(number, old, word))) == body(path).replace(old, word)
    with zipfile.ZipFile(edited(path, changed(1, "fox", "cat"))) as file:
        assert file.testzip() is None
        assert file.read("styles.xml") == part_of(path, "styles.xml")


def test_letters_get_a_format_and_lose_one(path: Path) -> None:
    runs = (run("The "), run("quick", ITALIC), run(" fox", BOLD), run(" here", TextFormat(link="#m")))
    output = edited(path, lambda before: [before[0], saying(before[1], *runs), *before[2:]])
    assert paragraphs(output)[1].runs == runs
    assert '<text:a xlink:type="simple" xlink:href="#m"> here</text:a>' in body(output)
    assert '<text:bookmark text:name="m"/>' in body(output)
    plain = edited(output, lambda before: [before[0], saying(before[1], "The quick fox here"), *before[2:]])
    assert "text:span" not in body(plain)


def test_spaces_tabs_and_breaks_are_elements(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "<text:p>x</text:p>")
    output = edited(path, lambda before: [saying(before[0], "  a  b\tc\nd e")])
    assert body(output) == ('<text:p><text:s text:c="2"/>a <text:s/>b<text:tab/>c<text:line-break/>d e</text:p>')
    assert texts(output) == ["  a  b\tc\nd e"]


def test_lines_of_xml_are_spaces(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "<text:p>\n  a\n  <text:span>b</text:span>\n</text:p>")
    assert texts(path)[0].strip() == "a b"


def test_new_items_stand_in_the_lists_of_their_neighbours(path: Path) -> None:
    output = edited(path, with_new(3, item("new")))
    assert body(output) == body(path).replace(
        "one</text:p></text:list-item>",
        'one</text:p></text:list-item><text:list-item><text:p text:style-name="P1">new</text:p></text:list-item>',
    )
    output = edited(path, with_new(5, item("deep", 2)))
    assert 'three</text:p></text:list-item><text:list-item><text:p text:style-name="P2">deep</text:p>' in body(output)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14])
def test_whatever_comes_anywhere_is_read_again_in_its_place(path: Path, number: int) -> None:
    added = [
        item("a1"),
        item("b2", 2),
        item("c1", is_numbered=True),
        new("text"),
        new("q", kind=ParagraphKind.QUOTE, level=1),
        new("if a:", kind=ParagraphKind.CODE),
        heading("H"),
        item("d3", 3, is_numbered=True),
    ]
    output = edited(path, with_new(number, *added))
    before = outline(path)
    wanted = [*before[:number], *((each.kind, each.level, each.text) for each in added), *before[number:]]
    assert outline(output) == wanted
    assert [each.is_numbered for each in paragraphs(output)[number : number + 3]] == [False, False, True]


@pytest.mark.parametrize("number", range(14))
def test_whatever_goes_all_others_stay(path: Path, number: int) -> None:
    output = edited(path, without(number))
    assert texts(output) == [*texts(path)[:number], *texts(path)[number + 1 :]] or number in range(8, 12)
    assert "<text:sequence-decls/>" in body(output)
    assert "text:list-item/>" not in body(output)


def test_what_others_refer_to_outlives_its_paragraph(path: Path) -> None:
    assert '<text:bookmark text:name="m"/></text:h>' in body(edited(path, without(1)))
    output = edited(path, lambda before: before[2:])
    assert '<text:p text:style-name="P1"><text:bookmark text:name="m"/>one</text:p>' in body(output)


def test_a_paragraph_becomes_an_item_a_heading_or_plain(path: Path) -> None:
    def edit(before: list[Paragraph]) -> list[Paragraph]:
        plain = structs.replace(before[3], kind=ParagraphKind.TEXT, level=0)
        listed = structs.replace(before[1], kind=ParagraphKind.LIST_ITEM, level=1)
        title = structs.replace(before[13], kind=ParagraphKind.HEADING, level=1)
        return [before[0], listed, before[2], plain, *before[4:13], title]

    output = edited(path, edit)
    assert texts(output) == texts(path)
    kinds = [(each.kind, each.level) for each in paragraphs(output)]
    assert kinds[1] == (ParagraphKind.LIST_ITEM, 1)
    assert kinds[3] == (ParagraphKind.TEXT, 0)
    assert kinds[4] == (ParagraphKind.LIST_ITEM, 2)
    assert kinds[13] == (ParagraphKind.HEADING, 1)
    assert paragraphs(output)[1].runs == paragraphs(path)[1].runs
    assert '<text:h text:style-name="Heading_20_1" text:outline-level="1">Last</text:h>' in body(output)


def test_a_second_paragraph_does_not_begin_another_page(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", '<text:p text:style-name="P9">first</text:p>')
    xml = part_of(path, "content.xml").decode()
    style = (
        '<style:style style:name="P9" style:family="paragraph" style:parent-style-name="Text_20_body">'
        '<style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles>'
    )
    broken = same_but(path, tmp_path / "b.odt", {"content.xml": xml.replace("</office:automatic-styles>", style)})
    assert '<text:p text:style-name="Text_20_body">second</text:p>' in body(
        edited(broken, lambda before: [*before, new("second")])
    )


def test_rows_and_columns_come_and_go(path: Path) -> None:
    (first,) = numbers_of(path, "a")
    row = [new(text, cell=TableCell(table=0, row=2, column=n)) for n, text in enumerate("xy")]
    output = edited(path, with_new(first + 4, *row))
    assert [each.text for each in paragraphs(output) if each.cell] == list("abcdxy")
    wide = [new(text, cell=TableCell(table=0, row=n, column=2)) for n, text in enumerate("xy")]

    def widened(before: list[Paragraph]) -> list[Paragraph]:
        return [*before[: first + 2], wide[0], *before[first + 2 : first + 4], wide[1], *before[first + 4 :]]

    output = edited(path, widened)
    assert [each.text for each in paragraphs(output) if each.cell] == list("abxcdy")
    assert body(output).count("<table:table-column") == 2
    assert "<table:table " not in body(edited(path, lambda before: [each for each in before if not each.cell]))
    cells = [new(text, cell=TableCell(table=0, row=0, column=n)) for n, text in enumerate("xy")]
    output = edited(path, lambda before: [*before[:2], *cells])
    assert [(each.text, each.cell) for each in paragraphs(output)[2:]] == [(each.text, each.cell) for each in cells]


def test_changes_of_others_stay(tmp_path: Path) -> None:
    region = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>gone</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
    )
    path = write_odt(tmp_path / "a.odt", f'{region}<text:p>one <text:change text:change-id="c1"/>two</text:p>')
    (warning,) = rich_file(path).warnings
    assert (warning.kind, warning.facts) == (WarningKind.TRACKED_CHANGES, {"n_inserted": 0, "n_deleted": 1})
    assert body(edited(path, changed(0, "two", "2"))) == body(path).replace("two", "2")


def test_a_locked_file_and_one_without_text_are_told(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "<text:p/>")
    locked = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    for part, code in (
        ({"META-INF/manifest.xml": locked}, ErrorCode.DOCUMENT_LOCKED),
        ({"content.xml": "<a/>"}, ErrorCode.DOCUMENT_DAMAGED),
    ):
        with pytest.raises(DocumentError) as caught:
            rich_file(same_but(path, tmp_path / "b.odt", dict(part)))
        assert caught.value.code is code


def test_an_empty_text_and_one_that_becomes_empty(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "")
    assert texts(path) == [""]
    assert edited(path, lambda before: before).read_bytes() == path.read_bytes()
    assert texts(edited(path, lambda before: [saying(before[0], "word")])) == ["word"]
    assert body(edited(write_odt(tmp_path / "b.odt", BULLETS), lambda _before: [])) == ""


def test_kept_things_are_copied_where_they_come_twice(path: Path) -> None:
    picture = TextRun(text="[picture]", kept="k1")
    output = edited(path, lambda before: [saying(before[0], "Report", picture), *before[1:]])
    assert len(re.findall("<draw:frame/>", body(output))) == 2


def test_a_new_paragraph_from_right_to_left_says_so(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "<text:p>left</text:p>")
    output = edited(path, lambda before: [*before, new("שלום"), item("עוד")])
    xml = part_of(output, "content.xml").decode()
    assert xml.count('style:writing-mode="rl-tb"') == 1
    assert '<text:p text:style-name="WrittenFromRightStandard">שלום</text:p>' in xml
    again = edited(output, lambda before: [*before, new("ושוב")])
    assert part_of(again, "content.xml").decode().count('style:writing-mode="rl-tb"') == 1


def test_items_of_a_new_text_are_one_list(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", "")
    output = edited(path, lambda _before: [item(text, is_numbered=True) for text in "abc"])
    assert body(output).count("<text:list ") == 1
