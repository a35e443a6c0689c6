"""A label for one line that gives way where room is short: an ellipsis for what is not seen, the whole as tip.

GUI thread.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop_llm.ui.widgets.plain_tip import plain_tip

_AIR_PX = 2  # else rounding takes the last letter


class ElidedLabel(QLabel):
    """It shows text as it is, and tells a screen reader the whole of it."""

    def __init__(self, parent: QWidget | None, name: str, look: str = "", *, keeps_end: bool = False) -> None:
        """keeps_end: the middle is left out, not the end, as in names of files."""
        super().__init__(parent)
        self._whole_text = ""
        self._tip = ""
        self._left_out = Qt.TextElideMode.ElideMiddle if keeps_end else Qt.TextElideMode.ElideRight
        self.setObjectName(name)
        self.setProperty("look", look)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(0)

    def fill_room(self) -> None:
        """Take whatever room the others leave, however long the text is."""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, tip: str = "") -> None:
        """Without a `tip`, a text that is not seen whole is its own."""
        self._whole_text, self._tip = text, tip
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole_text, self._left_out, self.contentsRect().width())
        if shown != self.text():
            self.setText(shown)
        tip = self._tip or (self._whole_text if shown != self._whole_text else "")
        self.setToolTip(plain_tip(tip))

    # Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_whole_text"):
            self._elide()

    def sizeHint(self) -> QSize:
        width_px = self.fontMetrics().horizontalAdvance(self._whole_text) + _AIR_PX
        return QSize(width_px, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
