import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.widgets.transcript.prose_style import Formula, prose_style, write_tex


@pytest.mark.parametrize("family", ["DejaVu Sans", "DejaVu Serif", "Sans Serif"])
def test_lines_are_equally_far_apart_in_every_font(qapp: QApplication, family: str) -> None:
    font = QFont(family, 12)
    line_px = QFontMetricsF(font).height() * prose_style(font).line_height_percent / 100
    assert line_px / QFontInfo(font).pixelSize() >= 1.54


def test_dim_prose_is_in_the_dim_colour(qapp: QApplication) -> None:
    style = prose_style(QFont(), is_dim=True)
    assert style.text == style.palette.dim_text
    assert prose_style(QFont()).text == style.palette.text


def test_a_formula_over_lines_is_written_in_one_paragraph(qapp: QApplication) -> None:
    document = QTextDocument()
    write_tex(QTextCursor(document), Formula("x", "$$\nx\n$$", is_display=True), QTextCharFormat())
    assert document.blockCount() == 1
    assert document.toPlainText() == "$$\nx\n$$"
