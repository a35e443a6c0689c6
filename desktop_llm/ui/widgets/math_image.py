"""Formulas as pictures: TeX to SVG with ziamath on a thread of its own, SVG to an image on the GUI thread.

What cannot be drawn, or is longer than any honest formula, stays TeX: `FormulaShelf.picture` answers None for it.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

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


@dataclass(frozen=True)
class _Drawn:
    key: FormulaKey
    picture: FormulaSvg | None


class FormulaShelf(QObject):
    """Keeps every formula that was drawn. `formula_drawn` says when asking again is worth while."""

    formula_drawn = Signal(object)
    _drawing_ended = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: dict[FormulaKey, FormulaSvg | None] = {}
        self._requested: set[FormulaKey] = set()
        self._pool = QThreadPool(self, maxThreadCount=1)
        self._drawing_ended.connect(self._on_drawing_ended)

    def picture(self, key: FormulaKey) -> FormulaSvg | None:
        if key not in self._requested and len(key.tex) <= _LONGEST_TEX_CHARS:
            self._requested.add(key)
            self._pool.start(lambda: self._draw(key))
        return self._pictures.get(key)

    def _draw(self, key: FormulaKey) -> None:
        """Runs on the pool's thread."""
        self._drawing_ended.emit(_Drawn(key, draw_formula(key)))

    @Slot(object)
    def _on_drawing_ended(self, drawn: _Drawn) -> None:
        self._pictures[drawn.key] = drawn.picture
        if drawn.picture is not None:
            self.formula_drawn.emit(drawn.key)


def draw_formula(key: FormulaKey) -> FormulaSvg | None:
    """None for TeX that cannot be drawn."""
    from ziafont.config import config  # noqa: PLC0415  # 170 ms, and most conversations hold no formula
    from ziamath.zmath import Latex  # noqa: PLC0415

    config.svg2 = False
    try:
        drawing = Latex(key.tex, size=key.size_px, color=key.color, inline=not key.is_display)
        width, height = drawing.getsize()
        depth = -drawing.getyofst()
        return FormulaSvg(drawing.svg().encode(), width, height, depth)
    except Exception:  # noqa: BLE001  # its errors are of every kind: assertion, index, recursion; TeX stays TeX
        return None


def formula_image(picture: FormulaSvg, ascent_px: float, depth_px: float, ratio: float) -> QImage:
    """The formula on a transparent image with this much room above and below the baseline, in logical px."""
    width = min(picture.width_px, _WIDEST_PX)
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
