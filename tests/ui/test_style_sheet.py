import re

import pytest

from desktop_llm.paths import resource
from desktop_llm.ui.palette import DARK_PALETTE, LIGHT_PALETTE, Palette
from desktop_llm.ui.style_sheet import style_sheet

PALETTES = pytest.mark.parametrize("palette", [LIGHT_PALETTE, DARK_PALETTE], ids=["light", "dark"])


@PALETTES
def test_every_picture_it_names_exists(palette: Palette) -> None:
    paths = re.findall(r'url\("([^"]*)"\)', style_sheet(palette, 10.0))
    assert len(set(paths)) == 3
    assert [path for path in paths if not resource(path).is_file()] == []


@PALETTES
def test_it_names_no_colour_but_the_palettes(palette: Palette) -> None:
    scroll_handle = {"#4A4D51", "#C9C8C3"}
    colors = set(re.findall(r"#[0-9A-Fa-f]{6}", style_sheet(palette, 10.0)))
    assert colors <= {value for value in vars(palette).values() if isinstance(value, str)} | scroll_handle


def test_font_sizes_follow_the_base_size() -> None:
    sizes = [
        [float(size) for size in re.findall(r"font-size: ([\d.]+)pt", style_sheet(LIGHT_PALETTE, base))]
        for base in (10.0, 20.0)
    ]
    assert len(sizes[0]) > 3
    assert sizes[1] == [pytest.approx(2 * size, abs=0.02) for size in sizes[0]]


def test_every_look_that_is_asked_for_is_styled() -> None:
    sheet = style_sheet(LIGHT_PALETTE, 10.0)
    looks = [
        "primary",
        "plain",
        "danger",
        "nav",
        "action",
        "jump",
        "dim",
        "small",
        "heading",
        "title",
        "warning",
        "error",
    ]
    looks += [
        "chip",
        "card",
        "line",
        "bubble",
        "code",
        "prompt",
        "bare",
        "notice_info",
        "notice_warning",
        "notice_error",
    ]
    assert [look for look in looks if f'[look="{look}"]' not in sheet] == []
