"""Formulas as pictures: TeX to SVG with ziamath on a thread of its own, SVG to an image on the GUI thread.

What cannot be drawn, or is longer than any honest formula, stays TeX: `FormulaShelf.picture` answers None for it.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from desktop_llm.ui.widgets.transcript.spare_thread import SpareThread

_LONGEST_TEX_CHARS: Final = 400
_WIDEST_PX: Final = 4000
_MARGIN_PX: Final = 1
"""Ziamath's SVG is this much larger on every side than the size it tells."""


@dataclass(frozen=True)
class FormulaKey:
    tex: str
    is_display: bool
    color: str
    size_px: float


@dataclass(frozen=True)
class FormulaSvg:
    """A drawn formula. Sizes in px; `depth_px` is what hangs below the baseline."""

    svg: bytes
    width_px: float
    height_px: float
    depth_px: float


class FormulaShelf(QObject):
    """Keeps every formula that was drawn. `formula_drawn` says when asking again is worth while."""

    formula_drawn = Signal(object)

    def __init__(self, parent: QObject, thread: SpareThread) -> None:
        super().__init__(parent)
        self._thread = thread
        self._pictures: dict[FormulaKey, FormulaSvg | None] = {}

    def picture(self, key: FormulaKey) -> FormulaSvg | None:
        if key not in self._pictures and len(key.tex) <= _LONGEST_TEX_CHARS:
            self._pictures[key] = None
            self._thread.run(partial(draw_formula, key), partial(self._take, key))
        return self._pictures.get(key)

    def _take(self, key: FormulaKey, picture: FormulaSvg | None) -> None:
        self._pictures[key] = picture
        if picture is not None:
            self.formula_drawn.emit(key)


def draw_formula(key: FormulaKey) -> FormulaSvg | None:
    """None for TeX that cannot be drawn."""
    try:
        from ziafont.config import config  # noqa: PLC0415  # 170 ms, and most conversations hold no formula
        from ziamath.zmath import Latex  # noqa: PLC0415

        config.svg2 = False  # QtSvg knows no SVG 2
        drawing = Latex(key.tex, size=key.size_px, color=key.color, inline=not key.is_display)
        width, height = drawing.getsize()
        return FormulaSvg(drawing.svg().encode(), width, height, -drawing.getyofst())
    except Exception:  # noqa: BLE001  # its errors are of every kind: assertion, index, recursion; TeX stays TeX
        return None


def formula_image(picture: FormulaSvg, ascent_px: float, depth_px: float, ratio: float) -> QImage:
    """The formula on a transparent image with this much room above and below the baseline, in logical px."""
    width = min(picture.width_px, _WIDEST_PX)
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415  # the same

    image = QImage(
        max(1, round(width * ratio)), max(1, round((ascent_px + depth_px) * ratio)), QImage.Format.Format_ARGB32
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    top = ascent_px - (picture.height_px - picture.depth_px)
    place = QRectF(0, top, width, picture.height_px).adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
    QSvgRenderer(QByteArray(picture.svg)).render(painter, place)
    painter.end()
    return image
