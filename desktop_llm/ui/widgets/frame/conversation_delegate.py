"""Draws the rows of the conversation list: sections, folders, titles, search hits. GUI thread."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.item_models.conversation_list_model import ROW_ROLE, ListRow, RowKind, unsent_mark
from desktop_llm.ui.text_places import units
from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font
from desktop_llm.ui.widgets.row_painting import draw_line, fill_row, mirrored, outline_row, semibold

_INDENT_PX: Final = 12
_ICON_PX: Final = 14
_ROW_PADDING_PX: Final = 7
_SECTION_PADDING_PX: Final = 8
_MARK_GAP_PX: Final = 8

Index = QModelIndex | QPersistentModelIndex


class ConversationDelegate(QStyledItemDelegate):
    """Knows which conversation is open; everything else comes from the row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.open_id = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, ListRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, option, row)
        match row.kind:
            case RowKind.SECTION:
                _paint_section(painter, option, row)
            case RowKind.FOLDER:
                _paint_folder(painter, option, row)
            case RowKind.CONVERSATION:
                _paint_conversation(painter, option, row)
            case RowKind.HIT:
                _paint_hit(painter, option, row)
            case RowKind.TEXT_HIT:
                _paint_text_hit(painter, option, row)
        painter.restore()

    def _paint_background(self, painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
        if row.kind is RowKind.SECTION:
            return
        palette = current_palette()
        is_open = bool(row.id) and row.id == self.open_id and row.kind is not RowKind.FOLDER
        if is_open:
            fill_row(painter, option.rect, palette.hover)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            fill_row(painter, option.rect, palette.user_message)
        if option.state & QStyle.StateFlag.State_HasFocus:
            outline_row(painter, option.rect, palette.accent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        if not isinstance(row, ListRow):
            return QSize(0, 0)
        line_px = QFontMetrics(option.font).height()
        small_px = QFontMetrics(scaled_font(option.font, SMALL_FONT)).height()
        match row.kind:
            case RowKind.SECTION:
                return QSize(0, small_px + 2 * _SECTION_PADDING_PX)
            case RowKind.FOLDER | RowKind.CONVERSATION:
                return QSize(0, line_px + 2 * _ROW_PADDING_PX)
            case RowKind.HIT | RowKind.TEXT_HIT:
                return QSize(0, line_px + small_px + 2 * _ROW_PADDING_PX)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)


def _paint_section(painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
    font = scaled_font(option.font, SMALL_FONT)
    rect = option.rect.adjusted(_INDENT_PX, _SECTION_PADDING_PX + 2, -_INDENT_PX, 0)
    draw_line(painter, rect, row.title, font, current_palette().dim_text)


def _paint_folder(painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
    rect = option.rect.adjusted(_INDENT_PX, _ROW_PADDING_PX, -_INDENT_PX, -_ROW_PADDING_PX)
    arrow = icon("caret-right" if row.is_collapsed else "caret-down", IconRole.DIM)
    place = QRect(rect.left() - 2, rect.center().y() - _ICON_PX // 2 + 1, _ICON_PX, _ICON_PX)
    arrow.paint(painter, mirrored(option, place))
    rect.setLeft(rect.left() + _ICON_PX + 4)
    rect.setRight(_paint_mark(painter, option, row, rect))
    draw_line(painter, mirrored(option, rect), row.title, option.font, current_palette().dim_text)


def _paint_conversation(painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
    left = _INDENT_PX + (_ICON_PX + 4 if row.is_in_folder else 0)
    rect = option.rect.adjusted(left, _ROW_PADDING_PX, -_INDENT_PX, -_ROW_PADDING_PX)
    rect.setRight(_paint_mark(painter, option, row, rect))
    draw_line(painter, mirrored(option, rect), row.title, option.font, current_palette().text)


def _paint_mark(painter: QPainter, option: QStyleOptionViewItem, row: ListRow, rect: QRect) -> int:
    """A small word at the end of the line, if a message waits there. Returns how far to the right the title may go."""
    if not row.has_unsent:
        return rect.right()
    font = scaled_font(option.font, SMALL_FONT)
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(unsent_mark()) + 1
    top = rect.top() + QFontMetrics(option.font).ascent() - metrics.ascent()  # on one line with the title
    place = QRect(rect.right() + 1 - width, top, width, metrics.height())
    draw_line(painter, mirrored(option, place), unsent_mark(), font, current_palette().dim_text)
    return place.left() - 1 - _MARK_GAP_PX


def _paint_hit(painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
    palette = current_palette()
    rect = option.rect.adjusted(_INDENT_PX, _ROW_PADDING_PX, -_INDENT_PX, -_ROW_PADDING_PX)
    draw_line(painter, rect, row.title, option.font, palette.text)
    rect.setTop(rect.top() + QFontMetrics(option.font).height())
    draw_snippet(painter, rect, row.snippet, scaled_font(option.font, SMALL_FONT))


def _paint_text_hit(painter: QPainter, option: QStyleOptionViewItem, row: ListRow) -> None:
    """With a pencil at its end: where texts and chats are found together, it shows which is which."""
    height = QFontMetrics(option.font).height()
    top = option.rect.top() + _ROW_PADDING_PX + (height - _ICON_PX) // 2
    place = QRect(option.rect.right() - _INDENT_PX - _ICON_PX, top, _ICON_PX, _ICON_PX)
    icon("pencil-line", IconRole.DIM).paint(painter, mirrored(option, place))
    narrower = QStyleOptionViewItem(option)
    narrower.rect = mirrored(option, option.rect.adjusted(0, 0, -_ICON_PX - 4, 0))
    _paint_hit(painter, narrower, row)


def draw_snippet(painter: QPainter, rect: QRect, snippet: str, font: QFont) -> None:
    """One line; the matches, which stand between the characters STX and ETX, are bold and not dim."""
    runs = snippet_runs(snippet)
    text = "".join(run for run, _is_match in runs)
    shown = QFontMetrics(semibold(font)).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    layout = QTextLayout(shown, font)
    layout.setFormats(_match_formats(runs))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(painter.layoutDirection())
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine().setLineWidth(rect.width())
    layout.endLayout()
    painter.setPen(QColor(current_palette().dim_text))
    layout.draw(painter, rect.topLeft().toPointF())


def _match_formats(runs: Sequence[tuple[str, bool]]) -> list[QTextLayout.FormatRange]:
    match_format = QTextCharFormat()
    match_format.setFontWeight(QFont.Weight.DemiBold)
    match_format.setForeground(QColor(current_palette().text))
    formats: list[QTextLayout.FormatRange] = []
    start = 0
    for text, is_match in runs:
        if is_match:
            part = QTextLayout.FormatRange()
            part.start, part.length = start, units(text)
            part.format = match_format
            formats.append(part)
        start += units(text)
    return formats


def snippet_runs(snippet: str) -> list[tuple[str, bool]]:
    """The snippet in pieces, each with whether it is a match."""
    pieces = re.split("\x02(.*?)\x03", snippet)
    runs = [(piece.replace("\x02", "").replace("\x03", ""), number % 2 == 1) for number, piece in enumerate(pieces)]
    return [(text, is_match) for text, is_match in runs if text]
