"""A bar without words that is drawn with the rest of the window. GUI thread."""

from PySide6.QtWidgets import QProgressBar, QWidget


class ProgressBar(QProgressBar):
    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextVisible(False)

    def show_value(self, value: int, total: int) -> None:
        """Qt's own draws itself within `setValue`, and with it all else in the window that waits to be drawn."""
        self.setUpdatesEnabled(False)
        self.setRange(0, total)
        self.setValue(value)
        self.setUpdatesEnabled(True)
