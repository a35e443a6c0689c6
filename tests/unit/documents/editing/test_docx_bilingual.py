from pathlib import Path

from desktop_llm.documents.segments import Layout
from tests.fakes.editing import louder, marked_texts, open_here, write_here
from tests.fakes.written_archive import part_of, write_docx

SECTION = "<w:sectPr><w:pgSz/></w:sectPr>"


def body_of(path: Path) -> str:
    return part_of(path, "word/document.xml").decode()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_neighbours_share_a_table_and_each_pair_has_its_row(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph("One") + paragraph("Two") + SECTION)
    body = body_of(write_here(path, louder, layout=Layout.COLUMNS))
    assert body.count("<w:tbl>") == 1
    assert body.count("<w:tr>") == 2
    assert body.index("One") < body.index("ONE") < body.index("Two") < body.index("TWO")
    assert body.index("</w:tbl>") < body.index("<w:p/>") < body.index("<w:sectPr>")


def test_the_end_of_a_section_stays_behind_both(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph("One", f"<w:pPr>{SECTION}</w:pPr>") + paragraph("Two"))
    for layout in (Layout.BELOW, Layout.COLUMNS):
        body = body_of(write_here(path, louder, layout=layout))
        assert body.count("<w:sectPr>") == 1
        assert body.index("One") < body.index("<w:sectPr>") < body.index("Two")


def test_a_number_of_a_list_is_not_counted_twice(tmp_path: Path) -> None:
    number = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    body = body_of(write_here(write_docx(tmp_path / "a.docx", paragraph("One", number)), louder, layout=Layout.BELOW))
    assert body.count('<w:numId w:val="3"/>') == body.count('<w:numId w:val="0"/>') == 1


def test_in_cells_the_translation_stands_below(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph('One')}</w:tc></w:tr></w:tbl>"
    path = write_here(write_docx(tmp_path / "a.docx", table), louder, layout=Layout.COLUMNS)
    assert marked_texts(open_here(path)) == ["One", "ONE"]
    assert body_of(path).count("<w:tbl>") == 1
