from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.row_painting import divider, draw_line, fill_row, mirrored, outline_row, semibold


def test_a_filled_row_has_round_corners(qapp: object) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    fill_row(painter, image.rect(), "#2F6F5E")
    painter.end()
    assert image.pixelColor(30, 20) == QColor("#2F6F5E")
    assert image.pixelColor(0, 0) == QColor("white")


def test_the_mark_of_the_keyboard_is_an_outline(qapp: object) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    outline_row(painter, image.rect(), "#2F6F5E")
    painter.end()
    assert image.pixelColor(30, 0) == QColor("#2F6F5E")
    assert image.pixelColor(30, 20) == QColor("white")


def test_a_line_ends_within_its_place(qapp: object) -> None:
    image = QImage(300, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_line(painter, QRect(0, 0, 80, 20), "a title that is far too long for it", QFont(), "#000000")
    painter.end()
    assert any(image.pixelColor(x, 10) != QColor("white") for x in range(80))
    assert all(image.pixelColor(x, y) == QColor("white") for x in range(85, 300) for y in range(20))


def test_a_row_read_from_the_right_is_mirrored(qapp: object) -> None:
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 100, 20)
    assert mirrored(option, QRect(10, 0, 5, 20)) == QRect(10, 0, 5, 20)
    option.direction = Qt.LayoutDirection.RightToLeft
    assert mirrored(option, QRect(10, 0, 5, 20)) == QRect(85, 0, 5, 20)


def test_semibold_changes_a_copy(qapp: object) -> None:
    font = QFont()
    assert semibold(font).weight() == QFont.Weight.DemiBold
    assert font.weight() == QFont.Weight.Normal


def test_a_divider_is_a_hairline(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    assert divider(host).height() == 1
