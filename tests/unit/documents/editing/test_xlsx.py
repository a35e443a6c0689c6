from pathlib import Path

from desktop_llm.documents.document import WarningKind
from desktop_llm.documents.segments import Layout
from tests.fakes.editing import louder, marked_texts, open_here, write_here
from tests.fakes.written_archive import part_of, write_archive

SHARED = (
    "<sst><si><t>Plain</t></si><si><r><t>Some </t></r><r><rPr><b/></rPr><t>bold</t></r><rPh><t>x</t></rPh></si>"
    "<si><t>yes</t></si><si><t>Sales</t></si><si><t>2024</t></si></sst>"
)
SHEET = (
    '<worksheet><sheetViews><sheetView/></sheetViews><sheetData><row><c><f>IF(A1="yes",1,2)</f></c>'
    '<c t="inlineStr"><is><t>Inline</t></is></c></row></sheetData></worksheet>'
)


def book(tmp_path: Path) -> Path:
    return write_archive(
        tmp_path / "a.xlsx",
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": SHARED,
            "xl/worksheets/sheet1.xml": SHEET,
            "xl/tables/table1.xml": '<table><tableColumns><tableColumn name="Sales"/></tableColumns></table>',
            "xl/comments1.xml": "<comments><text><r><t>A comment</t></r></text></comments>",
        },
    )


def test_texts_are_segments_but_those_that_formulas_and_tables_know(tmp_path: Path) -> None:
    editor = open_here(book(tmp_path))
    assert marked_texts(editor) == ["Plain", "Some [1]bold[/1]", "Inline", "A comment"]
    assert [(each.kind, dict(each.facts)) for each in editor.warnings] == [(WarningKind.NAMES_KEPT, {"n_texts": 2})]


def test_cells_change_and_formulas_and_names_stay(tmp_path: Path) -> None:
    path = write_here(book(tmp_path), louder)
    shared = part_of(path, "xl/sharedStrings.xml").decode()
    assert shared == SHARED.replace("Plain", "PLAIN").replace("Some", "SOME").replace("bold", "BOLD").replace(
        "<rPh><t>x</t></rPh>", ""
    ).replace("<t>SOME ", '<t xml:space="preserve">SOME ')
    assert part_of(path, "xl/worksheets/sheet1.xml").decode() == SHEET.replace("Inline", "INLINE")


def test_text_from_right_to_left_turns_the_sheets(tmp_path: Path) -> None:
    path = write_here(book(tmp_path), louder, language="he")
    assert b'rightToLeft="1"' in part_of(path, "xl/worksheets/sheet1.xml")


def test_both_languages_stand_in_one_cell(tmp_path: Path) -> None:
    path = write_here(book(tmp_path), louder, layout=Layout.COLUMNS)
    assert marked_texts(open_here(path))[:2] == ["Plain\nPLAIN", "Some [1]bold[/1]\nSOME BOLD"]
