"""A text whose sentences have partners: points at one, chooses one, marks those that are doubtful. GUI thread."""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from desktop_llm.ui.text_places import TextPlaces
from desktop_llm.ui.theme import current_palette
from desktop_llm.ui.widgets.plain_tip import plain_tip

NO_SENTENCE = -1


class SentenceMark(Struct, frozen=True):
    """A sentence from `start` to `end`; with a tip, it is underlined. is_wrong: in the colour of errors."""

    start: int
    end: int
    tip: str = ""
    is_wrong: bool = False


class SentenceEditor(QPlainTextEdit):
    """Sentences are told by their numbers in the list that was shown last."""

    sentence_pointed = Signal(int)  # NO_SENTENCE: at none
    sentence_chosen = Signal(int)
    scrolled = Signal()

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("look", "bare")
        self.setTabChangesFocus(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document().setDefaultTextOption(option)
        self._marks: tuple[SentenceMark, ...] = ()
        self._starts: list[int] = []
        self._doubts: list[QTextEdit.ExtraSelection] = []
        self._pointed = NO_SENTENCE
        self._lit = NO_SENTENCE
        self._is_filling = False
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self.verticalScrollBar().valueChanged.connect(self.scrolled)

    @property
    def marks(self) -> tuple[SentenceMark, ...]:
        return self._marks

    def show_text(self, text: str) -> None:
        """Only what differs is replaced, so that the rest is not laid out again and nothing jumps."""
        old = self.toPlainText()
        if text == old:
            return
        start = _common_length(old, text)
        end = _common_length(old[start:][::-1], text[start:][::-1])
        cursor = QTextCursor(self.document())
        places = TextPlaces(old)
        cursor.setPosition(places.units(start))
        cursor.setPosition(places.units(len(old) - end), QTextCursor.MoveMode.KeepAnchor)
        self._is_filling = True
        cursor.insertText(text[start : len(text) - end])
        self._is_filling = False

    def show_marks(self, marks: Sequence[SentenceMark]) -> None:
        """The sentences of the text that is shown, in its order."""
        if tuple(marks) == self._marks:
            return
        self._marks = tuple(marks)
        self._starts = [mark.start for mark in marks]
        self._lit = self._pointed = NO_SENTENCE
        self._mark_doubts()

    def light(self, number: int) -> None:
        """Show which sentence is meant."""
        if number != self._lit:
            self._lit = number if number < len(self._marks) else NO_SENTENCE
            self._draw()

    def sentence_at(self, position: int) -> int:
        """The number of the sentence at a character of the text."""
        number = bisect_right(self._starts, position) - 1
        return number if number >= 0 and position < self._marks[number].end else NO_SENTENCE

    def _mark_doubts(self) -> None:
        """Made once for a text: the mouse moves often."""
        palette = current_palette()
        doubtful = [mark for mark in self._marks if mark.tip]
        places = TextPlaces(self.toPlainText()) if doubtful else TextPlaces("")
        self._doubts = []
        for mark in doubtful:
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(QColor(palette.error if mark.is_wrong else palette.warning))
            self._doubts.append(self._selection(mark, look, places))
        self._draw()

    def _draw(self) -> None:
        lit: list[QTextEdit.ExtraSelection] = []
        if self._lit != NO_SENTENCE:
            look = QTextCharFormat()
            look.setBackground(QColor(current_palette().soft_accent))
            lit.append(self._selection(self._marks[self._lit], look, TextPlaces(self.toPlainText())))
        self.setExtraSelections([*lit, *self._doubts])

    def _selection(self, mark: SentenceMark, look: QTextCharFormat, places: TextPlaces) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(places.units(mark.start))
        cursor.setPosition(places.units(mark.end), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor = cursor
        selection.format = look
        return selection

    def _number_at(self, place: QPoint) -> int:
        cursor = self.cursorForPosition(place)
        return self.sentence_at(TextPlaces(self.toPlainText()).characters(cursor.position()))

    def _point_at(self, number: int) -> None:
        if number != self._pointed:
            self._pointed = number
            self.sentence_pointed.emit(number)

    @Slot()
    def _on_cursor_moved(self) -> None:
        if not self._is_filling and self.hasFocus():
            number = self.sentence_at(TextPlaces(self.toPlainText()).characters(self.textCursor().position()))
            self.sentence_chosen.emit(number)

    # Qt's own names

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._point_at(self._number_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(NO_SENTENCE)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._number_at(event.pos())
            tip = self._marks[number].tip if number != NO_SENTENCE else ""
            QToolTip.showText(event.globalPos(), plain_tip(tip), self.viewport())
            return True
        return super().viewportEvent(event)


def _common_length(one: str, other: str) -> int:
    """How many characters both begin with."""
    if one == other:
        return len(one)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
