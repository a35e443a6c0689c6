import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop_llm.documents.rich_text import ParagraphKind, RichText, TableCell
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.text_keys import has_handled_key
from tests.fakes.written_texts import EVERYTHING, paragraph

_ITEM = {"kind": ParagraphKind.LIST_ITEM, "level": 1}


@pytest.fixture
def editor(qtbot: QtBot) -> RichEditor:
    editor = RichEditor()
    qtbot.addWidget(editor)
    return editor


def _show(editor: RichEditor, *paragraphs: object, position: int = 0) -> None:
    editor.show_rich_text(RichText(paragraphs=paragraphs))
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def _kinds(editor: RichEditor) -> list[tuple[str, str]]:
    return [(each.kind.value, each.text) for each in editor.rich_text.paragraphs]


def test_enter_behind_a_heading_begins_text(qtbot: QtBot, editor: RichEditor) -> None:
    _show(editor, paragraph("Title", kind=ParagraphKind.HEADING, level=1), position=5)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "a")
    assert _kinds(editor) == [("heading", "Title"), ("text", "a")]
    assert not editor.rich_text.paragraphs[1].runs[0].format.bold


def test_enter_within_a_heading_leaves_two(qtbot: QtBot, editor: RichEditor) -> None:
    _show(editor, paragraph("Title", kind=ParagraphKind.HEADING, level=1), position=2)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert _kinds(editor) == [("heading", "Ti"), ("heading", "tle")]


def test_enter_goes_on_in_a_list_and_ends_it_at_an_empty_item(qtbot: QtBot, editor: RichEditor) -> None:
    _show(editor, paragraph("one", **_ITEM), position=3)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert _kinds(editor) == [("list_item", "one"), ("list_item", "")]
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert _kinds(editor) == [("list_item", "one"), ("text", "")]


def test_backspace_at_the_beginning_makes_text_of_it(qtbot: QtBot, editor: RichEditor) -> None:
    _show(editor, paragraph("one", kind=ParagraphKind.LIST_ITEM, level=2))
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.rich_text.paragraphs[0].level == 1
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert _kinds(editor) == [("text", "one")]


def test_tab_makes_items_deeper(qtbot: QtBot, editor: RichEditor) -> None:
    _show(editor, paragraph("one", **_ITEM))
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.rich_text.paragraphs[0].level == 2
    qtbot.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.rich_text.paragraphs[0].level == 1


def test_tab_goes_through_a_table_and_adds_a_row_at_its_end(qtbot: QtBot, editor: RichEditor) -> None:
    _show(editor, *EVERYTHING.paragraphs[10:16])
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
    editor.setTextCursor(cursor)
    texts: list[str] = []
    for _ in range(5):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
        texts.append(editor.textCursor().block().text())
    assert texts == ["0/1", "0/2", "1/0", "1/1", "1/2"]
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.textCursor().currentTable().rows() == 3
    qtbot.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.textCursor().block().text() == "1/2"


def test_what_is_not_edited_takes_no_letters_and_goes_as_a_whole(qtbot: QtBot, editor: RichEditor) -> None:
    kept = paragraph("[contents]", kind=ParagraphKind.KEPT, origin="p1")
    _show(editor, paragraph("a"), kept, position=4)
    qtbot.keyClicks(editor, "xyz")
    assert editor.rich_text.paragraphs[1] == kept
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert _kinds(editor)[1:] == [("kept", "[contents]"), ("text", "")]
    cursor = editor.textCursor()
    cursor.setPosition(4)
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert _kinds(editor) == [("text", "a"), ("text", "")]


def test_other_keys_are_left_to_the_editor(editor: RichEditor) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    _show(editor, paragraph("a"))
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    assert not has_handled_key(editor.textCursor(), event)


def test_tab_goes_past_places_that_another_cell_goes_over(qtbot: QtBot, editor: RichEditor) -> None:
    cells = (
        paragraph("big", cell=TableCell(table=0, row=0, column=0, n_rows=2, n_columns=2)),
        paragraph("a", cell=TableCell(table=0, row=0, column=2)),
        paragraph("b", cell=TableCell(table=0, row=1, column=2)),
    )
    _show(editor, *cells)
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
    editor.setTextCursor(cursor)
    texts: list[str] = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Backtab, Qt.Key.Key_Backtab):
        qtbot.keyClick(editor, key)
        texts.append(editor.textCursor().block().text())
    assert texts == ["a", "b", "a", "big", "big"]
