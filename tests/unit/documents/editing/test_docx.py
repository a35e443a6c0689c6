from pathlib import Path

import pytest

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.segments import Layout, SegmentKind
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.editing import Change, louder, marked_texts, open_here, turned, unchanged, write_here
from tests.fakes.written_archive import part_of, same_but, write_docx

BOLD = "<w:rPr><w:b/></w:rPr>"


def run(text: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def part(name: str, inner: str) -> str:
    return f'<w:{name} xmlns:w="w">{inner}</w:{name}>'


MIXED = paragraph(
    run("Please read "),
    run("the ", BOLD),
    run("manual", BOLD),
    run(" first"),
    '<w:r><w:footnoteReference w:id="2"/></w:r>',
    run(", then "),
    f'<w:hyperlink r:id="r1" xmlns:r="r">{run("our page", "<w:rPr><w:u/></w:rPr>")}</w:hyperlink>',
    run("."),
)


def test_looks_that_differ_are_marks_and_equal_runs_are_one(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", MIXED)
    assert marked_texts(open_here(path)) == ["Please read [1]the manual[/1] first{2}, then [3]our page[/3]."]


def test_a_paragraph_of_one_look_has_no_marks(tmp_path: Path) -> None:
    split = paragraph(run("Wholly ", BOLD), '<w:proofErr w:type="spellStart"/>', run("bold", BOLD))
    assert marked_texts(open_here(write_docx(tmp_path / "a.docx", split))) == ["Wholly bold"]


def test_text_of_every_part_is_a_segment_of_its_kind(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(run('In a box'))}</w:txbxContent></w:pict></w:r>"
    picture = '<w:r><w:drawing><wp:docPr xmlns:wp="wp" id="1" name="x" descr="A cat"/></w:drawing></w:r>'
    inner = f"<w:tbl><w:tr><w:tc>{paragraph(run('Within'))}</w:tc></w:tr></w:tbl>"
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('A cell'))}{inner}</w:tc></w:tr></w:tbl>"
    path = write_docx(tmp_path / "a.docx", paragraph(run("Text"), box, picture) + table)
    parts = {
        "word/header1.xml": part("hdr", paragraph(run("On each page"))),
        "word/footnotes.xml": part("footnotes", f"<w:footnote>{paragraph(run('A note'))}</w:footnote>"),
        "word/comments.xml": part("comments", f"<w:comment>{paragraph(run('A comment'))}</w:comment>"),
    }
    editor = open_here(same_but(path, tmp_path / "b.docx", parts))
    found = {text: segment.kind for text, segment in zip(marked_texts(editor), editor.segments, strict=True)}
    assert found == {
        "Text": SegmentKind.TEXT,
        "In a box": SegmentKind.TEXT,
        "A cell": SegmentKind.CELL,
        "Within": SegmentKind.CELL,
        "A cat": SegmentKind.CAPTION,
        "On each page": SegmentKind.MARGIN,
        "A note": SegmentKind.NOTE,
        "A comment": SegmentKind.NOTE,
    }


def test_an_unchanged_text_gives_an_unchanged_part(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", MIXED)
    assert part_of(write_here(path, unchanged), "word/document.xml") == part_of(path, "word/document.xml")


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (louder, "PLEASE READ [1]THE MANUAL[/1] FIRST{2}, THEN [3]OUR PAGE[/3]."),
        (turned, ".[1]our page[/1], then {2} first[3]the manual[/3]Please read"),
    ],
)
def test_a_target_keeps_looks_links_and_notes_in_either_order(tmp_path: Path, change: Change, wanted: str) -> None:
    path = write_here(write_docx(tmp_path / "a.docx", MIXED), change)
    assert marked_texts(open_here(path)) == [wanted]
    body = part_of(path, "word/document.xml").decode()
    assert body.count("<w:hyperlink") == body.count("footnoteReference") == 1


def test_commands_of_fields_stay_and_the_text_of_links_is_translated(tmp_path: Path) -> None:
    def command(kind: str, text: str = "") -> str:
        inner = f"<w:instrText>{text}</w:instrText>" if text else ""
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/>{inner}</w:r>'

    field = [command("begin", 'HYPERLINK "x"'), command("separate"), run("here"), command("end")]
    page = [command("begin", "PAGEREF x"), command("separate"), run("12"), command("end")]
    path = write_docx(tmp_path / "a.docx", paragraph(run("Look "), *field, run(" on page "), *page, run(", please")))
    assert marked_texts(open_here(path)) == ["Look [1]here[/1] on page {2}, please"]
    body = part_of(write_here(path, turned), "word/document.xml").decode()
    assert body.index("HYPERLINK") < body.index("here") < body.index("Look")
    assert body.index("PAGEREF") < body.index("12") < body.index(" on page ")


def test_tracked_changes_are_said_and_what_was_deleted_stays(tmp_path: Path) -> None:
    changed = paragraph(
        run("Old "), f"<w:ins>{run('new ')}</w:ins>", "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    )
    path = write_docx(tmp_path / "a.docx", changed)
    editor = open_here(path)
    assert marked_texts(editor) == ["Old new"]
    assert [warning.kind for warning in editor.warnings] == [WarningKind.TRACKED_CHANGES]
    assert b"<w:delText>gone</w:delText>" in part_of(write_here(path, louder), "word/document.xml")


def test_below_the_source_stands_its_translation_without_a_second_note(tmp_path: Path) -> None:
    path = write_here(write_docx(tmp_path / "a.docx", MIXED), louder, layout=Layout.BELOW)
    texts = marked_texts(open_here(path))
    assert [text[:6] for text in texts] == ["Please", "PLEASE"]
    assert part_of(path, "word/document.xml").count(b"footnoteReference") == 1


def test_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    path = same_but(write_docx(tmp_path / "a.docx", ""), tmp_path / "b.docx", {"word/document.xml": "<w:p"})
    with pytest.raises(DocumentError) as caught:
        open_here(path)
    assert caught.value.code is ErrorCode.DOCUMENT_DAMAGED


@pytest.mark.parametrize("language", ["de", "ar"])
def test_vertical_text_stays_vertical(tmp_path: Path, language: str) -> None:
    turned_cell = (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:textDirection w:val="btLr"/></w:tcPr>{paragraph(run("Up"))}</w:tc></w:tr>'
    )
    body = (
        f'<w:p><w:pPr><w:textDirection w:val="tbRl"/></w:pPr>{run("Down")}</w:p>{turned_cell}</w:tbl>'
        '<w:sectPr><w:textDirection w:val="tbRl"/></w:sectPr>'
    )
    path = write_here(write_docx(tmp_path / "a.docx", body), louder, language=language)
    assert marked_texts(open_here(path)) == ["DOWN", "UP"]
    document = part_of(path, "word/document.xml").decode()
    assert (document.count('"tbRl"'), document.count('"btLr"')) == (2, 1)


def test_a_table_of_contents_keeps_its_command_its_links_and_its_page_numbers(tmp_path: Path) -> None:
    def command(kind: str, text: str = "") -> str:
        inner = f"<w:instrText>{text}</w:instrText>" if text else ""
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/>{inner}</w:r>'

    def entry(title: str, number: int, first: str = "", last: str = "") -> str:
        page = [command("begin", f"PAGEREF _Toc{number}"), command("separate"), run(str(number)), command("end")]
        link = f'<w:hyperlink w:anchor="_Toc{number}">{run(title)}<w:r><w:tab/></w:r>{"".join(page)}</w:hyperlink>'
        return paragraph(first, link, last)

    begin = command("begin", 'TOC \\o "1-3"') + command("separate")
    contents = entry("First", 3, first=begin) + entry("Second", 12, last=command("end"))
    field = f'<w:p><w:fldSimple w:instr="AUTHOR">{run("Anna")}</w:fldSimple>{run(" wrote it")}</w:p>'
    path = write_here(write_docx(tmp_path / "a.docx", contents + field), louder)
    assert [text.partition("{")[0].strip() for text in marked_texts(open_here(path))] == ["FIRST", "SECOND", "WROTE IT"]
    document = part_of(path, "word/document.xml").decode()
    assert document.index("TOC \\o") < document.index("FIRST") < document.index("PAGEREF _Toc3") < document.index(">3<")
    assert document.count('w:fldCharType="begin"') == document.count('w:fldCharType="end"') == 3
    assert (document.count("<w:hyperlink"), document.count("Anna")) == (2, 1)
