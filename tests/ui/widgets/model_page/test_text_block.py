import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.widgets.model_page.text_block import TextBlock, TextFont


@pytest.fixture
def font(qapp: QApplication) -> TextFont:
    return TextFont(qapp.font())


LTR, RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def test_a_narrow_place_makes_more_lines(font: TextFont) -> None:
    wide = TextBlock("Fits in memory, about nine words a second", font, 1000, LTR)
    narrow = TextBlock("Fits in memory, about nine words a second", font, 120, LTR)
    assert narrow.height_px >= 3 * wide.height_px
    assert wide.last_line_top_px == 0
    assert 0 < narrow.last_line_px <= 120


def test_a_long_word_breaks_instead_of_being_cut(font: TextFont) -> None:
    block = TextBlock("a" * 300, font, 100, LTR)
    assert block.last_line_px <= 100
    assert block.height_px > 10 * TextBlock("a", font, 100, LTR).height_px


def test_nothing_takes_no_room(font: TextFont) -> None:
    assert TextBlock("", font, 100, LTR).last_line_px == 0


def ink(direction: Qt.LayoutDirection, font: TextFont) -> list[int]:
    """The columns that a short word leaves ink in, 200 wide."""
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    TextBlock("word", font, 200, direction).paint(painter, QRect(0, 0, 200, 30), "#000000")
    painter.end()
    return [x for x in range(200) if any(image.pixelColor(x, y).lightness() < 128 for y in range(30))]


def test_text_begins_where_reading_does(font: TextFont) -> None:
    assert max(ink(LTR, font)) < 100
    assert min(ink(RTL, font)) > 100


def test_a_line_that_was_asked_for_is_begun(font: TextFont) -> None:
    one = TextBlock("1. Open it.", font, 1000, LTR)
    assert TextBlock("1. Open it.\n2. Accept.", font, 1000, LTR).height_px >= 2 * one.height_px - 1


@pytest.mark.parametrize(
    "text", ["", "x", "Some-Model-007-Q4_K_M", "98 MB · MIT", "Größe äÅçß", "98 MB … 日本語", "😀"]
)
def test_a_line_that_is_not_laid_out_is_as_high_as_when_it_is_painted(text: str, font: TextFont) -> None:
    measured = TextBlock(text, font, 1000, LTR).height_px
    laid_out = TextBlock(f"{text}\n", font, 1000, LTR).last_line_top_px
    assert measured == laid_out


def test_a_text_that_just_does_not_fit_is_two_lines(font: TextFont) -> None:
    text = "two words"
    width = TextBlock(text, font, 1000, LTR).last_line_px
    assert TextBlock(text, font, width + 3, LTR).height_px == font.line_px
    assert TextBlock(text, font, width - 1, LTR).height_px >= 2 * font.line_px - 1
