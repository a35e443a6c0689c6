"""Pages of a document, scrolled: empty paper at once, each page's picture when it comes, a passage marked. GUI thread.

It draws only what is in view and says which pictures it lacks, the most wanted first (`pages_wanted`). Paper is white
in every theme, as the file says, and so is the mark on it that of light paper.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop_llm.documents.page_messages import PageMark, PagePicture, PageSize, PageWish
from desktop_llm.ui.palette import LIGHT_PALETTE
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.source.page_layout import GAP_PX, MARGIN_PX, PageLayout
from desktop_llm.ui.widgets.source.page_shelf import SHELF_BYTES, PageShelf

MIN_ZOOM: Final = 0.5
MAX_ZOOM: Final = 4.0
_ZOOM_STEP: Final = 1.25
_WISH_AFTER_MS: Final = 30
_STEP_PX: Final = 40
_BAR_PX: Final = 4
_BYTES_PER_DOT: Final = 4


class PageScroll(QAbstractScrollArea):
    """Pages count from 1. Zoom 1 fits the width."""

    pages_wanted = Signal(object)
    """tuple[PageWish, ...]: pictures that are lacking now; whatever was wanted before is not."""
    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[PageSize, ...] = ()
        self._layout = PageLayout((), 0, 1.0)
        self._shelf = PageShelf()
        self._failures: dict[int, str] = {}
        self._marks: tuple[PageMark, ...] = ()
        self._zoom = 1.0
        self._page = 0
        self._wanted: tuple[PageWish, ...] = ()
        self._wish_timer = QTimer(self, singleShot=True, interval=_WISH_AFTER_MS)
        self._wish_timer.timeout.connect(self._want_pages)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.viewport().setAutoFillBackground(True)
        self.verticalScrollBar().setSingleStep(_STEP_PX)
        self.horizontalScrollBar().setSingleStep(_STEP_PX)

    @property
    def page(self) -> int:
        """The page that is looked at; 0 without pages."""
        return self._page

    @property
    def n_pages(self) -> int:
        return len(self._sizes)

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def pictures_bytes(self) -> int:
        """Memory that pictures take."""
        return self._shelf.size_bytes

    def show_pages(self, sizes: Sequence[PageSize]) -> None:
        """Another document, from its beginning."""
        self._sizes = tuple(sizes)
        self._shelf.clear()
        self._failures = {}
        self._marks = ()
        self._wanted = ()
        self._page = 0
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._note_view()

    def show_picture(self, wish: PageWish, picture: PagePicture) -> None:
        if wish.number <= len(self._sizes):
            self._failures.pop(wish.number, None)
            self._shelf.put(wish, picture, {page.number for page in self._near()})
            self._update_page(wish.number)

    def show_page_failure(self, number: int, sentence: str) -> None:
        """The page stays as it is; if it has no picture, it says so. It is not wanted again."""
        self._failures[number] = sentence
        self._update_page(number)

    def mark(self, marks: Sequence[PageMark]) -> None:
        """Mark these rectangles, and no others, and bring the first into view."""
        self._marks = tuple(mark for mark in marks if 1 <= mark.page <= len(self._sizes))
        if self._marks:
            self._bring_into_view([self._mark_rect(mark) for mark in self._marks])
        self.viewport().update()

    def go_to_page(self, number: int) -> None:
        if self._sizes:
            index = min(max(number, 1), len(self._sizes)) - 1
            self.verticalScrollBar().setValue(self._layout.rect(index).top() - GAP_PX)

    def _step(self, n_pages: int) -> None:
        """To the beginning of a neighbour, or of the page at the top itself when that is above the view."""
        top = self.verticalScrollBar().value() + GAP_PX
        index = self._layout.index_at(top)
        is_within = bool(self._sizes) and top > self._layout.rect(index).top()
        self.go_to_page(index + 1 + n_pages + (1 if n_pages < 0 and is_within else 0))

    def set_zoom(self, zoom: float) -> None:
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        if zoom != self._zoom:
            self._zoom = zoom
            self._lay_out()
            self._note_view()
            self.zoom_changed.emit(zoom)

    @Slot()
    def zoom_in(self) -> None:
        self.set_zoom(self._zoom * _ZOOM_STEP)

    @Slot()
    def zoom_out(self) -> None:
        self.set_zoom(self._zoom / _ZOOM_STEP)

    @Slot()
    def fit_width(self) -> None:
        self.set_zoom(1.0)

    def _lay_out(self) -> None:
        """Anew; what is in the middle of the view stays there."""
        view = self.viewport().size()
        middle = self.verticalScrollBar().value() + view.height() // 2
        index = self._layout.index_at(middle)
        is_kept = self._layout.height_px > 0 and index < len(self._sizes)
        before = self._layout.rect(index) if is_kept else QRect()
        self._layout = PageLayout(self._sizes, view.width(), self._zoom)
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(self._layout.height_px - view.height(), 0))
        vertical.setPageStep(view.height())
        horizontal.setRange(0, max(self._layout.width_px - view.width(), 0))
        horizontal.setPageStep(view.width())
        horizontal.setValue(horizontal.maximum() // 2)
        if is_kept:
            after = self._layout.rect(index)
            share = (middle - before.top()) / before.height()
            vertical.setValue(round(after.top() + share * after.height()) - view.height() // 2)
        self.viewport().update()

    def _bring_into_view(self, rects: Sequence[QRect]) -> None:
        """To the upper third of the view, unless all of it can be seen."""
        view = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        whole = rects[0]
        for rect in rects[1:]:
            whole = whole.united(rect)
        top, bottom = vertical.value() + MARGIN_PX, vertical.value() + view.height() - MARGIN_PX
        if whole.top() < top or whole.bottom() > bottom:
            vertical.setValue(rects[0].top() - view.height() // 3)
        left, right = horizontal.value(), horizontal.value() + view.width()
        if rects[0].left() < left or rects[0].right() > right:
            horizontal.setValue(rects[0].left() - MARGIN_PX)
        self._note_view()

    def _mark_rect(self, mark: PageMark) -> QRect:
        page = QRectF(self._layout.rect(mark.page - 1))
        left, top = page.left() + mark.left * page.width(), page.top() + mark.top * page.height()
        right, bottom = page.left() + mark.right * page.width(), page.top() + mark.bottom * page.height()
        return QRectF(left, top, right - left, bottom - top).toAlignedRect()

    def _in_view(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.indexes_between(top, top + self.viewport().height())

    def _note_view(self) -> None:
        """Something else is looked at: which page, and which pictures are lacking."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        page = self._layout.index_at(middle) + 1 if self._sizes else 0
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        if not self._wish_timer.isActive():
            self._wish_timer.start()

    @Slot()
    def _want_pages(self) -> None:
        if not self.isVisible():
            return
        wanted = tuple(wish for wish in self._near() if not self._shelf.has(wish) and wish.number not in self._failures)
        if wanted != self._wanted:
            self._wanted = wanted
            self.pages_wanted.emit(wanted)

    def _near(self) -> list[PageWish]:
        """What is in view, and neighbours as far as there is room for their pictures."""
        in_view = self._in_view()
        wishes = [self._wish(index) for index in in_view]
        room_bytes = SHELF_BYTES - sum(self._largest_bytes(wish) for wish in wishes)
        for index in (in_view.stop, in_view.start - 1, in_view.stop + 1):
            if not wishes or not 0 <= index < len(self._sizes):
                continue
            wish = self._wish(index)
            room_bytes -= self._largest_bytes(wish)
            if room_bytes < 0:
                break
            wishes.append(wish)
        return wishes

    def _wish(self, index: int) -> PageWish:
        return PageWish(index + 1, round(self._layout.rect(index).width() * self.devicePixelRatioF()))

    def _largest_bytes(self, wish: PageWish) -> int:
        size = self._sizes[wish.number - 1]
        return round(wish.width_dots**2 * size.height / size.width) * _BYTES_PER_DOT

    def _update_page(self, number: int) -> None:
        if number - 1 in self._in_view():
            self.viewport().update(self._layout.rect(number - 1).translated(-self._offset()))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _paint_page(self, painter: QPainter, index: int) -> None:
        rect = self._layout.rect(index).translated(-self._offset())
        painter.fillRect(rect, QColor(LIGHT_PALETTE.background))
        shelved = self._shelf.get(index + 1)
        if shelved is not None:
            # Dot for dot: the picture may be a dot higher or less high than the paper.
            height = shelved.image.height() * rect.width() / shelved.image.width()
            painter.drawImage(QRectF(rect.left(), rect.top(), rect.width(), height), shelved.image)
        elif index + 1 in self._failures:
            painter.setPen(QColor(LIGHT_PALETTE.dim_text))
            room = rect.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX).intersected(self.viewport().rect())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, flags, self._failures[index + 1])
        painter.setPen(QColor(current_palette().line))
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def _paint_marks(self, painter: QPainter, shown: range) -> None:
        """Over the picture as a felt pen does, with a bar in the margin for who does not see the colour."""
        marks = [mark for mark in self._marks if mark.page - 1 in shown]
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for mark in marks:
            rect = self._mark_rect(mark).adjusted(-1, -1, 1, 1)
            painter.fillRect(rect.translated(-self._offset()), QColor(LIGHT_PALETTE.mark))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for mark in marks:
            rect = self._mark_rect(mark).adjusted(0, -1, 0, 1)
            bar = QRect(self._layout.rect(mark.page - 1).left() + _BAR_PX, rect.top(), _BAR_PX, rect.height())
            painter.fillRect(bar.translated(-self._offset()), QColor(LIGHT_PALETTE.accent))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        shown = self._in_view()
        for index in shown:
            self._paint_page(painter, index)
        self._paint_marks(painter, shown)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        self._note_view()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._note_view()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._note_view()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.set_zoom(self._zoom * _ZOOM_STEP ** (event.angleDelta().y() / 120))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        is_whole_width = self.horizontalScrollBar().maximum() == 0
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal if has_control:
                self.zoom_in()
            case Qt.Key.Key_Minus if has_control:
                self.zoom_out()
            case Qt.Key.Key_0 if has_control:
                self.fit_width()
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Space:
                is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                bar.setValue(bar.value() + (-1 if is_back else 1) * (bar.pageStep() - _STEP_PX))
            case Qt.Key.Key_Left if is_whole_width:
                self._step(-1)
            case Qt.Key.Key_Right if is_whole_width:
                self._step(1)
            case _:
                super().keyPressEvent(event)
