"""What the lists' delegates and the frame's lines have in common. GUI thread."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QStyle, QStyleOptionViewItem, QWidget

_RADIUS_PX: Final = 6


def fill_row(painter: QPainter, rect: QRect, color: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(rect, _RADIUS_PX, _RADIUS_PX)


def outline_row(painter: QPainter, rect: QRect, color: str) -> None:
    """The mark of the row that the keyboard is on."""
    painter.setPen(QColor(color))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), _RADIUS_PX, _RADIUS_PX)


def draw_line(painter: QPainter, rect: QRect, text: str, font: QFont, color: str) -> None:
    """One line at the top of `rect`, elided at its end. It begins where the window's lines do, in its own direction."""
    painter.setFont(font)
    painter.setPen(QColor(color))
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    line = QRect(rect.left(), rect.top(), rect.width(), QFontMetrics(font).height())
    direction = painter.layoutDirection()
    start = Qt.AlignmentFlag.AlignRight if direction is Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | start, elided)
    painter.setLayoutDirection(direction)


def mirrored(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    """`rect`, thought from left to right, where it belongs in a row that may be read from right to left."""
    return QStyle.visualRect(option.direction, option.rect, rect)


def semibold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def divider(parent: QWidget) -> QFrame:
    """A hairline across."""
    line = QFrame(parent)
    line.setProperty("look", "line")
    line.setFixedHeight(1)
    return line
