"""Makes one text of another where only some paragraphs differ, in one step to undo; the rest stays. GUI thread."""

from typing import Final

from PySide6.QtGui import QTextCursor

from desktop_llm.assist.writing.stored_text import Paragraphs, differing
from desktop_llm.ui.widgets.writing.text_formatting import insert_paragraphs, one_step

_MOST_PARAGRAPHS: Final = 200


def has_replaced(cursor: QTextCursor, before: Paragraphs, after: Paragraphs) -> bool:
    """False, and nothing is done: it would take too long, or there are tables, whose cells are no lines of text."""
    if any(paragraph.cell is not None for paragraph in (*before, *after)):
        return False
    part = differing(before, after)
    if part is None:
        return True
    first, n_removed, n_added = _with_neighbour(part, len(before))
    if max(n_removed, n_added) > _MOST_PARAGRAPHS or not n_added:
        return False
    document = cursor.document()
    place = QTextCursor(document.findBlockByNumber(first))
    last = document.findBlockByNumber(first + n_removed - 1)
    place.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    with one_step(place):
        place.removeSelectedText()
        insert_paragraphs(place, after[first : first + n_added], are_whole=True)
    return True


def _with_neighbour(part: tuple[int, int, int], n_before: int) -> tuple[int, int, int]:
    """Where paragraphs only come or only go, one that stays goes along: Qt knows no empty row of paragraphs."""
    first, n_removed, n_added = part
    if n_removed and n_added:
        return part
    if first > 0:
        return first - 1, n_removed + 1, n_added + 1
    return (first, n_removed + 1, n_added + 1) if n_removed < n_before else part
