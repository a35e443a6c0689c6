from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_llm.ui.palette import DARK_PALETTE, LIGHT_PALETTE, Palette
from desktop_llm.ui.theme import SystemThemeFollower, Theme, apply_theme, current_palette
from desktop_llm.ui.widgets.transcript.code_highlighting import color_set

PALETTES = pytest.mark.parametrize("palette", [LIGHT_PALETTE, DARK_PALETTE], ids=["light", "dark"])


@pytest.fixture(autouse=True)
def light_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, Theme.LIGHT)


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(color).getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@PALETTES
@pytest.mark.parametrize("text", ["text", "dim_text", "accent", "warning", "error"])
@pytest.mark.parametrize("ground", ["background", "sidebar", "field", "user_message", "code"])
def test_every_text_can_be_read_on_every_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@PALETTES
def test_text_can_be_read_on_accent_and_mark(palette: Palette) -> None:
    assert contrast(palette.accent_text, palette.accent) >= 4.5
    assert contrast(palette.accent, palette.soft_accent) >= 4.5
    assert contrast(palette.text, palette.mark) >= 4.5


@PALETTES
def test_coloured_code_can_be_read(palette: Palette) -> None:
    assert min(contrast(color, palette.code) for color in color_set(is_dark=palette.is_dark)) >= 4.5


@pytest.mark.parametrize(("theme", "palette"), [(Theme.LIGHT, LIGHT_PALETTE), (Theme.DARK, DARK_PALETTE)])
def test_a_theme_colours_the_application(qapp: QApplication, theme: Theme, palette: Palette) -> None:
    assert apply_theme(qapp, theme) is palette
    assert current_palette() is palette
    assert qapp.palette().window().color() == QColor(palette.background)
    colors = [getattr(palette, each.name) for each in fields(palette) if each.name not in {"is_dark", "mark"}]
    assert [color for color in colors if color not in qapp.styleSheet()] == []


def test_the_font_size_is_the_users_or_the_systems(qapp: QApplication) -> None:
    apply_theme(qapp, Theme.LIGHT)
    own = qapp.font().pointSizeF()
    apply_theme(qapp, Theme.LIGHT, 17.5)
    assert qapp.font().pointSizeF() == 17.5
    apply_theme(qapp, Theme.LIGHT)
    assert qapp.font().pointSizeF() == own


def test_a_look_that_is_in_force_already_costs_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    polished = PolishedWidget()
    qtbot.addWidget(polished)
    polished.show()
    apply_theme(qapp, Theme.LIGHT, 11.0)
    polished.count = 0
    apply_theme(qapp, Theme.LIGHT, 11.0)
    assert polished.count == 0
    apply_theme(qapp, Theme.DARK, 11.0)
    assert polished.count > 0


class PolishedWidget(QWidget):
    """Counts how often its look is made anew."""

    count = 0

    def changeEvent(self, event: QEvent) -> None:
        self.count += event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange}
        super().changeEvent(event)


def test_the_follower_tells_of_a_new_palette(qapp: QApplication, qtbot: QtBot) -> None:
    follower = SystemThemeFollower(qapp, Theme.LIGHT)
    with qtbot.waitSignal(follower.palette_changed) as received:
        follower.show_theme(Theme.DARK)
    assert received.args == [DARK_PALETTE]
    follower.deleteLater()
