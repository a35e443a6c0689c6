from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText, TextFormat, TextRun
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter, paragraph_of
from desktop_llm.ui.widgets.writing.text_formatting import (
    blocks_of,
    change_depth,
    change_letters,
    format_state,
    insert_link,
    insert_paragraphs,
    insert_table,
    set_kind,
)
from tests.fakes.written_texts import EVERYTHING, paragraph

pytestmark = pytest.mark.usefixtures("qapp")

_BOLD = TextFormat(bold=True)


def _bold(letters: TextFormat) -> TextFormat:
    return replace(letters, bold=True)


class _Text:
    def __init__(self, *paragraphs: Paragraph) -> None:
        self.document = QTextDocument()
        DocumentWriter(self.document).write(paragraphs)
        self.document.clearUndoRedoStacks()

    def select(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    @property
    def paragraphs(self) -> list[Paragraph]:
        blocks = (self.document.findBlockByNumber(number) for number in range(self.document.blockCount()))
        return [paragraph_of(block) for block in blocks]


def test_selected_letters_become_bold_and_the_rest_stays() -> None:
    text = _Text(paragraph("one two", origin="p1"), paragraph("three"))
    change_letters(text.select(4, 10), _bold)
    assert text.paragraphs == [
        paragraph("one ", TextRun(text="two", format=_BOLD), origin="p1"),
        paragraph(TextRun(text="th", format=_BOLD), "ree"),
    ]


def test_what_is_kept_is_still_itself_when_it_is_bold() -> None:
    text = _Text(paragraph("a", TextRun(text="[picture]", kept="k1")))
    change_letters(text.select(0, 2), _bold)
    assert text.paragraphs == [
        paragraph(TextRun(text="a", format=_BOLD), TextRun(text="[picture]", format=_BOLD, kept="k1"))
    ]


@pytest.mark.parametrize(
    ("kind", "level"),
    [(ParagraphKind.HEADING, 2), (ParagraphKind.QUOTE, 1), (ParagraphKind.CODE, 0), (ParagraphKind.LIST_ITEM, 1)],
)
def test_a_paragraph_becomes_another_kind_and_text_again(kind: ParagraphKind, level: int) -> None:
    before = paragraph("one ", TextRun(text="two", format=_BOLD), origin="p1")
    text = _Text(before)
    cursor = text.select(0, 0)
    set_kind(cursor, kind, level)
    assert text.paragraphs == [replace(before, kind=kind, level=level)]
    set_kind(cursor, ParagraphKind.TEXT)
    assert text.paragraphs == [before]


def test_each_change_is_one_step_to_undo() -> None:
    text = _Text(*(paragraph(letter) for letter in "abc"))
    before = text.paragraphs
    set_kind(text.select(0, 4), ParagraphKind.LIST_ITEM, 1, numbered=True)
    assert [each.is_numbered for each in text.paragraphs] == [True, True, True]
    text.document.undo()
    assert text.paragraphs == before
    assert not text.document.isUndoAvailable()


def test_items_that_follow_one_another_are_one_list() -> None:
    text = _Text(*(paragraph(letter) for letter in "abc"))
    for position in (0, 2, 4):
        set_kind(text.select(position, position), ParagraphKind.LIST_ITEM, 1, numbered=True)
    lists = {text.document.findBlockByNumber(number).textList().objectIndex() for number in range(3)}
    assert len(lists) == 1


def test_an_item_goes_deeper_and_back_and_not_beyond() -> None:
    text = _Text(*(paragraph(letter, kind=ParagraphKind.LIST_ITEM, level=1) for letter in "ab"))
    cursor = text.select(2, 2)
    change_depth(cursor, 1)
    assert [each.level for each in text.paragraphs] == [1, 2]
    for _ in range(3):
        change_depth(cursor, -1)
    assert [each.level for each in text.paragraphs] == [1, 1]


def test_what_is_not_edited_keeps_its_kind() -> None:
    text = _Text(paragraph("[contents]", kind=ParagraphKind.KEPT, origin="p1"))
    set_kind(text.select(0, 0), ParagraphKind.HEADING, 1)
    assert text.paragraphs == [paragraph("[contents]", kind=ParagraphKind.KEPT, origin="p1")]


def test_selected_words_become_a_link_and_lose_it() -> None:
    text = _Text(paragraph("see here"))
    insert_link(text.select(4, 8), "https://a.org", "")
    assert text.paragraphs == [paragraph("see ", TextRun(text="here", format=TextFormat(link="https://a.org")))]
    insert_link(text.select(4, 8), "", "")
    assert text.paragraphs == [paragraph("see here")]


def test_without_a_selection_a_link_is_its_own_words() -> None:
    text = _Text(paragraph("see "))
    insert_link(text.select(4, 4), "https://a.org", "")
    link = TextRun(text="https://a.org", format=TextFormat(link="https://a.org"))
    assert text.paragraphs == [paragraph("see ", link, " ")]
    insert_link(text.select(0, 0), "", "nothing")
    assert text.paragraphs == [paragraph("see ", link, " ")]


def test_a_table_comes_at_the_cursor() -> None:
    text = _Text(paragraph("a"))
    table = insert_table(text.select(1, 1), (2, 4))
    assert (table.rows(), table.columns()) == (2, 4)


def test_paragraphs_come_into_the_place_of_what_is_selected() -> None:
    text = _Text(paragraph("one two three"))
    cursor = text.select(4, 7)
    insert_paragraphs(cursor, (paragraph("2"), paragraph("item", kind=ParagraphKind.LIST_ITEM, level=1)))
    cursor.insertText("!")
    assert [each.text for each in text.paragraphs] == ["one 2", "item! three"]
    assert text.paragraphs[1].kind is ParagraphKind.LIST_ITEM
    insert_paragraphs(cursor, ())
    assert len(text.paragraphs) == 2


def test_into_an_empty_text_all_comes_as_it_was_but_for_tables() -> None:
    text = _Text()
    insert_paragraphs(text.select(0, 0), EVERYTHING.paragraphs, are_whole=True)
    assert text.paragraphs == [replace(each, cell=None) for each in EVERYTHING.paragraphs]


def test_words_that_come_into_an_empty_item_leave_it_one() -> None:
    text = _Text(paragraph("", kind=ParagraphKind.LIST_ITEM, level=1))
    insert_paragraphs(text.select(0, 0), (paragraph("words"),))
    assert text.paragraphs == [paragraph("words", kind=ParagraphKind.LIST_ITEM, level=1)]


def test_the_place_of_the_cursor_says_its_format() -> None:
    text = _Text(*RichText(paragraphs=EVERYTHING.paragraphs).paragraphs)
    heading = format_state(text.select(0, 4))
    assert (heading.kind, heading.level, heading.letters.bold) == (ParagraphKind.HEADING, 1, False)
    bold = format_state(text.select(22, 28))
    assert (bold.letters.bold, bold.is_in_table) == (True, False)
    block = next(block for block in _all_blocks(text.document) if block.text() == "0/1")
    assert format_state(QTextCursor(block)).is_in_table


def _all_blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    return blocks_of(_whole(document))


def _whole(document: QTextDocument) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return cursor
