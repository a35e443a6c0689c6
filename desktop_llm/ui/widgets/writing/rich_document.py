"""A text with formats as Qt's document, and back. GUI thread.

What the editor does not show stands in properties of blocks and letters, and comes back with them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Final

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument, QTextFrame, QTextList, QTextTable

from desktop_llm.documents.rich_text import PLAIN, Paragraph, ParagraphKind, TableCell, TextRun
from desktop_llm.ui.widgets.writing.text_styles import (
    KEPT_ID,
    KEPT_TEXT,
    LINE_BREAK,
    OBJECT_LETTER,
    block_format,
    char_format,
    filler_format,
    fragments_of,
    is_filler,
    is_numbered,
    kind_of,
    letters_of,
    list_format,
    origin_of,
    run_format,
    table_format,
)

# Qt marks the borders of paragraphs, frames and lines with these; a text that has them would fall apart.
_UNUSUAL: Final = str.maketrans(
    {"\n": LINE_BREAK, "\r": LINE_BREAK, "\u2029": LINE_BREAK, "\ufdd0": " ", "\ufdd1": " ", "\0": " ", "\ufffc": " "}
)


class DocumentWriter:
    """Writes paragraphs behind one another, a few at a time. A table is written whole."""

    def __init__(self, document: QTextDocument, place: QTextCursor | None = None) -> None:
        """Behind the block of `place`, or in it if it is empty; by default in a document that is empty."""
        self._cursor = QTextCursor(document) if place is None else place
        self._cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self._is_begun = self._cursor.block().length() > 1
        self._lists: dict[int, QTextList] = {}

    def write(self, paragraphs: Sequence[Paragraph]) -> None:
        cursor = self._cursor
        cursor.beginEditBlock()
        for table, members in groupby(paragraphs, key=_table_of):
            if table is None:
                for paragraph in members:
                    self._begin_block(cursor, paragraph)
                    self._write_paragraph(cursor, paragraph)
            else:
                self._write_table(cursor, tuple(members))
        cursor.endEditBlock()

    def _begin_block(self, cursor: QTextCursor, paragraph: Paragraph) -> None:
        look, letters = block_format(paragraph), char_format(PLAIN, paragraph.kind, paragraph.level)
        if self._is_begun and not is_filler(cursor.block()):
            cursor.insertBlock(look, letters)
        else:
            cursor.setBlockFormat(look)
            cursor.setBlockCharFormat(letters)
        self._is_begun = True

    def _write_paragraph(self, cursor: QTextCursor, paragraph: Paragraph) -> None:
        self._set_list(cursor, paragraph)
        write_runs(cursor, paragraph)

    def _set_list(self, cursor: QTextCursor, paragraph: Paragraph) -> None:
        if paragraph.kind is not ParagraphKind.LIST_ITEM:
            if cursor.currentList() is not None:
                cursor.currentList().remove(cursor.block())
            self._lists = {}
            return
        level = max(1, paragraph.level)
        self._lists = {depth: each for depth, each in self._lists.items() if depth <= level}
        open_list = self._lists.get(level)
        if open_list is None or open_list.format().style() != list_format(paragraph).style():
            self._lists[level] = cursor.createList(list_format(paragraph))
        else:
            open_list.add(cursor.block())

    def _write_table(self, cursor: QTextCursor, members: Sequence[Paragraph]) -> None:
        if not self._is_begun:
            cursor.setBlockFormat(filler_format())
        elif not is_filler(cursor.block()):
            cursor.insertBlock(filler_format())
        self._is_begun = True
        cells = [paragraph.cell for paragraph in members if paragraph.cell is not None]
        n_rows = max(cell.row + cell.n_rows for cell in cells)
        n_columns = max(cell.column + cell.n_columns for cell in cells)
        table = cursor.insertTable(n_rows, n_columns, table_format())
        _merge_cells(table, cells)
        for place, paragraphs in groupby(members, key=_place_of):
            inside = table.cellAt(*place).firstCursorPosition()
            self._lists = {}
            for number, paragraph in enumerate(paragraphs):
                letters = char_format(PLAIN, paragraph.kind, paragraph.level)
                if number:
                    inside.insertBlock(block_format(paragraph), letters)
                else:
                    inside.setBlockFormat(block_format(paragraph))
                self._write_paragraph(inside, paragraph)
        self._lists = {}
        cursor.setPosition(table.lastPosition() + 1)
        cursor.setBlockFormat(filler_format())


def _merge_cells(table: QTextTable, cells: Sequence[TableCell]) -> None:
    """Those that go over others; not over one that has a text of its own, which would be lost in it."""
    begun = {(cell.row, cell.column) for cell in cells}
    for cell in dict.fromkeys(cells):
        if (cell.n_rows, cell.n_columns) != (1, 1) and begun.isdisjoint(islice(cell.places, 1, None)):
            table.mergeCells(cell.row, cell.column, cell.n_rows, cell.n_columns)


def write_runs(cursor: QTextCursor, paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        look = run_format(run, paragraph.kind, paragraph.level)
        cursor.insertText(OBJECT_LETTER if run.kept else run.text.translate(_UNUSUAL), look)


def paragraph_of(block: QTextBlock) -> Paragraph:
    """Without its cell: that changes with what stands above it."""
    kind, level = kind_of(block)
    return Paragraph(
        runs=tuple(_joined(_runs(block))),
        kind=kind,
        level=level,
        is_numbered=is_numbered(block),
        origin=origin_of(block),
    )


def cells_of(document: QTextDocument) -> Iterator[tuple[int, TableCell]]:
    """The numbers of the blocks that stand in tables, and where."""
    for number, table in enumerate(_tables(document.rootFrame())):
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                if (cell.row(), cell.column()) != (row, column):
                    continue  # spanned by another one
                first, last = cell.firstCursorPosition().blockNumber(), cell.lastCursorPosition().blockNumber()
                place = TableCell(
                    table=number, row=row, column=column, n_rows=cell.rowSpan(), n_columns=cell.columnSpan()
                )
                yield from ((block, place) for block in range(first, last + 1))


def _tables(frame: QTextFrame) -> Iterator[QTextTable]:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            yield child


def _runs(block: QTextBlock) -> Iterator[TextRun]:
    for fragment in fragments_of(block):
        look = fragment.charFormat()
        letters = letters_of(look)
        if kept := look.stringProperty(KEPT_ID):
            for _ in fragment.text():  # the same one twice in a row is two
                yield TextRun(text=look.stringProperty(KEPT_TEXT), format=letters, kept=kept)
        else:
            yield TextRun(text=fragment.text().replace(LINE_BREAK, "\n"), format=letters)


def _joined(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    """Qt tells formats apart that look the same here."""
    open_run: TextRun | None = None
    for run in runs:
        if open_run is None:
            open_run = run
        elif not run.kept and not open_run.kept and run.format == open_run.format:
            open_run = TextRun(text=open_run.text + run.text, format=run.format)
        else:
            yield open_run
            open_run = run
    if open_run is not None:
        yield open_run


def _table_of(paragraph: Paragraph) -> int | None:
    return None if paragraph.cell is None else paragraph.cell.table


def _place_of(paragraph: Paragraph) -> tuple[int, int]:
    return (0, 0) if paragraph.cell is None else (paragraph.cell.row, paragraph.cell.column)
