"""What a selection in rendered prose is as plain text: list markers and table cells kept, drawn things left out.

GUI thread.
"""

from collections.abc import Iterator
from itertools import groupby

from PySide6.QtGui import QTextBlock, QTextCursor

from desktop_llm.ui.widgets.transcript.prose_style import MARKER, RULE, TASK_DONE, TASK_OPEN, TEX

_OBJECT = "\ufffc"


def plain_text(selection: QTextCursor) -> str:
    lines: list[str] = []
    for row, blocks in groupby(_selected_blocks(selection), key=_table_row):
        texts = [_line(block, selection) for block in blocks]
        lines += texts if row is None else ["\t".join(texts)]
    return "\n".join(lines).strip("\n")


def _selected_blocks(selection: QTextCursor) -> Iterator[QTextBlock]:
    block = selection.document().findBlock(selection.selectionStart())
    while block.isValid() and block.position() <= selection.selectionEnd():
        if not _is_beside_table(block):
            yield block
        block = block.next()


def _table_row(block: QTextBlock) -> tuple[int, int] | None:
    """Which row of which table the block is in."""
    cursor = QTextCursor(block)
    table = cursor.currentTable()
    return (table.firstPosition(), table.cellAt(cursor).row()) if table is not None else None


def _is_beside_table(block: QTextBlock) -> bool:
    """The empty block that rich text needs before and behind a table."""
    if block.text() or _table_row(block) is not None:
        return False
    return any(near.isValid() and _table_row(near) is not None for near in (block.previous(), block.next()))


def _line(block: QTextBlock, selection: QTextCursor) -> str:
    if block.blockFormat().hasProperty(RULE):
        return "---"
    is_whole_start = selection.selectionStart() <= block.position()
    return (_marker(block) if is_whole_start else "") + _text(block, selection)


def _text(block: QTextBlock, selection: QTextCursor) -> str:
    pieces: list[str] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        start = max(fragment.position(), selection.selectionStart())
        end = min(fragment.position() + fragment.length(), selection.selectionEnd())
        if start < end:
            inside = fragment.text()[start - fragment.position() : end - fragment.position()]
            tex = fragment.charFormat().stringProperty(TEX)
            pieces.append(inside.replace(_OBJECT, tex) if tex else inside)
        iterator += 1
    return "".join(pieces).replace("\u2028", "\n")


def _marker(block: QTextBlock) -> str:
    marker = block.blockFormat().stringProperty(MARKER)
    if not marker:
        return ""
    boxes = {TASK_DONE: "- [x]", TASK_OPEN: "- [ ]"}
    plain = boxes.get(marker, marker if marker[0].isdigit() else "-")
    return "  " * (block.blockFormat().indent() - 1) + plain + " "
