"""The review grid: every segment of a file with its translation, edited in place. GUI thread.

Rows are as high as their texts; only those that are seen are measured, so that thousands cost nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from desktop_llm.assist.translation.document_review import DocumentReview, ReviewFilter
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.item_models.segment_table_model import NO_SEGMENT, Index, SegmentColumn, SegmentTableModel
from desktop_llm.ui.widgets.translation.segment_delegate import SegmentDelegate
from desktop_llm.ui.widgets.translation.segment_painter import PADDING_PX, SegmentCell, SegmentPainter

_NOTE_SHARE: Final = 0.24
_NOTE_PX: Final = (130, 260)
_CONFIDENCE_PX: Final = 76
_NARROW_PX: Final = 700


class SegmentTable(QTableView):
    """Enter or F2 edits, Ctrl+Enter accepts and goes on, Ctrl+R translates again, Alt+Down goes to the next doubt."""

    segment_chosen = Signal(int)
    edit_made = Signal(object)  # SegmentEdit
    accept_requested = Signal(object)  # tuple[int, ...]
    reopen_requested = Signal(object)  # tuple[int, ...]
    again_requested = Signal(object)  # tuple[int, ...]
    next_requested = Signal(int)  # 1: the next one to look at, -1: the one before

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segment_table")
        self.setAccessibleName(translate("SegmentTable", "Segments and their translations"))
        self.setProperty("look", "bare")
        self._segments = SegmentTableModel(self)
        self._delegate = SegmentDelegate(self)
        self._painter = SegmentPainter(self.font())
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit_rows)
        self.setModel(self._segments)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._set_up_headers()
        self._connect()

    # State in

    def show_review(self, review: DocumentReview | None) -> None:
        self._segments.show_review(review)
        if self._segments.rowCount():
            self._choose(self._segments.index(0, SegmentColumn.TARGET))
        else:
            self.segment_chosen.emit(NO_SEGMENT)

    def show_changes(self, indices: Iterable[int]) -> None:
        changed, chosen = set(indices), self.current_segment
        self._segments.show_changes(changed)
        self._stay_near(chosen)
        if self.current_segment in changed:
            self.segment_chosen.emit(self.current_segment)

    def show_busy(self, indices: Iterable[int]) -> None:
        """These segments are being translated again."""
        self._segments.show_busy(indices)

    def show_filter(self, wanted: ReviewFilter, text: str) -> None:
        chosen = self.current_segment
        self._segments.show_filter(wanted, text)
        self._stay_near(chosen)

    def show_segment(self, segment: int) -> None:
        """Go to it, if the filter lets it through."""
        index = self._segments.index_of(segment, SegmentColumn.TARGET)
        if index.isValid():
            self._choose(index)

    # What is chosen

    @property
    def current_segment(self) -> int:
        return self._segments.segment_of(self.currentIndex())

    @property
    def chosen_segments(self) -> tuple[int, ...]:
        rows = self.selectionModel().selectedRows(SegmentColumn.TARGET)
        return tuple(sorted(self._segments.segment_of(index) for index in rows))

    @property
    def n_shown(self) -> int:
        return self._segments.rowCount()

    @Slot()
    def edit_current(self) -> None:
        index = self.currentIndex().siblingAtColumn(SegmentColumn.TARGET)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._choose(index)
            self.edit(index)

    @Slot()
    def accept_chosen(self) -> None:
        """And go on to the next row."""
        chosen, row = self.chosen_segments, self.currentIndex().row()
        count = self._segments.rowCount()
        if not chosen:
            return
        self.accept_requested.emit(chosen)
        # A filter may have taken the row away: the next one stands in its place then.
        following = row + 1 if self._segments.rowCount() == count else row
        if following < self._segments.rowCount():
            self._go_to(following)

    @Slot()
    def reopen_chosen(self) -> None:
        self.reopen_requested.emit(self.chosen_segments)

    @Slot()
    def ask_again(self) -> None:
        if chosen := self.chosen_segments:
            self.again_requested.emit(chosen)

    def _stay_near(self, segment: int) -> None:
        """Where all rows were told anew, or there were none, none is chosen any more."""
        if self.currentIndex().isValid():
            return
        if self._segments.rowCount():
            self._go_to(self._segments.row_near(segment))
        elif segment != NO_SEGMENT:
            self.segment_chosen.emit(NO_SEGMENT)

    def _go_to(self, row: int) -> None:
        self._choose(self._segments.index(row, SegmentColumn.TARGET))

    def _choose(self, index: QModelIndex) -> None:
        """This row alone, whatever keys are held: setCurrentIndex() would only move the cursor while Ctrl is."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    # Heights

    def _fit_soon(self) -> None:
        if not self._fitting.isActive():
            self._fitting.start()

    @Slot()
    def _fit_rows(self) -> None:
        """Each row that is seen: those that go out of sight below rows that grow, and those that come in sight too."""
        bottom_px = self.viewport().height()
        last = self.rowAt(bottom_px - 1)
        row = max(self.rowAt(0), 0)
        top_px = self.rowViewportPosition(row)
        columns = (SegmentColumn.SOURCE, SegmentColumn.TARGET, SegmentColumn.NOTE)
        widths_px = [(column, self.columnWidth(column)) for column in columns]
        while (shown := self._segments.row_at(row)) is not None and (row <= last or top_px < bottom_px):
            height = self._painter.height_of(shown, widths_px)
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)
            top_px += height
            row += 1

    # Parts

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.hide()
        down.setMinimumSectionSize(QFontMetrics(self.font()).height() + 2 * PADDING_PX)
        down.setDefaultSectionSize(QFontMetrics(self.font()).height() + 2 * PADDING_PX + 1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setMinimumSectionSize(20)

    def _fit_columns(self) -> None:
        width = self.viewport().width()
        is_narrow = width < _NARROW_PX
        self.setColumnHidden(SegmentColumn.CONFIDENCE, is_narrow)
        confidence = 0 if is_narrow else _CONFIDENCE_PX
        note = max(_NOTE_PX[0], min(_NOTE_PX[1], round(width * _NOTE_SHARE)))
        text = (width - note - confidence) // 2
        self.setColumnWidth(SegmentColumn.SOURCE, text)
        self.setColumnWidth(SegmentColumn.TARGET, width - note - confidence - text)
        self.setColumnWidth(SegmentColumn.NOTE, note)
        self.setColumnWidth(SegmentColumn.CONFIDENCE, confidence)
        self._fit_soon()

    def _connect(self) -> None:
        self._segments.edit_made.connect(self.edit_made)
        self._delegate.accept_requested.connect(self.accept_chosen)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)
        for signal in (self._segments.modelReset, self._segments.rowsInserted, self._segments.rowsRemoved):
            signal.connect(self._on_moved)

    @Slot()
    def _on_moved(self) -> None:
        self._fit_soon()

    def _wish_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        keys = Qt.Key
        match event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key():
            case Qt.KeyboardModifier.NoModifier, keys.Key_Return | keys.Key_Enter | keys.Key_F2:
                return self.edit_current
            case Qt.KeyboardModifier.ControlModifier, keys.Key_Return | keys.Key_Enter:
                return self.accept_chosen
            case Qt.KeyboardModifier.ControlModifier, keys.Key_R:
                return self.ask_again
            case Qt.KeyboardModifier.AltModifier, keys.Key_Down:
                return partial(self.next_requested.emit, 1)
            case Qt.KeyboardModifier.AltModifier, keys.Key_Up:
                return partial(self.next_requested.emit, -1)
            case _:
                return None

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("segment_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, keys, slot in (
            (translate("SegmentTable", "Edit"), "Return", self.edit_current),
            (translate("SegmentTable", "Accept"), "Ctrl+Return", self.accept_chosen),
            (translate("SegmentTable", "Do not accept"), "", self.reopen_chosen),
            (translate("SegmentTable", "Translate again"), "Ctrl+R", self.ask_again),
        ):
            action = menu.addAction(text)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(slot)
        return menu

    # Qt's own names

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt's name
        super().currentChanged(current, previous)
        self.segment_chosen.emit(self._segments.segment_of(current))

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: N802  Qt's name
        """Qt draws all anew for it, also for rows that are not in sight: thousands come, one after the other."""
        bottom = self.rowAt(self.viewport().height() - 1)
        if last.row() >= self.rowAt(0) and (bottom < 0 or first.row() <= bottom):
            super().dataChanged(first, last, roles)
            self._fit_soon()

    def paintEvent(self, event: QPaintEvent) -> None:
        area, current, selection = event.rect(), self.currentIndex(), self.selectionModel()
        chosen = (current.row(), current.column()) if self.hasFocus() else (-1, -1)
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        columns = [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in SegmentColumn
            if not self.isColumnHidden(column)
        ]
        painter = QPainter(self.viewport())
        row = self.rowAt(area.top())
        top_px = self.rowViewportPosition(row)
        while (shown := self._segments.row_at(row)) is not None and top_px <= area.bottom():
            height_px, is_chosen = self.rowHeight(row), selection.isRowSelected(row)
            for column, left_px, width_px in columns:
                rect = QRect(left_px, top_px, width_px, height_px)
                has_focus = column is SegmentColumn.TARGET and (row, column) == chosen
                self._painter.draw(painter, SegmentCell(rect, shown, column, is_chosen, has_focus, is_mirrored))
            top_px += height_px
            row += 1
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_painter"):
            self._painter.renew_look(self.font())
            self._fit_soon()

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here are not the window's commands."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wish_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wish = self._wish_of(event)
        if wish is None:
            super().keyPressEvent(event)
        else:
            wish()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_by_mouse else self.currentIndex()
        if not index.isValid():
            return
        place = event.globalPos() if is_by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
        self._menu().popup(place)
