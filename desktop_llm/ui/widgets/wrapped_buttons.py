"""Buttons whose texts take further lines where one is too short for them. GUI thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)

_LEAST_TEXT_PX = 80
_FLAGS = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class _Wrapped(QAbstractButton if TYPE_CHECKING else object):
    """What such a button tells a layout of its size; it stands before the class of Qt's that has the text."""

    def _grow_with_text(self) -> None:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _frame(self) -> QSize:
        """What stands around the text."""
        return self.sizeHint() - self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text())

    # Qt's own names

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        frame = self._frame()
        room = QRect(0, 0, max(width - frame.width(), 1), 0)
        return self.fontMetrics().boundingRect(room, _FLAGS, self.text()).height() + frame.height()

    def minimumSizeHint(self) -> QSize:
        in_one_line = self.sizeHint()
        return QSize(min(self._frame().width() + _LEAST_TEXT_PX, in_one_line.width()), in_one_line.height())


class WrappedButton(_Wrapped, QPushButton):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._grow_with_text()

    # Qt's own name

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint(self, QStyle.ControlElement.CE_PushButton, QStyle.SubElement.SE_PushButtonContents)


class WrappedCheckBox(_Wrapped, QCheckBox):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._grow_with_text()

    # Qt's own names

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A form that was once too low for it does not make it higher when there is room again.
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint(self, QStyle.ControlElement.CE_CheckBox, QStyle.SubElement.SE_CheckBoxContents)


def _paint(
    button: WrappedButton | WrappedCheckBox, element: QStyle.ControlElement, contents: QStyle.SubElement
) -> None:
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(contents, option, button)
    option.text = ""
    painter = QStylePainter(button)
    painter.drawControl(element, option)
    painter.setPen(option.palette.color(button.foregroundRole()))
    painter.drawText(room, _FLAGS, button.text())
    painter.end()
