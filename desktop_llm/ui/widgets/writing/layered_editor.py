"""A text editor on which others may draw, above its text. GUI thread."""

from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTextEdit, QWidget


class Layer(Protocol):
    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Within `rect` of the viewport."""
        ...


class LayeredEditor(QTextEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: list[Layer] = []

    def add_layer(self, layer: Layer) -> None:
        """The last one is on top."""
        self._layers.append(layer)

    # Qt's own names

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for layer in self._layers:
            layer.paint(painter, event.rect())
        painter.end()
