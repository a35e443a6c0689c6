from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.writing.layered_editor import LayeredEditor


class Red:
    def paint(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(QRect(10, 10, 20, 20), QColor("#FF0000"))


def test_a_layer_is_drawn_above_the_text(qtbot: QtBot) -> None:
    editor = LayeredEditor()
    qtbot.addWidget(editor)
    editor.setPlainText("WWWWW " * 40)
    editor.add_layer(Red())
    editor.show()
    image = editor.viewport().grab().toImage()
    assert image.pixelColor(20, 20) == QColor("#FF0000")
