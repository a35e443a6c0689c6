"""What a person does to a text besides typing: formats of letters, kinds of paragraphs, lists, tables. GUI thread.

Each is one step to undo.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextTable

from desktop_llm.documents.rich_text import PLAIN, Paragraph, ParagraphKind, TextFormat, TextRun
from desktop_llm.ui.widgets.writing.rich_document import write_runs
from desktop_llm.ui.widgets.writing.text_styles import (
    KEPT_ID,
    KEPT_TEXT,
    MOST_LEVELS,
    block_format,
    char_format,
    fragments_of,
    is_numbered,
    kind_of,
    letters_of,
    list_format,
    origin_of,
    run_format,
    table_format,
)

Edit = Callable[[], None]
LettersChange = Callable[[TextFormat], TextFormat]
_TABLE_SIZE: Final = (3, 3)


class FormatState(Struct, frozen=True):
    """How the place of the cursor is formatted."""

    letters: TextFormat = PLAIN
    kind: ParagraphKind = ParagraphKind.TEXT
    level: int = 0
    is_numbered: bool = False
    is_in_table: bool = False


def format_state(cursor: QTextCursor) -> FormatState:
    """Of a selection, the format of its first letter."""
    at = QTextCursor(cursor)
    if cursor.hasSelection():
        at.setPosition(cursor.selectionStart() + 1)
    kind, level = kind_of(at.block())
    return FormatState(
        letters_of(at.charFormat()), kind, level, is_numbered(at.block()), is_in_table=at.currentTable() is not None
    )


def change_letters(cursor: QTextCursor, change: LettersChange) -> None:
    """Of what is selected."""
    with one_step(cursor):
        for edit in letters_edits(cursor, change):
            edit()


def letters_edits(cursor: QTextCursor, change: LettersChange) -> list[Edit]:
    """What `change_letters` does, paragraph by paragraph."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    return [partial(_change_block, block, start, end, change) for block in blocks_of(cursor)]


def _change_block(block: QTextBlock, start: int, end: int, change: LettersChange) -> None:
    kind, level = kind_of(block)
    for part, look in list(_fragments(block, start, end)):
        part.setCharFormat(_changed(look, change, kind, level))


def set_kind(cursor: QTextCursor, kind: ParagraphKind, level: int = 0, *, numbered: bool = False) -> None:
    """Of all paragraphs that the selection touches; those that are not edited stay."""
    with one_step(cursor):
        for edit in kind_edits(cursor, kind, level, numbered=numbered):
            edit()


def kind_edits(cursor: QTextCursor, kind: ParagraphKind, level: int = 0, *, numbered: bool = False) -> list[Edit]:
    """What `set_kind` does, paragraph by paragraph."""
    blocks = (block for block in blocks_of(cursor) if kind_of(block)[0] is not ParagraphKind.KEPT)
    return [partial(_set_block_kind, block, kind, level, numbered=numbered) for block in blocks]


def change_depth(cursor: QTextCursor, step: int) -> None:
    """Of list items: deeper or less deep. At the edge nothing happens."""
    with one_step(cursor):
        for block in list(blocks_of(cursor)):
            kind, level = kind_of(block)
            if kind is ParagraphKind.LIST_ITEM and 1 <= level + step <= MOST_LEVELS:
                _set_block_kind(block, kind, level + step, numbered=is_numbered(block))


def insert_link(cursor: QTextCursor, address: str, text: str) -> None:
    """Around what is selected, else `text` at the cursor. An empty address takes the link away."""
    if cursor.hasSelection():
        change_letters(cursor, lambda letters: replace(letters, link=address))
    elif address:
        with one_step(cursor):
            run = TextRun(text=text or address, format=TextFormat(link=address))
            kind, level = kind_of(cursor.block())
            cursor.insertText(run.text, run_format(run, kind, level))
            cursor.insertText(" ", char_format(PLAIN, kind, level))


def insert_table(cursor: QTextCursor, size: tuple[int, int] = _TABLE_SIZE) -> QTextTable:
    """As wide as the text."""
    with one_step(cursor):
        look = table_format()
        return cursor.insertTable(*size, look)


def insert_paragraphs(cursor: QTextCursor, paragraphs: Sequence[Paragraph], *, are_whole: bool = False) -> None:
    """In the place of what is selected.

    The first one joins the line of the cursor and is of its kind, unless that is empty and it is of another kind than
    text. are_whole: it is a paragraph of its own, in an empty line.
    """
    if not paragraphs:
        return
    with one_step(cursor):
        cursor.removeSelectedText()
        for number, paragraph in enumerate(paragraphs):
            bare = replace(paragraph, cell=None)
            is_of_line = bare.kind is ParagraphKind.TEXT or bool(cursor.block().text())
            if number == 0 and is_of_line and not are_whole:
                kind, level = kind_of(cursor.block())
                write_runs(cursor, replace(bare, kind=kind, level=level))
                continue
            if number:
                cursor.insertBlock()
            _set_block_kind(cursor.block(), bare.kind, bare.level, numbered=bare.is_numbered, origin=bare.origin)
            write_runs(cursor, bare)


@contextmanager
def one_step(cursor: QTextCursor) -> Iterator[None]:
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()


def blocks_of(cursor: QTextCursor) -> Iterator[QTextBlock]:
    block = cursor.document().findBlock(cursor.selectionStart())
    while block.isValid() and block.position() <= cursor.selectionEnd():
        yield block
        block = block.next()


def _set_block_kind(
    block: QTextBlock, kind: ParagraphKind, level: int, *, numbered: bool, origin: str | None = None
) -> None:
    cursor = QTextCursor(block)
    own = origin_of(block) if origin is None else origin
    with one_step(cursor):
        _leave_list(block)
        cursor.setBlockFormat(block_format(Paragraph(kind=kind, level=level, origin=own)))
        if kind is ParagraphKind.LIST_ITEM:
            _join_list(block, Paragraph(kind=kind, level=level, is_numbered=numbered))
        cursor.setBlockCharFormat(char_format(PLAIN, kind, level))
        _change_block(block, block.position(), block.position() + block.length(), _as_it_is)


def _leave_list(block: QTextBlock) -> None:
    if block.textList() is not None:
        block.textList().remove(block)


def _join_list(block: QTextBlock, item: Paragraph) -> None:
    """The one of the items before it, if they are of its kind."""
    look = list_format(item)
    before = block.previous()
    while before.isValid() and before.textList() is not None and before.textList().format().indent() > look.indent():
        before = before.previous()
    open_list = before.textList() if before.isValid() else None
    if open_list is not None and (open_list.format().indent(), open_list.format().style()) == (
        look.indent(),
        look.style(),
    ):
        open_list.add(block)
    else:
        QTextCursor(block).createList(look)


def _fragments(block: QTextBlock, start: int, end: int) -> Iterator[tuple[QTextCursor, QTextCharFormat]]:
    """What of a block lies between two places, in pieces of one format, each as a selection of its own."""
    for fragment in fragments_of(block):
        first, last = max(start, fragment.position()), min(end, fragment.position() + fragment.length())
        if first < last:
            part = QTextCursor(block)
            part.setPosition(first)
            part.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            yield part, fragment.charFormat()


def _changed(look: QTextCharFormat, change: LettersChange, kind: ParagraphKind, level: int) -> QTextCharFormat:
    letters = change(letters_of(look))
    kept = look.stringProperty(KEPT_ID)
    return run_format(TextRun(text=look.stringProperty(KEPT_TEXT), format=letters, kept=kept), kind, level)


def _as_it_is(letters: TextFormat) -> TextFormat:
    return letters
