import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.wrapped_buttons import WrappedButton, WrappedCheckBox

LONG = "Without a keyring, keep it in a file that only you can read, until the program ends"
ONE_LINE_PX = 2000


@pytest.fixture(params=[WrappedButton, WrappedCheckBox])
def button(request: pytest.FixtureRequest, qtbot: QtBot) -> QCheckBox | QPushButton:
    button = request.param(LONG)
    qtbot.addWidget(button)
    return button


def test_a_text_takes_as_many_lines_as_it_needs(button: QPushButton) -> None:
    line_px = button.fontMetrics().lineSpacing()
    assert button.heightForWidth(button.sizeHint().width()) == button.sizeHint().height()
    assert button.heightForWidth(button.sizeHint().width() // 2) >= button.sizeHint().height() + line_px - 1
    assert button.minimumSizeHint().width() < button.sizeHint().width() // 2


def test_the_last_line_is_painted(button: QPushButton) -> None:
    width = button.sizeHint().width() // 2
    button.resize(width, button.heightForWidth(width))
    last_line = QRect(QPoint(20, button.height() - button.fontMetrics().height()), button.size()).adjusted(0, 0, -40, 0)
    image = button.grab(last_line & button.rect()).toImage()
    colors = {image.pixelColor(x, y).lightness() // 64 for x in range(image.width()) for y in range(image.height() - 4)}
    assert len(colors) > 1


def test_a_text_is_as_dim_as_the_button(qtbot: QtBot) -> None:
    box = WrappedCheckBox("Stay offline")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    contrasts = [contrast_of(box)]
    box.setEnabled(False)
    contrasts.append(contrast_of(box))
    assert contrasts[0] > contrasts[1] > 0


def contrast_of(box: QCheckBox) -> int:
    """Between text and background, in light colors and in dark ones."""
    image = box.grab().toImage()
    pixels = [image.pixelColor(x, y) for x in range(24, image.width()) for y in range(image.height())]
    return max(map(QColor.lightness, pixels)) - min(map(QColor.lightness, pixels))


def test_a_click_on_the_words_checks_the_box(qtbot: QtBot) -> None:
    box = WrappedCheckBox("Stay offline")
    qtbot.addWidget(box)
    box.resize(200, box.heightForWidth(200))
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(60, box.height() // 2))
    assert box.isChecked()
