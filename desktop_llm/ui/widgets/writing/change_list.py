"""The changes that wait in a text, one below the other: what goes, what comes, and why. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.item_models.change_list_model import CHANGE_ROW_ROLE, ChangeListModel, ChangeRow
from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font
from desktop_llm.ui.widgets.row_painting import draw_line, fill_row, mirrored, outline_row, semibold

Index = QModelIndex | QPersistentModelIndex

_SIDE_PX: Final = 10
_PADDING_PX: Final = 6
_ICON_PX: Final = 14
_GAP_PX: Final = 6
_MOST_BEFORE: Final = 0.5


class ChangeList(QListView):
    """Click or the arrow keys go to a change in the text."""

    change_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("change_list")
        self.setAccessibleName(translate("ChangeList", "Changes"))
        self.setProperty("look", "bare")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._rows = ChangeListModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_ChangeDelegate(self))
        self._is_told = True
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_rows(self, rows: Sequence[ChangeRow]) -> None:
        self._is_told = False
        self._rows.show_rows(rows)
        self._is_told = True

    def show_current(self, key: str) -> None:
        """The one that is shown in the text; none if it is not there."""
        self._is_told = False
        index = self._rows.index_of(key)
        self.setCurrentIndex(index)
        if not index.isValid():
            self.clearSelection()
        self._is_told = True

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        row = index.data(CHANGE_ROW_ROLE)
        if self._is_told and isinstance(row, ChangeRow):
            self.change_chosen.emit(row.key)


class _ChangeDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(CHANGE_ROW_ROLE)
        if not isinstance(row, ChangeRow):
            return
        palette = current_palette()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            fill_row(painter, option.rect, palette.soft_accent)
            if option.state & QStyle.StateFlag.State_HasFocus:
                outline_row(painter, option.rect, palette.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            fill_row(painter, option.rect, palette.user_message)
        words = option.rect.adjusted(_SIDE_PX, _PADDING_PX, -_SIDE_PX, -_PADDING_PX)
        if row.doubt:
            place = QRect(words.right() - _ICON_PX, words.top() + 2, _ICON_PX, _ICON_PX)
            icon("warning", IconRole.WARNING).paint(painter, mirrored(option, place))
            words.setRight(place.left() - _GAP_PX)
        self._paint_words(painter, option, words, row)
        small = scaled_font(option.font, SMALL_FONT)
        below = QRect(words)
        below.setTop(words.bottom() - QFontMetrics(small).height() + 1)
        why = f"{row.kind} · {row.reason}" if row.reason else row.kind
        draw_line(painter, mirrored(option, below), why, small, palette.dim_text)
        painter.restore()

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, row: ChangeRow) -> None:
        """What goes takes half of the line at most."""
        palette = current_palette()
        gone = QFont(option.font)
        gone.setStrikeOut(True)
        new = semibold(option.font)
        left = QRect(place)
        if row.before:
            wanted = QFontMetrics(gone).horizontalAdvance(row.before)
            room = place.width() if not row.after else round(place.width() * _MOST_BEFORE)
            left.setWidth(min(wanted + 1, room))
            color = palette.warning if row.doubt else palette.error
            draw_line(painter, mirrored(option, left), row.before, gone, color)
        if row.after:
            right = QRect(place)
            right.setLeft(left.right() + _GAP_PX if row.before else place.left())
            color = palette.warning if row.doubt else palette.accent
            draw_line(painter, mirrored(option, right), row.after, new, color)

    # Qt's own name

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        small = QFontMetrics(scaled_font(option.font, SMALL_FONT)).height()
        return QSize(0, 2 * _PADDING_PX + QFontMetrics(semibold(option.font)).height() + small + 2)
