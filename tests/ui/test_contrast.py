"""Every text that the window draws can be read on the ground it is drawn on: WCAG 2's 4.5 : 1."""

import pytest

from desktop_llm.ui.palette import DARK_PALETTE, LIGHT_PALETTE, Palette

_GROUNDS = ("background", "sidebar", "field", "user_message", "hover", "code", "soft_accent")
_TEXTS = (
    *(("text", ground) for ground in (*_GROUNDS, "mark")),
    *(("dim_text", ground) for ground in ("background", "sidebar", "field", "user_message", "code", "soft_accent")),
    *((color, ground) for color in ("accent", "error", "warning") for ground in ("background", "sidebar", "field")),
    *((color, "soft_accent") for color in ("accent", "error", "warning")),
    ("accent_text", "accent"),
)


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [LIGHT_PALETTE, DARK_PALETTE], ids=["light", "dark"])
@pytest.mark.parametrize(("color", "ground"), _TEXTS)
def test_text_can_be_read(palette: Palette, color: str, ground: str) -> None:
    assert contrast(getattr(palette, color), getattr(palette, ground)) >= 4.5


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
