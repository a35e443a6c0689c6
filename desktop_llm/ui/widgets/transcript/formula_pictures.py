"""Puts formulas into the text of one view: as pictures when they are drawn, as TeX until then. GUI thread."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFontInfo,
    QFontMetrics,
    QFontMetricsF,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QTextEdit

from desktop_llm.ui.widgets.plain_tip import plain_tip
from desktop_llm.ui.widgets.transcript.math_image import FormulaKey, FormulaShelf, FormulaSvg, formula_image
from desktop_llm.ui.widgets.transcript.prose_style import TEX, Formula, ProseStyle, write_tex

_GATHERING_MS: Final = 50
_DISPLAY_SCALE: Final = 1.15


class FormulaPictures(QObject):
    became_ready = Signal()
    """Formulas that stand there as TeX can be drawn now."""

    def __init__(self, view: QTextEdit, shelf: FormulaShelf, style: ProseStyle) -> None:
        super().__init__(view)
        self._view = view
        self._shelf = shelf
        self._style = style
        self._missing: set[FormulaKey] = set()
        self._names: dict[FormulaKey, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=_GATHERING_MS)
        self._timer.timeout.connect(self.became_ready)
        shelf.formula_drawn.connect(self._on_formula_drawn)

    def write(self, cursor: QTextCursor, formula: Formula, around: QTextCharFormat) -> None:
        """A FormulaWriter."""
        size_px = QFontInfo(around.font()).pixelSize() * (_DISPLAY_SCALE if formula.is_display else 1.0)
        key = FormulaKey(formula.tex, formula.is_display, around.foreground().color().name(), size_px)
        picture = self._shelf.picture(key) if formula.tex else None
        if picture is None:
            self._missing.add(key)
            write_tex(cursor, formula, around)
            return
        self._write_picture(cursor, formula, around, key, picture)

    def _write_picture(
        self, cursor: QTextCursor, formula: Formula, around: QTextCharFormat, key: FormulaKey, picture: FormulaSvg
    ) -> None:
        """Qt hangs a picture below the baseline by the font's descent, or so that its middle is a quarter of the
        x-height above the baseline. The picture gets as much empty room as makes one of them right.
        """
        descent = QFontMetricsF(around.font()).descent()
        ascent = picture.height_px - picture.depth_px
        is_shallow = picture.depth_px <= descent
        if not is_shallow:
            half_x_px = QFontMetrics(around.font()).xHeight() / 2
            descent = max(picture.depth_px, ascent - half_x_px)
            ascent = descent + half_x_px
        image = QTextImageFormat()
        image.setFont(around.font())
        image.setName(self._name(key, picture, ascent, descent))
        image.setWidth(picture.width_px)
        image.setHeight(ascent + descent)
        alignment = QTextCharFormat.VerticalAlignment
        image.setVerticalAlignment(alignment.AlignBaseline if is_shallow else alignment.AlignMiddle)
        image.setToolTip(plain_tip(formula.tex))
        image.setProperty(TEX, formula.source)
        cursor.insertImage(image)

    def _name(self, key: FormulaKey, picture: FormulaSvg, ascent: float, descent: float) -> str:
        if key not in self._names:
            self._names[key] = f"formula:{len(self._names)}"
            image = formula_image(picture, ascent, descent, self._view.devicePixelRatioF())
            resource = QTextDocument.ResourceType.ImageResource.value
            self._view.document().addResource(resource, QUrl(self._names[key]), image)
        return self._names[key]

    @Slot(object)
    def _on_formula_drawn(self, key: FormulaKey) -> None:
        if key in self._missing:
            self._missing.discard(key)
            self._timer.start()
