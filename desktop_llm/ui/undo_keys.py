"""Lets Ctrl+Z undo a deletion although the prompt field has the keyboard and its own undo. GUI thread."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


class UndoKeys(QObject):
    """While it watches, a field with nothing of its own to undo leaves the keys to the window's action."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def watch(self, *, is_wanted: bool) -> None:
        """See every key before the fields do, only while there is a deletion to undo."""
        app = QCoreApplication.instance()
        if app is None:
            return
        app.removeEventFilter(self)
        if is_wanted:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if not event.matches(QKeySequence.StandardKey.Undo) or not self._window.isActiveWindow():
            return False
        event.ignore()
        return not _has_own_undo(QApplication.focusWidget())


def _has_own_undo(widget: QWidget | None) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly() and widget.document().isUndoAvailable()
    return False
