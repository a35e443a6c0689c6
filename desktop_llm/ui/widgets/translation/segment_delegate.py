"""Draws the cells of the review grid, and makes the field in which a translation is edited in place. GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_llm.documents.segments import Look
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.item_models.segment_table_model import SEGMENT_ROW_ROLE, SegmentColumn, cell_text
from desktop_llm.ui.palette import Palette
from desktop_llm.ui.rows.segment_rows import LookSpan, SegmentRow, SegmentState
from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font

Index = QModelIndex | QPersistentModelIndex

SIDE_PX: Final = 12
PADDING_PX: Final = 9
_ICON_PX: Final = 15
_MOST_LINES: Final = 12
_MOST_CHARACTERS: Final = 2000
_EDITOR_LINES: Final = 3
_EDITOR_MORE_PX: Final = 4
_KEPT_LAYOUTS: Final = 1000  # some screens full: what was laid out to be measured is drawn, and drawn again


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


class SegmentDelegate(QStyledItemDelegate):
    """Enter ends editing, Ctrl+Enter accepts what was written as well, Esc leaves it as it was."""

    accept_requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look: _Look | None = None
        self._layouts: dict[object, LaidOutText] = {}

    def renew_look(self) -> None:
        """There are other colours, or another font."""
        self._look = None
        self._layouts.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(SEGMENT_ROW_ROLE)
        if not isinstance(row, SegmentRow):
            return
        look, cell, state = self._look_with(option.font), option.rect, option.state
        palette, column = look.palette, SegmentColumn(index.column())
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(cell, look.color(palette.soft_accent))
        painter.fillRect(cell.left(), cell.bottom(), cell.width(), 1, look.color(palette.line))
        rect = cell.adjusted(SIDE_PX, PADDING_PX, -SIDE_PX, -PADDING_PX)
        if column is SegmentColumn.NOTE:
            rect = self._with_icon(painter, option, rect, row)
        painter.setPen(look.color(_color(row, column, palette)))
        self._draw(painter, rect, self._laid_out(row, column, rect.width(), look))
        if state & QStyle.StateFlag.State_HasFocus and column is SegmentColumn.TARGET:
            painter.setPen(look.color(palette.accent))
            painter.drawRect(cell.adjusted(1, 1, -2, -3))

    def _look_with(self, font: QFont) -> _Look:
        if self._look is None:
            self._look = _Look(font)
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

    def height_at(self, font: QFont, index: Index, width_px: int) -> int:
        """As high as its text needs in a column of this width, within bounds."""
        column = SegmentColumn(index.column())
        row, look = index.data(SEGMENT_ROW_ROLE), self._look_with(font)
        room_px = width_px - 2 * SIDE_PX - (_ICON_PX + 6 if column is SegmentColumn.NOTE else 0)
        text_px = look.line_px(column)
        if isinstance(row, SegmentRow):
            text_px = max(text_px, self._laid_out(row, column, room_px, look).height_px)
        return text_px + 2 * PADDING_PX + 1

    def _laid_out(self, row: SegmentRow, column: SegmentColumn, width_px: int, look: _Look) -> LaidOutText:
        text, looks = cell_text(row, column)[:_MOST_CHARACTERS], _looks(row, column)
        key = (text, looks, column >= SegmentColumn.NOTE, width_px)
        found = self._layouts.get(key)
        if found is None:
            if len(self._layouts) >= _KEPT_LAYOUTS:
                self._layouts.clear()
            formats = [_format_range(span, text, look.palette) for span in looks]
            found = self._layouts[key] = _laid_out(text, formats, look.font(column), width_px)
        return found

    def _with_icon(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: SegmentRow) -> QRect:
        """Draws the sign of the state; returns what room is left for words."""
        name, role = _sign(row)
        if not name:
            return rect
        line_px = self._look_with(option.font).line_px(SegmentColumn.NOTE)
        place = QRect(rect.left(), rect.top() + (line_px - _ICON_PX) // 2, _ICON_PX, _ICON_PX)
        icon(name, role).paint(painter, QStyle.visualRect(option.direction, rect, place))
        words = rect.adjusted(_ICON_PX + 6, 0, 0, 0)
        return QStyle.visualRect(option.direction, rect, words)

    # Qt's own names

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.height_at(option.font, index, option.rect.width()))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QPlainTextEdit(parent)
        editor.setObjectName("segment_editor")
        editor.setAccessibleName(translate("SegmentTable", "Translation"))
        editor.setTabChangesFocus(True)
        editor.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        editor.document().setDocumentMargin(PADDING_PX - 1)  # the text stays where it was
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QPlainTextEdit) and isinstance(text, str) and not editor.property("is_filled"):
            editor.setProperty("is_filled", True)  # what the model brings meanwhile does not undo typing
            editor.setPlainText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit) and editor.document().isModified():
            model.setData(index, editor.toPlainText(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        least_px = _EDITOR_LINES * QFontMetrics(option.font).lineSpacing() + 2 * PADDING_PX
        rect = QRect(option.rect)
        rect.setHeight(max(rect.height() + _EDITOR_MORE_PX, least_px))
        viewport = editor.parentWidget()
        if viewport is not None and rect.bottom() > viewport.rect().bottom():
            rect.moveBottom(viewport.rect().bottom())
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QPlainTextEdit) and isinstance(event, QKeyEvent) and _is_enter(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self.accept_requested.emit()
                return True
        return super().eventFilter(watched, event)


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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
