"""Lays its items out in lines, as words in a paragraph. GUI thread."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem, QStyle, QWidget


class FlowLayout(QLayout):
    def __init__(self, parent: QWidget, spacing_px: int = 8, *, is_centred: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._is_centred = is_centred
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing_px)

    def _arrange(self, rect: QRect, *, is_trial: bool) -> int:
        """Place the items, or only find out how high they would be."""
        top = rect.top()
        for line in self._lines(rect.width()):
            if top > rect.top():
                top += self.spacing()
            if not is_trial:
                self._place(line, rect, top)
            top += max(size.height() for _item, size in line)
        return top - rect.top()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(width, item.sizeHint().height()))
            if not lines or used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + self.spacing()
        return lines

    def _place(self, line: list[tuple[QLayoutItem, QSize]], rect: QRect, top: int) -> None:
        line_px = sum(size.width() + self.spacing() for _item, size in line) - self.spacing()
        left = rect.left() + ((rect.width() - line_px) // 2 if self._is_centred else 0)
        for item, size in line:
            item.setGeometry(QStyle.visualRect(QApplication.layoutDirection(), rect, QRect(QPoint(left, top), size)))
            left += size.width() + self.spacing()

    # Qt's own names

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, is_trial=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )
