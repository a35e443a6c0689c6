"""How the colour tokens and the font size reach Qt, and how the desktop's light or dark is followed. GUI thread.

The palette in force is read back from the application, so that nothing here keeps state.
"""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop_llm.settings import Theme
from desktop_llm.ui.fallback_font import with_letters
from desktop_llm.ui.palette import DARK_PALETTE, LIGHT_PALETTE, Palette
from desktop_llm.ui.style_sheet import style_sheet

SMALL_FONT: Final = 0.83
HEADING_FONT: Final = 1.07
TITLE_FONT: Final = 1.6
TEXT_COLUMN_PX: Final = 720


def apply_theme(app: QApplication, theme: Theme, font_size_pt: float | None = None) -> Palette:
    """Give the whole application the theme's colours and font size; None is the system's own size.

    What is in force already is left alone: Qt polishes every widget anew for a style sheet, also for the same one.
    """
    app.styleHints().setColorScheme(_requested_scheme(theme))
    palette = DARK_PALETTE if _is_dark(app, theme) else LIGHT_PALETTE
    font = with_letters(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    if font_size_pt is not None:
        font.setPointSizeF(font_size_pt)
    sheet = style_sheet(palette, _size_pt(font))
    if app.styleSheet() == sheet and app.font() == font and current_palette() is palette:
        return palette
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font)
    app.setPalette(_qt_palette(palette))
    app.setStyleSheet(sheet)
    return palette


def current_palette() -> Palette:
    """The palette that `apply_theme` put in force; before that, the one nearer to the application's colours."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK_PALETTE if window.lightness() < 128 else LIGHT_PALETTE


def scaled_font(font: QFont, factor: float) -> QFont:
    """A copy of `font`, `factor` times as large."""
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    else:
        scaled.setPixelSize(round(font.pixelSize() * factor))
    return scaled


def fixed_font(factor: float = 0.9) -> QFont:
    """The system's font for code, sized to sit well beside the application's font."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPointSizeF(_size_pt(QGuiApplication.font()) * factor)
    return font


class SystemThemeFollower(QObject):
    """Applies the theme and applies it again when the desktop switches between light and dark."""

    palette_changed = Signal(object)

    def __init__(self, app: QApplication, theme: Theme = Theme.SYSTEM, font_size_pt: float | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._theme = theme
        self._font_size_pt = font_size_pt
        app.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)

    def show_theme(self, theme: Theme, font_size_pt: float | None = None) -> Palette:
        self._theme = theme
        self._font_size_pt = font_size_pt
        palette = apply_theme(self._app, theme, font_size_pt)
        self.palette_changed.emit(palette)
        return palette

    @Slot()
    def _on_color_scheme_changed(self) -> None:
        is_dark = _is_dark(self._app, self._theme)
        if is_dark != current_palette().is_dark:
            self.show_theme(self._theme, self._font_size_pt)


def _requested_scheme(theme: Theme) -> Qt.ColorScheme:
    match theme:
        case Theme.SYSTEM:
            return Qt.ColorScheme.Unknown
        case Theme.LIGHT:
            return Qt.ColorScheme.Light
        case Theme.DARK:
            return Qt.ColorScheme.Dark


def _is_dark(app: QApplication, theme: Theme) -> bool:
    if theme is Theme.SYSTEM:
        return app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return theme is Theme.DARK


def _size_pt(font: QFont) -> float:
    if font.pointSizeF() > 0:
        return font.pointSizeF()
    screen = QGuiApplication.primaryScreen()
    return font.pixelSize() * 72 / screen.logicalDotsPerInchY()


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    colors = {
        role.Window: palette.background,
        role.WindowText: palette.text,
        role.Base: palette.field,
        role.AlternateBase: palette.sidebar,
        role.Text: palette.text,
        role.PlaceholderText: palette.dim_text,
        role.Button: palette.background,
        role.ButtonText: palette.text,
        role.BrightText: palette.error,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.accent_text,
        role.Accent: palette.accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.ToolTipBase: palette.sidebar,
        role.ToolTipText: palette.text,
        role.Light: palette.field,
        role.Midlight: palette.user_message,
        role.Mid: palette.line,
        role.Dark: palette.line,
        role.Shadow: palette.line,
    }
    qt_palette = QPalette()
    for each_role, color in colors.items():
        qt_palette.setColor(each_role, QColor(color))
    for each_role in (role.WindowText, role.Text, role.ButtonText):
        qt_palette.setColor(QPalette.ColorGroup.Disabled, each_role, QColor(palette.dim_text))
    return qt_palette
