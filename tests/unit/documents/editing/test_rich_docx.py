import re
import zipfile
from pathlib import Path

import pytest
from msgspec import structs

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.rich_text import (
    Paragraph,
    ParagraphKind,
    TableCell,
    TextFormat,
    TextRun,
    Tracking,
)
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
    replaced,
    rich_file,
    run,
    saying,
    texts,
    with_new,
    without,
)
from tests.fakes.written_archive import part_of, same_but, write_docx

STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
)
PICTURE = "<w:r><w:drawing><a/></w:drawing></w:r>"
NOTE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
INSERTED = '<w:ins w:id="7" w:author="Ann" w:date="d"><w:r><w:t xml:space="preserve">new </w:t></w:r></w:ins>'
DELETED = (
    '<w:del w:id="8" w:author="Ann" w:date="d"><w:r><w:delText xml:space="preserve">gone </w:delText></w:r></w:del>'
)
TRACKING = Tracking(author="Desktop", date="2026-11-29T18:44:00Z")


def p(inside: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{look}{inside}</w:p>" if look or inside else "<w:p/>"


def r(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:r>{properties}<w:t{space}>{text}</w:t></w:r>"


def listed(text: str, level: int) -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>')


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(inside: str, properties: str = "") -> str:
    look = f"<w:tcPr>{properties}</w:tcPr>" if properties else "<w:tcPr/>"
    return f"<w:tc>{look}{inside}</w:tc>"


BODY = "".join(
    [
        p(r("Report"), "H1"),
        p(r("The ") + r("quick", "<w:b/>") + r(" fox") + PICTURE + r(" jumps.", '<w:color w:val="FF0000"/>') + NOTE),
        listed("first", 0),
        listed("below", 1),
        p(r("said"), "Q"),
        p(r("x = 1"), "Code"),
        table(cell(p(r("a"))) + cell(p(r("b"))), cell(p(r("c"))) + cell(p(r("d")))),
        p(r("Last") + INSERTED + DELETED + r("words")),
        "<w:sectPr/>",
    ]
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_docx(tmp_path / "a.docx", BODY, styles=STYLES, numbering=NUMBERING)


def body(path: Path) -> str:
    """The body as XML, a paragraph a line."""
    xml = part_of(path, "word/document.xml").decode()
    inside = xml[xml.index("<w:body>") + 8 : xml.index("</w:body>")]
    return re.sub(r"(<w:p[ >/]|<w:tbl>|<w:sectPr)", r"\n\1", inside)


def lines_of(path: Path, edit: Edit, tracking: Tracking | None = None) -> tuple[list[str], list[str]]:
    """Which paragraphs came, and which went."""
    before, after = body(path).split("\n"), body(edited(path, edit, tracking)).split("\n")
    return [line for line in after if line not in before], [line for line in before if line not in after]


def test_headings_lists_quotations_code_tables_and_others_changes_are_read(path: Path) -> None:
    kinds = ParagraphKind
    assert outline(path) == [
        (kinds.HEADING, 1, "Report"),
        (kinds.TEXT, 0, "The quick fox[picture] jumps.[note]"),
        (kinds.LIST_ITEM, 1, "first"),
        (kinds.LIST_ITEM, 2, "below"),
        (kinds.QUOTE, 1, "said"),
        (kinds.CODE, 0, "x = 1"),
        *((kinds.TEXT, 0, text) for text in "abcd"),
        (kinds.TEXT, 0, "Lastnew words"),
    ]
    found = paragraphs(path)
    assert [each.is_numbered for each in found[2:4]] == [True, False]
    assert found[9].cell == TableCell(table=0, row=1, column=1)
    assert [(each.format, each.kept) for each in found[1].runs] == [
        (TextFormat(), ""),
        (BOLD, ""),
        (TextFormat(), ""),
        (TextFormat(), "k1"),
        (TextFormat(), ""),
        (TextFormat(), "k2"),
    ]
    (warning,) = rich_file(path).warnings
    assert (warning.kind, warning.facts) == (WarningKind.TRACKED_CHANGES, {"n_inserted": 1, "n_deleted": 1})


def test_what_is_not_edited_keeps_every_byte(path: Path) -> None:
    assert edited(path, lambda before: before).read_bytes() == path.read_bytes()


def test_one_word_changes_and_nothing_else(path: Path) -> None:
    came, went = lines_of(path, changed(1, "jumps", "runs"))
    assert came == [went[0].replace("jumps", "runs")]
    assert lines_of(path, changed(1, "quick", "quicker"))[0] == [went[0].replace("quick", "quicker")]
    assert lines_of(path, changed(8, "c", "see"))[0] == [p(r("see")) + "</w:tc>" + cell("").removesuffix("</w:tc>")]
    with zipfile.ZipFile(edited(path, changed(1, "fox", "cat"))) as file:
        assert file.testzip() is None
        assert file.read("word/styles.xml") == part_of(path, "word/styles.xml")


def test_letters_get_a_format_and_lose_one(path: Path) -> None:
    def edit(before: list[Paragraph]) -> list[Paragraph]:
        runs = before[1].runs
        words = (run("The ", ITALIC), run("quick"), structs.replace(runs[2], format=TextFormat(link="#here")))
        return [before[0], structs.replace(before[1], runs=(*words, *runs[3:])), *before[2:]]

    output = edited(path, edit)
    (line,) = (each for each in body(output).split("\n") if "quick" in each)
    assert "<w:rPr><w:i/></w:rPr>" in line
    assert "<w:r><w:t>quick</w:t></w:r>" in line
    assert '<w:hyperlink w:anchor="here">' in line
    assert [each.format for each in paragraphs(output)[1].runs[:3]] == [ITALIC, TextFormat(), TextFormat(link="#here")]


def test_what_a_style_of_letters_gives_can_be_taken_away(tmp_path: Path) -> None:
    strong = '<w:rStyle w:val="Strong"/>'
    path = write_docx(tmp_path / "a.docx", p(r("loud", strong)), styles=STYLES)
    assert paragraphs(path)[0].runs == (run("loud", BOLD),)
    output = edited(path, lambda before: [saying(before[0], "loud")])
    assert f'<w:rPr>{strong}<w:b w:val="0"/></w:rPr>' in body(output)
    assert paragraphs(output)[0].runs == (run("loud"),)


def test_new_paragraphs_take_the_properties_of_their_like(path: Path) -> None:
    assert lines_of(path, with_new(6, heading("More")))[0] == [p(r("More"), "H1")]
    (line,), _ = lines_of(path, with_new(4, item("second", is_numbered=True)))
    assert line == listed("second", 0)
    assert lines_of(path, with_new(2, new("plain")))[0] == ["<w:p><w:r><w:t>plain</w:t></w:r></w:p>"]


def test_lists_headings_and_styles_that_the_file_lacks_are_put_in(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p(r("one")))
    added = [
        heading("H", 2),
        item("x"),
        item("y", 2),
        item("z", is_numbered=True),
        new("q", kind=ParagraphKind.QUOTE, level=1),
        new("c", kind=ParagraphKind.CODE),
    ]
    output = edited(path, with_new(1, *added))
    assert [(each.kind, each.level, each.is_numbered, each.text) for each in paragraphs(output)[1:]] == [
        (each.kind, each.level, each.is_numbered, each.text) for each in added
    ]
    assert b"/word/numbering.xml" in part_of(output, "[Content_Types].xml")
    assert b"/word/styles.xml" in part_of(output, "[Content_Types].xml")
    twice = edited(output, with_new(3, item("again")))
    assert part_of(twice, "word/numbering.xml") == part_of(output, "word/numbering.xml")


def test_a_divided_paragraph_keeps_the_looks_and_things_of_both_halves(path: Path) -> None:
    output = edited(path, divided)
    assert texts(output)[1:3] == ["The quick", " fox[picture] jumps.[note]"]
    assert body(output).count("<w:drawing>") == body(output).count("w:footnoteReference") == 1
    assert '<w:color w:val="FF0000"/>' in body(output)


def test_joined_paragraphs_keep_the_looks_of_both(path: Path) -> None:
    def edit(before: list[Paragraph]) -> list[Paragraph]:
        return [structs.replace(before[0], runs=(*before[0].runs, *before[1].runs)), *before[2:]]

    output = edited(path, edit)
    assert texts(output)[0] == "ReportThe quick fox[picture] jumps.[note]"
    assert '<w:color w:val="FF0000"/>' in body(output)
    assert body(output).count("<w:drawing>") == 1


def test_a_paragraph_goes_but_not_what_others_refer_to(tmp_path: Path) -> None:
    marked = p('<w:bookmarkStart w:id="1" w:name="x"/>' + r("two") + '<w:commentRangeEnd w:id="3"/>')
    end = p(r("three"), properties="<w:sectPr/>")
    path = write_docx(tmp_path / "a.docx", p(r("one")) + marked + end)
    output = edited(path, lambda before: before[:1])
    assert texts(output) == ["one", ""]
    assert '<w:bookmarkStart w:id="1" w:name="x"/><w:commentRangeEnd w:id="3"/></w:p>' in body(output)
    assert body(output).endswith("<w:p><w:pPr>\n<w:sectPr/></w:pPr></w:p>")


def test_a_moved_paragraph_takes_its_properties_along(path: Path) -> None:
    output = edited(path, lambda before: [*before[1:], before[0]])
    assert body(output).split("\n")[-2] == p("<w:r><w:t>Report</w:t></w:r>", "H1")


def test_changes_of_others_stay_theirs(path: Path) -> None:
    (line,), _ = lines_of(path, changed(10, "words", "letters"))
    assert INSERTED in line
    assert DELETED in line
    (line,), _ = lines_of(path, changed(10, "new ", "newer "))
    assert '<w:ins w:id="7" w:author="Ann" w:date="d"><w:r><w:t xml:space="preserve">newer </w:t></w:r></w:ins>' in line


def test_rows_and_columns_come_and_go(path: Path) -> None:
    def place(row: int, column: int) -> TableCell:
        return TableCell(table=0, row=row, column=column)

    row = [new("e", cell=place(2, 0)), new("f", cell=place(2, 1))]
    output = edited(path, with_new(10, *row))
    cells = {(each.cell.row, each.cell.column): each.text for each in paragraphs(output) if each.cell}
    assert cells == {(0, 0): "a", (0, 1): "b", (1, 0): "c", (1, 1): "d", (2, 0): "e", (2, 1): "f"}
    output = edited(
        path,
        lambda before: [
            *before[:6],
            *(structs.replace(each, cell=place(0, n)) for n, each in enumerate(before[8:10])),
            *before[10:],
        ],
    )
    assert [(each.text, each.cell) for each in paragraphs(output) if each.cell] == [
        ("c", place(0, 0)),
        ("d", place(0, 1)),
    ]
    wide = [new(text, cell=place(n, 2)) for n, text in enumerate("xy")]
    output = edited(path, lambda before: [*before[:8], wide[0], *before[8:10], wide[1], *before[10:]])
    assert [each.text for each in paragraphs(output) if each.cell] == ["a", "b", "x", "c", "d", "y"]
    output = edited(path, lambda before: [each for each in before if not each.cell])
    assert "<w:tbl>" not in body(output)


def test_an_empty_cell_that_another_one_covers_is_not_made(tmp_path: Path) -> None:
    wide = cell(p(r("wide")), '<w:gridSpan w:val="2"/>')
    path = write_docx(tmp_path / "a.docx", table(wide, cell(p(r("l"))) + cell(p(r("r")))) + p(""))
    assert [each.cell and each.cell.column for each in paragraphs(path)] == [0, 0, 1, None]
    gap = new(cell=TableCell(table=0, row=0, column=1))
    output = edited(path, with_new(1, gap))
    assert body(output) == body(path)


def test_a_table_is_new(path: Path) -> None:
    cells = [new(text, cell=TableCell(table=0, row=n // 2, column=n % 2)) for n, text in enumerate("wxyz")]
    output = edited(path, lambda before: [before[0], *cells])
    assert [(each.text, each.cell) for each in paragraphs(output)[1:]] == [(each.text, each.cell) for each in cells]


def test_contents_fields_and_tables_in_tables_are_kept_whole(tmp_path: Path) -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p(r('1 Intro'))}</w:sdtContent></w:sdt>"
    )
    command = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INDEX</w:instrText></w:r>'
    field = p(f'{command}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("a, 1")}')
    end = p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    nested = table(cell(table(cell(p(r("in")))) + p("")))
    path = write_docx(tmp_path / "a.docx", contents + field + end + nested)
    assert [(each.kind, each.text) for each in paragraphs(path)] == [
        (ParagraphKind.KEPT, "[contents]"),
        (ParagraphKind.KEPT, "a, 1"),
        (ParagraphKind.KEPT, "[contents]"),
        (ParagraphKind.KEPT, "[table]"),
        (ParagraphKind.TEXT, ""),
    ]
    output = edited(path, lambda before: [*before[1:3], before[0], *before[3:]])
    assert body(output).index("1 Intro") > body(output).index("INDEX")


def test_a_field_and_a_link_within_a_line(tmp_path: Path) -> None:
    def command(text: str) -> str:
        parts = ('<w:fldChar w:fldCharType="begin"/>', f"<w:instrText>{text}</w:instrText>")
        return "".join(f"<w:r>{part}</w:r>" for part in (*parts, '<w:fldChar w:fldCharType="separate"/>'))

    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    link = command('HYPERLINK "https://x.org"')
    line = p(f"{command('PAGE')}{r('7')}{end}{r(' of ')}{link}{r('x')}{end}")
    path = write_docx(tmp_path / "a.docx", line)
    (paragraph,) = paragraphs(path)
    assert [(each.text, each.kept, each.format.link) for each in paragraph.runs] == [
        ("7", "k1", ""),
        (" of ", "", ""),
        ("x", "", "https://x.org"),
    ]
    output = body(edited(path, changed(0, " of ", " in ")))
    assert output.replace(" in ", " of ") == body(path)


def test_bad_files_are_told(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p(r("x")))
    for xml in ("<w:document xmlns:w='w'/>", "<w:document", "<w:other xmlns:w='w'/>"):
        with pytest.raises(DocumentError) as caught:
            rich_file(same_but(path, tmp_path / "b.docx", {"word/document.xml": xml}))
        assert caught.value.code is ErrorCode.DOCUMENT_DAMAGED


def test_an_empty_document_and_one_that_becomes_empty(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:sectPr/>")
    assert texts(path) == [""]
    assert edited(path, lambda before: before).read_bytes() == path.read_bytes()
    assert texts(edited(path, lambda before: [saying(before[0], "word")])) == ["word"]
    assert texts(edited(path, lambda _before: [])) == [""]


def test_right_to_left_text_keeps_its_direction(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p(r("שלום", "<w:rtl/>"), properties="<w:bidi/>"))
    output = edited(path, lambda before: [replaced(before[0], "שלום", "שלום רב"), new("עוד")])
    assert body(output).count("<w:bidi/>") == body(output).count("<w:rtl/>") == 2


def test_a_new_paragraph_from_right_to_left_says_so(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p(r("left")))
    output = edited(path, lambda before: [*before, new("שלום"), new("right")])
    assert body(output).endswith(f"{p(r('שלום', '<w:rtl/>'), properties='<w:bidi/>')}\n{p(r('right'))}")


def test_a_poem_keeps_its_line_breaks(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>"))
    assert texts(path) == ["one\ntwo\tthree"]
    output = edited(path, changed(0, "two", "2"))
    assert "<w:r><w:t>one</w:t><w:br/><w:t>2</w:t><w:tab/><w:t>three</w:t></w:r>" in body(output)


# ↓ Tracked changes


def settled(path: Path, *, is_accepted: bool) -> list[str]:
    """The texts when all changes of this program are accepted, or rejected."""
    xml = part_of(path, "word/document.xml").decode()
    own = rf'w:id="\d+" w:author="{TRACKING.author}" w:date="{TRACKING.date}"'
    gone, stays = ("del", "ins") if is_accepted else ("ins", "del")
    xml = re.sub(rf"<w:{gone} {own}>.*?</w:{gone}>", "", xml)
    xml = re.sub(rf"<w:{stays} {own}>(.*?)</w:{stays}>", r"\1", xml)
    xml = xml if is_accepted else xml.replace("w:delText", "w:t").replace("<w:t>gone", "<w:delText>gone")
    ends = re.findall(r"<w:p>(?:(?!</w:p>).)*</w:p>|<w:p/>", xml)
    is_ended = [re.search(rf"<w:rPr><w:{gone} {own}/>", end) is not None for end in ends]
    output = same_but(path, path.with_name("settled.docx"), {"word/document.xml": xml})
    return [text for text, is_gone in zip(texts(output), is_ended, strict=True) if not is_gone]


def divided(before: list[Paragraph]) -> list[Paragraph]:
    runs = before[1].runs
    return [
        before[0],
        structs.replace(before[1], runs=runs[:2]),
        structs.replace(before[1], runs=runs[2:]),
        *before[2:],
    ]


EDITS: list[Edit] = [
    changed(1, "jumps", "runs"),
    changed(10, "new ", ""),
    lambda before: [before[0], saying(before[1], "All ", run("else", BOLD)), *before[2:]],
    with_new(2, new("put in")),
    without(4),
    lambda before: [before[0], *before[2:]],
    divided,
]


@pytest.mark.parametrize("edit", EDITS)
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old_one(path: Path, edit: Edit) -> None:
    output = edited(path, edit, TRACKING)
    wanted = [paragraph.text for paragraph in edit(paragraphs(path))]
    assert settled(output, is_accepted=True) == wanted
    assert settled(output, is_accepted=False) == texts(path)


def test_only_the_words_that_changed_are_marked(path: Path) -> None:
    (line,), _ = lines_of(path, changed(1, "jumps", "runs"), TRACKING)
    assert re.findall(r"<w:delText[^>]*>(.*?)</w:delText>", line) == ["jumps"]
    assert re.findall(r"<w:ins .*?<w:t>(.*?)</w:t>", line) == ["runs"]
    assert line.count('w:author="Desktop" w:date="2026-11-29T18:44:00Z"') == 2


def test_what_the_same_author_put_in_goes_without_a_trace(path: Path) -> None:
    once = edited(path, changed(1, "jumps", "runs"), TRACKING)
    twice = edited(once, changed(1, "runs", "walks"), TRACKING)
    assert [texts(each)[1] for each in (once, twice)] == [
        "The quick fox[picture] runs.[note]",
        "The quick fox[picture] walks.[note]",
    ]
    assert "run" not in "".join(re.findall(r"<w:delText[^>]*>(.*?)</w:delText>", body(twice)))


def test_a_section_outlives_its_last_paragraph(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p(r("one"), properties="<w:sectPr/>") + p(r("two")))
    for tracking in (None, TRACKING):
        output = edited(path, lambda before: before[1:], tracking)
        assert "<w:sectPr/></w:pPr>" in body(output)
        assert texts(output) == ["", "two"]


def test_kept_things_move_only_once(path: Path) -> None:
    picture = TextRun(text="[picture]", kept="k1")
    output = edited(path, lambda before: [saying(before[0], picture, "Report", picture), *before[1:]])
    assert body(output).count("<w:drawing>") == 3
