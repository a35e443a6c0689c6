import pytest
from hypothesis import given
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument, QTextListFormat

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, TextFormat, TextRun
from desktop_llm.ui.widgets.writing.text_styles import (
    block_format,
    char_format,
    filler_format,
    is_filler,
    is_numbered,
    kind_of,
    letters_of,
    list_format,
    origin_of,
    run_format,
    table_format,
    without_origin,
)
from tests.fakes.written_texts import text_formats

pytestmark = pytest.mark.usefixtures("qapp")


@given(text_formats())
def test_letters_say_how_they_are_formatted_also_in_headings(letters: TextFormat) -> None:
    assert letters_of(char_format(letters, ParagraphKind.TEXT, 0)) == letters
    assert letters_of(char_format(letters, ParagraphKind.HEADING, 1)) == letters


@pytest.mark.parametrize(
    ("kind", "level"), [(ParagraphKind.HEADING, 3), (ParagraphKind.QUOTE, 2), (ParagraphKind.CODE, 0)]
)
def test_a_block_says_what_it_is_and_where_it_comes_from(kind: ParagraphKind, level: int) -> None:
    document = QTextDocument()
    QTextCursor(document).setBlockFormat(block_format(Paragraph(kind=kind, level=level, origin="p7")))
    assert (kind_of(document.firstBlock()), origin_of(document.firstBlock())) == ((kind, level), "p7")


def test_a_copy_of_a_block_can_be_a_new_paragraph() -> None:
    document = QTextDocument()
    QTextCursor(document).setBlockFormat(without_origin(block_format(Paragraph(origin="p7"))))
    assert origin_of(document.firstBlock()) == ""


def test_a_list_item_says_its_depth_and_whether_it_has_a_number() -> None:
    document = QTextDocument()
    item = Paragraph(kind=ParagraphKind.LIST_ITEM, level=2, is_numbered=True)
    QTextCursor(document).createList(list_format(item))
    assert (kind_of(document.firstBlock()), is_numbered(document.firstBlock())) == ((ParagraphKind.LIST_ITEM, 2), True)
    bullets = list_format(Paragraph(kind=ParagraphKind.LIST_ITEM))
    assert (bullets.indent(), bullets.style()) == (1, QTextListFormat.Style.ListDisc)


def test_a_filler_is_one_only_while_it_is_empty() -> None:
    document = QTextDocument()
    cursor = QTextCursor(document)
    cursor.setBlockFormat(filler_format())
    assert is_filler(document.firstBlock())
    cursor.insertText("a")
    assert not is_filler(document.firstBlock())


def test_what_is_kept_is_an_object_with_its_text() -> None:
    look = run_format(TextRun(text="[field]", kept="k"), ParagraphKind.TEXT, 0)
    assert look.objectType() > 0


def test_headings_are_larger_the_higher_they_are() -> None:
    sizes = [
        char_format(TextFormat(), ParagraphKind.HEADING, level).intProperty(
            char_format(TextFormat(), ParagraphKind.HEADING, level).Property.FontSizeAdjustment
        )
        for level in (1, 2, 3, 4)
    ]
    assert sizes == sorted(set(sizes), reverse=True)


def test_tables_have_lines() -> None:
    assert table_format().border() > 0
    assert block_format(Paragraph()).lineHeightType() == QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
