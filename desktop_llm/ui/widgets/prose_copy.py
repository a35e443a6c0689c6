"""What a selection in rendered prose is as plain text: list markers and table cells kept, drawn things left out."""

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextCursor

from desktop_llm.ui.widgets import markdown_document
from desktop_llm.ui.widgets.markdown_document import MARKER, RULE, TEX

_OBJECT = "\ufffc"


def plain_text(selection: QTextCursor) -> str:
    return "\n".join(_lines(selection)).strip("\n")


def _lines(selection: QTextCursor) -> Iterator[str]:
    document = selection.document()
    block = document.findBlock(selection.selectionStart())
    is_first = True
    last_table = None
    row: list[str] = []
    last_row = -1
    while block.isValid() and block.position() <= selection.selectionEnd():
        cursor = QTextCursor(block)
        table = cursor.currentTable()
        text = _text(block, selection)
        if table is not None:
            number = table.cellAt(cursor).row()
            if row and (table != last_table or number != last_row):
                yield "\t".join(row)
                row = []
            row.append(text)
            last_table, last_row = table, number
        else:
            if row:
                yield "\t".join(row)
                row = []
            yield text if is_first and selection.selectionStart() > block.position() else _marker(block) + text
        is_first = False
        block = block.next()
    if row:
        yield "\t".join(row)


def _text(block: QTextBlock, selection: QTextCursor) -> str:
    if block.blockFormat().hasProperty(RULE):
        return "---"
    pieces: list[str] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        start = max(fragment.position(), selection.selectionStart())
        end = min(fragment.position() + fragment.length(), selection.selectionEnd())
        if start < end:
            text = fragment.text()
            tex = fragment.charFormat().stringProperty(TEX)
            inside = text[start - fragment.position() : end - fragment.position()]
            pieces.append(inside.replace(_OBJECT, tex) if tex else inside)
        iterator += 1
    return "".join(pieces).replace("\u2028", "\n")


def _marker(block: QTextBlock) -> str:
    marker = block.blockFormat().stringProperty(MARKER)
    if not marker:
        return ""
    indent = "  " * (block.blockFormat().indent() - 1)
    match marker:
        case markdown_document.TASK_DONE:
            return f"{indent}- [x] "
        case markdown_document.TASK_OPEN:
            return f"{indent}- [ ] "
        case _:
            return f"{indent}{marker if marker[0].isdigit() else '-'} "
