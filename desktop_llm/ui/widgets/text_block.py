"""A paragraph that a delegate paints: wrapped as wide as it must be, and measured the same way. GUI thread."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption


class TextBlock:
    """Text laid out once for one width. Long words break rather than being cut."""

    def __init__(self, text: str, font: QFont, width_px: int, direction: Qt.LayoutDirection) -> None:
        self._layout = QTextLayout(text.replace("\n", "\u2028"), font)  # Qt's sign for a new line
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(direction)
        if direction is Qt.LayoutDirection.RightToLeft:
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._layout.setTextOption(option)
        self.height_px = self._break_lines(max(width_px, 1))

    @property
    def last_line_px(self) -> int:
        """How far the text of the last line reaches."""
        count = self._layout.lineCount()
        return round(self._layout.lineAt(count - 1).naturalTextWidth()) if count else 0

    @property
    def last_line_top_px(self) -> int:
        count = self._layout.lineCount()
        return round(self._layout.lineAt(count - 1).y()) if count else 0

    def paint(self, painter: QPainter, rect: QRect, color: str) -> None:
        """At the top of `rect`, which is as wide as the text was laid out for."""
        painter.setPen(QColor(color))
        self._layout.draw(painter, QPointF(rect.topLeft()))

    def _break_lines(self, width_px: int) -> int:
        self._layout.beginLayout()
        top = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width_px)
            line.setPosition(QPointF(0, top))
            top += line.height()
        self._layout.endLayout()
        return round(top)
