"""The conversation's title above the transcript: read as text, edited in place. GUI thread."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_llm.ui.i18n import translate


class TitleField(QLineEdit):
    """Enter or leaving keeps what was typed, Esc goes back; an empty title goes back too."""

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
