"""What marks quotations and code behind the text: bars and fields in today's colours, not in the text. GUI thread."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from desktop_llm.documents.rich_text import ParagraphKind
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.writing.text_styles import QUOTE_PX, kind_of

_BAR_PX: Final = 3
_FIELD_PX: Final = 4
_FIELDS: Final = frozenset({ParagraphKind.CODE, ParagraphKind.KEPT})


def paint_blocks(editor: QTextEdit, painter: QPainter) -> None:
    """Those that are seen."""
    top_y = editor.verticalScrollBar().value()
    painter.translate(-editor.horizontalScrollBar().value(), -top_y)
    block = editor.cursorForPosition(editor.viewport().rect().topLeft()).block()
    while block.isValid():
        place = editor.document().documentLayout().blockBoundingRect(block)
        if place.top() > top_y + editor.viewport().height():
            return
        _paint(painter, block, place, editor.document().textWidth())
        block = block.next()


def _paint(painter: QPainter, block: QTextBlock, place: QRectF, width: float) -> None:
    palette = current_palette()
    kind, level = kind_of(block)
    if kind is ParagraphKind.QUOTE:
        for depth in range(level):
            bar = QRectF(QUOTE_PX * depth, place.top(), _BAR_PX, place.height() + _gap(block))
            painter.fillRect(bar, QColor(palette.line))
    elif kind in _FIELDS:
        field = QRectF(0, place.top() - _FIELD_PX, width, place.height() + _gap(block) + 2 * _FIELD_PX)
        painter.fillRect(field, QColor(palette.code))


def _gap(block: QTextBlock) -> float:
    """Blocks of one kind that follow one another become one field."""
    after = block.next()
    is_followed = after.isValid() and kind_of(after) == kind_of(block)
    return block.blockFormat().bottomMargin() if is_followed else 0.0
