from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.widgets.text_block import TextBlock

LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def test_a_narrow_place_makes_more_lines(qapp: QApplication) -> None:
    wide = TextBlock("Fits in memory, about nine words a second", qapp.font(), 1000, LTR)
    narrow = TextBlock("Fits in memory, about nine words a second", qapp.font(), 120, LTR)
    assert narrow.height_px >= 3 * wide.height_px
    assert wide.last_line_top_px == 0
    assert 0 < narrow.last_line_px <= 120


def test_a_long_word_breaks_instead_of_being_cut(qapp: QApplication) -> None:
    block = TextBlock("a" * 300, qapp.font(), 100, LTR)
    assert block.last_line_px <= 100
    assert block.height_px > 10 * TextBlock("a", qapp.font(), 100, LTR).height_px


def test_nothing_takes_no_room(qapp: QApplication) -> None:
    assert TextBlock("", qapp.font(), 100, LTR).last_line_px == 0


def ink(direction: Qt.LayoutDirection, qapp: QApplication) -> list[int]:
    """The columns that a short word leaves ink in, 200 wide."""
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    TextBlock("word", qapp.font(), 200, direction).paint(painter, QRect(0, 0, 200, 30), "#000000")
    painter.end()
    return [x for x in range(200) if any(image.pixelColor(x, y).lightness() < 128 for y in range(30))]


def test_text_begins_where_reading_does(qapp: QApplication) -> None:
    assert max(ink(LTR, qapp)) < 100
    assert min(ink(RTL, qapp)) > 100


def test_a_line_that_was_asked_for_is_begun(qapp: QApplication) -> None:
    one = TextBlock("1. Open it.", qapp.font(), 1000, LTR)
    assert TextBlock("1. Open it.\n2. Accept.", qapp.font(), 1000, LTR).height_px >= 2 * one.height_px - 1
