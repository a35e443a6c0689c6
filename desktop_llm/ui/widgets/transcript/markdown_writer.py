"""Writes Markdown's tokens as rich text at the end of a document, and takes back what was written. GUI thread.

Nothing is fetched: images are written out as text, and formulas are drawn by us.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
    QTextTableFormat,
)

from desktop_llm.ui.theme import HEADING_FONT, scaled_font
from desktop_llm.ui.widgets.plain_tip import plain_tip
from desktop_llm.ui.widgets.transcript.prose_style import (
    CODE,
    INDENT_PX,
    LINE_BREAK,
    MARKER,
    MARKER_GAP_PX,
    QUOTE_DEPTH,
    QUOTE_LEFT,
    QUOTE_PX,
    RULE,
    TASK_DONE,
    TASK_OPEN,
    Formula,
    FormulaWriter,
    ProseStyle,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

_NO_BREAK_SPACE: Final = "\u00a0"
"""An empty block behind a table gets no room of its own from Qt; a rule must not be empty."""

_BULLET: Final = "•"
_TASKS: Final = {"[ ] ": TASK_OPEN, "[x] ": TASK_DONE, "[X] ": TASK_DONE}
_PROPORTIONAL: Final = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value

_HEADING_SIZES: Final = {"h1": 1.4, "h2": 1.2, "h3": HEADING_FONT, "h4": 1.0, "h5": 1.0, "h6": 1.0}


@dataclass(frozen=True)
class _Look:
    """The inline marks that are open."""

    is_bold: bool = False
    is_italic: bool = False
    is_struck: bool = False
    is_code: bool = False
    is_on_code: bool = False
    href: str = ""
    size: float = 1.0


@dataclass
class _Place:
    """Where in the tree of blocks the writer is. `marker` waits for the first block of a list item."""

    n_lists: int = 0
    overhang_px: int = field(default=0, kw_only=True)
    n_quotes: int = 0
    quote_left_px: int = 0
    marker: str = ""
    is_task_possible: bool = False


@dataclass
class _Marks:
    bold: int = 0
    italic: int = 0
    struck: int = 0
    hrefs: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class WrittenMark:
    """The end of what was written at some moment."""

    position: int
    block: QTextBlockFormat
    is_block_free: bool
    is_start: bool


class DocumentWriter:
    """Writes block tokens at the end of a document."""

    def __init__(self, document: QTextDocument, style: ProseStyle, write_formula: FormulaWriter) -> None:
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setIndentWidth(INDENT_PX)
        document.setDefaultFont(style.font)
        self._cursor = QTextCursor(document)
        self._style = style
        self._write_formula = write_formula
        self._formats: dict[_Look, QTextCharFormat] = {}
        self._is_block_free = True
        self._is_start = True

    def mark(self) -> WrittenMark:
        return WrittenMark(self._cursor.position(), self._cursor.blockFormat(), self._is_block_free, self._is_start)

    def start(self) -> WrittenMark:
        return WrittenMark(0, QTextBlockFormat(), is_block_free=True, is_start=True)

    def return_to(self, mark: WrittenMark) -> None:
        """Remove what was written since `mark`."""
        self._cursor.setPosition(mark.position)
        self._cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        self._is_block_free = mark.is_block_free
        self._is_start = mark.is_start
        if self._cursor.block().length() == 1:
            self._cursor.setBlockFormat(mark.block)  # an empty block takes the format of the one that was behind it

    def begin(self) -> None:
        """Until end(), nothing is laid out."""
        self._cursor.beginEditBlock()

    def end(self) -> None:
        self._cursor.endEditBlock()

    def write(self, tokens: Sequence[Token]) -> None:
        self._write_blocks(tokens, _Place())

    def _write_blocks(self, tokens: Sequence[Token], place: _Place) -> None:
        index = 0
        while index < len(tokens):
            end = _closing(tokens, index)
            self._write_block(tokens[index], tokens[index + 1 : end], place)
            index = end + 1

    def _write_block(self, token: Token, inside: Sequence[Token], place: _Place) -> None:
        match token.type:
            case "paragraph_open":
                self._write_text_block(inside, place, _Look(), 2 if token.hidden else 10)
            case "heading_open":
                look = _Look(is_bold=True, size=_HEADING_SIZES[token.tag])
                self._write_text_block(inside, place, look, 16)
            case "bullet_list_open" | "ordered_list_open":
                self._write_list(token, inside, place)
            case "blockquote_open":
                self._write_quote(inside, place)
            case "fence" | "code_block":
                self._write_code(token.content, place)
            case "math_block":
                self._start_block(place, 10)
                formula = Formula(token.content, token.markup, is_display=True)
                self._write_formula(self._cursor, formula, self._format(_Look()))
            case "hr":
                self._start_block(place, 10, RULE)
                self._cursor.insertText(_NO_BREAK_SPACE, self._format(_Look()))
            case "table_open":
                self._write_table(inside, place)
            case _:
                self._write_inline(token, _Look())

    def _write_text_block(self, inside: Sequence[Token], place: _Place, look: _Look, space_px: int) -> None:
        inline = inside[0] if inside else None
        task = _TASKS.get(inline.content[:4]) if inline is not None and place.is_task_possible else None
        place.marker = task or place.marker
        self._start_block(place, space_px)
        if inline is not None:
            self._write_inline(inline, look, n_skipped=4 if task else 0)

    def _write_list(self, token: Token, inside: Sequence[Token], place: _Place) -> None:
        number = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
        index = 0
        while index < len(inside):
            end = _closing(inside, index)
            marker = _BULLET if number is None else f"{number}."
            item = _Place(place.n_lists + 1, place.n_quotes, place.quote_left_px, marker, is_task_possible=True)
            item.overhang_px = place.overhang_px + self._overhang_px(marker)
            if end == index + 1:
                self._start_block(item, 4)
            self._write_blocks(inside[index + 1 : end], item)
            index = end + 1
            number = None if number is None else number + 1

    def _overhang_px(self, marker: str) -> int:
        """How far a long number, such as 1000., stands out of the indentation."""
        room_px = INDENT_PX - MARKER_GAP_PX
        return max(0, ceil(QFontMetricsF(self._style.font).horizontalAdvance(marker)) - room_px)

    def _write_quote(self, inside: Sequence[Token], place: _Place) -> None:
        left_px = place.quote_left_px if place.n_quotes else place.n_lists * INDENT_PX
        self._write_blocks(inside, _Place(place.n_lists, place.n_quotes + 1, left_px))

    def _write_code(self, code: str, place: _Place) -> None:
        self._start_block(place, 10, CODE)
        self._cursor.insertText(
            code.rstrip("\n").replace("\n", LINE_BREAK), self._format(_Look(is_code=True, is_on_code=True))
        )

    def _start_block(self, place: _Place, space_px: int, mark: int | None = None) -> None:
        block = QTextBlockFormat()
        block.setLineHeight(self._style.line_height_percent, _PROPORTIONAL)
        block.setTopMargin(0 if self._is_start else max(space_px, 4) if place.marker else space_px)
        block.setLeftMargin(place.n_quotes * QUOTE_PX + place.overhang_px)
        block.setIndent(place.n_lists)
        if place.n_quotes:
            block.setProperty(QUOTE_DEPTH, place.n_quotes)
            block.setProperty(QUOTE_LEFT, place.quote_left_px)
        if place.marker:
            block.setProperty(MARKER, place.marker)
        if mark is not None:
            block.setProperty(mark, True)
        if mark == CODE:
            block.setLeftMargin(block.leftMargin() + 12)
            block.setRightMargin(12)
            block.setTopMargin(18)
            block.setBottomMargin(10)
        place.marker = ""
        place.is_task_possible = False
        self._insert_block(block)

    def _insert_block(self, block: QTextBlockFormat) -> None:
        if self._is_block_free:
            self._cursor.setBlockFormat(block)
            self._cursor.setBlockCharFormat(self._format(_Look()))
        else:
            self._cursor.insertBlock(block, self._format(_Look()))
        self._is_block_free = False
        self._is_start = False

    def _write_inline(self, inline: Token, look: _Look, n_skipped: int = 0) -> None:
        marks = _Marks()
        for token in inline.children or ():
            text = token.content
            if n_skipped and token.type == "text":
                text, n_skipped = text[n_skipped:], 0
            self._write_inline_token(token, text, look, marks)

    def _write_inline_token(self, token: Token, text: str, look: _Look, marks: _Marks) -> None:
        match token.type:
            case "strong_open" | "strong_close":
                marks.bold += token.nesting
            case "em_open" | "em_close":
                marks.italic += token.nesting
            case "s_open" | "s_close":
                marks.struck += token.nesting
            case "link_open":
                marks.hrefs.append(str(token.attrs.get("href", "")))
            case "link_close":
                marks.hrefs.pop()
            case "softbreak" | "hardbreak":
                self._cursor.insertText(LINE_BREAK, self._format(_with(look, marks)))
            case "code_inline":
                self._cursor.insertText(text, self._format(_with(look, marks, is_code=True)))
            case "math_inline":
                formula = Formula(text, token.markup, is_display=False)
                self._write_formula(self._cursor, formula, self._format(_with(look, marks)))
            case "image":
                self._cursor.insertText(_image_text(token), self._format(_with(look, marks)))
            case _:
                self._cursor.insertText(text, self._format(_with(look, marks)))

    def _write_table(self, inside: Sequence[Token], place: _Place) -> None:
        rows = _table_rows(inside)
        if not self._is_block_free:
            self._insert_block(QTextBlockFormat())  # Qt wants a block before and behind a table; empty, they are flat
        table = self._cursor.insertTable(len(rows), max(len(row) for row in rows), self._table_format(place))
        for row_number, row in enumerate(rows):
            for column_number, (inline, alignment) in enumerate(row):
                self._start_cell(table, row_number, column_number, alignment)
                self._write_inline(inline, _Look(is_bold=row_number == 0))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.setBlockFormat(QTextBlockFormat())
        self._is_block_free = True
        self._is_start = False

    def _start_cell(self, table: QTextTable, row: int, column: int, alignment: Qt.AlignmentFlag | None) -> None:
        cell = table.cellAt(row, column)
        if row == 0:
            shaded = QTextCharFormat()
            shaded.setBackground(QColor(self._style.palette.code))
            cell.setFormat(shaded)
        self._cursor.setPosition(cell.firstPosition())
        if alignment is not None:
            block = QTextBlockFormat()
            block.setAlignment(alignment)
            self._cursor.setBlockFormat(block)

    def _table_format(self, place: _Place) -> QTextTableFormat:
        table = QTextTableFormat()
        table.setBorder(1)
        table.setBorderBrush(QColor(self._style.palette.line))
        table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        table.setBorderCollapse(True)
        table.setCellPadding(6)
        table.setCellSpacing(0)
        table.setTopMargin(0 if self._is_start else 10)
        table.setBottomMargin(8)
        table.setLeftMargin(place.n_lists * INDENT_PX + place.n_quotes * QUOTE_PX)
        table.setHeaderRowCount(1)
        return table

    def _format(self, look: _Look) -> QTextCharFormat:
        if look not in self._formats:
            self._formats[look] = self._new_format(look)
        return self._formats[look]

    def _new_format(self, look: _Look) -> QTextCharFormat:
        style = self._style
        text = QTextCharFormat()
        font = style.code_font if look.is_code else style.font
        text.setFont(scaled_font(font, look.size) if look.size != 1.0 else font)
        text.setForeground(QColor(style.text))
        text.setFontItalic(look.is_italic)
        text.setFontStrikeOut(look.is_struck)
        if look.is_bold:
            text.setFontWeight(QFont.Weight.DemiBold.value)
        if look.is_code and not look.is_on_code:
            text.setBackground(QColor(style.palette.user_message))
        if look.href:
            text.setAnchor(True)
            text.setAnchorHref(look.href)
            text.setForeground(QColor(style.palette.accent))
            text.setFontUnderline(True)
            text.setToolTip(plain_tip(look.href))
        return text


def _with(look: _Look, marks: _Marks, *, is_code: bool = False) -> _Look:
    return _Look(
        is_bold=look.is_bold or marks.bold > 0,
        is_italic=marks.italic > 0,
        is_struck=marks.struck > 0,
        is_code=is_code,
        href=marks.hrefs[-1] if marks.hrefs else "",
        size=look.size,
    )


def _closing(tokens: Sequence[Token], index: int) -> int:
    """Index of the token that closes what `index` opens; `index` itself for a token that stands alone."""
    if tokens[index].nesting <= 0:
        return index
    level = tokens[index].level
    return next(end for end in range(index + 1, len(tokens)) if tokens[end].level == level)


def _image_text(token: Token) -> str:
    source = str(token.attrs.get("src", ""))
    return f"{token.content} ({source})" if token.content else source


def _table_rows(inside: Sequence[Token]) -> list[list[tuple[Token, Qt.AlignmentFlag | None]]]:
    """The inline token and the alignment of every cell."""
    rows: list[list[tuple[Token, Qt.AlignmentFlag | None]]] = []
    for number, token in enumerate(inside):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            rows[-1].append((inside[number + 1], _alignment(token)))
    return rows


def _alignment(token: Token) -> Qt.AlignmentFlag | None:
    match token.attrs.get("style"):
        case "text-align:center":
            return Qt.AlignmentFlag.AlignHCenter
        case "text-align:right":
            return Qt.AlignmentFlag.AlignRight
        case _:
            return None
