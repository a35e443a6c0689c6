"""The conversation's title above the transcript: read as text, edited in place. GUI thread."""

from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolTip, QWidget

from desktop_llm.ui.i18n import translate
from desktop_llm.ui.widgets.plain_tip import plain_tip
from desktop_llm.ui.widgets.row_painting import draw_line

_SIDE_PX: Final = 2  # Qt's own, between the field's edge and its text


class TitleField(QLineEdit):
    """Enter or leaving keeps what was typed, Esc goes back; an empty title goes back too.

    Of one that is too long an ellipsis takes the end while it is read, and a tip tells the whole.
    """

    title_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("title_field")
        self.setProperty("look", "title_field")
        self.setAccessibleName(translate("TitleField", "Title of this chat"))
        self.setToolTip(translate("TitleField", "Click to rename"))
        self.setAcceptDrops(False)
        self._title = ""
        self.editingFinished.connect(self._on_edited)

    @property
    def shown_text(self) -> str:
        """As much of it as there is room for."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._line.width())

    def show_title(self, title: str) -> None:
        """A title that arrives while another is being typed does not disturb the typing."""
        self._title = title
        if not (self.hasFocus() and self.isModified()):
            self._reset()

    @Slot()
    def _on_edited(self) -> None:
        title = self.text().strip()
        is_new = self.isModified() and bool(title) and title != self._title
        if is_new:
            self._title = title
        self._reset()
        if is_new:
            self.title_edited.emit(title)

    def _reset(self) -> None:
        self.setText(self._title)
        self.setModified(False)
        self.setCursorPosition(0)

    @property
    def _line(self) -> QRect:
        """Where the text stands."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        height_px = self.fontMetrics().height()
        top_px = inside.top() + (inside.height() - height_px + 1) // 2
        return QRect(inside.left() + _SIDE_PX, top_px, inside.width() - 2 * _SIDE_PX, height_px)

    # Qt's own names

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it, which cuts a text through a letter."""
        if self.hasFocus() or self.shown_text == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        draw_line(painter, self._line, self.text(), self.font(), self.palette().text().color().name())
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.shown_text != self.text():
            QToolTip.showText(event.globalPos(), plain_tip(self.text()) + plain_tip(self.toolTip()), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._reset()
            return
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.deselect()
        self.setCursorPosition(0)
