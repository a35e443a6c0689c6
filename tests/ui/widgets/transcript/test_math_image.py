import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.math_image import FormulaKey, FormulaShelf, draw_formula, formula_image
from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread


def key(tex: str) -> FormulaKey:
    return FormulaKey(tex, is_display=True, color="#ff0000", size_px=20.0)


def n_inked_rows(image: QImage) -> int:
    return sum(any(image.pixelColor(x, y).alpha() > 40 for x in range(image.width())) for y in range(image.height()))


@pytest.mark.parametrize("tex", ["x", r"\frac{a}{b}", r"\int_0^1 x^2\,dx", r"\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}"])
def test_formulas_are_drawn_in_the_asked_colour(qapp: QApplication, tex: str) -> None:
    picture = draw_formula(key(tex))
    assert picture is not None
    image = formula_image(picture, picture.height_px - picture.depth_px, picture.depth_px, 1.0)
    assert n_inked_rows(image) > 0.5 * picture.height_px
    inked = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert max(inked, key=QColor.alpha).name() == "#ff0000"


@pytest.mark.parametrize("tex", [r"\frac{a", "{" * 200, r"\begin{nothing}", r"\left("])
def test_tex_that_cannot_be_drawn_is_left_to_be_read(tex: str) -> None:
    assert draw_formula(key(tex)) is None


def test_the_shelf_draws_off_the_gui_thread_and_tells(qtbot: QtBot) -> None:
    owner = QObject()
    shelf = FormulaShelf(owner, SpareThread(owner))
    with qtbot.waitSignal(shelf.formula_drawn, timeout=20_000):
        assert shelf.picture(key("a^2")) is None
    assert shelf.picture(key("a^2")) is not None


def test_no_formula_is_longer_than_an_honest_one(qtbot: QtBot) -> None:
    owner = QObject()
    shelf = FormulaShelf(owner, SpareThread(owner))
    assert shelf.picture(key("x" * 1000)) is None
    assert not shelf._pictures
