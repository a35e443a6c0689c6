"""A piece of rendered Markdown that is as high as its text: no scroll bars, nothing fetched, links only reported.

GUI thread. It paints what rich text cannot: bars beside quotes, rules, code backgrounds and the cursor of an answer
that is being written.
"""

import math
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocumentFragment,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.transcript.formula_pictures import FormulaPictures
from desktop_llm.ui.widgets.transcript.markdown_document import MarkdownDocument
from desktop_llm.ui.widgets.transcript.math_image import FormulaShelf
from desktop_llm.ui.widgets.transcript.prose_copy import plain_text
from desktop_llm.ui.widgets.transcript.prose_style import (
    CODE,
    INDENT_PX,
    MARKER,
    MARKER_GAP_PX,
    QUOTE_DEPTH,
    QUOTE_LEFT,
    QUOTE_PX,
    RULE,
    prose_style,
    write_tex,
)

_RIGHT_TO_LEFT_MARK: Final = "\u200f"
_SCROLL_KEYS: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
)


class ProseView(QTextBrowser):
    """Shows Markdown (`show_markdown`) or plain text (`show_text`)."""

    link_activated = Signal(str)
    link_hovered = Signal(str)
    resized = Signal()
    """Formulas were drawn and the text is higher now."""

    def __init__(self, parent: QWidget | None, *, is_dim: bool = False, formulas: FormulaShelf | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("prose_view")
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setAutoFillBackground(False)
        self._style = prose_style(self.font(), is_dim=is_dim)
        self._spare_px = self.fontMetrics().height() * (self._style.line_height_percent - 100) / 100
        self._markdown: MarkdownDocument | None = None
        self._formulas = FormulaPictures(self, formulas, self._style) if formulas is not None else None
        if self._formulas is not None:
            self._formulas.became_ready.connect(self._on_formulas_ready)
        self._has_cursor_mark = False
        self.verticalScrollBar().valueChanged.connect(self._stay_at_top)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.highlighted.connect(self._on_highlighted)

    def show_markdown(self, source: str) -> None:
        if self._markdown is None:
            write_formula = self._formulas.write if self._formulas is not None else write_tex
            self._markdown = MarkdownDocument(self.document(), self._style, write_formula)
        self._markdown.show(source)
        has_links = "](" in source or "://" in source or "www." in source
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_links else Qt.FocusPolicy.ClickFocus)

    def show_text(self, text: str) -> None:
        self.document().setDocumentMargin(0)
        self.setPlainText(text)
        block = QTextBlockFormat()
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        block.setLineHeight(self._style.line_height_percent, proportional)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(block)

    def show_cursor_mark(self, *, is_shown: bool) -> None:
        """The block that stands where the next word of an answer will come."""
        if is_shown != self._has_cursor_mark:
            self._has_cursor_mark = is_shown
            self.viewport().update()

    def ideal_width(self, widest_px: int) -> int:
        """The width that the text needs when no line may be wider than `widest_px`."""
        self.setLineWrapColumnOrWidth(widest_px)
        return math.ceil(self.document().idealWidth())

    @Slot(int)
    def _stay_at_top(self, value: int) -> None:
        """Qt scrolls to the cursor when fonts or sizes change; the view is as high as its text but for the last gap."""
        if value:
            self.verticalScrollBar().setValue(0)

    @Slot()
    def _on_formulas_ready(self) -> None:
        if self._markdown is not None:
            self._markdown.show_anew()
            self.resized.emit()

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        self.link_activated.emit(url.toString())

    @Slot(QUrl)
    def _on_highlighted(self, url: QUrl) -> None:
        self.link_hovered.emit(url.toString())

    def _paint_decorations(self, painter: QPainter, exposed: QRectF) -> None:
        palette = current_palette()
        bottom_above = 0.0
        for block, rect in self._blocks_in(exposed):
            block_format = block.blockFormat()
            if block_format.hasProperty(CODE):
                painter.setBrush(QColor(palette.code))
                painter.setPen(QColor(palette.line))
                painter.drawRoundedRect(rect.adjusted(-12, -8, 12, 8).translated(0.5, 0.5), 8, 8)
            if block_format.hasProperty(RULE):
                middle = round(rect.center().y())
                painter.fillRect(QRectF(0, middle, self.viewport().width(), 1), QColor(palette.line))
            for bar in _quote_bars(block, rect, bottom_above):
                painter.fillRect(bar, QColor(palette.line))
            if marker := block_format.stringProperty(MARKER):
                self._paint_marker(painter, block, rect, marker)
            bottom_above = rect.bottom()

    def _paint_marker(self, painter: QPainter, block: QTextBlock, rect: QRectF, marker: str) -> None:
        """A list item's marker, on the first line's baseline, on the side where the text begins."""
        line = block.layout().lineAt(0)
        is_rtl = block.textDirection() is Qt.LayoutDirection.RightToLeft
        font = block.charFormat().font()
        width = QFontMetricsF(font).horizontalAdvance(marker)
        baseline = rect.top() + line.y() + line.ascent()
        left = rect.left() + line.x() - MARKER_GAP_PX - width
        if is_rtl:
            left = self.viewport().width() - block.blockFormat().indent() * INDENT_PX + MARKER_GAP_PX
            marker = _RIGHT_TO_LEFT_MARK + marker
        painter.setFont(font)
        painter.setPen(block.charFormat().foreground().color())
        painter.setLayoutDirection(block.textDirection())
        painter.drawText(QPointF(left, baseline), marker)

    def _blocks_in(self, exposed: QRectF) -> Iterator[tuple[QTextBlock, QRectF]]:
        layout = self.document().documentLayout()
        block = self.cursorForPosition(exposed.topLeft().toPoint()).block()
        if block.previous().isValid():
            block = block.previous()
        while block.isValid():
            rect = layout.blockBoundingRect(block)
            if rect.top() > exposed.bottom():
                return
            yield block, rect
            block = block.next()

    def _paint_cursor_mark(self, painter: QPainter) -> None:
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        place = self.cursorRect(end)
        metrics = self.fontMetrics()
        top = place.bottom() - metrics.height() + 2
        painter.fillRect(place.left() + 2, top, 4, metrics.height() - 3, QColor(current_palette().text))

    # Qt's own names

    def heightForWidth(self, width: int) -> int:
        if width != self.lineWrapColumnOrWidth():
            self.setLineWrapColumnOrWidth(width)
        return math.ceil(self.document().size().height() - self._spare_px)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return QImage()  # nothing; for None Qt goes on to read local files and data: addresses itself

    def createMimeDataFromSelection(self) -> QMimeData:
        mime = QMimeData()
        mime.setText(plain_text(self.textCursor()))
        mime.setHtml(QTextDocumentFragment(self.textCursor()).toHtml())
        return mime

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_decorations(painter, QRectF(event.rect()))
        if self._has_cursor_mark:
            self._paint_cursor_mark(painter)
        painter.end()
        super().paintEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _SCROLL_KEYS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.MouseFocusReason:
            self.moveCursor(QTextCursor.MoveOperation.Start)


def _quote_bars(block: QTextBlock, rect: QRectF, bottom_above: float) -> Iterator[QRectF]:
    """The bars beside a quoted block. They go on through the gap to a block above in the same quote."""
    depth = block.blockFormat().intProperty(QUOTE_DEPTH)
    if not depth:
        return
    left = block.blockFormat().intProperty(QUOTE_LEFT)
    depth_above = block.previous().blockFormat().intProperty(QUOTE_DEPTH) if block.previous().isValid() else 0
    for number in range(depth):
        top = bottom_above if number < depth_above else rect.top()
        yield QRectF(left + number * QUOTE_PX, top, 3, rect.bottom() - top)
