"""The summary as it is read: sentences that lead to their passages, with what is doubtful said below them. GUI thread.

Arrows go from sentence to sentence; Enter, like a click, asks for the passage, and again for the next one. What arrives
is written at most once a frame, and for no longer than a frame may take.
"""

import time
from collections import deque
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QToolTip, QWidget

from desktop_llm.assist.checks.sourced_text import Source
from desktop_llm.assist.summary.summary_result import SummaryItem
from desktop_llm.ui.i18n import sentences_text, translate
from desktop_llm.ui.rows.summary_words import check_remark, source_tip
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.plain_tip import plain_tip
from desktop_llm.ui.widgets.summary.summary_writer import SummaryWriter, WrittenSentence

_FRAME_MS: Final = 16
_WRITING_S: Final = 0.006
_BAR_PX: Final = 3
_TAB_REASONS: Final = frozenset((Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason))


class ShownItem(Struct, frozen=True, kw_only=True):
    """An item and the part it belongs to: a document's name, or empty for all together. `part_title` is shown above the
    first item of a part where there are several.
    """

    item: SummaryItem
    part_index: int = 0
    part_title: str = ""
    has_named_sources: bool = False


class SourceWish(Struct, frozen=True):
    """Show this passage: number `index` of the `count` that a sentence has."""

    source: Source
    index: int
    count: int


class SummaryView(QTextBrowser):
    source_requested = Signal(object)  # SourceWish
    sentence_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summary_view")
        self.setAccessibleName(translate("SummaryView", "Summary"))
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().setUndoRedoEnabled(False)
        self.viewport().setAutoFillBackground(False)
        self._items: list[ShownItem] = []
        self._waiting: deque[ShownItem] = deque()
        self._writer = SummaryWriter(self.document(), self.font())
        self._current: int | None = None
        self._source_index = 0
        self._frame_timer = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._frame_timer.timeout.connect(self._write_some)
        self._renewal_timer = QTimer(self, singleShot=True, interval=0)
        self._renewal_timer.timeout.connect(self._write_anew)
        self.anchorClicked.connect(self._on_anchor_clicked)

    def clear_summary(self) -> None:
        self._items.clear()
        self._begin_anew()

    def add_item(self, shown: ShownItem) -> None:
        """The next item. It is drawn with the next frame."""
        self._items.append(shown)
        self._waiting.append(shown)
        if not self._frame_timer.isActive():
            self._frame_timer.start()

    def go_to_source(self, step: int) -> None:
        """The next passage of the current sentence, or the one before."""
        sentence = self._sentence
        if sentence is not None and sentence.item.sources:
            self._source_index = (self._source_index + step) % len(sentence.item.sources)
            self._ask()

    @property
    def _sentence(self) -> WrittenSentence | None:
        return self._writer.sentences[self._current] if self._current is not None else None

    @Slot()
    def _write_some(self) -> None:
        began_s = time.perf_counter()
        bar = self.verticalScrollBar()
        place = bar.value()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        while self._waiting and time.perf_counter() - began_s < _WRITING_S:
            shown = self._waiting.popleft()
            self._writer.write(shown.item, shown.part_index, shown.part_title, is_named=shown.has_named_sources)
        cursor.endEditBlock()
        if self._current is None:
            self.moveCursor(QTextCursor.MoveOperation.Start)  # it was pushed along, and the view would follow it
        bar.setValue(place)
        if self._waiting:
            self._frame_timer.start()

    def _begin_anew(self) -> None:
        self.clear()
        self._writer = SummaryWriter(self.document(), self.font())
        self._current = None
        self._waiting.clear()
        self.setExtraSelections([])

    @Slot()
    def _write_anew(self) -> None:
        """In other colours, or with another font."""
        items = list(self._items)
        self._begin_anew()
        self._waiting.extend(items)
        self._write_some()

    # Going from sentence to sentence

    def _choose(self, number: int, source_index: int = 0) -> None:
        """Mark a sentence, and ask for its passage."""
        self._current = number
        self._source_index = source_index
        self._mark()
        self._ask()

    def _ask(self) -> None:
        sentence = self._sentence
        if sentence is None or not sentence.item.sources:
            self.sentence_left.emit()
            return
        sources = sentence.item.sources
        self._source_index = min(self._source_index, len(sources) - 1)
        self.source_requested.emit(SourceWish(sources[self._source_index], self._source_index, len(sources)))

    def _mark(self) -> None:
        sentence = self._sentence
        if sentence is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(sentence.start)
        self.setTextCursor(cursor)  # a reader for the blind reads from here
        cursor.setPosition(sentence.end, QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        selection.format.setBackground(QColor(current_palette().soft_accent))
        self.setExtraSelections([selection])
        self.setAccessibleDescription(_spoken(sentence.item))
        self.ensureCursorVisible()

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        number, _, source = url.path().partition("/")
        if not number.isdigit():
            return
        if source.isdigit():
            self._choose(int(number), int(source))
        elif int(number) == self._current:
            self.go_to_source(1)
        else:
            self._choose(int(number))

    def _step(self, step: int) -> None:
        n_sentences = len(self._writer.sentences)
        if n_sentences:
            start = -1 if self._current is None and step > 0 else (self._current or 0)
            self._choose(min(max(start + step, 0), n_sentences - 1))

    def _tip_at(self, place: QPoint) -> str:
        number, _, source = QUrl(self.anchorAt(place)).path().partition("/")
        if not number.isdigit() or int(number) >= len(self._writer.sentences):
            return ""
        item = self._writer.sentences[int(number)].item
        if source.isdigit():
            return source_tip(item.sources[int(source)])
        if item.checks:
            return sentences_text(map(check_remark, item.checks))
        if item.is_extract:
            return translate("SummaryView", "This sentence stands so in the document.")
        return source_tip(item.sources[0]) if item.sources else ""

    # Qt's own names

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None

    def createMimeDataFromSelection(self) -> QMimeData:
        mime = QMimeData()
        mime.setText(self.textCursor().selection().toPlainText())
        return mime

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.go_to_source(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right if not event.modifiers():
                self.go_to_source(1 if event.key() == forward else -1)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current is None and event.reason() in _TAB_REASONS:
            self._step(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        palette = current_palette()
        layout = self.document().documentLayout()
        offset = self.verticalScrollBar().value()
        for bar in self._writer.bars:
            first = layout.blockBoundingRect(self.document().findBlockByNumber(bar.first_block))
            last = layout.blockBoundingRect(self.document().findBlockByNumber(bar.last_block))
            left = self.viewport().width() - _BAR_PX if self.isRightToLeft() else 0
            rect = QRectF(left, first.top() - offset, _BAR_PX, last.bottom() - first.top())
            if rect.bottom() >= 0 and rect.top() <= self.viewport().height():
                painter.fillRect(rect, QColor(palette.error if bar.is_red else palette.warning))
        painter.end()
        super().paintEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self._tip_at(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_renewal_timer"):
            self._renewal_timer.start()


def _spoken(item: SummaryItem) -> str:
    """A sentence with what a sighted person sees beside it."""
    return " ".join((item.text, *map(check_remark, item.checks), *map(source_tip, item.sources[:1])))
