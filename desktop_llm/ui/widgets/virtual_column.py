"""A scrolled column of rows of which only those near the visible part exist as widgets. GUI thread.

What is seen is built at once; what is only near follows, a row in each turn of the event loop, or with the scrolling.
Heights of rows that were never built are estimated; whatever is learnt later, the row that the reader looks at stays
where it is, and while the end is shown the end stays in view.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop_llm.ui.theme import TEXT_COLUMN_PX

SIDE_MARGIN_PX: Final = 24
_OVERSCAN_PX: Final = 300
_KEPT_ROWS: Final = 40
_TAB_POLICIES: Final = frozenset({Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus})
_BOTTOM_TOLERANCE_PX: Final = 8


class Row:
    """One row. Subclasses say how to build the widget and how high it will roughly be."""

    gap_px = 0
    """Empty room above the row."""
    is_kept = False
    """Its widget stays, however far it is scrolled away and whatever the colours are."""

    def __init__(self) -> None:
        self.widget: QWidget | None = None
        self.height_px = 0
        self.measured_width_px = 0

    def opened(self) -> "Sequence[Row]":
        """The rows that this one stands for, when it comes near the visible part."""
        return (self,)

    def build(self, parent: QWidget, width_px: int) -> QWidget:
        raise NotImplementedError

    def estimated_height(self, width_px: int) -> int:
        raise NotImplementedError


class VirtualColumn(QAbstractScrollArea):
    """Shows rows in a centred column of at most TEXT_COLUMN_PX."""

    is_following_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._built: set[Row] = set()
        self._anchor = 0
        self._anchor_offset_px = 0
        self._is_following = True
        self._is_placing = False
        self._has_new_widgets = False
        self._n_ahead = 0
        self._are_near_rows_missing = False
        self._ahead_timer = QTimer(self, singleShot=True, interval=0)
        self._ahead_timer.timeout.connect(self._build_ahead)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().setSingleStep(40)

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def is_following(self) -> bool:
        """Whether the end is kept in view."""
        return self._is_following

    @property
    def is_end_seen(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - _BOTTOM_TOLERANCE_PX

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Other rows altogether; nothing is drawn before place_rows(), follow() or go_to_row()."""
        self._drop(self._built)
        self._rows = list(rows)
        self._anchor = 0
        self._anchor_offset_px = 0

    def start_at_end(self, rows: Sequence[Row]) -> None:
        self.set_rows(rows)
        self.follow()

    def anchor(self) -> tuple[int, int]:
        """The row at the top of the view, and the distance of its top from the view's, in pixels."""
        return self._anchor, self._anchor_offset_px

    def hold_place(self) -> None:
        """When a row changes its height at the reader's wish: keep the top of the view, not the end."""
        if self._is_following:
            self._take_anchor()
            self._set_following(is_following=False)

    def forget_widgets(self) -> None:
        """Build every widget anew, in other colours or with another font."""
        for row in self._rows:
            row.height_px = 0
        self._drop(self._built)

    def replace_rows(self, start: int, end: int, rows: Sequence[Row]) -> None:
        """Put `rows` where rows start..end were. Rows that are in both keep their widgets."""
        kept = set(rows)
        self._drop({row for row in self._rows[start:end] if row not in kept})
        self._rows[start:end] = rows
        if self._anchor >= end:
            self._anchor += len(rows) - (end - start)
        self._anchor = min(self._anchor, max(0, len(self._rows) - 1))

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._set_following(is_following=True)
        self.place_rows()

    def go_to_row(self, index: int, offset_px: int = SIDE_MARGIN_PX) -> None:
        self._set_following(is_following=False)
        self._anchor = index
        self._anchor_offset_px = offset_px
        self.place_rows()

    def row_changed(self, row: Row) -> None:
        """The row's widget has another height now; place_rows() must follow."""
        row.measured_width_px = 0

    def place_rows(self) -> None:
        """Build what is seen, measure it, and put everything where it belongs. What is near follows."""
        self._place_rows(n_ahead=0)

    @Slot()
    def _build_ahead(self) -> None:
        self._place_rows(n_ahead=1)

    def _place_rows(self, *, n_ahead: int) -> None:
        """n_ahead: of the rows that are only near, so many that are not built yet."""
        if self._is_placing or not self.isVisible():
            return
        self._is_placing = True
        self._n_ahead = n_ahead
        self._are_near_rows_missing = False
        try:
            if self._show_rows(*self._build_around_anchor()) > _OVERSCAN_PX:
                self._show_rows(*self._build_around_anchor())
            if self._has_new_widgets:
                self._order_focus()
        finally:
            self._is_placing = False
        if self._are_near_rows_missing:
            self._ahead_timer.start()

    def column(self) -> tuple[int, int]:
        """Left edge and width. Centred in the whole width, so that the scroll bar coming does not move it."""
        view_px = self.viewport().width()
        scroll_bar_px = self.width() - view_px
        width = min(TEXT_COLUMN_PX, view_px - SIDE_MARGIN_PX - max(SIDE_MARGIN_PX - scroll_bar_px, 0))
        left = (self.width() - width) // 2
        return min(left, view_px - width), max(width, 40)

    def _build_around_anchor(self) -> tuple[int, int]:
        """From the anchor in both directions until the view and some more is filled, as far as that is due."""
        if not self._rows:
            return 0, -1
        view_px = self.viewport().height()
        if self._is_following:
            self._open(len(self._rows) - 1)
            self._anchor = len(self._rows) - 1
            self._anchor_offset_px = view_px - SIDE_MARGIN_PX - self._measure(self._anchor)
        self._open(self._anchor)
        first = last = self._anchor
        bottom = self._anchor_offset_px + self._measure(self._anchor)
        while (
            bottom < view_px + _OVERSCAN_PX
            and last + 1 < len(self._rows)
            and self._is_due(last + 1, is_seen=bottom < view_px)
        ):
            last += 1
            self._open(last)
            bottom += self._rows[last].gap_px + self._measure(last)
        top = self._anchor_offset_px - self._rows[self._anchor].gap_px
        while top > -_OVERSCAN_PX and first > 0 and self._is_due(first - 1, is_seen=top > 0):
            n_more = self._open(first - 1) - 1
            self._anchor += n_more
            last += n_more
            first += n_more - 1
            top -= self._rows[first].gap_px + self._measure(first)
        return first, last

    def _is_due(self, index: int, *, is_seen: bool) -> bool:
        """Of the rows that are only near, those that are built, and as many more as this turn is for."""
        if is_seen or self._rows[index].widget is not None:
            return True
        self._n_ahead -= 1
        if self._n_ahead < 0:
            self._are_near_rows_missing = True
            return False
        return True

    def _open(self, index: int) -> int:
        """Put the rows that a row stands for in its place; returns how many."""
        rows = self._rows[index].opened()
        if len(rows) != 1 or rows[0] is not self._rows[index]:
            self._rows[index : index + 1] = rows
        return len(rows)

    def _show_rows(self, first: int, last: int) -> int:
        """Returns by how much the view had to be moved from where it was wanted, in pixels."""
        left, width = self.column()
        tops = self._tops(width)
        total = tops[-1] + SIDE_MARGIN_PX
        bar = self.verticalScrollBar()
        view_px = self.viewport().height()
        bar.setRange(0, max(0, total - view_px))
        bar.setPageStep(view_px)
        shift_px = 0
        if self._rows:
            wanted = tops[self._anchor] - self._anchor_offset_px
            bar.setValue(bar.maximum() if self._is_following else wanted)
            self._anchor_offset_px = tops[self._anchor] - bar.value()
            shift_px = abs(bar.value() - wanted)
        shown = range(first, last + 1)
        for index in shown:
            row = self._rows[index]
            if row.widget is not None:
                row.widget.setGeometry(left, tops[index] - bar.value(), width, row.height_px)
                row.widget.show()
        self._drop_far(first, last)
        return shift_px

    def _tops(self, width: int) -> list[int]:
        """Top of every row, and the bottom of the last."""
        heights = [row.height_px or self._estimate(row, width) for row in self._rows]
        steps = [row.gap_px + height for row, height in zip(self._rows, heights, strict=True)]
        if steps:
            steps[0] -= self._rows[0].gap_px
        bottoms = list(accumulate(steps, initial=SIDE_MARGIN_PX))
        tops = [bottom + row.gap_px for bottom, row in zip(bottoms, self._rows, strict=False)]
        return [SIDE_MARGIN_PX, *tops[1:], bottoms[-1]]

    def _estimate(self, row: Row, width: int) -> int:
        row.height_px = max(1, row.estimated_height(width))
        return row.height_px

    def _measure(self, index: int) -> int:
        row = self._rows[index]
        _, width = self.column()
        if row.widget is None:
            row.widget = row.build(self.viewport(), width)
            row.measured_width_px = 0
            self._built.add(row)
            self._has_new_widgets = True
        if row.measured_width_px != width:
            row.height_px = max(1, row.widget.heightForWidth(width))
            row.measured_width_px = width
        return row.height_px

    def _order_focus(self) -> None:
        """Tab goes from top to bottom, in whatever order the rows were built."""
        self._has_new_widgets = False
        rows = [row.widget for row in self._rows if row.widget is not None]
        stops = [
            child for widget in rows for child in widget.findChildren(QWidget) if child.focusPolicy() in _TAB_POLICIES
        ]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _drop_far(self, first: int, last: int) -> None:
        near = set(self._rows[max(0, first - _KEPT_ROWS) : last + _KEPT_ROWS])
        shown = set(self._rows[first : last + 1])
        for row in self._built - shown:
            if row.widget is not None:
                row.widget.hide()
        self._drop(self._built - near)

    def _drop(self, rows: set[Row]) -> None:
        for row in list(rows):
            self._built.discard(row)
            if row.widget is not None:
                row.widget.hide()
                if not row.is_kept:
                    row.widget.deleteLater()
                row.widget = None

    def _set_following(self, *, is_following: bool) -> None:
        if is_following != self._is_following:
            self._is_following = is_following
            self.is_following_changed.emit(is_following)

    def _on_scrolled(self) -> None:
        self._set_following(is_following=self.is_end_seen)
        if self._is_following or not self._rows:
            self._place_rows(n_ahead=len(self._rows))
            return
        self._take_anchor()
        top_row = self._anchor
        self._hold_what_is_there()
        self._place_rows(n_ahead=len(self._rows))
        if self._anchor != top_row:
            self._take_anchor()

    def _take_anchor(self) -> None:
        if self._rows:
            value = self.verticalScrollBar().value()
            tops = self._tops(self.column()[1])
            self._anchor = max(0, bisect_right(tops, value, hi=len(self._rows)) - 1)
            self._anchor_offset_px = tops[self._anchor] - value

    def _hold_what_is_there(self) -> None:
        """The first row that was seen already stays where it is, whatever is learnt of those that come in above."""
        index, top_px = self._anchor, self._anchor_offset_px
        while self._rows[index].widget is None and top_px < self.viewport().height() and index + 1 < len(self._rows):
            top_px += self._rows[index].height_px + self._rows[index + 1].gap_px
            index += 1
        if self._rows[index].widget is not None:
            self._anchor, self._anchor_offset_px = index, top_px

    # Qt's own names

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._is_placing:
            self._on_scrolled()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_rows()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.place_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                self.follow()
            case _:
                super().keyPressEvent(event)
