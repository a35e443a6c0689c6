"""Keys that do more than type: Enter in headings and lists, Tab in lists and tables, Backspace. GUI thread."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextTable

from desktop_llm.documents.rich_text import PLAIN, Paragraph, ParagraphKind
from desktop_llm.ui.widgets.writing.text_formatting import change_depth, one_step, set_kind
from desktop_llm.ui.widgets.writing.text_styles import block_format, char_format, kind_of

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ENDED_BY_EMPTY_LINE: Final = frozenset({ParagraphKind.LIST_ITEM, ParagraphKind.QUOTE, ParagraphKind.CODE})
_ENDED_BY_ENTER: Final = frozenset({ParagraphKind.HEADING, ParagraphKind.KEPT})


def has_handled_key(cursor: QTextCursor, event: QKeyEvent) -> bool:
    """Whether the key was one of those. The cursor is of the editor, which shows it afterwards where it is then."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() in _ENTER and modifiers == Qt.KeyboardModifier.NoModifier:
        return _has_ended_paragraph(cursor)
    if event.key() == Qt.Key.Key_Backspace and modifiers == Qt.KeyboardModifier.NoModifier:
        return _has_left_kind(cursor)
    if event.key() == Qt.Key.Key_Tab and modifiers == Qt.KeyboardModifier.NoModifier:
        return _has_moved(cursor, 1)
    if event.key() == Qt.Key.Key_Backtab:
        return _has_moved(cursor, -1)
    return _is_refused(cursor, event)


def _has_ended_paragraph(cursor: QTextCursor) -> bool:
    block = cursor.block()
    kind, _ = kind_of(block)
    if kind in _ENDED_BY_EMPTY_LINE and not block.text():
        set_kind(cursor, ParagraphKind.TEXT)
        return True
    if kind in _ENDED_BY_ENTER and (cursor.atBlockEnd() or kind is ParagraphKind.KEPT):
        with one_step(cursor):
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertBlock(block_format(Paragraph()), char_format(PLAIN, ParagraphKind.TEXT, 0))
        return True
    if kind is ParagraphKind.HEADING:
        cursor.insertBlock()  # two headings; Qt would make a text in large letters of the second
        return True
    return False


def _has_left_kind(cursor: QTextCursor) -> bool:
    """At the beginning of a list item, a heading or a quotation: it becomes text."""
    kind, level = kind_of(cursor.block())
    if cursor.hasSelection() or kind is ParagraphKind.TEXT:
        return False
    if kind is ParagraphKind.KEPT:
        with one_step(cursor):
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.removeSelectedText()
        return True
    if not cursor.atBlockStart():
        return False
    if kind is ParagraphKind.LIST_ITEM and level > 1:
        change_depth(cursor, -1)
    else:
        set_kind(cursor, ParagraphKind.TEXT)
    return True


def _has_moved(cursor: QTextCursor, step: int) -> bool:
    """Between the cells of a table, of which Tab at the end begins another row; or into the depth of a list."""
    table = cursor.currentTable()
    if table is not None:
        _move_to_cell(cursor, table, step)
        return True
    if kind_of(cursor.block())[0] is ParagraphKind.LIST_ITEM:
        change_depth(cursor, step)
        return True
    return False


def _move_to_cell(cursor: QTextCursor, table: QTextTable, step: int) -> None:
    """Where another cell goes over a place, there is none to go to."""
    cell = table.cellAt(cursor)
    number = cell.row() * table.columns() + cell.column() + step
    while 0 <= number < table.rows() * table.columns():
        place = divmod(number, table.columns())
        target = table.cellAt(*place)
        if (target.row(), target.column()) == place:
            cursor.setPosition(target.firstCursorPosition().position())
            return
        number += step
    if number > 0:
        table.appendRows(1)
        cursor.setPosition(table.cellAt(table.rows() - 1, 0).firstCursorPosition().position())


def _is_refused(cursor: QTextCursor, event: QKeyEvent) -> bool:
    """What the editor does not show is not typed in."""
    is_typing = bool(event.text()) and event.text().isprintable()
    return is_typing and not cursor.hasSelection() and kind_of(cursor.block())[0] is ParagraphKind.KEPT
