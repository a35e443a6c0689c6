"""What happens to single paragraphs; whole files are in test_rich_odt.py."""

from pathlib import Path

from desktop_llm.documents.editing.odt_tree import OdtBody, settled
from desktop_llm.documents.editing.rich_plan import plan_of
from desktop_llm.documents.editing.xml_part import own_node
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind
from tests.fakes.rich_files import edited, item, new, texts
from tests.fakes.written_archive import part_of, write_odt


def test_a_paragraph_that_comes_into_a_list_is_new_there_and_a_heading_is_not() -> None:
    file = [Paragraph(origin="p1"), Paragraph(origin="p2")]
    wanted = [
        Paragraph(origin="p1", kind=ParagraphKind.LIST_ITEM, level=1),
        Paragraph(origin="p2", kind=ParagraphKind.HEADING, level=1),
    ]
    plan = settled(plan_of(file, wanted), OdtBody(own_node("<x/>"), file))
    assert [step.place for step in plan.steps] == ["", "p2"]
    assert plan.removed == ("p1",)


def test_a_kept_block_moves_and_one_of_another_file_is_its_words(tmp_path: Path) -> None:
    index = "<text:table-of-content><text:index-body/></text:table-of-content>"
    path = write_odt(tmp_path / "a.odt", f"<text:p>a</text:p>{index}")
    output = edited(path, lambda before: [before[1], before[0], new("[table]", kind=ParagraphKind.KEPT)])
    assert texts(output) == ["[contents]", "a", "[table]"]


def test_words_that_come_from_nowhere_look_like_those_beside_them(tmp_path: Path) -> None:
    line = '<text:p text:style-name="P1"><text:span text:style-name="T3">a</text:span></text:p>'
    path = write_odt(tmp_path / "a.odt", line)
    output = edited(path, lambda before: [*before, new("b")])
    assert (line + line.replace(">a<", ">b<")) in part_of(output, "content.xml").decode()


def test_an_item_in_a_text_without_lists_gets_a_list_of_its_own(tmp_path: Path) -> None:
    path = write_odt(tmp_path / "a.odt", '<text:p text:style-name="P1">a</text:p>')
    output = edited(path, lambda before: [*before, item("b", is_numbered=True)])
    xml = part_of(output, "content.xml").decode()
    assert '<text:list text:style-name="WrittenNumbers"><text:list-item><text:p text:style-name="P1">b</text:p>' in xml
