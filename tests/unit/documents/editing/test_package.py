from pathlib import Path

from desktop_llm.documents.editing.package import Package
from desktop_llm.documents.reader_messages import ReadLimits
from desktop_llm.documents.source_file import SourceFile
from tests.fakes.editing import louder, marked_texts, open_here, write_here
from tests.fakes.written_archive import part_of, same_but, write_archive, write_docx

CORE = (
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>A title</dc:title><dc:creator>Anna</dc:creator>'
    "</cp:coreProperties>"
)


def test_properties_are_segments_where_they_are_wanted(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", "<w:p><w:r><w:t>Text</w:t></w:r></w:p>")
    path = same_but(path, tmp_path / "b.docx", {"docProps/core.xml": CORE})
    assert marked_texts(open_here(path)) == ["Text"]
    assert marked_texts(open_here(path, with_properties=True)) == ["Text", "A title"]
    written = part_of(write_here(path, louder, with_properties=True), "docProps/core.xml").decode()
    assert written == CORE.replace("A title", "A TITLE")


def test_parts_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = {f"s/part{number}.xml": "<x/>" for number in (10, 9, 1)}
    source = SourceFile(write_archive(tmp_path / "a.zip", dict(names)), ReadLimits(), lambda _done, _total: None)
    assert Package(source).names(r"s/.*") == ["s/part1.xml", "s/part9.xml", "s/part10.xml"]
