from pathlib import Path

from desktop_llm.documents.segments import Layout
from tests.fakes.editing import louder, marked_texts, open_here, write_here
from tests.fakes.written_archive import part_of, write_odt

BODY = (
    '<text:p>One<text:bookmark text:name="b"/></text:p><text:p>Two</text:p>'
    "<text:list><text:list-item><text:p>Three</text:p></text:list-item></text:list>"
)


def test_below_each_paragraph_stands_its_translation(tmp_path: Path) -> None:
    path = write_here(write_odt(tmp_path / "a.odt", BODY), louder, layout=Layout.BELOW)
    assert marked_texts(open_here(path)) == ["One", "ONE", "Two", "TWO", "Three", "THREE"]
    assert part_of(path, "content.xml").count(b"<text:bookmark") == 1


def test_neighbours_share_a_table_and_lists_stay_lists(tmp_path: Path) -> None:
    path = write_here(write_odt(tmp_path / "a.odt", BODY), louder, layout=Layout.COLUMNS)
    body = part_of(path, "content.xml").decode()
    assert body.count("<table:table ") == 1
    assert body.count("<table:table-row>") == 2
    assert body.index("</table:table>") < body.index("Three") < body.index("THREE")
