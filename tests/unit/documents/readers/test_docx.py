from pathlib import Path

import docx
import pytest

from desktop_llm.documents.document import Document, DocumentWarning, WarningKind
from desktop_llm.errors import DocumentError, ErrorCode
from tests.fakes.reading import read_here, shape
from tests.fakes.written_archive import write_archive, write_docx


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.docx"


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(path: Path, body: str, **parts: str | bytes) -> Document:
    return read_here(write_docx(path, body, **parts))


def test_a_file_of_another_program_is_read_with_headings_lists_and_tables(path: Path) -> None:
    written = docx.Document()
    written.core_properties.title = "A lease"
    written.add_heading("Lease", 1)
    paragraph = written.add_paragraph("It ends in ")
    paragraph.add_run("May").bold = True
    written.add_paragraph("Rent", style="List Bullet")
    written.add_heading("Costs", 2)
    table = written.add_table(rows=2, cols=2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Item", "Price", "Rent", "900"], strict=True):
        cell.text = text
    written.add_paragraph("Table 1: costs", style="Caption")
    written.save(str(path))
    document = read_here(path)
    assert shape(document) == [
        ("heading", "Lease"),
        ("paragraph", "It ends in May"),
        ("list_item", "Rent"),
        ("heading", "Costs"),
        ("table", "Item | Price\nRent | 900"),
        ("caption", "Table 1: costs"),
    ]
    assert document.title == "A lease"
    assert document.blocks[4].heading_path == ("Lease", "Costs")
    assert document.warnings == ()


def test_text_that_was_deleted_or_hidden_is_left_out_and_that_is_said(path: Path) -> None:
    document = read(
        path,
        "<w:p><w:r><w:t>Rent is </w:t></w:r><w:del><w:r><w:delText>900</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>950</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> euros</w:t></w:r></w:p>',
    )
    assert document.text == "Rent is 950 euros"
    assert document.warnings == (
        DocumentWarning(kind=WarningKind.TRACKED_CHANGES, facts={"n_inserted": 1, "n_deleted": 1}),
        DocumentWarning(kind=WarningKind.HIDDEN_LEFT_OUT, facts={"n_parts": 1}),
    )


def test_notes_follow_what_refers_to_them(path: Path) -> None:
    document = read(
        path,
        '<w:p><w:r><w:t>Rent</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
        f'<w:tbl><w:tr><w:tc>{p("a")}</w:tc><w:tc><w:p><w:r><w:t>b</w:t><w:commentReference w:id="7"/></w:r></w:p>'
        f"</w:tc></w:tr></w:tbl>{p('End')}",
        footnotes=f'<w:footnote w:id="0">{p("---")}</w:footnote><w:footnote w:id="2">{p("Cold rent.")}</w:footnote>',
        comments=f'<w:comment w:id="7">{p("Is this right?")}</w:comment>',
    )
    assert shape(document) == [
        ("paragraph", "Rent"),
        ("note", "Cold rent."),
        ("paragraph", "a | b"),
        ("note", "Is this right?"),
        ("paragraph", "End"),
    ]


def test_a_table_keeps_its_columns_where_cells_are_joined(path: Path) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    inner = f"<w:tbl>{row(p('x'), p('y'))}</w:tbl>"
    document = read(
        path,
        "<w:tbl>"
        + row('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("Costs"), p("Year"))
        + row(p("Rent"), p("900") + p("cold"), '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("1999"))
        + row(p("Heat"), inner, "<w:tcPr><w:vMerge/></w:tcPr>" + p(""))
        + "</w:tbl>",
    )
    assert document.blocks[0].rows == (("Costs", "", "Year"), ("Rent", "900 cold", "1999"), ("Heat", "x y", ""))


def test_text_boxes_forms_links_and_breaks_are_read_once(path: Path) -> None:
    document = read(
        path,
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>"
        "<w:p><w:hyperlink><w:r><w:t>link</w:t><w:br/><w:t>next</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:txbxContent>{p('boxed')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{p('boxed')}</w:txbxContent></mc:Fallback>"
        f"</mc:AlternateContent></w:r></w:p></w:sdtContent></w:sdt><w:tbl><w:tr><w:tc>{p('framed')}</w:tc></w:tr></w:tbl>",
    )
    assert shape(document) == [("paragraph", "link\nnext"), ("paragraph", "boxed"), ("paragraph", "framed")]


def test_lines_of_code_are_one_block(path: Path) -> None:
    style = '<w:style w:styleId="C"><w:name w:val="Source Code"/></w:style>'
    code = '<w:pStyle w:val="C"/>'
    document = read(path, p("x = 1", code) + p("", code) + p("y = 2", code) + p("Text"), styles=style)
    assert shape(document) == [("code", "x = 1\n\ny = 2"), ("paragraph", "Text")]


def test_macros_are_named_and_not_run(path: Path) -> None:
    document = read(path, p("Text"), vbaProject=b"\xd0\xcf macros")
    assert [warning.kind for warning in document.warnings] == [WarningKind.MACROS_IGNORED]


@pytest.mark.parametrize("main", ["<w:document xmlns:w='w'/>", "<w:document", "", "<a>" * 300 + "</a>" * 300], ids=len)
def test_a_broken_or_very_deep_file_is_damaged(path: Path, main: str) -> None:
    write_archive(path, {"[Content_Types].xml": "", "word/document.xml": main})
    with pytest.raises(DocumentError) as raised:
        read_here(path)
    assert raised.value.code is ErrorCode.DOCUMENT_DAMAGED


def test_entities_of_a_file_are_not_followed(path: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    main = (
        f'<!DOCTYPE w:document [<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>Text</w:t><w:t>&file;</w:t></w:r></w:p></w:body></w:document>"
    )
    write_archive(path, {"[Content_Types].xml": "", "word/document.xml": main})
    assert read_here(path).text == "Text"
