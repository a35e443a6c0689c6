"""Draws the rows of the Models page: title and tag, sentences that wrap, progress, a dot for how it fits. GUI thread.

The buttons of a row are real ones that the view puts beside the text; the delegate keeps room for them.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_llm.ui.item_models.model_row_list_model import MODEL_ROW_ROLE
from desktop_llm.ui.model_rows import ModelRow, RowKind, RowLevel
from desktop_llm.ui.palette import Palette
from desktop_llm.ui.theme import HEADING_FONT, SMALL_FONT, current_palette, scaled_font
from desktop_llm.ui.widgets.model_page.text_block import TextBlock, TextFont
from desktop_llm.ui.widgets.row_painting import fill_row, outline_row, semibold

_OUTSET_PX: Final = 12
_PADDING_PX: Final = 12
_LINE_GAP_PX: Final = 4
_BUTTON_GAP_PX: Final = 16
_BAR_PX: Final = 6
_DOT_PX: Final = 8
_TAG_PADDING_PX: Final = 8
_SECTION_TOP_PX: Final = 24

Index = QModelIndex | QPersistentModelIndex


class ModelRowDelegate(QStyledItemDelegate):
    """The view tells where the column of texts and buttons is (left, width), and how wide a row's buttons are."""

    def __init__(
        self,
        parent: QObject,
        viewport: QWidget,
        column: Callable[[int], tuple[int, int]],
        buttons_width: Callable[[ModelRow], int],
    ) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._column = column
        self._buttons_width = buttons_width
        self._heights: dict[tuple[str, int], tuple[ModelRow, int]] = {}
        self._fonts: _RowFonts | None = None

    def forget_heights(self) -> None:
        """The font has changed."""
        self._heights.clear()
        self._fonts = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(MODEL_ROW_ROLE)
        if not isinstance(row, ModelRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = self._column(option.rect.width())
        column = QRect(option.rect.left() + left, option.rect.top(), width, option.rect.height())
        if row.kind is not RowKind.SECTION:
            _paint_background(painter, option, column, row, min(_OUTSET_PX, left))
        self._layout(row, option, column.width()).paint(painter, column)
        painter.restore()

    def height(self, row: ModelRow, option: QStyleOptionViewItem, width_px: int) -> int:
        """Kept per row and width: a list of hundreds is measured anew for each step of a download."""
        known = self._heights.get((row.key, width_px))
        if known is not None and known[0] == row:
            return known[1]
        _, column_px = self._column(width_px)
        height = self._layout(row, option, column_px).height_px
        self._heights[row.key, width_px] = (row, height)
        return height

    def _layout(self, row: ModelRow, option: QStyleOptionViewItem, column_px: int) -> "_RowLayout":
        if self._fonts is None or self._fonts.given != option.font:
            self._fonts = _RowFonts(option.font)
        return _RowLayout(row, option, self._fonts, column_px, self._buttons_width(row))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(MODEL_ROW_ROLE)
        if not isinstance(row, ModelRow):
            return QSize()
        return QSize(0, self.height(row, option, self._viewport.width()))


class _RowFonts:
    """What all rows are written in."""

    def __init__(self, font: QFont) -> None:
        self.given = QFont(font)
        self.base = TextFont(font)
        self.small = TextFont(scaled_font(font, SMALL_FONT))
        self.title = TextFont(semibold(font))
        self.section = TextFont(semibold(scaled_font(font, HEADING_FONT)))


class _RowLayout:
    """The texts of one row for one width."""

    def __init__(
        self, row: ModelRow, option: QStyleOptionViewItem, fonts: _RowFonts, column_px: int, buttons_px: int
    ) -> None:
        self._row = row
        self._option = option
        is_section = row.kind is RowKind.SECTION
        self._top = _SECTION_TOP_PX if is_section else _PADDING_PX
        self._width = max(column_px - (buttons_px + _BUTTON_GAP_PX if buttons_px else 0), 40)
        base, small = fonts.base, fonts.small
        title = fonts.section if is_section else fonts.title
        self._small = small.font
        self._tag_px = QFontMetrics(small.font).horizontalAdvance(row.tag) + 2 * _TAG_PADDING_PX if row.tag else 0
        self._title = self._block(row.title, title)
        self._text = self._block(row.text, small if is_section else base)
        self._status = self._block(row.status, base, indent_px=self._dot_indent_px)
        self._facts = self._block(row.facts, small)
        self.height_px = self._top + self._content_px() + (_LINE_GAP_PX if is_section else _PADDING_PX + 1)

    @property
    def _dot_indent_px(self) -> int:
        return _DOT_PX + 8 if self._row.level is not RowLevel.PLAIN else 0

    @property
    def _is_tag_beside(self) -> bool:
        """A tag stands after the title where there is room, else in a line of its own."""
        return self._title.last_line_px + _TAG_PADDING_PX + self._tag_px <= self._width

    def _block(self, text: str, font: TextFont, indent_px: int = 0) -> TextBlock:
        return TextBlock(text, font, self._width - indent_px, self._option.direction)

    def _content_px(self) -> int:
        heights = [self._title.height_px]
        if self._row.tag and not self._is_tag_beside:
            heights.append(QFontMetrics(self._small).height() + 2)
        if self._row.progress is not None:
            heights.append(_BAR_PX + 8)
        rows = ((self._row.text, self._text), (self._row.status, self._status), (self._row.facts, self._facts))
        heights += [block.height_px for text, block in rows if text]
        return sum(heights) + _LINE_GAP_PX * (len(heights) - 1)

    def paint(self, painter: QPainter, column: QRect) -> None:
        palette = current_palette()
        left, top = column.left(), column.top() + self._top
        self._title.paint(painter, self._place(column, left, top, self._title.height_px), self._title_color(palette))
        top = self._paint_tag(painter, column, left, top)
        if self._row.text:
            self._text.paint(painter, self._place(column, left, top, self._text.height_px), palette.dim_text)
            top += self._text.height_px + _LINE_GAP_PX
        if self._row.progress is not None:
            self._paint_bar(painter, self._place(column, left, top + 4, _BAR_PX), self._row.progress)
            top += _BAR_PX + 8 + _LINE_GAP_PX
        if self._row.status:
            self._paint_status(painter, column, left, top)
            top += self._status.height_px + _LINE_GAP_PX
        if self._row.facts:
            self._facts.paint(painter, self._place(column, left, top, self._facts.height_px), palette.dim_text)

    def _title_color(self, palette: Palette) -> str:
        return palette.dim_text if self._row.kind is RowKind.NOTE and not self._row.text else palette.text

    def _place(self, column: QRect, left: int, top: int, height: int, indent_px: int = 0) -> QRect:
        rect = QRect(left + indent_px, top, self._width - indent_px, height)
        return QStyle.visualRect(self._option.direction, column, rect)

    def _paint_tag(self, painter: QPainter, column: QRect, left: int, top: int) -> int:
        """Returns where the next line begins."""
        below = top + self._title.height_px + _LINE_GAP_PX
        if not self._row.tag:
            return below
        metrics = QFontMetrics(self._small)
        height = metrics.height() + 2
        if self._is_tag_beside:
            line_px = self._title.height_px - self._title.last_line_top_px
            place = QRect(
                left + self._title.last_line_px + _TAG_PADDING_PX,
                top + self._title.last_line_top_px + (line_px - height) // 2,
                self._tag_px,
                height,
            )
        else:
            place = QRect(left, below, min(self._tag_px, self._width), height)
            below += height + _LINE_GAP_PX
        place = QStyle.visualRect(self._option.direction, column, place)
        palette = current_palette()
        fill_row(painter, place, palette.soft_accent)
        painter.setFont(self._small)
        painter.setPen(QColor(palette.accent))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._row.tag)
        return below

    def _paint_bar(self, painter: QPainter, rect: QRect, progress: float) -> None:
        palette = current_palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.line))
        painter.drawRoundedRect(rect, _BAR_PX / 2, _BAR_PX / 2)
        done = QRect(rect.left(), rect.top(), round(rect.width() * min(max(progress, 0.0), 1.0)), rect.height())
        if done.width() < _BAR_PX:
            return
        painter.setBrush(QColor(palette.accent if self._row.level is not RowLevel.ERROR else palette.error))
        painter.drawRoundedRect(QStyle.visualRect(self._option.direction, rect, done), _BAR_PX / 2, _BAR_PX / 2)

    def _paint_status(self, painter: QPainter, column: QRect, left: int, top: int) -> None:
        palette = current_palette()
        indent = self._dot_indent_px
        if indent:
            line_px = QFontMetrics(self._option.font).height()
            dot = QRect(left, top + (line_px - _DOT_PX) // 2, _DOT_PX, _DOT_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_dot_color(palette, self._row.level)))
            painter.drawEllipse(QStyle.visualRect(self._option.direction, column, dot))
        color = palette.error if self._row.level is RowLevel.ERROR else palette.text
        self._status.paint(painter, self._place(column, left, top, self._status.height_px, indent), color)


def _dot_color(palette: Palette, level: RowLevel) -> str:
    match level:
        case RowLevel.GOOD:
            return palette.accent
        case RowLevel.WARNING:
            return palette.warning
        case RowLevel.ERROR:
            return palette.error
        case RowLevel.PLAIN:
            return palette.dim_text


def _paint_background(
    painter: QPainter, option: QStyleOptionViewItem, column: QRect, row: ModelRow, outset_px: int
) -> None:
    """A hairline below; a tint where a click leads further; an outline where the keyboard is."""
    palette = current_palette()
    has_keyboard = bool(option.state & QStyle.StateFlag.State_HasFocus)
    if not (has_keyboard and outset_px):
        painter.fillRect(column.left(), option.rect.bottom(), column.width(), 1, QColor(palette.line))
    place = column.adjusted(-outset_px, 1, outset_px, -2)
    is_pointed_at = bool(option.state & QStyle.StateFlag.State_MouseOver)
    if is_pointed_at and row.is_opening:
        fill_row(painter, place, palette.user_message)
    if not has_keyboard:
        return
    if outset_px:
        outline_row(painter, place, palette.accent)
    else:
        # An outline without room would cross the text.
        painter.fillRect(column.left(), option.rect.bottom() - 1, column.width(), 2, QColor(palette.accent))
