"""What a selection in rendered prose is as plain text: list markers and table cells kept, drawn things left out."""

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor

from desktop_llm.ui.widgets.markdown_document import TEX

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
    text_list = block.textList()
    if text_list is None:
        return ""
    indent = "  " * (text_list.format().indent() - 1)
    match block.blockFormat().marker():
        case QTextBlockFormat.MarkerType.Checked:
            return f"{indent}- [x] "
        case QTextBlockFormat.MarkerType.Unchecked:
            return f"{indent}- [ ] "
        case _:
            text = text_list.itemText(block)
            return f"{indent}{text if text[:1].isdigit() else '-'} "
