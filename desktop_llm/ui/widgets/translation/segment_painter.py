"""Draws the cells of the review grid. GUI thread.

The grid draws them one after the other in one go, without Qt's delegates: beside a job that computes, each question of
Qt's to Python may have to wait.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from desktop_llm.documents.segments import Look
from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.item_models.segment_table_model import SegmentColumn, cell_text
from desktop_llm.ui.palette import Palette
from desktop_llm.ui.rows.segment_rows import LookSpan, SegmentRow, SegmentState
from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font

PADDING_PX: Final = 9
_SIDE_PX: Final = 12
_ICON_PX: Final = 15
_ICON_GAP_PX: Final = 6
_MOST_LINES: Final = 12
_MOST_CHARACTERS: Final = 2000
_KEPT_LAYOUTS: Final = 1000  # some screens full: what was laid out to be measured is drawn, and drawn again


@dataclass(frozen=True, slots=True)
class SegmentCell:
    """A cell as it is to be drawn. is_mirrored: what comes first stands on the right."""

    rect: QRect
    row: SegmentRow
    column: SegmentColumn
    is_chosen: bool = False
    has_focus: bool = False
    is_mirrored: bool = False


@dataclass(frozen=True, slots=True)
class LaidOutText:
    """The lines of a cell that are shown, and how high they are."""

    layout: QTextLayout
    height_px: int
    is_empty: bool


class _Look:
    """What cells are drawn with, made once: each call of Qt's may have to wait for a job that computes."""

    def __init__(self, font: QFont) -> None:
        self.palette = current_palette()
        small = scaled_font(font, SMALL_FONT)
        own = QFont(font)  # the font of a style option goes with the option
        self._fonts = {column: small if column >= SegmentColumn.NOTE else own for column in SegmentColumn}
        self._lines_px = {column: QFontMetrics(each).height() for column, each in self._fonts.items()}
        self._colors: dict[str, QColor] = {}

    def font(self, column: SegmentColumn) -> QFont:
        return self._fonts[column]

    def line_px(self, column: SegmentColumn) -> int:
        return self._lines_px[column]

    def color(self, name: str) -> QColor:
        if name not in self._colors:
            self._colors[name] = QColor(name)
        return self._colors[name]


class SegmentPainter:
    """Keeps what was laid out, in one font and the colours that are in force."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._look: _Look | None = None
        self._layouts: dict[object, LaidOutText] = {}

    def renew_look(self, font: QFont) -> None:
        """There are other colours, or another font."""
        self._font, self._look = font, None
        self._layouts.clear()

    def draw(self, painter: QPainter, cell: SegmentCell) -> None:
        look, rect, column = self._current_look(), cell.rect, cell.column
        palette = look.palette
        if cell.is_chosen:
            painter.fillRect(rect, look.color(palette.soft_accent))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.color(palette.line))
        room = rect.adjusted(_SIDE_PX, PADDING_PX, -_SIDE_PX, -PADDING_PX)
        if column is SegmentColumn.NOTE:
            room = self._with_icon(painter, cell, room)
        painter.setPen(look.color(_color(cell.row, column, palette)))
        self._draw(painter, room, self._laid_out(cell.row, column, room.width(), look))
        if cell.has_focus:
            painter.setPen(look.color(palette.accent))
            painter.drawRect(rect.adjusted(1, 1, -2, -3))

    def height_of(self, row: SegmentRow, widths_px: Iterable[tuple[SegmentColumn, int]]) -> int:
        """As high as its texts need in columns of these widths, within bounds."""
        look = self._current_look()
        return max(self._height_at(row, column, width_px, look) for column, width_px in widths_px)

    def _height_at(self, row: SegmentRow, column: SegmentColumn, width_px: int, look: _Look) -> int:
        room_px = width_px - 2 * _SIDE_PX - (_ICON_PX + _ICON_GAP_PX if column is SegmentColumn.NOTE else 0)
        text_px = self._laid_out(row, column, room_px, look).height_px
        return max(look.line_px(column), text_px) + 2 * PADDING_PX + 1

    def _current_look(self) -> _Look:
        if self._look is None:
            self._look = _Look(self._font)
        return self._look

    def _draw(self, painter: QPainter, rect: QRect, text: LaidOutText) -> None:
        """Few texts are longer than their cells: only those are clipped."""
        if text.is_empty:
            return
        is_cut = text.height_px > rect.height()
        if is_cut:
            painter.setClipRect(rect.adjusted(-2, -2, 2, PADDING_PX))
        text.layout.draw(painter, rect.topLeft().toPointF())
        if is_cut:
            painter.setClipping(False)

    def _laid_out(self, row: SegmentRow, column: SegmentColumn, width_px: int, look: _Look) -> LaidOutText:
        text, looks = cell_text(row, column)[:_MOST_CHARACTERS], _looks(row, column)
        key = (text, looks, column >= SegmentColumn.NOTE, width_px)
        found = self._layouts.get(key)
        if found is None:
            if len(self._layouts) >= _KEPT_LAYOUTS:
                # The oldest, and no more: to end all of them beside a job that computes took 40 to 70 ms.
                del self._layouts[next(iter(self._layouts))]
            formats = [_format_range(span, text, look.palette) for span in looks]
            found = self._layouts[key] = _laid_out(text, formats, look.font(column), width_px)
        return found

    def _with_icon(self, painter: QPainter, cell: SegmentCell, rect: QRect) -> QRect:
        """Draws the sign of the state; returns what room is left for words."""
        name, role = _sign(cell.row)
        if not name:
            return rect
        taken_px = _ICON_PX + _ICON_GAP_PX
        top = rect.top() + (self._current_look().line_px(SegmentColumn.NOTE) - _ICON_PX) // 2
        left = rect.right() + 1 - _ICON_PX if cell.is_mirrored else rect.left()
        icon(name, role).paint(painter, QRect(left, top, _ICON_PX, _ICON_PX))
        return rect.adjusted(0, 0, -taken_px, 0) if cell.is_mirrored else rect.adjusted(taken_px, 0, 0, 0)


def _sign(row: SegmentRow) -> tuple[str, IconRole]:
    if row.needs_look:
        return "warning", IconRole.WARNING
    match row.state:
        case SegmentState.ACCEPTED:
            return "check", IconRole.ACCENT
        case SegmentState.EDITED:
            return "pencil-simple", IconRole.DIM
        case SegmentState.BUSY:
            return "arrows-clockwise", IconRole.DIM
        case SegmentState.TRANSLATED | SegmentState.WAITING:
            return "", IconRole.DIM


def _color(row: SegmentRow, column: SegmentColumn, palette: Palette) -> str:
    if column is SegmentColumn.NOTE:
        return palette.warning if row.needs_look else palette.dim_text
    is_replaced_soon = row.state is SegmentState.BUSY and column is SegmentColumn.TARGET
    is_dim = column is SegmentColumn.CONFIDENCE or row.state is SegmentState.WAITING or is_replaced_soon
    return palette.dim_text if is_dim else palette.text


def _looks(row: SegmentRow, column: SegmentColumn) -> tuple[LookSpan, ...]:
    """How parts of a cell look."""
    match column:
        case SegmentColumn.SOURCE:
            return row.source_looks
        case SegmentColumn.TARGET:
            return row.target_looks
        case SegmentColumn.NOTE | SegmentColumn.CONFIDENCE:
            return ()


def _format_range(span: LookSpan, text: str, palette: Palette) -> QTextLayout.FormatRange:
    """In Qt's characters."""
    found = QTextLayout.FormatRange()
    found.start = _qt_length(text[: span.start])
    found.length = _qt_length(text[span.start : span.end])
    look = QTextCharFormat()
    if Look.BOLD in span.looks:
        look.setFontWeight(QFont.Weight.Bold)
    if Look.ITALIC in span.looks:
        look.setFontItalic(True)
    if Look.UNDERLINED in span.looks:
        look.setFontUnderline(True)
    if Look.STRUCK in span.looks:
        look.setFontStrikeOut(True)
    if Look.LINK in span.looks:
        look.setForeground(QColor(palette.accent))
    found.format = look
    return found


def _qt_length(text: str) -> int:
    """Qt counts in units of UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


def _laid_out(text: str, formats: Sequence[QTextLayout.FormatRange], font: QFont, width_px: int) -> LaidOutText:
    """Each paragraph is read in the direction of its script."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setFormats(formats)
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    wrapping.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(wrapping)
    height = 0.0
    layout.beginLayout()
    for _ in range(_MOST_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width_px, 20))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return LaidOutText(layout, round(height), is_empty=not text)
