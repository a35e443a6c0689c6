import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from desktop_llm.ui.widgets.transcript.math_image import FormulaShelf
from desktop_llm.ui.widgets.transcript.prose_view import ProseView
from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread


def test_a_formula_is_tex_until_it_is_drawn_and_copied_as_it_was_written(qtbot: QtBot) -> None:
    owner = QObject()
    view = ProseView(None, formulas=FormulaShelf(owner, SpareThread(owner)))
    qtbot.addWidget(view)
    view.show_markdown(r"so \(a < b\) is")
    assert view.toPlainText() == r"so \(a < b\) is"
    with qtbot.waitSignal(view.resized, timeout=20_000):
        pass
    assert view.toPlainText() == "so \ufffc is"
    tips = [piece.format.toolTip() for piece in view.document().begin().textFormats()]
    assert "<p>a &lt; b</p>" in tips
    view.selectAll()
    assert view.createMimeDataFromSelection().text() == r"so \(a < b\) is"


def drawn(qtbot: QtBot, owner: QObject, source: str) -> ProseView:
    view = ProseView(None, formulas=FormulaShelf(owner, SpareThread(owner)))
    qtbot.addWidget(view)
    view.setFont(QFont("DejaVu Sans", 12))
    view.setLineWrapColumnOrWidth(500)
    with qtbot.waitSignal(view.resized, timeout=20_000):
        view.show_markdown(source)
    return view


@pytest.mark.parametrize("tex", ["x", r"\frac{a}{b}", r"\sum_{i=1}^{n} x_i", "y_g"])
def test_a_formula_in_a_line_hangs_below_its_baseline_by_its_own_depth(qtbot: QtBot, tex: str) -> None:
    """The picture's height and Qt's rule for hanging it must agree, whatever the depth."""
    owner = QObject()
    view = drawn(qtbot, owner, f"a ${tex}$ b")
    (picture,) = [p.format.toImageFormat() for p in view.document().begin().textFormats() if p.format.isImageFormat()]
    line = view.document().begin().layout().lineAt(0)
    assert line.descent() >= QFontMetricsF(picture.font()).descent() - 1
    assert line.ascent() + line.descent() >= picture.height() - 1


def test_a_formula_that_appears_again_is_not_drawn_again(qtbot: QtBot) -> None:
    owner = QObject()
    view = drawn(qtbot, owner, "$x$ and $x$")
    names = [p.format.toImageFormat().name() for p in view.document().begin().textFormats() if p.format.isImageFormat()]
    assert names == ["formula:0", "formula:0"]
