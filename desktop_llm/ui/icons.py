"""Icons drawn from qtawesome's Phosphor font, in a colour of the palette in force when they are painted. GUI thread.

The font file is read directly: importing qtawesome takes longer than showing the window (171 ms measured), and its
icons keep the colour they were made with when the theme changes.
"""

import re
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap, QRawFont

from desktop_llm.ui.theme import current_palette

_FONT_FILE: Final = "phosphor-1.3.0.ttf"
_CHARMAP_FILE: Final = "phosphor-charmap-1.3.0.json"
_UNITS_PX: Final = 256.0
_POINTING: Final = frozenset(
    {"arrow-left", "arrow-u-up-left", "arrow-u-up-right", "caret-left", "caret-right", "list-bullets"}
)
"""Those that point along the line, and so the other way where it is read from right to left."""


class IconRole(StrEnum):
    """Which token colours an icon."""

    TEXT = "text"
    DIM = "dim_text"
    ACCENT = "accent"
    ON_ACCENT = "accent_text"
    WARNING = "warning"
    ERROR = "error"


def icon(name: str, role: IconRole = IconRole.DIM) -> QIcon:
    """The Phosphor icon `name` ("chat-centered", "paperclip", ...). KeyError if the font has none of that name.

    A checked button's icon takes the accent, a disabled one's the dim colour.
    """
    return QIcon(_GlyphEngine(name, role))


class _GlyphEngine(QIconEngine):
    """Paints one glyph as a path: sharp at every size and scale, and always in today's colours."""

    def __init__(self, name: str, role: IconRole) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._path = _glyph_path(name)

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = min(rect.width(), rect.height()) / _UNITS_PX
        center = QPointF(QRectF(rect).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(center)
        is_mirrored = self._name in _POINTING and QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.scale(-scale if is_mirrored else scale, scale)
        painter.fillPath(self._path, self._color(mode, state))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def _color(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        palette = current_palette()
        if mode is QIcon.Mode.Disabled:
            return QColor(palette.dim_text)
        if state is QIcon.State.On:
            return QColor(palette.accent)
        return QColor(cast("str", getattr(palette, self._role)))


@cache
def _glyph_path(name: str) -> QPainterPath:
    """The outline of a glyph, its em square centred on the origin, `_UNITS_PX` wide."""
    font = _raw_font()
    glyph = font.glyphIndexesForString(_character(name))[0]
    path = font.pathForGlyph(glyph)
    width = font.advancesForGlyphIndexes([glyph])[0].x()
    path.translate(-width / 2, font.ascent() - (font.ascent() + font.descent()) / 2)
    return path


@cache
def _raw_font() -> QRawFont:
    return QRawFont(str(_font_folder() / _FONT_FILE), _UNITS_PX)


def _character(name: str) -> str:
    """Looked for in the file's text: all 4,470 names as a dictionary would take a megabyte for a few dozen of them."""
    match = re.search(rf'"{re.escape(name)}": *"(?:0x)?([0-9a-fA-F]+)"', _charmap())
    if match is None:
        raise KeyError(name)
    return chr(int(match[1], 16))


@cache
def _charmap() -> str:
    return (_font_folder() / _CHARMAP_FILE).read_text("ascii")


def _font_folder() -> Path:
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("qtawesome")
    return Path(spec.origin).parent / "fonts"
