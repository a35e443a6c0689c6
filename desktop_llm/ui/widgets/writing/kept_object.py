"""Draws what a text holds and the editor does not show, such as a picture, as a small box with its name. GUI thread."""

from typing import Final

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPyTextObject, QTextDocument, QTextFormat

from desktop_llm.ui.theme import SMALL_FONT, current_palette, scaled_font
from desktop_llm.ui.widgets.writing.text_styles import KEPT_OBJECT, KEPT_TEXT

_PADDING_PX: Final = 4.0
_RADIUS_PX: Final = 3.0


class KeptObject(QPyTextObject):
    """One for a document."""

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        document.documentLayout().registerHandler(KEPT_OBJECT, self)

    # Qt's own names

    def intrinsicSize(self, doc: QTextDocument, position: int, look: QTextFormat, /) -> QSizeF:  # noqa: N802
        metrics = QFontMetricsF(_font(doc))
        return QSizeF(metrics.horizontalAdvance(_label(look)) + 4 * _PADDING_PX, metrics.ascent() + _PADDING_PX)

    def drawObject(  # noqa: N802
        self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, position: int, look: QTextFormat, /
    ) -> None:
        palette = current_palette()
        box = QRectF(rect).adjusted(_PADDING_PX, 0, -_PADDING_PX, _PADDING_PX)
        painter.save()
        painter.setPen(QColor(palette.line))
        painter.setBrush(QColor(palette.user_message))
        painter.drawRoundedRect(box, _RADIUS_PX, _RADIUS_PX)
        painter.setPen(QColor(palette.dim_text))
        painter.setFont(_font(doc))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _label(look))
        painter.restore()


def _font(document: QTextDocument) -> QFont:
    return scaled_font(document.defaultFont(), SMALL_FONT)


def _label(look: QTextFormat) -> str:
    return look.stringProperty(KEPT_TEXT).strip("[]")
