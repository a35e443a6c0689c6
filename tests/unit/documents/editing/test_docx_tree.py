"""What happens to single paragraphs; whole files are in test_rich_docx.py."""

from pathlib import Path

from msgspec import structs

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TableCell
from tests.fakes.rich_files import edited, new, texts
from tests.fakes.written_archive import part_of, write_docx


def body(path: Path) -> str:
    return part_of(path, "word/document.xml").decode().partition("<w:body>")[2].removesuffix("</w:body></w:document>")


def test_a_cell_keeps_one_paragraph_at_its_end(tmp_path: Path) -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    cell = f"<w:tc>{inner}<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    path = write_docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell}</w:tr></w:tbl><w:p/>")
    output = edited(path, lambda before: [before[0], before[2]])
    assert f"<w:tc>{inner}<w:p/></w:tc>" in body(output)


def test_a_kept_block_of_another_file_is_its_words(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:p/>")
    output = edited(path, lambda before: [*before, new("[table]", kind=ParagraphKind.KEPT)])
    assert texts(output) == ["", "[table]"]


def test_what_stood_at_the_beginning_goes_to_the_next_paragraph(tmp_path: Path) -> None:
    marked = '<w:p><w:bookmarkStart w:id="1"/><w:r><w:t>a</w:t></w:r></w:p>'
    path = write_docx(tmp_path / "a.docx", f"{marked}<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>")
    output = edited(path, lambda before: before[1:])
    assert body(output) == '<w:p><w:pPr><w:bidi/></w:pPr><w:bookmarkStart w:id="1"/><w:r><w:t>b</w:t></w:r></w:p>'


def test_words_that_come_from_nowhere_look_like_those_beside_them(tmp_path: Path) -> None:
    red = '<w:rPr><w:color w:val="F00"/></w:rPr>'
    path = write_docx(tmp_path / "a.docx", f"<w:p><w:r>{red}<w:t>a</w:t></w:r></w:p>")
    output = edited(path, lambda before: [*before, new("b")])
    assert body(output).endswith(f"<w:p><w:r>{red}<w:t>b</w:t></w:r></w:p>")


def test_a_paragraph_that_comes_out_of_a_table_is_like_those_outside(tmp_path: Path) -> None:
    cell = "<w:tc><w:p><w:pPr><w:jc w:val='right'/></w:pPr><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    path = write_docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell}</w:tr></w:tbl><w:p><w:r><w:t>b</w:t></w:r></w:p>")

    def outside(before: list[Paragraph]) -> list[Paragraph]:
        return [before[1], structs.replace(before[0], cell=None)]

    assert body(edited(path, outside)) == "<w:p><w:r><w:t>b</w:t></w:r></w:p><w:p><w:r><w:t>a</w:t></w:r></w:p>"
    inside = TableCell(table=0, row=0, column=0)
    output = edited(path, lambda before: [before[0], structs.replace(before[1], cell=inside)])
    assert body(output).count("<w:tc>") == 1
    assert texts(output) == ["a", "b"]
