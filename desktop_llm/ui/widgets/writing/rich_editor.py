"""The editor of the Write pane: a text with formats that may be as long as a book. GUI thread.

It is filled in steps, so that nothing waits for a long text, and always knows its paragraphs as values.
"""

from time import monotonic
from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop_llm.documents.rich_text import Paragraph, ParagraphKind, RichText
from desktop_llm.ui.i18n import translate
from desktop_llm.ui.theme import TEXT_COLUMN_PX, current_palette
from desktop_llm.ui.widgets.writing.kept_object import KeptObject
from desktop_llm.ui.widgets.writing.paragraph_tracker import ParagraphTracker, TextCounts
from desktop_llm.ui.widgets.writing.rich_document import DocumentWriter
from desktop_llm.ui.widgets.writing.text_looks import TextLooks
from desktop_llm.ui.widgets.writing.text_styles import QUOTE_PX, kind_of

_STEP_S: Final = 0.008
_STEP_CHARACTERS: Final = 4_000
_SIDE_PX: Final = 24
_TOP_PX: Final = 20
_BAR_PX: Final = 3


class RichEditor(QTextEdit):
    """A block is a paragraph. What is drawn over the text without being in it goes through `looks`."""

    text_edited = Signal()
    """Not while a text is put in."""
    text_loaded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rich_editor")
        self.setAccessibleName(translate("RichEditor", "Text"))
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(False)
        document = self.document()
        document.setDocumentMargin(0)
        option = document.defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        document.setDefaultTextOption(option)
        self._kept_object = KeptObject(document, self)
        self._looks = TextLooks(document)
        self._tracker = ParagraphTracker(document, self)
        self._tracker.text_changed.connect(self._on_text_changed)
        self._language = ""
        self._waiting: list[Paragraph] = []
        self._writer = DocumentWriter(document)
        self._steps = QTimer(self, singleShot=True, interval=0)
        self._steps.timeout.connect(self._load_more)

    # The text

    @property
    def looks(self) -> TextLooks:
        return self._looks

    @property
    def rich_text(self) -> RichText:
        """As it is now. Quick: what did not change since the last call is not read again."""
        return RichText(paragraphs=self._tracker.paragraphs, language=self._language)

    @property
    def counts(self) -> TextCounts:
        return self._tracker.counts

    @property
    def is_loading(self) -> bool:
        return bool(self._waiting)

    def show_rich_text(self, text: RichText) -> None:
        """Another text takes the place of what is there, in steps; `text_loaded` is told at its end.

        Nothing of it can be undone, and until its end it is only read.
        """
        self._language = text.language
        self._waiting = list(reversed(text.paragraphs))
        self.setReadOnly(True)
        document = self.document()
        document.setUndoRedoEnabled(False)
        document.clear()
        self._writer = DocumentWriter(document)
        self.verticalScrollBar().setValue(0)
        self._load_more()

    @Slot()
    def _load_more(self) -> None:
        ends_s = monotonic() + _STEP_S
        while self._waiting and monotonic() < ends_s:
            self._writer.write(self._next_paragraphs())
        if self._waiting:
            self._steps.start()
            return
        self._steps.stop()
        self.document().setUndoRedoEnabled(True)
        self.document().setModified(False)
        self.setReadOnly(False)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.text_loaded.emit()

    def _next_paragraphs(self) -> list[Paragraph]:
        """A table in one go."""
        taken = [self._waiting.pop()]
        n_characters = len(taken[0].text)
        while self._waiting and (n_characters < _STEP_CHARACTERS or _are_of_one_table(taken[-1], self._waiting[-1])):
            taken.append(self._waiting.pop())
            n_characters += len(taken[-1].text)
        return taken

    @Slot()
    def _on_text_changed(self) -> None:
        if not self.isReadOnly():
            self.text_edited.emit()

    # Painting

    def _paint_behind(self, painter: QPainter) -> None:
        """What marks a quotation or code is behind the text, and in today's colours."""
        palette = current_palette()
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        last_y = self.verticalScrollBar().value() + self.viewport().height()
        while block.isValid():
            place = self.document().documentLayout().blockBoundingRect(block)
            if place.top() > last_y:
                return
            kind, level = kind_of(block)
            if kind is ParagraphKind.QUOTE:
                for depth in range(level):
                    left = place.left() - QUOTE_PX * (level - depth)
                    bar = QRectF(left, place.top(), _BAR_PX, place.height())
                    painter.fillRect(bar, QColor(palette.line))
            elif kind in {ParagraphKind.CODE, ParagraphKind.KEPT}:
                painter.fillRect(self._full_width(block, place), QColor(palette.code))
            block = block.next()

    def _full_width(self, block: QTextBlock, place: QRectF) -> QRectF:
        """Blocks of code that follow one another become one field."""
        follows = kind_of(block.next())[0] is kind_of(block)[0] if block.next().isValid() else False
        bottom = place.bottom() if follows else place.bottom() - block.blockFormat().bottomMargin()
        return QRectF(place.left() - 10, place.top() - 4, self.document().textWidth(), bottom - place.top() + 8)

    # Qt's own names

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._paint_behind(painter)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A line that is too long is hard to read."""
        side = max(_SIDE_PX, (self.width() - TEXT_COLUMN_PX) // 2)
        self.setViewportMargins(side, _TOP_PX, side - self.verticalScrollBar().sizeHint().width(), 0)
        super().resizeEvent(event)


def _are_of_one_table(one: Paragraph, other: Paragraph) -> bool:
    return one.cell is not None and other.cell is not None and one.cell.table == other.cell.table
