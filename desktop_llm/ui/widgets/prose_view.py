"""A piece of rendered Markdown that is as high as its text: no scroll bars, nothing fetched, links only reported.

GUI thread. It paints what rich text cannot: bars beside quotes, rules, code backgrounds and the cursor of an answer
that is being written.
"""

import math
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QMimeData, QRectF, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
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
from desktop_llm.ui.widgets.markdown_document import (
    CODE,
    QUOTE_DEPTH,
    QUOTE_LEFT,
    QUOTE_PX,
    RULE,
    FormulaWriter,
    MarkdownDocument,
    prose_style,
)
from desktop_llm.ui.widgets.prose_copy import plain_text

_SCROLL_KEYS: Final = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End}
)


class ProseView(QTextBrowser):
    """Shows Markdown (`show_markdown`) or plain text (`show_text`)."""

    link_activated = Signal(str)
    link_hovered = Signal(str)

    def __init__(self, parent: QWidget, is_dim: bool = False, write_formula: FormulaWriter | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setAutoFillBackground(False)
        self._style = prose_style(self.font(), is_dim)
        self._markdown: MarkdownDocument | None = None
        self._write_formula = write_formula
        self._has_cursor_mark = False
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.highlighted.connect(self._on_highlighted)

    def show_markdown(self, source: str) -> None:
        if self._markdown is None:
            self._markdown = MarkdownDocument(self.document(), self._style, self._write_formula)
        self._markdown.show(source)
        has_links = "](" in source or "://" in source or "www." in source
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_links else Qt.FocusPolicy.ClickFocus)

    def show_text(self, text: str) -> None:
        self.document().setDocumentMargin(0)
        self.setPlainText(text)
        block = QTextBlockFormat()
        block.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(block)

    def show_cursor_mark(self, is_shown: bool) -> None:
        """The block that stands where the next word of an answer will come."""
        if is_shown != self._has_cursor_mark:
            self._has_cursor_mark = is_shown
            self.viewport().update()

    def ideal_width(self, widest_px: int) -> int:
        """The width that the text needs when no line may be wider than `widest_px`."""
        self.setLineWrapColumnOrWidth(widest_px)
        return math.ceil(self.document().idealWidth())

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        self.link_activated.emit(url.toString())

    @Slot(QUrl)
    def _on_highlighted(self, url: QUrl) -> None:
        self.link_hovered.emit(url.toString())

    def _paint_decorations(self, painter: QPainter, exposed: QRectF) -> None:
        palette = current_palette()
        for block, rect in self._blocks_in(exposed):
            block_format = block.blockFormat()
            if block_format.hasProperty(CODE):
                painter.setBrush(QColor(palette.code))
                painter.setPen(QColor(palette.line))
                painter.drawRoundedRect(rect.adjusted(-12, -8, 12, 8).translated(0.5, 0.5), 8, 8)
            if block_format.hasProperty(RULE):
                middle = round(rect.center().y())
                painter.fillRect(QRectF(0, middle, self.viewport().width(), 1), QColor(palette.line))
            for bar in _quote_bars(block, rect):
                painter.fillRect(bar, QColor(palette.line))

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
        self.setLineWrapColumnOrWidth(width)
        return math.ceil(self.document().size().height())

    def loadResource(self, type: int, name: QUrl | str) -> object:
        return None

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


def _quote_bars(block: QTextBlock, rect: QRectF) -> Iterator[QRectF]:
    depth = block.blockFormat().intProperty(QUOTE_DEPTH)
    if not depth:
        return
    left = block.blockFormat().intProperty(QUOTE_LEFT)
    depth_above = block.previous().blockFormat().intProperty(QUOTE_DEPTH) if block.previous().isValid() else 0
    for number in range(depth):
        gap = block.blockFormat().topMargin() if number < depth_above else 0
        yield QRectF(left + number * QUOTE_PX, rect.top() - gap, 3, rect.height() + gap)
