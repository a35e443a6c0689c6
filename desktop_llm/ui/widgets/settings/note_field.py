"""A few lines of text that are reported when the field is left. GUI thread."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit


class NoteField(QPlainTextEdit):
    """Tab leaves it, as in every other field of a form."""

    note_edited = Signal(str)

    def __init__(self, name: str, title: str, *, height_px: int = 64) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setMinimumHeight(height_px)
        self._shown = ""

    @property
    def note(self) -> str:
        return self.toPlainText().strip()

    def show_note(self, note: str) -> None:
        """A note from elsewhere does not disturb the typing."""
        if self.hasFocus() and self.note != self._shown:
            return
        self._shown = note
        if note != self.note:
            self.setPlainText(note)

    def report(self) -> None:
        """Report what was typed, if it is new."""
        if self.note != self._shown:
            self._shown = self.note
            self.note_edited.emit(self.note)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.report()
