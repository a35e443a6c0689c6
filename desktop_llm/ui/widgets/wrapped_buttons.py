"""Buttons whose texts take further lines where one is too short for them. GUI thread."""

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


class WrappedButton(QPushButton):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        _grow_with_text(self)

    # Qt's own names

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _height(self, super().sizeHint(), width)

    def minimumSizeHint(self) -> QSize:
        return _least(self, super().sizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint(self, QStyle.ControlElement.CE_PushButton, QStyle.SubElement.SE_PushButtonContents)


class WrappedCheckBox(QCheckBox):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        _grow_with_text(self)

    # Qt's own names

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _height(self, super().sizeHint(), width)

    def minimumSizeHint(self) -> QSize:
        return _least(self, super().sizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A form that was once too low for it does not make it higher when there is room again.
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint(self, QStyle.ControlElement.CE_CheckBox, QStyle.SubElement.SE_CheckBoxContents)


def _grow_with_text(button: QAbstractButton) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)


def _height(button: QAbstractButton, in_one_line: QSize, width: int) -> int:
    frame = _frame(button, in_one_line)
    room = QRect(0, 0, max(width - frame.width(), 1), 0)
    return button.fontMetrics().boundingRect(room, _FLAGS, button.text()).height() + frame.height()


def _least(button: QAbstractButton, in_one_line: QSize) -> QSize:
    least_px = _frame(button, in_one_line).width() + _LEAST_TEXT_PX
    return QSize(min(least_px, in_one_line.width()), in_one_line.height())


def _frame(button: QAbstractButton, in_one_line: QSize) -> QSize:
    """What stands around the text."""
    return in_one_line - button.fontMetrics().size(Qt.TextFlag.TextSingleLine, button.text())


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
