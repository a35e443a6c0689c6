"""Waiting changes in a text editor: drawn, pointed at, walked through, with a card at the current one. GUI thread."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QTextBlock

from desktop_llm.ui.widgets.writing.change_card import ChangeCard
from desktop_llm.ui.widgets.writing.change_marks import ChangeMarks
from desktop_llm.ui.widgets.writing.rich_editor import RichEditor
from desktop_llm.ui.widgets.writing.stepwise_looks import StepwiseLooks
from desktop_llm.ui.widgets.writing.text_changes import TextChanges, WaitingChange

_BELOW_PX: Final = 6
_EDGE_PX: Final = 8


class ChangeLayer(QObject):
    """A change becomes the current one by a click on it, or by `step`."""

    current_changed = Signal(object)  # WaitingChange | None
    accepting_refused = Signal()
    """Nobody edits the text now."""

    def __init__(self, editor: RichEditor, changes: TextChanges) -> None:
        super().__init__(editor)
        self._editor = editor
        self._changes = changes
        self._steps = StepwiseLooks(editor, editor.looks)
        self._marks = ChangeMarks(editor, changes)
        self._card = ChangeCard(editor)
        self._pressed_at = QPoint()
        editor.looks.add_source(self._marks.looks_of)
        editor.add_layer(self)
        editor.viewport().installEventFilter(self)
        editor.installEventFilter(self)
        editor.verticalScrollBar().valueChanged.connect(self._place_card)
        changes.changes_changed.connect(self._on_changes_changed)
        changes.making_changed.connect(editor.hold_typing)
        self._card.accept_requested.connect(self.accept_current)
        self._card.reject_requested.connect(self.reject_current)
        self._card.step_requested.connect(self.step)
        self._card.close_requested.connect(self.leave)

    @property
    def current(self) -> WaitingChange | None:
        return self._marks.current

    def rect_of(self, change: WaitingChange) -> QRectF:
        """Where it ends, with its new words, in places of the document."""
        return self._marks.rect_of(change)

    @Slot(int)
    def step(self, direction: int) -> None:
        """To the next one, or with -1 to the one before; round at the ends."""
        current = self.current
        position = self._editor.textCursor().position() if current is None else current.start
        following = self._changes.next_to(position) if direction > 0 else self._changes.previous_to(position)
        self.choose(following)

    def choose(self, change: WaitingChange | None) -> None:
        """Show it, wherever it is; None: none is the current one."""
        before = self.current
        if change is before:
            self._place_card()
            return
        self._marks.current = change
        self._steps.refresh([self._block_of(each) for each in (before, change) if each is not None])
        if change is not None:
            self._card.show_change(change.change, change.before)
            cursor = self._editor.textCursor()
            cursor.setPosition(change.start)
            self._editor.setTextCursor(cursor)
            self._editor.ensureCursorVisible()
        self._place_card()
        self._editor.viewport().update()
        self.current_changed.emit(change)

    @Slot()
    def leave(self) -> None:
        self.choose(None)
        self._editor.setFocus()

    @Slot()
    def accept_current(self) -> None:
        """And go on to the next one."""
        current = self.current
        if current is not None and self._editor.isReadOnly():
            self.accepting_refused.emit()
        elif current is not None:
            following = self._behind(current)
            self.choose(None)
            self._changes.accept([current])
            self.choose(following)

    @Slot()
    def reject_current(self) -> None:
        current = self.current
        if current is not None:
            following = self._behind(current)
            self.choose(None)
            self._changes.reject([current])
            self.choose(following)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        offset = self._offset()
        for change in self._seen(rect):
            self._marks.paint(painter, change, offset)

    def _behind(self, change: WaitingChange) -> WaitingChange | None:
        following = self._changes.next_to(change.start)
        return None if following is change else following

    def _seen(self, rect: QRect) -> Sequence[WaitingChange]:
        if not self._changes.waiting:
            return ()
        first, last = self._block_at(rect.topLeft()), self._block_at(rect.bottomRight())
        return self._changes.between(first.position(), last.position() + last.length())

    def _block_at(self, point: QPoint) -> QTextBlock:
        """Without a cursor: behind words that are shown and not there, Qt would put it out of the text."""
        document = self._editor.document()
        layout = document.documentLayout()
        position = layout.hitTest(QPointF(point) - self._offset(), Qt.HitTestAccuracy.FuzzyHit)
        return document.findBlock(min(max(0, position), document.characterCount() - 1))

    def _offset(self) -> QPointF:
        bars = self._editor.horizontalScrollBar(), self._editor.verticalScrollBar()
        return QPointF(-bars[0].value(), -bars[1].value())

    def _block_of(self, change: WaitingChange) -> QTextBlock:
        """Without a cursor: Qt looks up in the layout how far right each one is, and lays out what is not yet."""
        return self._editor.document().findBlock(change.start)

    @Slot(object)
    def _on_changes_changed(self, changed: Sequence[WaitingChange]) -> None:
        """These came or went."""
        self._steps.refresh(map(self._block_of, changed))
        if any(each is self.current for each in changed):
            self.choose(None)
        self._place_card()
        self._editor.viewport().update()

    @Slot()
    def _place_card(self) -> None:
        """Below the change, or above it where there is no room; gone while the change is out of sight."""
        current = self.current
        if current is None:
            self._card.hide()
            return
        rect = self._marks.rect_of(current).translated(self._offset()).toRect()
        viewport = self._editor.viewport()
        if not viewport.rect().intersects(rect):
            self._card.hide()
            return
        self._card.fit(viewport.width() - 2 * _EDGE_PX)
        origin = viewport.mapTo(self._editor, rect.bottomLeft())
        right = self._editor.width() - self._card.width() - _EDGE_PX
        x = max(_EDGE_PX, min(origin.x(), right))
        y = origin.y() + _BELOW_PX
        if y + self._card.height() > self._editor.height():
            y = origin.y() - rect.height() - _BELOW_PX - self._card.height()
        self._card.move(x, max(_EDGE_PX, y))
        self._card.show()
        self._card.raise_()

    def _change_at(self, point: QPoint) -> WaitingChange | None:
        at = QPointF(point) - self._offset()
        layout = self._editor.document().documentLayout()
        position = layout.hitTest(at, Qt.HitTestAccuracy.ExactHit)
        return None if position < 0 else self._changes.at(position)

    # Qt's own names

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                self._pressed_at = event.position().toPoint()
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent):
                self._on_released(event.position().toPoint())
            case QEvent.Type.Resize:
                self._steps.refresh(map(self._block_of, self._changes.waiting))
                self._place_card()
            case QEvent.Type.PaletteChange:
                self._steps.refresh(map(self._block_of, self._changes.waiting))
            case _:
                pass
        return super().eventFilter(watched, event)

    def _on_released(self, point: QPoint) -> None:
        """A click, not the end of a selection."""
        is_click = (point - self._pressed_at).manhattanLength() < 4 and not self._editor.textCursor().hasSelection()
        if is_click:
            self.choose(self._change_at(point))
