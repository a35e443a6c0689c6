"""A page of a document as text, on its sheet, with a passage marked. GUI thread."""

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop_llm.documents.document import Block, BlockKind
from desktop_llm.ui.palette import Palette
from desktop_llm.ui.rows.document_words import page_text, unread_sentence
from desktop_llm.ui.source_segments import BlockPart, SourceSegment
from desktop_llm.ui.theme import HEADING_FONT, current_palette, fixed_font, scaled_font
from desktop_llm.ui.widgets.plain_label import plain_label
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from desktop_llm.ui.widgets.virtual_column import Row

_SIDE_PX: Final = 28
_EDGE_PX: Final = 24
_PARAGRAPH_PX: Final = 12
_LIST_INDENT_PX: Final = 16
_LINE_PERCENT: Final = 135
_LINE_PX: Final = 22
_CHARACTER_PX: Final = 7
_FOOT_PX: Final = 34
_LINE_BREAK: Final = "\u2028"
_KEPT_WHITE_SPACE: Final = frozenset((BlockKind.CODE, BlockKind.TABLE))


class Passage(Struct, frozen=True):
    """A piece of a block's text, in characters."""

    block_id: str
    start: int
    end: int


class SourceRow(Row):
    """One segment of a document, as light as its text until it comes near the visible part."""

    def __init__(self, segment: SourceSegment, n_pages: int) -> None:
        super().__init__()
        self.segment = segment
        self.n_pages = n_pages
        self.passage: Passage | None = None
        self.gap_px = 16 if segment.page and segment.is_first_of_page else 0

    def show_passage(self, passage: Passage | None) -> None:
        self.passage = passage
        if isinstance(self.widget, SourcePage):
            self.widget.show_passage(passage)

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        page = SourcePage(parent, self.segment, self.n_pages, width_px)
        page.show_passage(self.passage)
        return page

    def estimated_height(self, width_px: int) -> int:
        segment = self.segment
        n_columns = max((width_px - 2 * _SIDE_PX) // _CHARACTER_PX, 10)
        n_lines = len(segment.parts) + segment.n_characters // n_columns
        edges = _EDGE_PX * (segment.is_first_of_page + segment.is_last_of_page)
        return edges + n_lines * _LINE_PX + len(segment.parts) * _PARAGRAPH_PX + self._foot_px

    @property
    def _foot_px(self) -> int:
        return _FOOT_PX if self.segment.page and self.segment.is_last_of_page else 0


class SourcePage(QFrame):
    """The sheet with its text; below it, which page it is."""

    def __init__(self, parent: QWidget, segment: SourceSegment, n_pages: int, width_px: int) -> None:
        """The width comes before the text, so that it is laid out once."""
        super().__init__(parent)
        self.setObjectName("source_page")
        self._segment = segment
        self._starts: dict[tuple[str, int], int] = {}
        name = page_text(segment.page, n_pages)
        self._text = ProseView(self)
        self._text.setObjectName("source_text")
        self._text.setAccessibleName(name)
        self._text.setLineWrapColumnOrWidth(_inner_px(width_px))
        self._write()
        self._note = plain_label(self, "source_page_note", "small_warning", is_wrapped=True)
        self._note.setText(unread_sentence(segment.unread) if segment.unread else "")
        self._note.setVisible(segment.unread is not None)
        self._foot = plain_label(self, "source_page_number", "small", is_wrapped=True)
        self._foot.setText(name)
        self._foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._foot.setVisible(bool(segment.page) and segment.is_last_of_page)

    def show_passage(self, passage: Passage | None) -> None:
        """Mark it as a highlighter would; None takes the mark away."""
        cursor = self._cursor(passage) if passage else None
        if cursor is None:
            self._text.setExtraSelections([])
            return
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format.setBackground(QColor(current_palette().mark))
        mark.format.setForeground(QColor(current_palette().text))
        self._text.setExtraSelections([mark])

    def passage_top(self, passage: Passage) -> int:
        """How far down the page it begins, in pixels."""
        cursor = self._cursor(passage)
        if cursor is None:
            return 0
        begin = QTextCursor(self._text.document())
        begin.setPosition(cursor.selectionStart())
        return self._text.y() + self._text.cursorRect(begin).top()

    def _cursor(self, passage: Passage) -> QTextCursor | None:
        """The part of it that stands here."""
        for part in self._segment.parts:
            start, end = max(passage.start, part.start), min(passage.end, part.end)
            if part.block.id != passage.block_id or start >= end:
                continue
            text = part.block.text
            origin = self._starts[part.block.id, part.start]
            cursor = QTextCursor(self._text.document())
            cursor.setPosition(origin + _n_units(text[part.start : start]))
            cursor.setPosition(origin + _n_units(text[part.start : end]), QTextCursor.MoveMode.KeepAnchor)
            return cursor
        return None

    def _write(self) -> None:
        document = self._text.document()
        document.setDocumentMargin(0)
        document.setUndoRedoEnabled(False)
        palette, font = current_palette(), self.font()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, part in enumerate(self._segment.parts):
            if number:
                cursor.insertBlock()
            cursor.setBlockFormat(_block_format(part, is_first=number == 0))
            self._starts[part.block.id, part.start] = cursor.position()
            text = part.block.text[part.start : part.end]
            cursor.insertText(text.replace("\n", _LINE_BREAK), _text_format(part.block, font, palette))
        cursor.endEditBlock()

    @property
    def _foot_px(self) -> int:
        return _FOOT_PX if not self._foot.isHidden() else 0

    @property
    def _head_px(self) -> int:
        return _EDGE_PX if self._segment.is_first_of_page else 0

    def _parts_heights(self, width: int) -> tuple[int, int]:
        """Of the text and of the note below it."""
        inner = _inner_px(width)
        note = self._note.heightForWidth(inner) + _PARAGRAPH_PX if not self._note.isHidden() else 0
        return (self._text.heightForWidth(inner) + _PARAGRAPH_PX if self._segment.parts else 0), note

    # Qt's own names

    def heightForWidth(self, width: int) -> int:
        end = _EDGE_PX if self._segment.is_last_of_page else 0
        return self._head_px + sum(self._parts_heights(width)) + end + self._foot_px

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner = _inner_px(self.width())
        text, note = self._parts_heights(self.width())
        self._text.setGeometry(_SIDE_PX, self._head_px, inner, text)
        self._note.setGeometry(_SIDE_PX, self._head_px + text, inner, note)
        self._foot.setGeometry(0, self.height() - _FOOT_PX, self.width(), _FOOT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet. One that goes on above or below has no edge there."""
        palette = current_palette()
        painter = QPainter(self)
        sheet = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5 - self._foot_px)
        if not self._segment.is_first_of_page:
            sheet.setTop(-1)
        if not self._segment.is_last_of_page:
            sheet.setBottom(self.height() + 1)
        painter.setPen(QColor(palette.line))
        painter.setBrush(QColor(palette.field))
        painter.drawRect(sheet)


def _inner_px(width_px: int) -> int:
    return max(width_px - 2 * _SIDE_PX, 40)


def _n_units(text: str) -> int:
    """As Qt counts: letters beyond the first 65,536 are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _block_format(part: BlockPart, *, is_first: bool) -> QTextBlockFormat:
    block = part.block
    block_format = QTextBlockFormat()
    block_format.setTopMargin(0 if is_first or part.start else _PARAGRAPH_PX)
    block_format.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if block.kind is BlockKind.LIST_ITEM:
        block_format.setLeftMargin(_LIST_INDENT_PX * max(block.level, 1))
    if block.kind in _KEPT_WHITE_SPACE:
        block_format.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return block_format


def _text_format(block: Block, font: QFont, palette: Palette) -> QTextCharFormat:
    text_format = QTextCharFormat()
    text_format.setForeground(QColor(palette.text))
    match block.kind:
        case BlockKind.HEADING:
            heading = scaled_font(font, 1.3 if block.level == 1 else HEADING_FONT)
            heading.setBold(True)
            text_format.setFont(heading)
        case BlockKind.CODE | BlockKind.TABLE:
            text_format.setFont(fixed_font())
        case BlockKind.CAPTION | BlockKind.NOTE:
            text_format.setForeground(QColor(palette.dim_text))
        case _:
            pass
    return text_format
