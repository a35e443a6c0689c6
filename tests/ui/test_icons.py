from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from desktop_llm.ui.icons import IconRole, icon
from desktop_llm.ui.palette import DARK_PALETTE, LIGHT_PALETTE
from desktop_llm.ui.theme import Theme, apply_theme


@pytest.fixture(autouse=True)
def light_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, Theme.LIGHT)


def test_icons_take_the_colours_of_the_theme_in_force(qapp: QApplication) -> None:
    picture = icon("stop", IconRole.TEXT)
    for theme, palette in ((Theme.LIGHT, LIGHT_PALETTE), (Theme.DARK, DARK_PALETTE)):
        apply_theme(qapp, theme)
        image = picture.pixmap(32, 32).toImage()
        pixels = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        assert max(pixels, key=QColor.alpha).name() == palette.text.lower()


def test_an_icon_that_does_not_exist_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(KeyError):
        icon("no such icon")


def test_the_icon_of_a_checked_button_is_in_the_accent(qapp: QApplication) -> None:
    apply_theme(qapp, Theme.LIGHT)
    image = icon("stop", IconRole.TEXT).pixmap(32, 32, QIcon.Mode.Normal, QIcon.State.On).toImage()
    pixels = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    assert max(pixels, key=QColor.alpha).name() == LIGHT_PALETTE.accent.lower()


def test_icons_fill_any_size(qapp: QApplication) -> None:
    for size_px in (16, 64):
        image = icon("x").pixmap(size_px, size_px).toImage()
        inked = [x for x in range(size_px) for y in range(size_px) if image.pixelColor(x, y).alpha() > 100]
        assert max(inked) - min(inked) > size_px / 2


@pytest.mark.parametrize(("name", "is_turned"), [("caret-left", True), ("arrow-u-up-left", True), ("check", False)])
def test_what_points_along_the_line_points_the_other_way_from_right_to_left(
    qapp: QApplication, name: str, is_turned: bool
) -> None:
    before = icon(name).pixmap(32, 32).toImage()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        after = icon(name).pixmap(32, 32).toImage()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert (after != before) == is_turned
