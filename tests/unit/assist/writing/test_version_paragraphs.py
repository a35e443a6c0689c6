from desktop_llm.assist.writing.version_paragraphs import version_paragraphs
from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TableCell, TextFormat, TextRun


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in version_paragraphs(text)]


def test_paragraphs_and_the_lines_in_them_stay() -> None:
    assert texts("Dear Ms Miller,\nthank you.\n\nYours\n") == ["Dear Ms Miller,\nthank you.", "Yours"]


def test_what_a_model_stresses_is_stressed() -> None:
    (paragraph,) = version_paragraphs("**Subject:** *now* and `x` in [here](https://a.org)")
    assert paragraph.runs == (
        TextRun(text="Subject:", format=TextFormat(bold=True)),
        TextRun(text=" "),
        TextRun(text="now", format=TextFormat(italic=True)),
        TextRun(text=" and "),
        TextRun(text="x", format=TextFormat(code=True)),
        TextRun(text=" in "),
        TextRun(text="here", format=TextFormat(link="https://a.org")),
    )


def test_lists_headings_and_quotations_are_what_they_are() -> None:
    found = version_paragraphs("# News\n\n- one\n  - deep\n\n1. first\n\n> said\n\nlast")
    assert [(each.kind, each.level, each.is_numbered, each.text) for each in found] == [
        (ParagraphKind.HEADING, 1, False, "News"),
        (ParagraphKind.LIST_ITEM, 1, False, "one"),
        (ParagraphKind.LIST_ITEM, 2, False, "deep"),
        (ParagraphKind.LIST_ITEM, 1, True, "first"),
        (ParagraphKind.QUOTE, 1, False, "said"),
        (ParagraphKind.TEXT, 0, False, "last"),
    ]


def test_a_table_is_cells() -> None:
    found = version_paragraphs("| a | b |\n|---|---|\n| 1 | 2 |")
    places = [(each.cell.row, each.cell.column, each.text) for each in found if each.cell is not None]
    assert places == [(0, 0, "a"), (0, 1, "b"), (1, 0, "1"), (1, 1, "2")]
    assert found[0].cell == TableCell(table=0, row=0, column=0)


def test_code_is_a_paragraph_a_line_and_html_is_text() -> None:
    found = version_paragraphs("```\nx = 1\n\ny = 2\n```\n\n<script>a</script>")
    assert [each.text for each in found] == ["x = 1", "", "y = 2", "<script>a</script>"]
    assert found[0].kind is ParagraphKind.CODE


def test_a_link_that_is_none_is_text() -> None:
    (paragraph,) = version_paragraphs("[here](javascript:alert(1))")
    assert all(not run.format.link for run in paragraph.runs)


def test_a_text_that_would_take_minutes_is_taken_as_it_is() -> None:
    text = "[" * 4000 + "\n\nnext"
    assert version_paragraphs(text)[1] == Paragraph(runs=(TextRun(text="next"),))
