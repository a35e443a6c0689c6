"""A paragraph that a delegate paints: wrapped as wide as it must be, and measured the same way. GUI thread."""

from functools import cached_property
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

_PLAIN: Final = "\xff"  # up to here every font has its own letters, of which all lines are equally high
_KERNING: Final = 1.1  # more than letters are ever set apart
_NEVER_TOO_WIDE_PX: Final = 1_000_000


class TextFont:
    """A font that knows how high its lines are, so that a text that fits in one need not be laid out."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)
        self._metrics = QFontMetricsF(self.font)
        self._letters_px: dict[str, float] = {}

    @cached_property
    def line_px(self) -> int:
        return TextBlock("x\n", self, _NEVER_TOO_WIDE_PX, Qt.LayoutDirection.LeftToRight).last_line_top_px

    def fits(self, text: str, width_px: int) -> bool:
        """Whether the text is no wider. By its letters, which is much quicker, unless it is a near thing."""
        letters_px = self._letters_px
        for letter in text:
            if letter not in letters_px:
                letters_px[letter] = self._metrics.horizontalAdvance(letter)
        rough_px = sum(map(letters_px.__getitem__, text))
        return rough_px * _KERNING < width_px or self._metrics.horizontalAdvance(text) < width_px - 1


class TextBlock:
    """Text for one width. Long words break rather than being cut. It is laid out when it is painted, or if it must be
    to be measured: of hundreds of rows a dozen are seen, and most texts are one line.
    """

    def __init__(self, text: str, font: TextFont, width_px: int, direction: Qt.LayoutDirection) -> None:
        self._text, self._font, self._direction = text, font, direction
        self._width_px = max(width_px, 1)

    @cached_property
    def height_px(self) -> int:
        if self._is_one_line:
            return self._font.line_px
        last = self._layout.lineAt(self._layout.lineCount() - 1)
        return round(last.y() + last.height())

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

    @cached_property
    def _is_one_line(self) -> bool:
        is_plain = "\n" not in self._text and max(self._text, default="") <= _PLAIN
        return is_plain and self._font.fits(self._text, self._width_px)

    @cached_property
    def _layout(self) -> QTextLayout:
        layout = QTextLayout(self._text.replace("\n", "\u2028"), self._font.font)  # Qt's sign for a new line
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(self._direction)
        if self._direction is Qt.LayoutDirection.RightToLeft:
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width_px)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout
