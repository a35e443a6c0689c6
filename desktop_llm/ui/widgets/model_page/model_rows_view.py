"""A list of the Models page: any number of painted rows, real buttons beside those in view. GUI thread."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from desktop_llm.ui.item_models.model_row_list_model import ModelRowListModel
from desktop_llm.ui.model_rows import ModelRow, RowButton, RowWish
from desktop_llm.ui.theme import TEXT_COLUMN_PX
from desktop_llm.ui.widgets.model_page.model_row_delegate import ModelRowDelegate
from desktop_llm.ui.widgets.model_page.row_buttons import RowButtons, RowMenu
from desktop_llm.ui.widgets.virtual_column import SIDE_MARGIN_PX

Index = QModelIndex | QPersistentModelIndex

_BUTTON_CHROME_PX: Final = 28
_MORE_PX: Final = 34
_GAP_PX: Final = 8


class ModelRowsView(QListView):
    """Arrows choose a row, Enter does what a click or a double click does, Tab goes to the row's buttons."""

    action_requested = Signal(object)  # RowWish

    def __init__(
        self, name: str, accessible_name: str, parent: QWidget | None = None, *, side_px: int = SIDE_MARGIN_PX
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setProperty("look", "bare")
        self._model = ModelRowListModel(self)
        self._side_px = side_px
        self._delegate = ModelRowDelegate(self, self.viewport(), self._column, self._buttons_width)
        self._shown: dict[str, RowButtons] = {}
        self._spare: list[RowButtons] = []
        self._text_widths: dict[str, int] = {}
        self._place_timer = QTimer(self, singleShot=True, interval=0)
        self._place_timer.timeout.connect(self._place_buttons)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(40)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double_clicked)

    def show_rows(self, rows: Sequence[ModelRow]) -> None:
        self._model.show_rows(rows)
        self._begin_at_first()
        self._place_timer.start()

    def _begin_at_first(self) -> None:
        """The keyboard has a row to start from, whether it or the rows come first."""
        if self.hasFocus() and not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.first_index())

    def row(self, key: str) -> ModelRow | None:
        return self._model.row_at(self._model.index_of(key))

    def go_to(self, key: str) -> None:
        """Put the cursor on a row and bring it into view."""
        index = self._model.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    @Slot()
    def go_to_first(self) -> None:
        self.setCurrentIndex(self._model.first_index())
        self.scrollToTop()

    def content_height(self, width_px: int) -> int:
        """How high the list is when nothing of it needs to be scrolled."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        rows = [self._model.row_at(self._model.index(number, 0)) for number in range(self._model.rowCount())]
        return sum(self._delegate.height(row, option, width_px) for row in rows if row is not None)

    def _column(self, row_px: int) -> tuple[int, int]:
        """Left edge and width. Centred in the whole width, so that the scroll bar coming does not move it."""
        view_px = max(self.width(), row_px)
        scroll_bar_px = view_px - row_px
        width = min(TEXT_COLUMN_PX, row_px - self._side_px - max(self._side_px - scroll_bar_px, 0))
        left = min((view_px - width) // 2, row_px - width)
        return max(left, 0), max(width, 40)

    def _buttons_width(self, row: ModelRow) -> int:
        widths = [self._text_px(button.text) + _BUTTON_CHROME_PX for button in row.buttons]
        if row.menu:
            widths.append(_MORE_PX)
        return sum(widths) + _GAP_PX * max(len(widths) - 1, 0)

    def _text_px(self, text: str) -> int:
        """Many rows have the same buttons."""
        if text not in self._text_widths:
            self._text_widths[text] = QFontMetrics(self.font()).horizontalAdvance(text)
        return self._text_widths[text]

    @Slot()
    def _place_buttons(self) -> None:
        """Give the rows in view their buttons; those of rows that left are used again."""
        visible = self._visible_rows()
        for key in [key for key in self._shown if key not in visible]:
            buttons = self._shown.pop(key)
            if buttons.has_keyboard:
                self._take_keyboard(key)
            buttons.hide()
            self._spare.append(buttons)
        current = self._model.row_at(self.currentIndex())
        for key, (row, rect) in visible.items():
            buttons = self._shown.get(key) or self._taken()
            self._shown[key] = buttons
            if buttons.has_keyboard and not buttons.keeps_keyboard(row):
                self._take_keyboard(key)
            buttons.show_row(row)
            buttons.show_tab_stop(is_tab_stop=current is not None and current.key == key)
            buttons.setGeometry(self._button_rect(rect, buttons.sizeHint()))
            buttons.show()
        self._order_focus(visible)

    def _take_keyboard(self, key: str) -> None:
        """A row's button goes: the keyboard stays with its row, else Qt gives it to what comes next in the window."""
        index = self._model.index_of(key)
        if index.isValid() and self.viewport().rect().intersects(self.visualRect(index)):
            self.setCurrentIndex(index)
        self.setFocus()

    def _visible_rows(self) -> dict[str, tuple[ModelRow, QRect]]:
        view = self.viewport().rect()
        index = self.indexAt(QPoint(view.center().x(), 0))
        number = index.row() if index.isValid() else 0
        visible: dict[str, tuple[ModelRow, QRect]] = {}
        while (row := self._model.row_at(self._model.index(number, 0))) is not None:
            rect = self.visualRect(self._model.index(number, 0))
            if rect.top() > view.bottom():
                break
            if (row.buttons or row.menu) and rect.bottom() >= view.top():
                visible[row.key] = (row, rect)
            number += 1
        return visible

    def _taken(self) -> RowButtons:
        if self._spare:
            return self._spare.pop()
        buttons = RowButtons(self.viewport())
        buttons.action_requested.connect(self.action_requested)
        buttons.list_key_pressed.connect(self._on_list_key)
        return buttons

    def _button_rect(self, row_rect: QRect, size: QSize) -> QRect:
        column_left, width = self._column(row_rect.width())
        left = column_left if self.isRightToLeft() else column_left + width - size.width()
        return QRect(left, row_rect.top() + (row_rect.height() - size.height()) // 2, size.width(), size.height())

    def _order_focus(self, visible: dict[str, tuple[ModelRow, QRect]]) -> None:
        stops: list[QWidget] = [self]
        for key in visible:
            stops += self._shown[key].stops()
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    @Slot(object)
    def _on_list_key(self, event: QKeyEvent) -> None:
        self.setFocus()
        self.keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and row.is_opening:
            self._activate(row)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and not row.is_opening:
            self._activate(row)

    def _activate(self, row: ModelRow) -> None:
        if row.activation is not None:
            self.action_requested.emit(RowWish(row.key, row.activation))

    # Qt's own names

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt's name
        super().currentChanged(current, previous)
        if current == self._model.first_index():
            self.scrollToTop()  # the heading above cannot be chosen, and is wanted in view
        self._place_timer.start()

    def updateGeometries(self) -> None:  # noqa: N802  Qt's name
        super().updateGeometries()
        self._place_timer.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._model.row_at(self.currentIndex())
        if row is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._activate(row)
            return
        if event.key() == Qt.Key.Key_Home:
            self.go_to_first()  # Qt stops at a heading that cannot be chosen
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_by_mouse else self.currentIndex()
        row = self._model.row_at(index)
        if row is None or not _all_actions(row):
            return
        menu = RowMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.show_actions(row.key, _all_actions(row))
        menu.action_requested.connect(self.action_requested)
        below_row = self.viewport().mapToGlobal(self.visualRect(index).center())
        menu.popup(event.globalPos() if is_by_mouse else below_row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._begin_at_first()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_delegate"):
            self._text_widths.clear()
            self._delegate.forget_heights()
            self.scheduleDelayedItemsLayout()


def _all_actions(row: ModelRow) -> tuple[RowButton, ...]:
    return (*row.buttons, *row.menu)
