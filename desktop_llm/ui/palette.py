"""The colour tokens, light and dark. No other module of the window names a colour. Plain values."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Every colour of the window, as #RRGGBB."""

    is_dark: bool
    background: str
    sidebar: str
    field: str
    line: str
    user_message: str
    hover: str
    code: str
    text: str
    dim_text: str
    accent: str
    accent_text: str
    soft_accent: str
    warning: str
    error: str
    mark: str


LIGHT_PALETTE: Final = Palette(
    is_dark=False,
    background="#FFFFFF",
    sidebar="#F6F6F4",
    field="#FFFFFF",
    line="#E4E3DF",
    user_message="#F1F0EC",
    hover="#E4E3DF",
    code="#F6F6F4",
    text="#1F1F1D",
    dim_text="#6B6A66",
    accent="#2F6F5E",
    accent_text="#FFFFFF",
    soft_accent="#E3EFEB",
    warning="#8C5900",
    error="#B3261E",
    mark="#FFF1B8",
)
DARK_PALETTE: Final = Palette(
    is_dark=True,
    background="#1C1D1F",
    sidebar="#161719",
    field="#222427",
    line="#2E3033",
    user_message="#27292C",
    hover="#2E3033",
    code="#161719",
    text="#ECECEA",
    dim_text="#A09F9B",
    accent="#7CC4AE",
    accent_text="#12251E",
    soft_accent="#21362F",
    warning="#E0A84A",
    error="#F2877F",
    mark="#4A4220",
)
